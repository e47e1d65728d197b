"""Keeps the list of doubts: all of it by night, what is told of one record as soon as that is saved."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.db import transaction

from core.checks import CHECKS
from core.doubts import Doubt, Snapshot
from core.records import Record
from core.wall import everywhere
from doubts.catalogue import DoubtRule
from doubts.checking import run
from doubts.entry import doubts_with_exempted
from doubts.holding import all_as_set, rules_as_set
from doubts.models import ListedDoubt
from doubts.models.exemptions import DoubtName, name_of
from doubts.neighbourhood import NEAR
from doubts.noticed import find_of, name_in

BATCH = 1_000
Found = Mapping[DoubtName, tuple[DoubtRule, Doubt]]


class FoundAndSettled(NamedTuple):
    """How many doubts came onto the list, and how many were settled."""

    found: int
    settled: int


@everywhere("the list is kept for all divisions; each doubt is shown to who may see it")
def keep_all(on: date) -> FoundAndSettled:
    """Bring the list up to date with all that is stored. What a rule found that is off by now stays as it was."""
    before = list(ListedDoubt.objects.unsettled())  # what is put right or found while the rules run stays so
    checked = run((rule for rule in all_as_set().values() if rule.is_on(on)), "", on)
    found = {name_of(each.rule.code, hit): (each.rule, hit) for each in checked for hit in each.hits}
    codes = {each.rule.code for each in checked}
    return _bring_up_to_date([each for each in before if each.rule in codes], found, on)


@everywhere("what is odd about a record is odd whosever it is")
def keep_of(record: Record, on: date) -> FoundAndSettled:
    """Bring what is listed about one record up to date; rules that entry does not ask are left to the night."""
    if type(record) not in NEAR and not record.is_voided:
        return FoundAndSettled(0, 0)
    number = number_of(record)
    asked = [rule.code for rule in rules_as_set().values() if rule.on_entry and rule.is_on(on)]
    listed = ListedDoubt.objects.unsettled().filter(subject=number, rule__in=asked)
    known = () if record.is_voided else doubts_with_exempted(record, on)
    found = {name_of(rule.code, hit): (rule, hit) for rule, hit in known if hit.subject == number}
    return _bring_up_to_date(listed, found, on)


def number_of(record: Any) -> str:
    """What doubts call a record by: a person's identity number, or the number of anything else; blank without one."""
    number = getattr(record, "id_number", None) or getattr(record, "code", "")
    return str(getattr(number, "plain", number))


@transaction.atomic
def _bring_up_to_date(listed: Any, found: Found, on: date) -> FoundAndSettled:
    known = {each.name: each for each in listed}
    gone = [each.pk for name, each in known.items() if name not in found]
    for start in range(0, len(gone), BATCH):
        ListedDoubt.objects.unsettled().filter(pk__in=gone[start : start + BATCH]).update(settled_on=on)
    new = [_listed(name, *told, on) for name, told in found.items() if name not in known]
    ListedDoubt.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)
    changed = list(_changed(known, found))
    ListedDoubt.objects.bulk_update(changed, ["values", "place", "severity"], batch_size=BATCH)
    return FoundAndSettled(len(new), len(gone))


def _listed(name: DoubtName, rule: DoubtRule, hit: Doubt, on: date) -> ListedDoubt:
    return ListedDoubt(
        rule=name.rule, subject=name.subject, key=name.key, place=hit.village, values=dict(hit.values),
        severity=rule.severity, found_on=on,
    )  # fmt: skip


def _changed(known: Mapping[DoubtName, ListedDoubt], found: Found) -> Iterable[ListedDoubt]:
    for name in known.keys() & found.keys():
        each, (rule, hit) = known[name], found[name]
        if (each.values, each.place, each.severity) != (dict(hit.values), hit.village, rule.severity):
            each.values, each.place, each.severity = dict(hit.values), hit.village, rule.severity
            yield each


def keep_after(record: Record, on: date) -> None:
    """A record was saved: what is listed of it, and of those whom it is about, is looked at again."""
    subject = record.subject
    touched = {number_of(each): each for each in (record, subject, getattr(subject, "household", None)) if each}
    listed = ListedDoubt.objects.everywhere("of a record that was saved").unsettled().filter(subject__in=touched)
    for number in set(listed.values_list("subject", flat=True)):
        keep_of(touched[number], on)  # type: ignore[arg-type]
    if any(check.code and check.model is type(record) for check in CHECKS):
        keep_noticed(record, on)


@everywhere("what is odd about a record is odd whosever it is")
def keep_noticed(record: Record, on: date) -> FoundAndSettled:
    """Bring up to date what is listed of one record by what forms ask beyond the rules."""
    asked = {code: rule for code, rule in all_as_set().items() if rule.model is type(record) and rule.is_on(on)}
    listed = ListedDoubt.objects.unsettled().filter(subject=name_in(record), rule__in=asked)
    facts = Snapshot(on)
    checks = [] if record.is_voided else [check for check in CHECKS if check.code in asked]
    hits = ((asked[check.code], hit) for check in checks for hit in find_of(check, record, facts))
    return _bring_up_to_date(listed, {name_of(rule.code, hit): (rule, hit) for rule, hit in hits}, on)
