"""Importing a workbook, against reading it and writing the same rows and their history with nothing in between."""

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Thread
from time import perf_counter, sleep
from typing import Any

from django.db.models import Model
from django.utils import timezone
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import ForeignKeyWidget
from python_calamine import CalamineWorkbook
from tablib import Dataset

from bench.databases import Answer, Server
from bench.measure import Line, Options, counted, seconds
from core.models import Division, RelocationSite, Village
from fictional.scale import storing, workbook
from fictional.scale.people import batches
from fictional.scale.tables import TABLES
from fictional.scale.town import HOME, county
from labor.models import Household, Person
from ledger.importing import import_ledger
from oversight.models import OrganisationDocument

ROUNDS = 4
SAMPLE = 2000


# --- steps, each in a process of its own ---


def write_workbook(people: int, path: str, only_people: bool = False) -> Answer:
    return {"rows": workbook.write(county(people), Path(path), only=Person if only_people else None)}


def step(path: str) -> Answer:
    """Import the workbook; anything refused would spoil the comparison."""
    outcome: list[Any] = []
    taken = seconds(lambda: outcome.extend(counted(lambda: import_ledger(path))))
    report, queries = outcome
    if report.errors:
        raise ValueError(f"{len(report.errors)} cells refused, the first: {report.errors[0]}")
    added = sum(counts.added for counts in report.sheets.values())
    return {"seconds": taken, "queries": queries, "added": added}


def floor_step(path: str, people: int) -> Answer:
    """Read every sheet; then write the same rows and their history. Making the objects is not timed."""
    book = seconds(lambda: _read(path))
    writing = added = 0
    for model, rows in _whole_tables(people).items():
        names = [field.attname for field in TABLES[model].columns]
        objects = [model(**dict(zip(names, row, strict=True))) for row in rows]
        writing += seconds(partial(model._default_manager.bulk_create, objects))
        writing += seconds(partial(model.history.model.objects.bulk_create, list(_history(model, objects))))
        added += len(objects)
    return {"seconds": book + writing, "reading": book, "added": added}


def _read(path: str) -> None:
    book = CalamineWorkbook.from_path(path)
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()


def _whole_tables(people: int) -> dict[type[Model], list[Any]]:
    tables: dict[type[Model], list[Any]] = {model: [] for model in TABLES}
    for batch in batches(county(people)):
        for model, rows in batch.items():
            tables[model] += rows
    return {model: tables[model] for model in WRITTEN_FIRST | tables}


#: Referred to by the sheets that precede theirs.
WRITTEN_FIRST = dict.fromkeys((Village, RelocationSite, Household, Person))


def _history(model: type[Model], objects: list[Any]) -> Iterator[Model]:
    history, now = model.history.model, timezone.now()
    names = [field.attname for field in model._meta.concrete_fields if not field.generated]
    for row in objects:
        values = {name: row.__dict__[name] for name in names}
        yield history(**values, history_date=now, history_type="+")


def load_households(people: int) -> None:
    """Everything that a sheet of people refers to."""
    for batch in batches(county(people)):
        storing.insert({model: rows for model, rows in batch.items() if model in (Village, RelocationSite, Household)})


def resource_step(people: int, sample: int) -> Answer:
    """The first rows of the people sheet by django-import-export as it comes."""
    names = [field.attname for field in TABLES[Person].columns][1:]
    rows = [row[1:] for row in _whole_tables(people)[Person][:sample]]
    dataset = Dataset(*rows, headers=[name.removesuffix("_id") for name in names])
    return {"seconds": seconds(lambda: PlainResource().import_data(dataset, raise_errors=True)), "rows": len(rows)}


class PlainResource(ModelResource):
    """What its documentation shows: a model, a key, and widgets for the two references."""

    village = Field("village", "village", ForeignKeyWidget(Village, "code"))
    household = Field("household", "household", ForeignKeyWidget(Household, "pk"))

    class Meta:
        model = Person
        import_id_fields = ("id_number",)
        exclude = ("id", "voided_at", "void_reason")


