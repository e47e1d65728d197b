"""Public-benefit posts as a register."""

from datetime import date
from typing import Any

from core.filters import Choice
from core.registers import Action
from labor.models import PublicBenefitPost
from labor.people.registers import OfPerson
from labor.posts.forms import EndPostForm, PostForm, RenewForm
from labor.posts.models import RENEWED_WITHIN

POST_STATES = (("held", "在岗"), ("soon", f"在岗，{RENEWED_WITHIN.days}天内到期"), ("over", "已到期或终止"))


def by_post_state(posts: Any, value: str, on: date) -> Any:
    if value == "soon":
        return posts.held(on).running_out(on, on + RENEWED_WITHIN)
    return posts.held(on) if value == "held" else posts.over(on)


class PublicBenefitPostRegister(OfPerson):
    """谁用人、谁管理、谁负责: whom to ask about each post stands beside who holds it."""

    model = PublicBenefitPost
    has_button = True
    columns = ("person", "kind", "code", "village", "employer", "responsible", "contract_ended_on", "state")
    related = ("person__village", "village")
    filters = (Choice("state", "情况", POST_STATES, by_post_state, main=True),)
    search = ("person__name", "code", "kind", "employer", "responsible")
    form = PostForm
    fields = (
        "code", "village", "kind", "employer", "manager", "responsible", "contract_started_on", "contract_ended_on",
        "monthly_allowance",
    )  # fmt: skip
    facts = (
        "person", *fields[:3], ("用人单位", "employed_by"), *fields[4:], ("提前终止", "ended_on"),
        ("提前终止原因", "end_reason"),
    )  # fmt: skip
    actions = (
        Action("renew", "续签", ("contract_ended_on",), lambda post, on: post.ended_on is None, form=RenewForm),
        Action(
            "terminate",
            "提前终止",
            ("ended_on", "end_reason"),
            lambda post, on: post.ended_on is None and post.is_held(on),
            demanded=("ended_on", "end_reason"),
            form=EndPostForm,
        ),
        Action(
            "unterminate",
            "撤销终止",
            (),
            lambda post, on: post.ended_on is not None,
            clears=("ended_on", "end_reason"),
            asks_reason=True,
        ),
    )
    takes_documents = True
    nothing_yet = "还没有公益性岗位。打开一个人的页面，点“公益性岗位”。"
