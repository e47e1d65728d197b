"""What settles a duty, and where: the deed to which a line of the inbox leads, or what is done of it already."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from core.periods import month_and_day
from core.permissions import ENTER, KEEP
from core.wall import everywhere
from labor.models import Employment, JobSeekingCase, SpotCheck, Verification
from oversight.models import Policy, PolicyPayment, SupervisionTask, TaskReply
from platforms.models import HouseholdHelp, Service
from training.models import StaffTraining
from workshops.models import Inspection, WorkshopApplication


def of_person(record: Any) -> dict[str, Any]:
    return {"public_id": getattr(record, "person", record).public_id}


def of_seeker(household: Any) -> dict[str, Any] | None:
    """Whoever of the household looks for work; nobody may as yet."""
    return {"public_id": household.seeker} if household.seeker else None


def rectified(record: Any) -> dict[str, Any] | None:
    """The deed of the record or, of a workshop, that of its failed inspection, where there is one as yet."""
    failed = getattr(record, "failed_inspection", record.pk)
    return {"pk": failed, "action": "rectify"} if failed else None


def of_record(record: Any) -> dict[str, Any]:
    return {"pk": record.pk}


def of_nothing(record: Any) -> dict[str, Any]:
    return {}


def doing(deed: str) -> Callable[[Any], dict[str, Any]]:
    """The address of a deed of the record itself."""
    return lambda record: {"pk": record.pk, "action": deed}


def fulfilled(policy: Any) -> dict[str, Any] | None:
    """The deed of a policy; one that is in effect lacks payments, which stand on its page."""
    return doing("fulfil")(policy) if policy.done_on is None else None


def unbuilt(village: Any) -> dict[str, Any] | None:
    """A platform is built once; one that is closed, or will be, stands on the village's page."""
    return None if hasattr(village, "platform") else of_record(village)


def with_platform(villages: Any, today: date) -> Any:
    return villages.select_related("platform")


# --- what is done already ---


@dataclass(frozen=True)
class Step:
    """The first step of a duty, done: the remark on a line, what is next, and where that is done."""

    remark: str
    label: str
    address: str


def with_application(sites: Any, today: date) -> Any:
    """Sites with the application that is under way for a workshop there."""
    under_way = WorkshopApplication.objects.under_way(today).filter(site=OuterRef("pk")).order_by("-applied_on", "-pk")
    return sites.annotate(
        **{f"application_{name}": Subquery(under_way.values(name)[:1]) for name in ("pk", "applied_on", "checked_on")}
    )


def applied_for(site: Any) -> Step | None:
    if site.application_pk is None:
        return None
    waits = "等县认定" if site.application_checked_on else "等镇核查"
    address = reverse("workshops:application", args=[site.application_pk])
    return Step(f"{month_and_day(site.application_applied_on)}已申报，{waits}", "看申报", address)


def with_training(towns: Any, today: date) -> Any:
    """Towns with this year's training that is held and not entered."""
    held = StaffTraining.objects.held_in(today.year, today).filter(entered_on=None, town=OuterRef("pk"))
    held = held.order_by("-held_on", "-pk")
    return towns.annotate(**{f"training_{name}": Subquery(held.values(name)[:1]) for name in ("pk", "held_on")})


def trained(town: Any) -> Step | None:
    if town.training_pk is None:
        return None
    address = reverse("training:staff_training_action", args=[town.training_pk, "enter"])
    return Step(f"{month_and_day(town.training_held_on)}已培训，还没有录入平台", "登记录入", address)


def with_reply(tasks: Any, today: date) -> Any:
    """Tasks with the day of the latest reply."""
    replies = TaskReply.objects.filter(task=OuterRef("pk"), replied_on__lte=today).order_by("-replied_on")
    return tasks.annotate(latest_reply=Subquery(replies.values("replied_on")[:1]))


def replied(task: Any) -> Step | None:
    if task.latest_reply is None:
        return None
    address = reverse("oversight:task_action", args=[task.pk, "complete"])
    return Step(f"{month_and_day(task.latest_reply)}已回复，还没有登记完成", "完成", address)


