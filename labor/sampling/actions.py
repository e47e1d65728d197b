"""What is done in a round of spot checks: drawing it, answering for somebody, and entering the answers."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from core import audit
from core.models import AuditEvent
from core.personal_data.names import user_label
from core.records.derived import note
from labor.models import DrawnPerson, Employment, Person, SpotCheck, SpotCheckRound
from labor.sampling.derived import RoundMakesSpotCheck
from labor.sampling.drawing import Frame, Why, draw
from labor.verification.campaign import Campaign
from labor.verification.spot_checks import OWN_ENTRY, knows_facts_of, who_knows_whom

Population, Result = SpotCheckRound.Population, SpotCheck.Result


def people_to_draw_from(town: str, population: str, on: date, user: Any) -> Any:
    """Everybody whom a round in `town` could draw."""
    people = Person.objects.visible_to(user).within(town).labor_to_verify(on)
    if population == Population.EMPLOYED:
        return people.filter(Employment.objects.current(on).exists_for("person"))
    return Campaign.containing(on).verified(people) if population == Population.VERIFIED else people


def frame_of(people: Iterable[Person], risks: Mapping[int, Sequence[str]]) -> Frame:
    """What a draw rests on; in an order that says nothing of the people."""
    frame: dict[str, dict[str, Sequence[str]]] = {}
    for person in sorted(people, key=lambda each: str(each.public_id)):
        frame.setdefault(person.village_id, {})[str(person.public_id)] = risks.get(person.pk, [])
    return frame


@transaction.atomic
def draw_people(*, of: SpotCheckRound, people: Iterable[Person], checkers: Sequence[Any]) -> list[DrawnPerson]:
    """Draw whom the frame, the seed and the numbers of a round draw, and give each to a checker."""
    known = {str(person.public_id): person for person in people}
    drawn = draw(of.frame, of.seed, of.numbers)
    given = checkers_of([known[public_id] for public_id in drawn], checkers)
    rows = [_row(of, known[public_id], why, given) for public_id, why in drawn.items()]
    DrawnPerson.objects.bulk_create(rows)
    unchecked = sum(row.checker is None for row in rows)
    _trail(of, "drawn", people=len(rows), unchecked=unchecked)
    return rows


def _row(of: SpotCheckRound, person: Person, why: Why, given: Mapping[int, Any]) -> DrawnPerson:
    village = person.village_id
    reason, risks = DrawnPerson.Reason(why.value), of.frame[village][str(person.public_id)]
    return DrawnPerson(
        round=of, person=person, village_code=village, reason=reason, risks=risks, checker=given[person.pk]
    )


def checkers_of(people: Collection[Person], checkers: Sequence[Any]) -> dict[int, Any]:
    """By the person's key who checks them: of those who know no fact of theirs whoever has fewest; None without any."""
    knows = who_knows_whom(checkers, people)
    load = {checker.pk: 0 for checker in checkers}
    found: dict[int, Any] = {}
    for person in people:
        may = [each for each in checkers if (each.pk, person.pk) not in knows]
        found[person.pk] = checker = min(may, key=lambda each: load[each.pk], default=None)
        if checker:
            load[checker.pk] += 1
    return found


@transaction.atomic
def answer(*, drawn: DrawnPerson, by: Any, on: date, result: str, method: str, problem: str) -> None:
    """Write down what was found; blank takes the answer back. ValidationError where that is not for `by` to say."""
    if drawn.is_recorded:
        raise ValidationError("这一条已经记入数据抽查，要改请打开那条数据抽查")
    if knows_facts_of(by, drawn.person):
        raise ValidationError(OWN_ENTRY)
    if result == Result.UNTRUE and not problem:
        raise ValidationError("不属实的，请写明哪里不属实")
    if drawn.is_anothers(by) and not knows_facts_of(drawn.answered_by, drawn.person):
        raise ValidationError(f"这一条{user_label(drawn.answered_by)}已经抽查，要改请本人来改")
    if drawn.result:
        _trail(drawn.round, "changed", person=str(drawn.person.public_id), was=drawn.result, now=result)
    drawn.result, drawn.method = result, method if result else ""
    drawn.problem = problem if result == Result.UNTRUE else ""
    drawn.answered_on, drawn.answered_by = (on, by) if result else (None, None)
    drawn.save()


@transaction.atomic
def record_answers(*, of: SpotCheckRound, user: Any) -> tuple[int, int, list[DrawnPerson]]:
    """Enter the answers of a round as spot checks.

    How many, how many had one of that day already, and those whom the one who answered knows by now.
    """
    rows = DrawnPerson.objects.visible_to(user).filter(round=of).to_record().select_for_update(of=("self",))
    told = list(rows.select_related("person", "answered_by"))
    knows = who_knows_whom({row.answered_by for row in told if row.answered_by}, [row.person for row in told])
    known = [row for row in told if (row.answered_by_id, row.person_id) in knows]
    rows = [row for row in told if row not in known]
    taken = _of_same_day(rows)
    written = [row for row in rows if (there := taken.get(_day_of(row))) is None or there.is_voided]
    for row in written:
        _record(row, taken.get(_day_of(row)))
    if written:
        _trail(of, "recorded", people=len(written))
    return len(written), len(rows) - len(written), known


def _day_of(row: DrawnPerson) -> tuple[int, date | None]:
    return row.person_id, row.answered_on


def _of_same_day(rows: list[DrawnPerson]) -> dict[tuple[int, date | None], SpotCheck]:
    """The town's own checks of these people on the days of their answers, voided ones too."""
    checks = SpotCheck.with_voided.everywhere("of people who were found for the user")
    checks = checks.filter(level=SpotCheck.Level.TOWN, person__in=[row.person_id for row in rows])
    return {(check.person_id, check.checked_on): check for check in checks}


def _record(row: DrawnPerson, voided: SpotCheck | None) -> None:
    """A voided check of the day is brought back with the new answer: its day is its key."""
    check = voided or SpotCheck(person=row.person, checked_on=row.answered_on, level=SpotCheck.Level.TOWN)
    check.method, check.result, check.problem, check.rectified_on = row.method, row.result, row.problem, None
    check.voided_at, check.void_reason = None, ""
    check.save()
    note(RoundMakesSpotCheck, cause=row.round, target=check)
    row.spot_check = check
    row.save()


def _trail(of: SpotCheckRound, deed: str, **told: int | str) -> None:
    details = {"deed": deed, "seed": of.seed, **told}
    audit.record(AuditEvent.Action.SAMPLED, subject=of, details=details)
