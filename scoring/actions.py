"""What settles a duty, and where: the deed to which a line of the inbox leads, or what is done of it already."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
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
    #: What the page of the deed is asked for.
    query: Mapping[str, str] = field(default_factory=dict)

    def address(self, record: Any, otherwise: str) -> str:
        """The page of the deed; `otherwise` where there is none."""
        given = self.arguments(record) if self.route else None
        return otherwise if given is None else reverse(self.route, kwargs=given, query=self.query)


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


def begun_at(label: str, route: str, permission: str = KEEP, **query: str) -> DutyAction:
    """Where one begins with what a sub-item asks for, whatever record it is about."""
    return DutyAction(label, route, of_nothing, permission, query=query)


#: The button of a sub-item's page where its rule has none below.
IN_THE_INBOX = begun_at("去待办", "scoring:inbox", ENTER)
#: The button of a sub-item's page, by the name of its rule.
BEGINNINGS = {
    "action_plan": begun_at("登记行动方案", "oversight:document_add", kind="action_plan"),
    "working_group": begun_at("登记工作专班", "oversight:document_add", kind="working_group"),
    "employment_total": begun_at("给没有工作的人登记就业", "labor:person_list", ENTER, work="no"),
    "data_maintenance": begun_at("去核实", "labor:verification_list", ENTER),
    "data_truth": begun_at("去抽查和整改", "labor:spot_check_list"),
    "workshop_total": begun_at("登记车间认定申报", "workshops:application_add"),
    "workshop_standard": begun_at("去检查和整改", "workshops:inspection_list"),
    "site_workshops": begun_at("登记车间认定申报", "workshops:application_add"),
    "workshop_jobs": begun_at("给没有工作的人登记就业", "labor:person_list", ENTER, work="no"),
    "platforms": begun_at("去各村登记平台", "platforms:coverage"),
    "site_windows": begun_at("去安置点设立窗口", "labor:site_list"),
    "service_business": begun_at("去各村登记人员", "platforms:coverage"),
    "staff_trainings": begun_at("登记业务培训", "training:staff_training_add"),
    "organised_export": begun_at("登记劳务输出", "labor:export_add"),
    "cases_cleared": begun_at("去求职登记清零", "labor:case_list", ENTER),
    "services_311": begun_at("去求职登记提供服务", "labor:case_list", ENTER),
    "relocated_households": begun_at("去帮扶农户", "labor:household_list", ENTER),
    "monitored_households": begun_at("去帮扶农户", "labor:household_list", ENTER),
    "policies_fulfilled": begun_at("去落实政策", "oversight:policy_list"),
    "supervision_tasks": begun_at("去办督办任务", "oversight:task_list"),
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
