"""Which numbers of a workbook are days, and which day each of them is."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import chain

from foreign.markup import Reader

NUMBER, DAY, DURATION = range(3)
#: Formats that Excel numbers and need not spell out, those of Chinese installations among them.
BUILT_IN = dict.fromkeys(chain(range(14, 23), range(27, 37), range(50, 59), (45, 47)), DAY) | {46: DURATION}
FORMAT_LENGTH = 255
#: The day that 0 stands for, as Excel counts and as it counted on the Macintosh; the first past the last one.
EPOCH, MACINTOSH = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001  (a workbook knows no time zone)
BEYOND = 2_958_466
#: Excel takes 1900 for a leap year: up to then its numbers are one too small.
LEAP = 60


class Styles(Reader):
    """What each cell style makes of a number: `kinds[style]`."""

    def __init__(self) -> None:
        super().__init__()
        self.kinds: list[int] = []
        self._formats: dict[str, int] = {str(number): kind for number, kind in BUILT_IN.items()}
        self._of_cells = False
        self.starts = {"numFmt": self._format, "cellXfs": self._begin, "xf": self._style}
        self.ends = {"cellXfs": self._end}

    def kind(self, style: str | None) -> int:
        position = int(style or 0)
        return self.kinds[position] if 0 <= position < len(self.kinds) else NUMBER

    def _format(self, attributes: dict[str, str]) -> None:
        self._formats[attributes.get("numFmtId", "")] = kind_of(attributes.get("formatCode", ""))

    def _begin(self, attributes: dict[str, str]) -> None:
        self._of_cells = True

    def _style(self, attributes: dict[str, str]) -> None:
        if self._of_cells:
            self.kinds.append(self._formats.get(attributes.get("numFmtId", ""), NUMBER))

    def _end(self) -> None:
        self._of_cells = False


def kind_of(code: str) -> int:
    """What a number format shows: its first section tells, without quoted text, escapes and colours."""
    plain = ""
    characters = iter(code[:FORMAT_LENGTH].lower())
    for character in characters:
        if character == ";":
            break
        if character in "\\_*":
            next(characters, "")
        elif character == '"':
            _up_to('"', characters)
        elif character == "[":
            inside = _up_to("]", characters)
            if inside and not inside.strip("hms"):
                return DURATION
        else:
            plain += character
    return DAY if set(plain) & set("ymdhs") else NUMBER


def _up_to(end: str, characters: Iterator[str]) -> str:
    found = ""
    for character in characters:
        if character == end:
            break
        found += character
    return found


def day(number: float, *, macintosh: bool) -> datetime | str:
    """The moment that `number` stands for, or the time of a day as text; ValueError where it stands for none."""
    if not 0 <= number < BEYOND:
        raise ValueError(number)
    passed = timedelta(milliseconds=round(number * 86_400_000))
    if passed < timedelta(days=1) and not macintosh:
        return str((EPOCH + passed).time())
    if macintosh:
        return MACINTOSH + passed
    return EPOCH + passed + timedelta(days=number < LEAP)


def duration(number: float) -> str:
    """`number` days as text, as hours and minutes; ValueError where nobody can mean it."""
    if not abs(number) < BEYOND:
        raise ValueError(number)
    return str(timedelta(milliseconds=round(number * 86_400_000)))
