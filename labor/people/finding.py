"""People and households, as the one search box finds them.

A name is looked for by those who see names: a hit would confirm it to somebody who is shown masked ones. A number, or
the end of one, is looked for by those who may reveal numbers, and every such look-up is written down.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from core import audit
from core.contributions import contribute
from core.lookups import LOOKUPS
from core.models import AuditEvent
from core.pages.finding import FINDERS, MOST, Hit
from core.permissions import REVEAL
from core.personal_data.names import display_name, sees_names
from labor.models import Household, Person
from labor.people import search
from labor.people.labels import household_words
from labor.people.querysets import LAST_DIGITS
from labor.people.tables import gender_and_age

#: An identity number has at least so many characters.
SHORTEST = 15
THERE_FIRST = F("left_on").asc(nulls_first=True)


def person_note(person: Person) -> str:
    today = timezone.localdate()
    left = "已退出" if person.left_on else ""
    words = (gender_and_age(person, today), str(person.village), household_words(person.household, today), left)
    return " · ".join(filter(None, words))


def household_note(household: Household) -> str:
    return " · ".join((household.code, str(household.village), household_words(household, timezone.localdate())))


@contribute(FINDERS, "人员", place=1)
def people(text: str, user: Any) -> Iterable[Hit]:
    for person in _in_order(_people(Person.objects.visible_to(user), text, user))[: MOST + 1]:
        yield Hit(display_name(person, user), person_note(person), person.get_absolute_url())


@contribute(FINDERS, "农户", place=2)
def households(text: str, user: Any) -> Iterable[Hit]:
    for household in find_households(Household.objects.visible_to(user), text, user)[: MOST + 1]:
        yield Hit(display_name(household, user), household_note(household), household.get_absolute_url())


@contribute(LOOKUPS, Person, note=person_note, private=True)
def find_people(rows: Any, text: str, user: Any) -> Any:
    """While somebody types, the beginning of a number is nobody's: only a whole one is looked for."""
    is_part = search.is_number(text) and len(search.tidy(text)) < SHORTEST
    return rows.none() if is_part else _in_order(_people(rows, text, user))


@contribute(LOOKUPS, Household, note=household_note)
def find_households(rows: Any, text: str, user: Any) -> Any:
    return _households(rows, text, user).select_related("village").order_by("village", "code")


def _in_order(found: Any) -> Any:
    return found.select_related("village", "household").order_by(THERE_FIRST, "name_pinyin", "pk")


def _people(everybody: Any, text: str, user: Any) -> Any:
    if not search.is_number(text):
        return everybody.named(text) if sees_names(user) else everybody.none()
    try:
        number = search.number_of(text)
    except search.NoSuchNumber:
        return everybody.none()
    return numbered(everybody, number) if user.has_perm(REVEAL) else everybody.none()


def numbered(everybody: Any, number: str) -> Any:
    """Those of `everybody` whose number it is, or ends like that; written down."""
    found = everybody.numbered(number)
    part = "last_four" if len(number) == LAST_DIGITS else "whole"
    audit.record(AuditEvent.Action.LOOK_UP, details={"part": part, "found": found.count()})
    return found


def _households(visible: Any, text: str, user: Any) -> Any:
    named = Q(pk__in=[])
    if sees_names(user) and not search.is_number(text):
        heads = Person.objects.visible_to(user).named(text).filter(name=F("household__head_name"))
        named = Q(head_name__contains="".join(text.split())) | Q(pk__in=heads.values("household"))
    return visible.filter(named | Q(code__iexact=text))
