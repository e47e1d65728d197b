"""Exporting a workbook, against writing the same cells from memory."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook

from bench.databases import Answer, Server
from bench.measure import Line, Options, counted, peak_mb, race
from ledger.exporting import export_ledger

TIMES_MORE = 5

Sheets = dict[str, list[list[Any]]]


def step(path: str, with_floor: bool = True) -> Answer:
    """Export everything that is stored, which is what `peak_mb` is about; then race it against the floor."""
    _, queries = counted(lambda: export_ledger(path))
    answer = {"queries": queries, "peak_mb": peak_mb()}
    if with_floor:
        floor = partial(_write, _cells(path), Path(path).with_suffix(".floor.xlsx"))
        floor()
        answer["seconds"], answer["floor_seconds"] = race(lambda: export_ledger(path), floor, budget=120)
    return answer


def _cells(path: str) -> Sheets:
    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def _write(sheets: Sheets, path: Path) -> None:
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            writers = {str: sheet.write_string, date: sheet.write_datetime, float: sheet.write_number}
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if value != "":
                        writers[type(value)](number, column, value)


def lines(server: Server, options: Options) -> Iterator[Line]:
    """Speed, and how memory grows with the ledger."""
    people, path = options.people or 20_000, str(server.folder / "export.xlsx")
    answer = _export(server, people, path, with_floor=options.wants("export.ledger"))
    if options.wants("export.ledger"):
        times = {name: answer[name] for name in ("seconds", "floor_seconds", "queries", "peak_mb")}
        ratio = answer["seconds"] / answer["floor_seconds"]
        yield Line("export.ledger", server.name, people, ratio=ratio, target=1.5, **times)
    if options.wants("export.memory"):
        more = _export(server, TIMES_MORE * people, path, with_floor=False)
        ratio, note = more["peak_mb"] / answer["peak_mb"], f"ratio = peak_mb / peak_mb of {people} people"
        many = TIMES_MORE * people
        yield Line("export.memory", server.name, many, ratio=ratio, target=2, peak_mb=more["peak_mb"], note=note)


def _export(server: Server, people: int, path: str, *, with_floor: bool) -> Answer:
    server.create("stored", "empty")
    server.run("stored", "load", people=people)
    answer = server.run("stored", "export", path=path, with_floor=with_floor)
    server.drop("stored")
    return answer
