"""The list of doubts as a table."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from core.assessment import codes_of
from core.models import Village
from core.personal_data.names import user_label
from core.tables import Column, RegisterTable
from doubts.catalogue import DoubtRule
from doubts.holding import all_as_set
from doubts.records import AboutRecords, records_of


def told(doubt: Any, on: date) -> str:
    """What is odd and what to do, with the values that were found."""
    rule: DoubtRule | None = doubt.its_rule
    return f"{rule.title}：{rule.message.format(**doubt.values)}" if rule else doubt.rule


def at_risk(rule: DoubtRule | None, on: date) -> str:
    """The sub-items that it can cost, by their codes of the day's year."""
    return "、".join(codes_of(rule.at_risk, on)) if rule else ""


def know(doubts: Iterable[Any], user: Any) -> list[Any]:
    """The doubts with what their lines need: the rule, the records that they are about, the name of the place."""
    rows, rules = list(doubts), all_as_set()
    records = records_of(rows, user)
    places = dict(Village.objects.visible_to(user).values_list("code", "name"))
    for doubt in rows:
        doubt.its_rule = rules.get(doubt.rule)
        doubt.about = records.get(doubt.name, AboutRecords())
        doubt.place_name = places.get(doubt.place, "全镇")
    return rows


def of_doubt(find: Callable[[Any], Any]) -> Callable[[Any, date], Any]:
    return lambda doubt, on: find(doubt)


class DoubtTable(RegisterTable):
    """What was found, the most serious first."""

    columns = (
        Column("about", "对象", lambda doubt, on: doubt.about.subject or doubt.subject, kind="lead", links=True),
        Column("place", "村", of_doubt(lambda doubt: doubt.place_name), sort=("place",), kind="same-line"),
        Column("told", "疑点", told, sort=("rule",), kind="own-line", links=True),
        Column("severity", "轻重", of_doubt(lambda doubt: doubt.severity), kind="same-line"),
        Column("risk", "影响", lambda doubt, on: at_risk(doubt.its_rule, on)),
        Column("age", "天数", lambda doubt, on: str(doubt.age(on)), sort=("-found_on",), kind="number"),
        Column("person", "负责人", of_doubt(lambda doubt: user_label(doubt.assigned_to) if doubt.assigned_to else "")),
        Column("state", "办理", lambda doubt, on: doubt.state(on), sort=("due_on",), kind="same-line"),
    )

    def read(self, rows: Any) -> Iterable[Any]:
        known = know(rows.select_related("assigned_to"), self.request.user)
        for doubt in known:
            doubt.listed_at = self.request.get_full_path()
        return known
