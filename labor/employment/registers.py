"""Jobs and job-seeking cases as registers."""

from datetime import date

from core.filters import Choice, either
from core.permissions import ENTER
from core.registers import Action, Intake
from labor.employment.forms import CaseForm, EmploymentForm, EndCaseForm, EndJobForm
from labor.employment.tables import CaseTable, EmploymentTable
from labor.models import Employment, JobSeekingCase
from labor.people.registers import OfPerson, of_the_town


def going_on(job: Employment, on: date) -> bool:
    return job.ended_on is None or job.ended_on > on


class EmploymentRegister(OfPerson):
    model = Employment
    has_button = True
    add_label = "登记就业"
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
    facts = (
        "person",
        ("单位名称", "employed_by"),
        ("就业地", "place"),
        *(name for name in fields if name not in ("employer", "workplace")),
    )
    intakes = (
        Intake(
            "workers",
            "登记务工人员",
            ("started_on", "workplace", "post", "industry", "monthly_wage"),
            into="workshop",
            given=lambda workshop: {"channel": Employment.Channel.WORKSHOP, "employer": workshop.name},
            proposed=lambda workshop: {"workplace": workshop.village.name},
            among=of_the_town,
        ),
    )
    actions = (Action("end", "结束就业", ("ended_on",), going_on, asks_reason=True, form=EndJobForm),)
    counted_in = ("employment_total", "workshop_jobs", "cases_cleared", "relocated_households")
    permission = ENTER
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
    has_button = True
    add_label = "登记求职"
    columns = ("due_on", "person__village", "reason")
    table = CaseTable
    filters = (OPEN, "willing", COUNTED, "end_reason")
    form = CaseForm
    fields = ("registered_on", "willing", "reason", *WISHES)
    facts = ("person", "registered_on", "willing", "reason", "due_on", "ended_on", "end_reason", *WISHES)
    actions = (
        Action(
            "end",
            "终结",
            ("ended_on", "end_reason"),
            lambda case, on: case.ended_on is None,
            demanded=("ended_on", "end_reason"),
            form=EndCaseForm,
        ),
        Action(
            "reopen",
            "撤销终结",
            (),
            lambda case, on: case.ended_on is not None,
            clears=("ended_on", "end_reason"),
            asks_reason=True,
        ),
    )
    counted_in = ("cases_cleared", "services_311", "relocated_households")
    permission = ENTER
    nothing_yet = "还没有求职登记。打开一个人的页面，点“登记求职”。"
