"""Who came onto the register in a month, who left it or died, and who moved from one village to another."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Prefetch, Q

from core.periods import month_and_day
from core.records.as_they_were import as_they_were
from labor.models import Person, PersonChange
from ledger.official.sources.base import OfficialSource, SourceTable, Wanted, labels_of, of_person, said

CAME, LEFT, MOVED = "纳入", "退出", "迁移"
#: How a reason for leaving says that somebody has died.
DIED = ("死亡", "去世", "病故", "身故", "亡故", "离世")


class MonthChange(NamedTuple):
    """What happened to somebody on a day, and why."""

    on: date
    kind: str
    words: str
    reason: str = ""

    @property
    def is_death(self) -> bool:
        return self.kind == LEFT and any(word in self.reason for word in DIED)

    def __str__(self) -> str:
        why = f"（{self.reason}）" if self.reason else ""
        return f"{month_and_day(self.on)}{self.words}{why}"


def find(wanted: Wanted) -> Any:
    """People of whom something may have happened in the month; who has left and come back has it in the changes."""
    month = (wanted.first, wanted.last)
    told = Q(changed_on__range=month) | Q(was_on__range=month)
    changed = PersonChange.objects.filter(told, item__in=("village", "joined_on", "left_on"))
    now = Q(joined_on__range=month) | Q(left_on__range=month)
    return Person.objects.filter(now | Q(changed.exists_for("person"))).order_by("village", "name_pinyin")


def changes_of(person: Any, first: date, last: date) -> Iterator[MonthChange]:
    """What happened to `person`, who is as they were on the last day, in the order of the days."""
    told = person.told_of_month
    joined = {person.joined_on, *(each.was_on for each in told if each.item == "joined_on")}
    left = {person.left_on, *(each.was_on for each in told if each.item == "left_on")}
    found = [MonthChange(day, CAME, "纳入") for day in joined if day and first <= day <= last]
    found += [MonthChange(day, LEFT, "退出", person.leaving_reason) for day in left if day and first <= day <= last]
    moves = sorted((each for each in told if each.item == "village"), key=lambda each: each.changed_on)
    places = [*(each.was_village for each in moves), person.village]
    for number, each in enumerate(moves):
        found.append(MonthChange(each.changed_on, MOVED, f"从{places[number]}迁到{places[number + 1]}", each.reason))
    yield from sorted(found)


def happened(person: Any) -> list[MonthChange]:
    return list(changes_of(person, *person.month))


def one(yes: bool) -> Any:
    """So that a column can be added up."""
    return 1 if yes else ""


class ChangedPersonTable(SourceTable):
    columns = (
        *of_person("姓名", "性别", "年龄", "证件号码", "联系电话", "村", "户编号", "户主姓名"),
        said("与户主关系", lambda row: row.relation_to_head),
        said("变动", lambda row: "；".join(map(str, happened(row)))),
        said("增加", lambda row: one(any(each.kind == CAME for each in happened(row)))),
        said("减少", lambda row: one(any(each.kind == LEFT for each in happened(row)))),
        said("其中死亡", lambda row: one(any(each.is_death for each in happened(row)))),
        said("村间迁移", lambda row: one(any(each.kind == MOVED for each in happened(row)))),
    )

    def read(self, rows: Any) -> list[Any]:
        month = (self.wanted.first, self.wanted.last)
        told = PersonChange.objects.visible_to(self.wanted.user).filter(changed_on__range=month)
        told = told.select_related("was_village")
        found = list(
            rows.select_related("village", "household").prefetch_related(
                Prefetch("status_changes", told, to_attr="told_of_month")
            )
        )
        for person in as_they_were(found, self.on):
            person.person, person.month = person, month
        return [person for person in found if happened(person)]


CHANGED_PEOPLE = OfficialSource(find, ChangedPersonTable, labels_of(ChangedPersonTable.columns))
