"""What a row that leaves cells blank keeps of what is stored."""

from typing import Any

from ledger.parsed_sheet import ParsedSheet


class Kept:
    """Where a sheet leaves cells blank, or says less than is known, and with that what is stored."""

    def __init__(self, parsed: ParsedSheet) -> None:
        columns = zip(parsed.places, parsed.columns, parsed.values, strict=True)
        self._optional = [
            (slice(at, at + len(column.outputs)), column.blank, values)
            for at, column, values in columns
            if column.may_be_cleared
        ]
        self._always = [parsed.attributes.index(name) for column in parsed.columns for name in column.kept]

    def complete(self, row: int, line: tuple[Any, ...], stored: tuple[Any, ...]) -> tuple[Any, ...]:
        """`line` as it would be stored."""
        if line == stored:
            return stored
        whole = list(line)
        for at, blank, values in self._optional:
            if values[row] == blank:
                whole[at] = stored[at]
        for at in self._always:
            whole[at] = stored[at]
        return tuple(whole)
