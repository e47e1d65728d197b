"""Which rubric scores a year: the one published here, that of its file, or the newest of the years before it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from core.actor import once
from scoring.duties import Duty
from scoring.models import RubricEdition
from scoring.parsing import InvalidRubric, parse
from scoring.years import Rubric

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "rubric"


def rubric_for(year: int) -> Rubric:
    """The newest rubric that is not later than `year`, or the oldest there is."""
    years = known_years()
    return rubric_in_force(max((known for known in years if known <= year), default=years[0]))


@lru_cache(maxsize=8)
def duties_of(rubric: Rubric, today: date) -> tuple[Duty, ...]:
    """Everything that the rubric wants done as things stand on the day `today`, a sub-item after the other."""
    return tuple(duty for sub_item in rubric.sub_items for duty in sub_item.rule.duties(today))


def first_year() -> int:
    """The first year that has a rubric; the years before it have no score."""
    return known_years()[0]


def known_years() -> list[int]:
    """The years that have a rubric of their own, in a file or published here."""
    return sorted({*rubric_years(), *published()})


def rubric_in_force(year: int) -> Rubric:
    """The rubric of a year that has one: what was published here goes before the file."""
    digest = published().get(year)
    return rubric_of(year) if digest is None else _published(year, digest)


def published() -> Mapping[int, str]:
    """The digests of the rubrics published here, by year.

    Asked once a request, task or command, so that what one process publishes holds in all of them without a restart.
    """
    return once("rubrics", lambda: dict(RubricEdition.objects.published().values_list("year", "digest")))


#: What was published, by digest: it never changes.
_read: dict[str, Rubric] = {}


def _published(year: int, digest: str) -> Rubric:
    if digest not in _read:
        _read[digest] = parse(RubricEdition.objects.published().get(year=year).text)
    return _read[digest]


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
    except InvalidRubric as invalid:
        fault = f"{path.name}：{invalid}"
    except (ValueError, LookupError, TypeError, AttributeError) as broken:
        fault = f"{path.name}：格式不对（{broken}）"
    if before is None:
        raise InvalidRubric(fault)
    return Loaded(stamp, before.rubric, fault)


def faults() -> list[str]:
    """What is wrong with the files as they stand, in Chinese."""
    found = []
    for year in rubric_years():
        try:
            rubric_of(year)
        except InvalidRubric as invalid:
            found.append(str(invalid))
        else:
            found.append(_loaded[file_of(year)].fault)
    return [fault for fault in found if fault]
