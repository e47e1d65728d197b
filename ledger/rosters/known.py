"""What is known of the rows that others refer to, by number: those of the file, else those that are stored."""

from collections.abc import Iterable
from typing import Any

from ledger.reach import Reach
from ledger.rosters.records import fetched, key_names
from ledger.sheets import Sheet


class Known:
    """The cells of rows by the number that names them; stored ones within `reach` alone."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        self._rows: dict[str, dict[Any, dict[str, Any] | None]] = {}

    def accept(self, sheet: type[Sheet], cells: dict[str, Any]) -> None:
        """A row as it is going to be stored."""
        names = key_names(sheet)
        if len(names) == 1:
            self._rows.setdefault(sheet.sheet_name, {})[cells[names[0]]] = cells

    def load(self, sheet: type[Sheet], codes: Iterable[Any]) -> None:
        """Look the stored rows up, all at once."""
        rows, name = self._rows.setdefault(sheet.sheet_name, {}), key_names(sheet)[0]
        wanted = {code for code in codes if code is not None and code not in rows}
        rows |= dict.fromkeys(wanted)
        for record in fetched(sheet, {name: wanted}) if wanted else ():
            if not record.voided and self._reach.holds(record.place):
                rows[record.cells[name]] = record.cells

    def has(self, sheet: type[Sheet], code: Any) -> bool:
        return bool(self._rows.get(sheet.sheet_name, {}).get(code))

    def value_of(self, sheet: type[Sheet], code: Any, field: str) -> Any:
        cells = self._rows.get(sheet.sheet_name, {}).get(code)
        return cells.get(field) if cells else None
