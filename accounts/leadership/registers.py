"""The leadership group of the plan's 附件1 as registers: posts, and those who held them."""

from accounts.leadership.forms import SuccessionForm
from accounts.leadership.tables import PostTable
from accounts.models import LeadershipPost, Tenure
from core.registers import Action, OfTown, Register, date_action


class PostRegister(OfTown):
    """「由相应岗位的人员自然递补」: what is kept is the post; people come and go by days."""

    model = LeadershipPost
    columns = ("duty",)
    table = PostTable
    fields = ("town", "position", "rank", "duty", "held_by_platform_staff")
    actions = (
        Action(
            "succeed", "换任", (), lambda post, on: not post.held_by_platform_staff, form=SuccessionForm, alone=True
        ),
    )
    nothing_yet = "还没有登记领导小组的岗位。"


class TenureRegister(Register):
    model = Tenure
    parent = "post"
    columns = ("name", "post", "started_on", "ended_on", "state")
    related = ("post",)
    search = ("name",)
    fields = ("name", "started_on")
    facts = ("post", *fields, "ended_on")
    actions = date_action("end", "离任", "ended_on", asks_reason=True)
    nothing_yet = "还没有任职记录。打开一个岗位的页面，点“换任”登记。"
