"""Where in a sheet a cell stands."""

from foreign.faults import DAMAGED, UnreadableWorkbook

DIGITS = "0123456789"


class Places:
    """Follows rows and cells, from 0; what does not say where it stands comes after the one before."""

    def __init__(self) -> None:
        self.row = self.column = -1
        self._spelt = ""
        self._columns: dict[str, int] = {}

    def begin_row(self, attributes: dict[str, str]) -> None:
        given = attributes.get("r")
        self.row = int(given) - 1 if given else self.row + 1
        self._spelt, self.column = str(self.row + 1), -1

    def locate(self, attributes: dict[str, str]) -> None:
        """Go to the cell with these attributes."""
        place = attributes.get("r")
        if not place:
            self.column += 1
            return
        letters = place.rstrip(DIGITS)
        column = self._columns.get(letters)
        self.column = self._learn_column(letters) if column is None else column
        digits = place[len(letters) :]
        if digits != self._spelt:
            self.row, self._spelt = int(digits) - 1, digits

    def _learn_column(self, letters: str) -> int:
        self._columns[letters] = column_index(letters)
        return self._columns[letters]


def column_index(letters: str) -> int:
    """A → 0, Z → 25, AA → 26."""
    if not (letters.isascii() and letters.isalpha()) or len(letters) > 3:
        raise UnreadableWorkbook(DAMAGED)
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def cell_name(row: int, column: int) -> str:
    """(0, 0) → A1, (9, 26) → AA10."""
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row + 1}"