def write_small_rows(pause: float = 0.02) -> Answer:
    """Somebody else at work: a row at a time until standard input ends; the longest that one row took."""
    stopped = Thread(target=sys.stdin.read, daemon=True)
    stopped.start()
    number, longest = 0, 0.0
    while stopped.is_alive():
        number += 1
        start = perf_counter()
        _write_small_row(number)
        longest = max(longest, perf_counter() - start)
        if number == 1:
            print("ready", flush=True)
        sleep(pause)
    return {"longest": longest, "rows": number}


def _write_small_row(number: int) -> None:
    OrganisationDocument.objects.create(
        year=2000, kind="action_plan", name=f"{number}", town=Division(code=HOME), issued_on="2000-01-01"
    )


# --- measurements ---


def lines(server: Server, options: Options) -> Iterator[Line]:
    """Speed and memory, then the two that need runs of their own."""
    people, book = options.people or 20_000, str(server.folder / "ledger.xlsx")
    server.run("empty", "workbook", people=people, path=book)
    common = {"database": server.name, "people": people}
    if options.wants("import.first", "import.again", "import.memory"):
        yield from _speed(server, book, common)
    if options.wants("import.waiting"):
        yield _waiting(server, book, common)
    if options.wants("import.people"):
        yield _people(server, people, common, options.full)


def _speed(server: Server, book: str, common: dict[str, Any]) -> Iterator[Line]:
    first, again, floor = _rounds(server, book, common["people"])
    same = first["added"] == floor["added"] and again["added"] == 0
    yield Line("import.first", **common, target=2.5, **_against(first, floor["seconds"]), agreed=same)
    yield Line("import.again", **common, target=1, **_against(again, first["seconds"]), agreed=same)
    peak = max(first["peak_mb"], again["peak_mb"])
    yield Line("import.memory", **common, target=1, ratio=peak / 500, peak_mb=peak, note="ratio = peak_mb / 500")


def _against(answer: Answer, floor: float) -> dict[str, Any]:
    return {
        "ratio": answer["seconds"] / floor,
        "queries": answer["queries"],
        "seconds": answer["seconds"],
        "floor_seconds": floor,
        "peak_mb": answer["peak_mb"],
    }


def _rounds(server: Server, book: str, people: int) -> tuple[Answer, Answer, Answer]:
    """The fastest of several first imports, re-imports and floors, taken in turns."""
    rounds: list[tuple[Answer, Answer, Answer]] = []
    for _ in range(ROUNDS):
        with server.copy("empty", "import") as database:
            first, again = (server.run(database, "import", path=book) for _ in range(2))
        with server.copy("empty", "floor") as database:
            rounds.append((first, again, server.run(database, "import-floor", path=book, people=people)))
    first, again, floor = (min(answers, key=lambda answer: answer["seconds"]) for answers in zip(*rounds, strict=True))
    return first, again, floor


def _waiting(server: Server, book: str, common: dict[str, Any]) -> Line:
    with server.copy("empty", "import") as database:
        other = server.start(database, "write-small-rows")
        server.run(database, "import", path=book)
        longest = other()["longest"]
    note = "seconds = the longest wait of another writer; ratio = seconds / 3"
    return Line("import.waiting", **common, target=1, ratio=longest / 3, seconds=longest, note=note)


def _people(server: Server, people: int, common: dict[str, Any], full: bool) -> Line:
    book, sample = str(server.folder / "people.xlsx"), people if full else min(people, SAMPLE)
    server.run("empty", "workbook", people=people, path=book, only_people=True)
    server.create("households", "empty")
    server.run("households", "load-households", people=people)
    with server.copy("households", "ours") as ours, server.copy("households", "theirs") as theirs:
        answer = server.run(ours, "import", path=book)
        resource = server.run(theirs, "import-resource", people=people, sample=sample)
    server.drop("households")
    floor = resource["seconds"] * people / resource["rows"]
    note = "" if full else f"floor_seconds = django-import-export on {sample} rows, scaled linearly"
    return Line("import.people", **common, target=0.1, **_against(answer, floor), note=note)
