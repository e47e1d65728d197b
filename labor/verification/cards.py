"""The cards of 半年核实: a person still to verify, with the last answers filled in."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.utils.functional import cached_property

from core.memo import remembered
from labor.employment.labels import conditions_of
from labor.models import Employment, Person, Verification
from labor.people.labels import household_words
from labor.verification.campaign import READ, TRIES, Campaign
from labor.verification.filters import VerificationFilter

CARDS_A_PAGE = 20
Place = tuple[str, int]


class Card:
    """A person on a day; `person` was read by `with_answers`. Its forms bear one token: they settle the same thing."""

    def __init__(self, person: Any, campaign: Campaign, on: date) -> None:
        self.person, self.on, self.term = person, on, campaign.term
        self.token: UUID = uuid4()
        self.household = household_words(person.household, on)
        self.last: Verification | None = next(iter(person.verifications_made), None)
        self.attempts = campaign.attempts(person)
        self.answer = campaign.answer(person)

    @property
    def jobs(self) -> list[tuple[Employment, str]]:
        return [(job, conditions_of(job)) for job in self.person.current_jobs]

    @property
    def gender_and_age(self) -> str:
        return f"{self.person.gender}，{self.person.age(self.on)}岁"

    @property
    def is_for_the_town(self) -> bool:
        """Tried so often that the town settles it."""
        return self.answer is None and self.attempts >= TRIES


def with_answers(people: Any, on: date) -> Any:
    """Rows with everything that a card shows."""
    return people.select_related("village", "household").with_current_jobs(on).with_verifications()


class Deck:
    """The cards that a filter finds, some at a time, in the order of names.

    A stretch begins after a person, or ends before one, so that nobody is skipped when those answered leave the list.
    """

    def __init__(self, chosen: VerificationFilter, campaign: Campaign, asked: Any) -> None:
        self.chosen, self.campaign, self.user = chosen, campaign, chosen.user
        self.after, self.before = self._place(asked.get("after")), self._place(asked.get("before"))

    @cached_property
    def places(self) -> list[Place]:
        """Everybody that the filter finds, in order; found anew when a record changes."""
        read = (*READ, *([Employment._meta.db_table] if self.chosen.employer else []))
        asked = (self.campaign.term, self.user.division_codes, self.chosen.key)
        return remembered({"cards": read}, asked, lambda _: {"cards": self._find()})["cards"]

    @property
    def count(self) -> int:
        return len(self.places)

    @cached_property
    def span(self) -> tuple[int, int]:
        """Where the stretch that is shown begins and ends."""
        if self.before:
            end = bisect_left(self.places, self.before)
            return max(end - CARDS_A_PAGE, 0), end
        start = bisect_right(self.places, self.after) if self.after else 0
        return start, min(start + CARDS_A_PAGE, self.count)

    @cached_property
    def cards(self) -> Sequence[Card]:
        start, end = self.span
        keys = [key for _, key in self.places[start:end]]
        people = with_answers(Person.objects.visible_to(self.user).filter(pk__in=keys), self.chosen.on)
        found = {person.pk: person for person in people}
        return [Card(found[key], self.campaign, self.chosen.on) for key in keys if key in found]

    @property
    def next_after(self) -> UUID | None:
        """After whom the next stretch begins."""
        return self.cards[-1].person.public_id if self.cards and self.span[1] < self.count else None

    @property
    def previous_before(self) -> UUID | None:
        """Before whom the previous stretch ends."""
        return self.cards[0].person.public_id if self.cards and self.span[0] > 0 else None

    def _find(self) -> list[Place]:
        people = self.chosen.narrow(self.campaign.people.visible_to(self.user))
        return sorted(people.order_by().values_list("name_pinyin", "pk"))

    def _place(self, public_id: str | None) -> Place | None:
        try:
            key = UUID(public_id or "")
        except ValueError:
            return None
        person = Person.objects.visible_to(self.user).filter(public_id=key).first()
        return (person.name_pinyin, person.pk) if person else None
