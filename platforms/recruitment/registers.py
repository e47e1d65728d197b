"""Recruitment as registers: the task, vacancies, what is organised, who applies (plan, 二（七）)."""

from core.filters import Choice
from core.permissions import ENTER
from core.registers import Action, OfTown, Register
from labor.people.registers import OfPerson
from platforms.models import Candidate, EventEmployer, RecruitmentEvent, RecruitmentTask, Vacancy
from platforms.recruitment.forms import CandidateForm, FailForm, HireForm, PresenceForm, VacancyForm
from platforms.recruitment.models import STAGES, Stage
from platforms.recruitment.tables import CandidateTable, TaskTable


class VacancyRegister(OfTown):
    model = Vacancy
    related = ("town", "agreement")
    columns = ("title", "employer", "workplace", "headcount", "wage_min", "wage_max", "published_on", "state")
    filters = ("in_industrial_zone", "needs_health_certificate")
    search = ("title", "employer", "workplace")
    form = VacancyForm
    fields = (
        "town", "code", "employer", "in_industrial_zone", "title", "workplace", "headcount", "wage_min", "wage_max",
        "age_min", "age_max", "needs_health_certificate", "requirements", "benefits", "agreement", "credit_code",
        "contact", "phone", "published_on", "closes_on",
    )  # fmt: skip
    facts = ("town", "code", ("用人单位", "offered_by"), *fields[3:])
    actions = (Action("close", "截止招聘", ("closes_on",), lambda vacancy, on: vacancy.is_open(on)),)


class EventRegister(OfTown):
    """招聘活动."""

    model = RecruitmentEvent
    columns = ("name", "held_on", "kind", "place", "reached", "state")
    filters = ("kind",)
    search = ("name", "place")
    fields = ("town", "name", "held_on", "kind", "place", "reached")
    actions = (
        Action(
            "report", "登记参加人数", ("reached",), lambda event, on: event.held_on <= on and event.reached is None
        ),
    )  # fmt: skip
    takes_documents = True


class PresenceRegister(Register):
    """参会单位, with the posts that they offered."""

    model = EventEmployer
    parent = "event"
    columns = ("employer", "posts", "agreed", "event")
    related = ("event", "employer")
    search = ("employer__name", "event__name")
    form = PresenceForm
    fields = ("employer", "posts", "agreed")
    facts = ("event", *fields)
    nothing_yet = "还没有参会单位。打开一次招聘活动，在“参会单位”处登记。"


def take_stage(place: int, stage: Stage) -> Action:
    """The action of a stage, offered as long as neither it nor a later one is taken."""
    hiring = {"form": HireForm} if stage.name == "hire" else {}
    fields = (stage.field, "has_health_certificate") if hiring else (stage.field,)
    return Action(stage.name, stage.label, fields, lambda row, on: row.is_open and row.stage < place, **hiring)


def undo_stage(place: int, stage: Stage) -> Action:
    """The action that undoes the last stage."""
    return Action(
        f"un{stage.name}",
        f"撤销{stage.label}",
        (),
        lambda row, on: row.failed_on is None and row.stage == place,
        clears=(stage.field,),
        asks_reason=True,
    )


OPEN = Choice(
    "progress",
    "进展",
    (("open", "进行中"), ("started", "已到岗"), ("failed", "未成")),
    lambda rows, value, on: {
        "open": rows.open(),
        "started": rows.exclude(started_on=None),
        "failed": rows.exclude(failed_on=None),
    }[value],
    main=True,
)
ZONE = Choice(
    "zone",
    "产业开发区",
    (("yes", "产业开发区企业"), ("no", "其他单位")),
    lambda rows, value, on: rows.filter(vacancy__in_industrial_zone=value == "yes"),
)


class CandidateRegister(OfPerson):
    """应聘人选: 报名, 推荐, 面试, 录用, 到岗, or 未成."""

    model = Candidate
    has_button = True
    add_label = "应聘报名"
    columns = ("vacancy", "person__village")
    table = CandidateTable
    related = ("person__village", "vacancy", "event")
    filters = (OPEN, ZONE)
    search = ("person__name", "vacancy__employer", "vacancy__title")
    form = CandidateForm
    fields = ("vacancy", "applied_on", "event")
    facts = ("person", *fields, *(stage.field for stage in STAGES), "failed_on", "has_health_certificate")
    actions = (
        *(take_stage(place, stage) for place, stage in enumerate(STAGES, start=1)),
        Action("fail", "未成", ("failed_on",), lambda row, on: row.is_open, asks_reason=True, form=FailForm),
        *(undo_stage(place, stage) for place, stage in enumerate(STAGES, start=1)),
        Action(
            "unfail",
            "撤销未成",
            (),
            lambda row, on: row.failed_on is not None,
            clears=("failed_on",),
            asks_reason=True,
        ),
    )
    permission = ENTER
    nothing_yet = "还没有应聘人选。打开一个人的页面点“应聘报名”，或打开一个招聘岗位，从适合的人里选。"


class RecruitmentTaskRegister(OfTown):
    """招聘任务: told to the town, reached by those who take up work at enterprises of the zone."""

    model = RecruitmentTask
    table = TaskTable
    fields = ("town", "year", "headcount", "due_on")
    takes_documents = True
