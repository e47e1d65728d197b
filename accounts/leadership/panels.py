"""Who held a post of the leadership group, on the page of the post."""

from accounts.models import LeadershipPost
from core.contributions import contribute
from core.pages.panels import PANELS, Panel

contribute(PANELS, LeadershipPost)(
    Panel(
        "tenures",
        "任职",
        lambda post, on: post.tenures.order_by("-started_on"),
        ("name", "started_on", "ended_on", "state"),
        related=("post",),
        empty="还没有人任职",
        add="accounts:post_tenure_add",
    ),
)
