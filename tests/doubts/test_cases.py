"""The contract's cases: after the import of a workbook the command answers what is expected."""

import json
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import transaction

from ledger.importing import import_ledger

CASES = Path(__file__).parents[1] / "doubt_cases"
NAMES = sorted(path.stem for path in CASES.glob("*.xlsx"))


@pytest.fixture(scope="module", params=NAMES)
def case(request, listed_divisions):
    with transaction.atomic():
        import_ledger(CASES / f"{request.param}.xlsx")
        yield SimpleNamespace(expected=json.loads((CASES / f"{request.param}.expected.json").read_text("utf-8")))
        transaction.set_rollback(True)


def test_every_hit_is_the_expected_one(case, db):
    for day, expected in case.expected.items():
        found = answer("--as-of", day, "--division", expected["division"])
        for rule, wanted in zip(found["rules"], expected["rules"], strict=True):
            assert rule == wanted, rule["code"]
        assert found == expected


def answer(*options):
    """What the command says in JSON."""
    said = StringIO()
    call_command("check_data", "--format", "json", *options, stdout=said)
    return json.loads(said.getvalue())
