"""Training as registers: quotas and wishes, the classes with who was there, who came back, and staff's own training."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Q

from core.filters import Choice, either
from core.permissions import ENTER
from core.registers import Action, Intake, OfTown, Register, date_action
from labor.people.registers import OfPerson, of_the_town
from training.forms import BusinessForm, EnrolmentForm, WishForm
from training.models import (
    Enrolment,
    ReturnedBusiness,
    StaffTraining,
    TrainingClass,
    TrainingQuota,
    TrainingWish,
)
from training.models.enrolments import MONTHS_AFTER
from training.tables import BusinessTable, EnrolmentTable, QuotaTable, WishTable


class QuotaRegister(OfTown):
    model = TrainingQuota
    table = QuotaTable
    filters = ("category",)
    fields = ("town", "year", "category", "people")


class ClassRegister(OfTown):
    model = TrainingClass
    columns = ("trade", "code", "category", "started_on", "ended_on", "institution", "state")
    filters = ("category",)
    search = ("code", "trade", "institution")
    fields = ("town", "code", "category", "trade", "institution", "started_on")
    facts = (*fields, "ended_on")
    actions = date_action("finish", "结业", "ended_on")
    takes_documents = True


OPEN = Choice(
    "open",
    "情况",
    (("yes", "待安排"), ("no", "已报班或撤回")),
    lambda rows, value, on: either(rows, rows.open(on), wanted=value == "yes"),
    main=True,
)


class WishRegister(OfPerson):
    """Said by people, entered by whoever talks to them."""

    model = TrainingWish
    has_button = True
    add_label = "登记培训意愿"
    columns = ("person__village", "category", "trade")
    table = WishTable
    filters = (OPEN, "category")
    search = ("person__name", "trade")
    form = WishForm
    fields = ("category", "trade", "wished_on")
    facts = ("person", *fields, "withdrawn_on")
    actions = date_action("withdraw", "撤回意愿", "withdrawn_on", asks_reason=True)
    permission = ENTER
    nothing_yet = "还没有培训意愿。打开一个人的页面，点“培训意愿”。"


def employed_after(months: int) -> Choice:
    """A filter by whether people had work so many months after their class."""
    return Choice(
        f"after_{months}",
        f"结业后{months}个月",
        (("yes", "已就业"), ("no", "未就业"), ("later", "未到期")),
        lambda rows, value, on: _after(rows, value, on, months),
    )


def _after(rows: Any, value: str, on: date, months: int) -> Any:
    due, employed = rows.due_after(months, on), rows.employed_after(months, on)
    narrowed: dict[str, Callable[[], Any]] = {
        "yes": lambda: employed,
        "no": lambda: due.exclude(pk__in=employed.values("pk")),
        "later": lambda: rows.filter(completed=True).exclude(pk__in=due.values("pk")),
    }
    return narrowed[value]()


PAID = Q(subsidy_paid_on__isnull=False)
SUBSIDIES = {
    "none": Q(subsidy_applied_on__isnull=True) & ~PAID,
    "applied": Q(subsidy_applied_on__isnull=False) & ~PAID,
    "paid": PAID,
}
SUBSIDY = Choice(
    "subsidy",
    "培训补贴",
    (("none", "未申报"), ("applied", "已申报未发放"), ("paid", "已发放")),
    lambda rows, value, on: rows.filter(SUBSIDIES[value]),
)


class EnrolmentRegister(OfPerson):
    model = Enrolment
    has_button = True
    add_label = "登记参训"
    columns = ("person__village", "certificate")
    table = EnrolmentTable
    related = ("person__village", "training_class")
    filters = ("completed", *map(employed_after, MONTHS_AFTER), SUBSIDY)
    search = ("person__name", "training_class__trade", "training_class__code", "certificate")
    form = EnrolmentForm
    fields = ("training_class", "completed", "certificate")
    intakes = (Intake("enrolling", "登记参训", (), into="training_class", among=of_the_town),)
    facts = (
        "person", "training_class", ("结业", "stage"), "certificate", ("到课天数", "attendance"), "subsidy",
        "subsidy_applied_on", "subsidy_paid_on",
    )  # fmt: skip
    actions = (
        Action(
            "complete",
            "登记结业",
            ("completed", "certificate"),
            lambda enrolment, on: enrolment.completed is None,
            own="certificate",
        ),
        Action(
            "uncomplete",
            "撤销结业登记",
            (),
            Enrolment.may_lose_completion,
            clears=("completed", "certificate"),
            asks_reason=True,
        ),
        Action(
            "apply",
            "申报补贴",
            ("subsidy_applied_on", "subsidy"),
            Enrolment.may_apply,
            demanded=("subsidy_applied_on", "subsidy"),
        ),
        Action(
            "unapply",
            "撤销申报",
            (),
            Enrolment.awaits_subsidy,
            clears=("subsidy_applied_on", "subsidy"),
            asks_reason=True,
        ),
        Action("pay", "补贴发放", ("subsidy_paid_on", "subsidy"), Enrolment.awaits_subsidy),
        Action(
            "unpay",
            "撤销发放",
            (),
            lambda enrolment, on: enrolment.subsidy_paid_on is not None,
            clears=("subsidy_paid_on",),
            asks_reason=True,
        ),
    )
    takes_documents = True
    nothing_yet = "还没有参训记录。打开一个培训班，点“登记参训人员”，可以一次登记多人。"

    @classmethod
    def rows(cls) -> Any:
        """The latest classes first."""
        return super().rows().order_by("-training_class__started_on", "person__name_pinyin")


class BusinessRegister(Register):
    """返乡创业, with the jobs that it brings."""

    model = ReturnedBusiness
    columns = ("village", "opened_on", "jobs", "jobs_out_of_poverty", "support")
    table = BusinessTable
    related = ("village", "person")
    search = ("name", "founder", "person__name", "support")
    form = BusinessForm
    fields = ("person", "founder", "name", "village", "opened_on", "jobs", "jobs_out_of_poverty", "support")
    facts = (("创业者", "owner"), *fields[2:], "closed_on")
    actions = date_action("close", "停办", "closed_on", asks_reason=True)
    takes_documents = True


class StaffTrainingRegister(OfTown):
    """业务培训: counted once it is entered in the official platform (rule `staff_trainings`)."""

    model = StaffTraining
    columns = ("name", "code", "held_on", "participants", "entered_on")
    search = ("name", "code")
    fields = ("town", "code", "name", "held_on", "participants")
    facts = (*fields, "entered_on")
    actions = date_action("enter", "录入平台", "entered_on")
    counted_in = ("staff_trainings",)
    takes_documents = True
