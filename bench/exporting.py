"""Exporting a workbook, against writing the same cells from memory."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter
from django.core.management import call_command
from python_calamine import CalamineWorkbook

from bench.databases import Answer, Server
from bench.measure import Line, Options, counted, seconds

ROUNDS = 3


def step(path: str) -> Answer:
    """Export everything that is stored."""
    queries = 0

    def export() -> None:
        nonlocal queries
        _, queries = counted(lambda: call_command("export_ledger", path))

    return {"seconds": seconds(export), "queries": queries}


def floor_step(path: str) -> Answer:
    """Write every cell of the exported workbook once more, as it came from the reader."""
    book = CalamineWorkbook.from_path(path)
    sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    return {"seconds": seconds(lambda: _write(sheets, Path(path).with_suffix(".floor.xlsx")))}


def _write(sheets: dict[str, list[list[Any]]], path: Path) -> None:
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            writers = {str: sheet.write_string, date: sheet.write_datetime, float: sheet.write_number}
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if value != "":
                        writers[type(value)](number, column, value)


def lines(server: Server, options: Options) -> Iterator[Line]:
    """One line; export and floor are taken in turns."""
    people, path = options.people or 20_000, str(server.folder / "export.xlsx")
    server.create("stored", "empty")
    server.run("stored", "load", people=people)
    pairs = [
        (server.run("stored", "export", path=path), server.run("stored", "export-floor", path=path))
        for _ in range(ROUNDS)
    ]
    server.drop("stored")
    export, floor = (min(answers, key=lambda answer: answer["seconds"]) for answers in zip(*pairs, strict=True))
    yield Line(
        "export.ledger",
        server.name,
        people,
        ratio=export["seconds"] / floor["seconds"],
        target=1.5,
        queries=export["queries"],
        seconds=export["seconds"],
        floor_seconds=floor["seconds"],
        peak_mb=export["peak_mb"],
    )
