"""What belongs to a person: work, cases, verifications, spot checks, public-benefit posts; also relocation sites."""

from datetime import date
from typing import Any

from core.filters import Choice, either
from core.models import RelocationSite
from core.registers import ENTER, Deed, Register, dated
from labor.employment.forms import (
    CaseForm,
    EmploymentForm,
    EndCaseForm,
    EndJobForm,
    EndPostForm,
    PostForm,
    SpotCheckForm,
)
from labor.models import Employment, JobSeekingCase, PublicBenefitPost, SpotCheck, Verification
from labor.people.tables import CaseTable, EmploymentTable
from labor.posts.models import RENEWED_WITHIN


class OfPerson(Register):
    """Facts about a person: added from the person's page, found by the name."""

    parent = "person"
    parent_key = ("uuid", "public_id")
    related = ("person__village",)
    search = ("person__name",)


def going_on(job: Employment, on: date) -> bool:
    return job.ended_on is None or job.ended_on > on


class EmploymentRegister(OfPerson):
    model = Employment
    adds = "登记就业"
    columns = ("person__village", "monthly_wage", "started_on")
    table = EmploymentTable
    related = ("person__village", "workplace_division", "workshop", "export")
    filters = ("channel", "industry")
    search = ("person__name", "employer")
    form = EmploymentForm
    fields = (
        "started_on", "channel", "workshop", "employer", "workplace", "post", "industry", "monthly_wage", "ended_on",
        "export",
    )  # fmt: skip
    facts = ("person", ("就业地", "place"), *(name for name in fields if name not in ("employer", "workplace")))
    deeds = (Deed("end", "结束就业", ("ended_on",), going_on, asks_reason=True, form=EndJobForm),)
    feeds = ("employment_total", "workshop_jobs", "cases_cleared", "relocated_households")
    keeps = ENTER
    nothing_yet = "还没有就业记录。打开一个人的页面，点“登记就业”。"


OPEN = Choice(
    "open",
    "情况",
    (("yes", "未终结"), ("no", "已终结")),
    lambda cases, value, on: either(cases, cases.open(on), wanted=value == "yes"),
    main=True,
)
COUNTED = Choice(
    "counted",
    "考核对象",
    (("yes", "脱贫户有意愿的"),),
    lambda cases, value, on: cases.willing_out_of_poverty(),
)
WISHES = ("wished_area", "wished_post", "wished_wage", "skills", "leaves_on")


class CaseRegister(OfPerson):
    model = JobSeekingCase
    adds = "登记求职"
    columns = ("due_on", "person__village", "reason")
    table = CaseTable
    filters = (OPEN, "willing", COUNTED, "end_reason")
    form = CaseForm
    fields = ("registered_on", "willing", "reason", *WISHES)
    facts = ("person", "registered_on", "willing", "reason", "due_on", "ended_on", "end_reason", *WISHES)
    deeds = (
        Deed(
            "end",
            "终结",
            ("ended_on", "end_reason"),
            lambda case, on: case.ended_on is None,
            demanded=("ended_on", "end_reason"),
            form=EndCaseForm,
        ),
        Deed(
            "reopen",
            "撤销终结",
            (),
            lambda case, on: case.ended_on is not None,
            clears=("ended_on", "end_reason"),
            asks_reason=True,
        ),
    )
    feeds = ("cases_cleared", "services_311", "relocated_households")
    keeps = ENTER
    nothing_yet = "还没有求职登记。打开一个人的页面，点“登记求职”。"


class VerificationRegister(OfPerson):
    """核实记录. As a rule they come from the cards of 半年核实."""

    model = Verification
    columns = ("person", "verified_on", "person__village", "method", "result", "verifier")
    filters = ("result", "method")
    search = ("person__name", "verifier")
    fields = ("verified_on", "method", "result", "verifier")
    facts = ("person", "person__village", *fields)
    feeds = ("data_maintenance",)
    keeps = ENTER
    nothing_yet = "还没有核实记录。在“半年核实”里逐人登记。"


class SpotCheckRegister(OfPerson):
    """Kept by staff; whoever entered a person's facts does not check them."""

    model = SpotCheck
    columns = ("person", "checked_on", "person__village", "level", "method", "problem", "state")
    filters = ("level", "result")
    form = SpotCheckForm
    fields = ("checked_on", "level", "method", "result", "problem")
    facts = ("person", *fields, "rectified_on")
    deeds = (
        Deed(
            "rectify",
            "登记整改",
            ("rectified_on",),
            lambda check, on: check.result == SpotCheck.Result.UNTRUE and not check.rectified_on,
        ),
        Deed(
            "unrectify",
            "撤销整改",
            (),
            lambda check, on: bool(check.rectified_on),
            clears=("rectified_on",),
            asks_reason=True,
        ),
    )
    feeds = ("data_truth",)
    nothing_yet = "还没有数据抽查。打开一个人的页面，点“抽查”。"


POST_STATES = (("held", "在岗"), ("soon", f"在岗，{RENEWED_WITHIN.days}天内到期"), ("over", "已到期或终止"))


def by_post_state(posts: Any, value: str, on: date) -> Any:
    if value == "soon":
        return posts.held(on).running_out(on, on + RENEWED_WITHIN)
    return posts.held(on) if value == "held" else posts.over(on)


class PublicBenefitPostRegister(OfPerson):
    """谁用人、谁管理、谁负责: whom to ask about each post stands beside who holds it."""

    model = PublicBenefitPost
    columns = ("person", "kind", "code", "village", "employer", "responsible", "contract_ended_on", "state")
    related = ("person__village", "village")
    filters = (Choice("state", "情况", POST_STATES, by_post_state, main=True),)
    search = ("person__name", "code", "kind", "employer", "responsible")
    form = PostForm
    fields = (
        "code", "village", "kind", "employer", "manager", "responsible", "contract_started_on", "contract_ended_on",
        "monthly_allowance",
    )  # fmt: skip
    facts = ("person", *fields, ("提前终止", "ended_on"), ("提前终止原因", "end_reason"))
    deeds = (
        Deed("renew", "续签", ("contract_ended_on",), lambda post, on: post.ended_on is None),
        Deed(
            "terminate",
            "提前终止",
            ("ended_on", "end_reason"),
            lambda post, on: post.ended_on is None and post.is_held(on),
            demanded=("ended_on", "end_reason"),
            form=EndPostForm,
        ),
        Deed(
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


class SiteRegister(Register):
    """易地搬迁安置点: large ones need a service window and a workshop (rules `site_windows`, `site_workshops`)."""

    model = RelocationSite
    columns = ("name", "code", "village", "population", "opened_on", "state")
    related = ("village",)
    search = ("name", "code")
    fields = ("code", "name", "village", "population", "opened_on")
    facts = (*fields, "window_opened_on")
    deeds = dated("open_window", "设立服务窗口", "window_opened_on")
    feeds = ("site_workshops", "site_windows", "relocated_households")
    takes_documents = True
