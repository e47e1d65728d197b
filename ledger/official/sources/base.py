"""Where the rows of a list that goes out come from."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.http import HttpRequest

from core.records.places import belonging
from core.tables import Column, RegisterTable


@dataclass(frozen=True)
class Wanted:
    """What a list is to be about: whose rows a user sees in a division, in which days, and of which record."""

    user: Any
    division: str
    first: date
    last: date
    subject: Any = None


def nothing_to_choose(user: Any, on: date) -> Any:
    return None


def never(record: Any) -> bool:
    return False


@dataclass(frozen=True)
class OfficialSource:
    """Rows that `find` finds, and the columns in which `table` tells them; `labels` are what those are called.

    `subjects` are the records of which a list may be, such as the classes of the user's town, called `subject`.
    """

    find: Callable[[Wanted], Any]
    table: type[RegisterTable]
    labels: tuple[str, ...]
    of_town: bool = False
    subject: str = ""
    subjects: Callable[[Any, date], Any] = nothing_to_choose
    called: Callable[[Any], str] = str
    #: Whether one of the records that are chosen from is worth offering the list on its page.
    may_be_of: Callable[[Any], bool] = never

    def rows(self, wanted: Wanted) -> Any:
        """Those of the user's that belonged to the division on the last day."""
        rows = self.find(wanted)
        return belonging(rows.visible_to(wanted.user), wanted.division, wanted.last)


class SourceTable(RegisterTable):
    """The columns of a source; `wanted` is what the list is to be about."""

    columns: ClassVar[tuple[Column, ...]] = ()
    wanted: Wanted

    def __init__(self, rows: Any, request: HttpRequest, on: date, **options: Any) -> None:
        super().__init__(rows, request, on, **options)
        self.wanted = options["wanted"]


def said(label: str, find: Callable[[Any], Any], **more: Any) -> Column:
    """A column that says the same whatever the day."""
    return Column("", label, lambda row, on: find(row), **more)


def of_person(*labels: str) -> tuple[Column, ...]:
    """What is said of the person whose fact a row is."""
    return tuple(_PERSON[label] for label in labels)


def labels_of(columns: Iterable[Column]) -> tuple[str, ...]:
    return tuple(str(column.label) for column in columns)


def _kind(row: Any) -> str:
    household = row.person.household
    return household.get_kind_display() if household else ""


_PERSON = {
    column.label: column
    for column in (
        said("姓名", lambda row: row.person),
        said("性别", lambda row: row.person.gender),
        Column("", "年龄", lambda row, on: row.person.age(on), of_today=True),
        said("证件号码", lambda row: row.person.id_number),
        said("联系电话", lambda row: row.person.phone),
        said("文化程度", lambda row: row.person.education),
        said("村", lambda row: row.person.village),
        said("户编号", lambda row: row.person.household and row.person.household.code),
        said("户主姓名", lambda row: row.person.household),
        said("户类型", _kind),
    )
}
