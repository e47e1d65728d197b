"""The contract's cases: workbooks, and what has to come of them. `python -m tests.case NEW [DAY …]` makes one.

The contract's own cases have their files side by side: town-clean.xlsx, town-clean.expected.json, and so on. One that
is made here has a folder: NEW/1.xlsx, NEW/expected.json, and so on. Several workbooks are imported one after the other.

The first call writes a workbook with a village, a household and a person. Fill in the rest and call again: what the
program answers is written down, and what it takes off is printed. It is a case once it is what you worked out by hand.
"""

import argparse
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import django

CASES = Path(__file__).parent / "cases"
TOWN = "430529104"
#: What is scored where no day is named.
DAYS = ("2023-06-30", "2023-12-31")
WORKBOOKS = [f"{number}.xlsx" for number in range(1, 10)]


@dataclass(frozen=True)
class Case:
    """A case by its name, the path below `tests/cases`: edges/import-clear."""

    name: str

    def file(self, rest: str) -> Path:
        """One of its files, by what it is called within the case: 1.xlsx, expected.json."""
        folder = CASES / self.name
        return folder / rest if folder.is_dir() else folder.with_name(f"{folder.name}.{rest}")

    @property
    def workbooks(self) -> list[Path]:
        numbered = [path for rest in WORKBOOKS if (path := self.file(rest)).exists()]
        return numbered or [self.file("xlsx")]

    def read(self, kind: str) -> Any:
        """What has to come of it; None where nothing of this kind does."""
        path = self.file(f"{kind}.json")
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None

    def write(self, kind: str, answer: Any) -> None:
        text = json.dumps(answer, ensure_ascii=False, indent=1)
        self.file(f"{kind}.json").write_text(f"{text}\n", encoding="utf-8")


def names() -> list[str]:
    """Every case there is."""
    files = (str(path.relative_to(CASES)) for path in CASES.rglob("*expected.json"))
    return sorted(file.removesuffix("expected.json")[:-1] for file in files)


def bring_in(case: Case) -> list[Any]:
    """Import its workbooks; their reports."""
    from ledger.importing import import_ledger

    return [import_ledger(path, partial=True) for path in case.workbooks]


def scores(days: Iterable[str], town: str = TOWN) -> dict[str, Any]:
    """The town's score on each of these days, as the contract writes it."""
    from scoring.score import score_town

    return {day: score_town(town, date.fromisoformat(day), cases=True).as_json() for day in days}


def refusals(reports: Iterable[Any]) -> list[list[Any]]:
    """Every refused cell: sheet, row, column, reason, and in which workbook."""
    return [
        [error.sheet, error.row, error.column, error.message, number]
        for number, report in enumerate(reports, 1)
        for error in report.errors
    ]


def notes(report: Any) -> dict[str, Any]:
    """What the rows that were taken do to stored values."""
    told, members = report.as_dict(), ("sheet", "row", "column", "stored", "kind")
    warnings = [[warning[name] for name in members] for warning in told["warnings"]]
    return {"warnings": warnings, "cleared": told["cleared"]}


def write_down(case: Case, reports: list[Any], days: Iterable[str]) -> None:
    """Keep with the case what the program answers; what is refused or noted only where something is."""
    noted = [notes(report) for report in reports]
    case.write("report", [report.as_dict()["sheets"] for report in reports])
    case.write("expected", scores(days))
    for kind, answer, told in (
        ("errors", refusals(reports), any(report.errors for report in reports)),
        ("notes", noted, any(any(each.values()) for each in noted)),
    ):
        if told:
            case.write(kind, answer)
        else:
            case.file(f"{kind}.json").unlink(missing_ok=True)


def begin(case: Case) -> None:
    """The case's folder with a first workbook: every sheet, and the rows that most facts are about."""
    from core.models import Village
    from labor.models import Household, Person
    from ledger.exporting import write_workbook
    from ledger.sheets import SHEETS

    rows = {
        Village: [{"code": f"{TOWN}204", "name": "白水头村", "platform_required": False}],
        Household: [{"code": "H1", "head_name": "户主", "village": f"{TOWN}204", "kind": "out_of_poverty"}],
        Person: [
            {"id_number": "430599198505050018", "name": "试一", "village": f"{TOWN}204", "household": "H1"}
            | {"capacity": "ordinary", "joined_on": date(2016, 1, 1)}
        ],
    }
    (CASES / case.name).mkdir(parents=True)
    cells = {
        sheet: [tuple(row.get(column.attribute) for column in sheet.columns) for row in rows.get(sheet.model, ())]
        for sheet in SHEETS
    }
    write_workbook(case.file(WORKBOOKS[0]), cells)


def make(name: str, days: Iterable[str] = ()) -> Case:
    """Begin a case, or write down anew what comes of one; days that it asks for already stay."""
    case = Case(name)
    if not (CASES / name).exists():
        begin(case)
    write_down(case, bring_in(case), sorted({*days, *(case.read("expected") or (() if days else DAYS))}))
    return case


def told(case: Case) -> Iterable[str]:
    """What a case comes to, line by line: what to hold against one's own reckoning."""
    yield os.path.relpath(case.workbooks[0].parent)
    for sheet, row, column, message, _ in case.read("errors") or ():
        yield f"  refused  {sheet} {row or ''} {column}: {message}"
    for day, score in case.read("expected").items():
        yield f"  {day}  total {score['total']}, pending {score['pending']}"
        for each in (each for item in score["items"] for each in item["indicators"]):
            if each["cases"]:
                yield f"    {each['code']}  -{each['deducted']}  {' '.join(each['cases'])}"


def main() -> None:
    """Answer the command in a database of its own that nothing remains of."""
    parser = argparse.ArgumentParser(prog="python -m tests.case", description="Make a case folder.")
    parser.add_argument("name", metavar="NEW", help="its path below tests/cases, such as edges/6.5-somewhere-else")
    parser.add_argument("days", metavar="DAY", nargs="*", help="days to be scored, such as 2023-12-31")
    asked = parser.parse_args()
    if asked.name in names() and not (CASES / asked.name).is_dir():
        parser.error(f"{asked.name} is the contract's; its answers are not ours to write")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wutuan.settings")
    os.environ["DATABASE_URL"] = "sqlite:///:memory:"
    django.setup()
    from django.conf import settings

    from core import divisions, schema

    schema.create_if_empty()
    divisions.load(settings.BASE_DIR / "fixtures" / "divisions")
    print(*told(make(asked.name, asked.days)), sep="\n")


if __name__ == "__main__":
    main()
