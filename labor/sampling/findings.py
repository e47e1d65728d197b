"""What a round has found so far, village by village, beside what superiors found in the same year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils.functional import cached_property

from core.models import Village
from core.periods import first_day
from labor.models import DrawnPerson, Merger, Person, SpotCheck, SpotCheckRound
from labor.sampling.drawing import IN_WORDS, draw
from labor.sampling.estimating import Estimate, Sampled, of_all, of_village

Reason, Result = DrawnPerson.Reason, SpotCheck.Result
ANSWERED, UNTRUE = Q(result__in=(Result.TRUE, Result.UNTRUE)), Q(result=Result.UNTRUE)
NOTHING = {"drawn": 0, "answered": 0, "untrue": 0}


@dataclass(frozen=True)
class FoundInVillage:
    """The numbers of a village: at random, for their risks, and by superiors; each drawn, answered and untrue."""

    name: str
    people: int
    random: Mapping[str, int]
    priority: Mapping[str, int]
    superior: Mapping[str, int]

    @property
    def counted(self) -> Sampled:
        return Sampled(self.people, self.random["answered"], self.random["untrue"])

    @property
    def estimate(self) -> Estimate | None:
        """From those drawn at random alone: risky records say nothing of the others."""
        return of_village(self.counted)


class Findings:
    """A round as its page tells it to a user on a day."""

    words = IN_WORDS

    def __init__(self, of: SpotCheckRound, user: Any, on: date) -> None:
        self.round, self.user, self.on = of, user, on

    @cached_property
    def drawn(self) -> Any:
        return DrawnPerson.objects.visible_to(self.user).filter(round=self.round).order_by()

    @cached_property
    def villages(self) -> list[FoundInVillage]:
        found = self.drawn.values("village_code", "reason").annotate(
            drawn=Count("pk"), answered=Count("pk", filter=ANSWERED), untrue=Count("pk", filter=UNTRUE)
        )
        numbers = {(row["village_code"], row["reason"]): row for row in found}
        superior, names = self._of_superiors(), dict(Village.objects.visible_to(self.user).values_list("code", "name"))
        return [
            FoundInVillage(
                names.get(code, code), len(people), numbers.get((code, Reason.RANDOM), NOTHING),
                numbers.get((code, Reason.PRIORITY), NOTHING), superior.get(code, NOTHING),
            )
            for code, people in sorted(self.round.frame.items())
        ]  # fmt: skip

    def _of_superiors(self) -> Mapping[str, Mapping[str, int]]:
        """What superiors found up to today in the round's year, by the villages of today."""
        checks = SpotCheck.objects.visible_to(self.user).filter(
            level=SpotCheck.Level.SUPERIOR, checked_on__range=(first_day(self.round.drawn_on.year), self.on)
        )
        rows = checks.order_by().values("person__village").annotate(
            drawn=Count("pk"), answered=Count("pk", filter=ANSWERED), untrue=Count("pk", filter=UNTRUE)
        )  # fmt: skip
        return {row["person__village"]: row for row in rows}

    @cached_property
    def total(self) -> FoundInVillage:
        """All villages together."""
        kinds = ([getattr(row, kind) for row in self.villages] for kind in ("random", "priority", "superior"))
        sums = [{name: sum(each[name] for each in rows) for name in NOTHING} for rows in kinds]
        return FoundInVillage("合计", sum(row.people for row in self.villages), *sums)

    @cached_property
    def estimate(self) -> Estimate | None:
        return of_all(row.counted for row in self.villages)

    @property
    def heard(self) -> int:
        """The villages that the estimate rests on: somebody drawn at random was asked there."""
        return sum(bool(row.counted.answered) for row in self.villages)

    @property
    def silent(self) -> int:
        return len(self.villages) - self.heard

    @cached_property
    def left(self) -> int:
        """So many were not asked, or not reached, and still can be."""
        return self.drawn.exclude(ANSWERED).filter(person__in=self._there).count()

    @cached_property
    def gone(self) -> int:
        """So many went elsewhere or were voided before they were asked."""
        return self.drawn.exclude(ANSWERED).exclude(person__in=self._there).count()

    @cached_property
    def without_checker(self) -> int:
        return self.drawn.filter(checker=None, result="", person__in=self._there).count()

    @property
    def _there(self) -> Any:
        return Person.objects.visible_to(self.user)

    @cached_property
    def to_record(self) -> int:
        return self.drawn.to_record().count()

    @cached_property
    def is_drawn_so(self) -> bool:
        return is_drawn_so(self.round, self.drawn)


def is_drawn_so(of: SpotCheckRound, rows: Any) -> bool:
    """Whether drawing once more from the stored frame gives the people of `rows`, for the same reasons.

    Who was merged since is the person that they are now, in the frame as well.
    """
    mergers = Merger.objects.everywhere("who was drawn may be anybody's by now").filter(undone_at=None)
    now = {str(was): str(is_now) for was, is_now in mergers.values_list("duplicate__public_id", "kept__public_id")}
    kept = {(_today(str(each), now), reason) for each, reason in rows.values_list("person__public_id", "reason")}
    again = draw(of.frame, of.seed, of.numbers)
    return kept == {(_today(each, now), why.value) for each, why in again.items()}


def _today(public_id: str, now: Mapping[str, str]) -> str:
    while public_id in now:
        public_id = now[public_id]
    return public_id


def basis_of(of: SpotCheckRound) -> dict[str, Any]:
    """Everything that somebody elsewhere needs to draw the same people: no name, no number of anybody."""
    again = draw(of.frame, of.seed, of.numbers)
    return {
        "method": of.method, "in_words": IN_WORDS, "drawn_on": str(of.drawn_on), "seed": of.seed,
        "share": of.share, "least": of.least, "most": of.most, "priority": of.priority, "frame": of.frame,
        "drawn": {public_id: why.value for public_id, why in again.items()},
    }  # fmt: skip
