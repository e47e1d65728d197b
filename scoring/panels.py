"""What the score adds to other pages: how far the services of “311” have come, and what a village loses and owes."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django.db.models import Count, OuterRef
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property

from core.contributions import contribute
from core.models import Village
from core.pages.panels import PIECES
from core.pages.scores import SCORES
from core.permissions import ENTER
from core.states import State, Tone
from core.tables import Column
from labor.models import JobSeekingCase, Person
from platforms.villages.coverage import COVERAGE_COLUMNS
from scoring.board import VillageBoard, village_board
from scoring.catalogue import first_year, rubric_for
from scoring.duties import EVERYWHERE
from scoring.inbox import Inbox
from scoring.result import SubItemResult
from scoring.rubric.item_6 import Services311
from scoring.score import score_of
from scoring.tallies import Scope, Tally


@contribute(SCORES)
def _score(town: str, on: date) -> Decimal | None:
    return score_of(town, on).result(town).total if on.year >= first_year() else None


@dataclass(frozen=True)
class Given:
    """How many services of a kind somebody got, and how many the rubric wants."""

    label: str
    number: int
    wanted: int

    @property
    def is_enough(self) -> bool:
        return self.number >= self.wanted

    @property
    def dots(self) -> str:
        done = min(self.number, self.wanted)
        return "●" * done + "○" * (self.wanted - done)


def rule_on(day: date) -> Services311 | None:
    """The rule as the rubric of the day has it; None in a year that does not ask for these services."""
    return next((cast(Services311, each.rule) for each in rubric_for(day.year).scored_by(Services311.name)), None)


@dataclass(frozen=True)
class Services:
    """The services of a person that count on a day, by the rule of its year."""

    rule: Services311
    person: Person
    on: date

    @property
    def counted_after(self) -> date:
        return self.rule.counted_after(Scope(EVERYWHERE, self.on))

    @cached_property
    def given(self) -> list[Given]:
        services = self.rule.services(Scope(EVERYWHERE, self.on)).filter(person=self.person)
        numbers = dict(services.order_by().values_list("kind").annotate(number=Count("pk")))
        return [Given(kind.label, numbers.get(kind, 0), wanted) for kind, wanted in self.rule.least.items()]


def _with_services(villages: Any, on: date) -> Any:
    """Rows of villages with how many people the rule asks about, and how many of them are not served yet."""
    rule = rule_on(on)
    tallies = rule.tallies(Scope(EVERYWHERE, on)) if rule else {}
    return villages.annotate(**{name: _people_of_village(tally) for name, tally in tallies.items()})


def _people_of_village(tally: Tally) -> Coalesce:
    cases: Any = tally.rows
    return cases.filter(tally.where, person__village=OuterRef("pk")).number_of("person", "person__village")


def _covered(village: Any, on: date) -> State:
    if not getattr(village, "eligible", 0):
        return State("没有对象")
    words = f"{village.eligible - village.uncovered}/{village.eligible}人"
    return State(words, Tone.LOST if village.uncovered else Tone.SAFE)


contribute(COVERAGE_COLUMNS, _with_services)(Column("services_311", "“311”覆盖", _covered))


@contribute(PIECES, Person, template="scoring/services_311.html", first=True)
def _of_person(person: Person, request: HttpRequest, on: date) -> Services | None:
    """For those with a case that is open or was registered since services count."""
    rule = rule_on(on)
    if rule is None:
        return None
    services = Services(rule, person, on)
    if any(case.willing for case in person.open_cases):
        return services
    lately = person.job_seeking_cases.filter(willing=True, registered_on__gt=services.counted_after)
    return services if lately.exists() else None


@contribute(PIECES, JobSeekingCase, template="scoring/services_311.html", first=True)
def _of_case(case: JobSeekingCase, request: HttpRequest, on: date) -> Services | None:
    rule = rule_on(on)
    return Services(rule, case.person, on) if rule and case.willing else None


@dataclass(frozen=True)
class VillageStanding:
    """A village's share of the deductions, and what is due there, for those who do it."""

    board: VillageBoard
    inbox: Inbox | None

    @property
    def losing(self) -> list[SubItemResult]:
        return [share for share in self.board.shares if share.deducted]

    @property
    def address(self) -> str:
        return f"{reverse('scoring:dashboard')}?division={self.board.village.pk}"


@contribute(PIECES, Village, template="scoring/of_village.html", first=True)
def _of_village(village: Village, request: HttpRequest, on: date) -> VillageStanding | None:
    if on.year < first_year():
        return None
    user: Any = request.user
    board = village_board(score_of(village.town_code, on), village)
    inbox = Inbox(village.pk, on, user, {village.pk: village.name}) if user.has_perm(ENTER) else None
    return VillageStanding(board, inbox)
