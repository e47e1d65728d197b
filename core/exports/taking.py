"""A list as somebody takes it along: the rows that the page shows, the columns that were chosen, and a stamp."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from core import audit
from core.exports.forms import MASKED, NUMBERS, WHOLE
from core.exports.lines import LinesTable
from core.exports.workbook import Listing
from core.models import AuditEvent
from core.permissions import REVEAL
from core.personal_data.names import user_label
from core.tables import Column, RegisterTable


@dataclass(frozen=True)
class Offered:
    """A column that may be chosen, with what it needs along."""

    column: Column
    related: tuple[str, ...] = ()
    usual: bool = True


@dataclass(frozen=True)
class Taking:
    """What is taken along of a table; `numbers` of people are whole where `reason` says why."""

    table: RegisterTable | LinesTable
    title: str
    said: Sequence[str]
    columns: Sequence[Offered]
    numbers: str = MASKED
    reason: str = ""

    @property
    def rows(self) -> int:
        return self.table.paginator.count

    @property
    def is_whole(self) -> bool:
        """Asked again when it is done: a right may have been taken away while the work waited."""
        user: Any = self.table.request.user
        return self.numbers == WHOLE and bool(self.reason) and user.has_perm(REVEAL)

    @property
    def heads(self) -> list[str]:
        return [each.column.label_on(self.table.on) for each in self.columns]

    @property
    def stamp(self) -> str:
        """Who took it along, when and how much; why, where numbers are whole."""
        who, when = user_label(self.table.request.user), timezone.localtime()
        why = f"完整，事由：{self.reason}" if self.is_whole else dict(NUMBERS)[MASKED]
        return f"{who} {when:%Y-%m-%d %H:%M} 导出，共{self.rows}条；证件号码和电话{why}"

    @property
    def lines(self) -> Iterator[list[Any]]:
        """What the columns say of each row."""
        related = dict.fromkeys(path for each in self.columns for path in each.related)
        return self.table.values([each.column for each in self.columns], tuple(related), whole=self.is_whole)

    @property
    def listing(self) -> Listing:
        return Listing(self.title, [*self.said, self.stamp], self.heads, self.lines)

    def record(self, **more: Any) -> None:
        """Write down that it was taken along."""
        whole = {"numbers": dict(NUMBERS)[WHOLE], "reason": self.reason} if self.is_whole else {}
        details = {"register": self.title, "rows": self.rows, "columns": len(self.columns), **whole, **more}
        codes = self.table.request.user.division_codes  # type: ignore[union-attr]
        audit.record(AuditEvent.Action.EXPORT, division=next(iter(codes), ""), details=details)


def chosen(offered: Sequence[Offered], keys: Sequence[str]) -> list[Offered]:
    """The columns that `keys` name, in their order; the usual ones where they name none."""
    known = {each.column.key: each for each in offered}
    return [known[key] for key in keys if key in known] or [each for each in offered if each.usual]
