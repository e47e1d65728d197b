"""How the list of doubts is narrowed down."""

from datetime import date
from typing import Any

from core.filters import Choice, RegisterFilter
from core.personal_data.names import user_label
from core.registers.narrowing import villages
from core.scoping import inside, people_of
from doubts.catalogue import Severity
from doubts.holding import all_as_set
from doubts.models import Exemption

MINE, NOBODY = "me", "none"
OPEN, EXEMPTED, CHANGED, WAITING, SETTLED = "open", "exempted", "changed", "waiting", "settled"
STATES = (
    (OPEN, "未处理"), (WAITING, "豁免待批准"), (EXEMPTED, "已豁免"), (CHANGED, "已豁免，值已变"), (SETTLED, "已消除"),
    ("all", "全部"),
)  # fmt: skip


def in_state(rows: Any, value: str, on: date) -> Any:
    """Rows that stand so on the day `on`."""
    if value == SETTLED:
        return rows.exclude(settled_on=None)
    if value == OPEN:
        return rows.open(on)
    if value == EXEMPTED:
        return rows.unsettled().with_exemption(on, holding=True)
    if value == WAITING:
        return rows.unsettled().with_exemption(on, holding=False)
    return rows.filter(pk__in=outdated(rows, on)) if value == CHANGED else rows


def outdated(rows: Any, on: date) -> list[int]:
    """The exempted rows whose values have changed since they were exempted."""
    exempted = Exemption.objects.everywhere("of doubts that the user sees").holding(on).by_name()
    some = rows.unsettled().with_exemption(on, holding=True)
    return [each.pk for each in some if exempted[each.name].is_outdated(each.values)]


def charged(rows: Any, user: Any, value: str) -> Any:
    """Rows of whoever is in charge: oneself, nobody, or the account of that key."""
    if value == NOBODY:
        return rows.filter(assigned_to=None)
    return rows.filter(assigned_to=user if value == MINE else value)


def rule_options(user: Any, on: date) -> list[tuple[str, str]]:
    return [(code, rule.title) for code, rule in all_as_set().items() if rule.is_on(on)]


def place_narrowed(rows: Any, value: str, on: date) -> Any:
    return rows.filter(inside("place", value))


def person_options(user: Any, on: date) -> list[tuple[str, str]]:
    """Oneself, nobody, and the accounts of one's own divisions."""
    others = [(str(each.pk), user_label(each)) for each in people_of(user).exclude(pk=user.pk).order_by("pk")]
    return [(MINE, "我"), (NOBODY, "未交办"), *others]


class DoubtFilter(RegisterFilter):
    choices = (
        Choice("village", "村", villages, place_narrowed, main=True),
        Choice("rule", "规则", rule_options, lambda rows, value, on: rows.filter(rule=value), main=True),
        Choice("severity", "轻重", Severity.choices, lambda rows, value, on: rows.filter(severity=value)),
        Choice("person", "负责人", person_options, lambda rows, value, on: rows),
        Choice("state", "情况", STATES, in_state, usual=OPEN),
    )

    def narrow(self, rows: Any) -> Any:
        found = super().narrow(rows)
        value = self.values["person"]
        known = {key for key, _ in person_options(self.user, self.on)} if value else set()
        return charged(found, self.user, value) if value in known else found
