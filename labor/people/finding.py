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
from core.models import AuditEvent
from core.pages.finding import FINDERS, MOST, Hit
from core.permissions import REVEAL
from core.personal_data.names import display_name, sees_names
from labor.models import Household, Person
from labor.people import search
from labor.people.labels import household_words
from labor.people.querysets import LAST_DIGITS
from labor.people.tables import gender_and_age

THERE_FIRST = F("left_on").asc(nulls_first=True)


@contribute(FINDERS, "人员", place=1)
def people(text: str, user: Any) -> Iterable[Hit]:
    today = timezone.localdate()
    found = _people(text, user).select_related("village", "household").order_by(THERE_FIRST, "name_pinyin", "pk")
    for person in found[: MOST + 1]:
        left = "已退出" if person.left_on else ""
        words = (gender_and_age(person, today), str(person.village), household_words(person.household, today), left)
        yield Hit(display_name(person, user), " · ".join(filter(None, words)), person.get_absolute_url())


@contribute(FINDERS, "农户", place=2)
def households(text: str, user: Any) -> Iterable[Hit]:
    today = timezone.localdate()
    found = _households(text, user).select_related("village").order_by("village", "code")
    for household in found[: MOST + 1]:
        words = (household.code, str(household.village), household_words(household, today))
        yield Hit(display_name(household, user), " · ".join(words), household.get_absolute_url())


def _people(text: str, user: Any) -> Any:
    everybody = Person.objects.visible_to(user)
    if not search.is_number(text):
        return everybody.named(text) if sees_names(user) else everybody.none()
    try:
        number = search.number_of(text)
    except search.NoSuchNumber:
        return everybody.none()
    return _numbered(everybody, number) if user.has_perm(REVEAL) else everybody.none()


def _numbered(everybody: Any, number: str) -> Any:
    found = everybody.numbered(number)
    part = "last_four" if len(number) == LAST_DIGITS else "whole"
    audit.record(AuditEvent.Action.LOOK_UP, details={"part": part, "found": found.count()})
    return found


def _households(text: str, user: Any) -> Any:
    visible = Household.objects.visible_to(user)
    named = Q(pk__in=[])
    if sees_names(user) and not search.is_number(text):
        heads = Person.objects.visible_to(user).named(text).filter(name=F("household__head_name"))
        named = Q(head_name__contains="".join(text.split())) | Q(pk__in=heads.values("household"))
    return visible.filter(named | Q(code__iexact=text))
