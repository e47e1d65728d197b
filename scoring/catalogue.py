"""Which rubric scores a year: the one published here, that of its file, or the newest of the years before it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from core.actor import once
from core.records.dated import anything_changed, as_stored
from scoring.duties import Duty
from scoring.models import RubricEdition
from scoring.parsing import InvalidRubric, parse
from scoring.years import Rubric

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "rubric"


def rubric_for(year: int) -> Rubric:
    """The newest rubric that is not later than `year`, or the oldest there is."""
    years = known_years()
    return rubric_in_force(max((known for known in years if known <= year), default=years[0]))


def duties_of(rubric: Rubric, today: date) -> tuple[Duty, ...]:
    """Everything that the rubric wants done as things stand on the day `today`, a sub-item after the other."""
    return _duties(rubric, today, not anything_changed())


@lru_cache(maxsize=8)
def _duties(rubric: Rubric, today: date, stored: bool) -> tuple[Duty, ...]:
    with as_stored(stored):
        return tuple(duty for sub_item in rubric.sub_items for duty in sub_item.rule.duties(today))


def first_year() -> int:
    """The first year that has a rubric; the years before it have no score."""
    return known_years()[0]


def known_years() -> list[int]:
    """The years that have a rubric of their own, in a file or published here."""
    return sorted({*rubric_years(), *(year for year, digest in published().items() if _read(year, digest).rubric)})


def rubric_in_force(year: int) -> Rubric:
    """The rubric of a year that has one: what was published here goes before the file, where it can be read."""
    digest = published().get(year)
    return (digest and _read(year, digest).rubric) or rubric_of(year)


def published() -> Mapping[int, str]:
    """The digests of the rubrics published here, by year.

    Asked once a request, task or command, so that what one process publishes holds in all of them without a restart.
    """
    return once("rubrics", lambda: dict(RubricEdition.objects.published().values_list("year", "digest")))


@dataclass(frozen=True)
class Published:
    """What a text published here says; where this program cannot read it, such as for a rule that is gone, why."""

    rubric: Rubric | None
    fault: str = ""


#: What was published, by digest: it never changes.
_published: dict[str, Published] = {}


def _read(year: int, digest: str) -> Published:
    if digest not in _published:
        text = RubricEdition.objects.published().get(year=year).text
        try:
            _published[digest] = Published(parse(text))
        except UNREADABLE as wrong:
            _published[digest] = Published(None, f"{year}年已发布的细则读不出，按别的年度计分：{why(wrong)}")
    return _published[digest]


#: What a text that does not hold together raises.
UNREADABLE = (ValueError, LookupError, TypeError, AttributeError)


def why(wrong: Exception) -> str:
    """What is wrong with a text, in Chinese."""
    return str(wrong) if isinstance(wrong, InvalidRubric) else f"格式不对（{wrong}）"


def text_of(year: int) -> str:
    """The text of a year that has a rubric."""
    if year in published():
        return RubricEdition.objects.published().get(year=year).text
    return file_of(year).read_text(encoding="utf-8")


def file_of(year: int) -> Path:
    """Where the text of a year stands that came with the program."""
    return FOLDER / f"{year}.toml"


def rubric_years() -> list[int]:
    """The years that have a file."""
    return sorted(int(path.stem) for path in FOLDER.glob("*.toml"))


@dataclass(frozen=True)
class Loaded:
    """A year's file as it was when last looked at, and the rubric that holds: its own or, were it faulty, the last."""

    stamp: tuple[int, ...]
    rubric: Rubric
    fault: str = ""


_loaded: dict[Path, Loaded] = {}


def rubric_of(year: int) -> Rubric:
    """The year's rubric as its file stands now, so that pages and commands agree without a restart.

    While the file is faulty, whoever has read it before goes on with what it said (see `faults`), everybody else gets
    InvalidRubric.
    """
    path = file_of(year)
    file = path.stat()
    stamp = (file.st_mtime_ns, file.st_size, file.st_ino)
    known = _loaded.get(path)
    if known is None or known.stamp != stamp:
        known = _loaded[path] = _load(path, stamp, known)
    return known.rubric


def _load(path: Path, stamp: tuple[int, ...], before: Loaded | None) -> Loaded:
    try:
        return Loaded(stamp, parse(path.read_text(encoding="utf-8")))
    except UNREADABLE as wrong:
        fault = f"{path.name}：{why(wrong)}"
    if before is None:
        raise InvalidRubric(fault)
    return Loaded(stamp, before.rubric, fault)


def faults() -> list[str]:
    """What is wrong with the files as they stand, and with what was published here, in Chinese."""
    found = [_read(year, digest).fault for year, digest in published().items()]
    for year in rubric_years():
        try:
            rubric_of(year)
        except InvalidRubric as invalid:
            found.append(str(invalid))
        else:
            found.append(_loaded[file_of(year)].fault)
    return [fault for fault in found if fault]