# --- what settles a duty ---


@dataclass(frozen=True)
class DutyAction:
    """What a link says that settles a duty, and where it leads; without route or arguments, to the record's page."""

    label: str
    route: str = ""
    arguments: Callable[[Any], dict[str, Any] | None] = of_person
    permission: str = ENTER
    #: Reads along with the rows what the arguments need, as on a day.
    along: Callable[[Any, date], Any] = lambda rows, today: rows
    #: The first step, where it is done.
    begun: Callable[[Any], Step | None] = lambda record: None

    def address(self, record: Any, otherwise: str) -> str:
        """The page of the deed; `otherwise` where there is none."""
        given = self.arguments(record) if self.route else None
        return otherwise if given is None else reverse(self.route, kwargs=given)


def of_town(label: str, route: str = "", **more: Any) -> DutyAction:
    """What the township's staff do."""
    return DutyAction(label, route, permission=KEEP, **more)


ACTIONS = {
    "issue_plan": of_town("制定", "oversight:document_add", arguments=of_nothing),
    "set_up_group": of_town("组建", "oversight:document_add", arguments=of_nothing),
    "verify": DutyAction("核实", "labor:verify"),
    "rectify_data": of_town("整改", "labor:spot_check_action", arguments=rectified),
    "rectify_workshop": of_town(
        "整改", "workshops:inspection_action", arguments=rectified, along=lambda rows, today: rows.with_failed(today)
    ),
    "build_site_workshop": of_town(
        "建设", "workshops:application_add", arguments=of_nothing, along=with_application, begun=applied_for
    ),
    "build_platform": of_town("建设", "platforms:platform_add", arguments=unbuilt, along=with_platform),
    "ready_platform": of_town("配齐"),
    "open_window": of_town("设立", "labor:site_action", arguments=doing("open_window")),
    "staff_platform": of_town("配备", "platforms:staff_add", arguments=of_record),
    "keep_employed": DutyAction("登记就业", "labor:employment_add"),
    "keep_workshops": of_town("核对"),
    "keep_workshop_jobs": DutyAction("核对"),
    "train_staff": of_town(
        "开展", "training:staff_training_add", arguments=of_nothing, along=with_training, begun=trained
    ),
    "export_labor": of_town("开展", "labor:export_add", arguments=of_nothing),
    "clear": DutyAction("登记就业", "labor:employment_add"),
    "clear_late": DutyAction("登记就业", "labor:employment_add"),
    "serve": DutyAction("提供服务", "platforms:service_add"),
    "employ": DutyAction(
        "登记就业", "labor:employment_add", of_seeker, along=lambda rows, today: rows.with_seeker(today)
    ),
    "help": DutyAction("帮扶", "platforms:help_add", of_record),
    "fulfil": of_town("落实", "oversight:policy_action", arguments=fulfilled),
    "complete": of_town("完成", "oversight:task_action", arguments=doing("complete"), along=with_reply, begun=replied),
}


# --- what was settled ---

Settling = tuple[Any, str]
#: The records that settle duties, each with its day.
SETTLING: tuple[Settling, ...] = (
    (Verification, "verified_on"),
    (Employment, "started_on"),
    (JobSeekingCase, "ended_on"),
    (Service, "served_on"),
    (HouseholdHelp, "helped_on"),
    (SpotCheck, "rectified_on"),
    (Inspection, "rectified_on"),
    (Policy, "done_on"),
    (PolicyPayment, "paid_on"),
    (SupervisionTask, "completed_on"),
)


@everywhere("counted for a place, whoever looks")
def count_settled(kinds: Iterable[Settling], division: str, today: date) -> dict[Settling, int]:
    """How many records of each kind have settled something in a division this week, from Monday to today."""
    week = (today - timedelta(days=today.weekday()), today)
    return {(kind, day): kind.objects.within(division).filter(**{f"{day}__range": week}).count() for kind, day in kinds}
