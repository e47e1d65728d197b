"""A floor is worth something only while it does the same work."""

from dataclasses import replace

import pytest

from bench import floor_sql
from bench.score import DAY, agree
from fictional.scale import workbook
from fictional.scale.storing import load
from fictional.scale.tables import TABLES
from fictional.scale.town import COUNTY, HOME, Shares, county
from ledger.importing import import_ledger
from ledger.sheets import SHEETS_BY_MODEL
from scoring.score import score_towns
from tests.once import once

pytestmark = pytest.mark.django_db

SMALL = replace(county(400, towns=2), shares=Shares(verified=0.8, in_time=0.6, employed=0.5, relocated=0.9))


def test_the_sql_of_the_floor_finds_what_the_engine_finds():
    load(SMALL, rebuild_indexes=False)
    counts = floor_sql.counts(COUNTY, DAY)
    assert agree(score_towns(COUNTY, DAY), counts)
    assert all(counts.values()), "a floor that finds nothing compares nothing"


def test_a_difference_between_floor_and_engine_is_noticed():
    load(SMALL, rebuild_indexes=False)
    counts = floor_sql.counts(COUNTY, DAY)
    counts["2.2"][HOME] = counts["2.2"].get(HOME, 0) + 1
    assert not agree(score_towns(COUNTY, DAY), counts)


@once
def test_the_workbook_says_what_the_database_is_loaded_with(divisions, tmp_path):
    rows = workbook.write(SMALL, tmp_path / "county.xlsx")
    report = import_ledger(tmp_path / "county.xlsx")
    assert report.errors == []
    imported = score_towns(COUNTY, DAY)
    stored = {SHEETS_BY_MODEL[model].sheet_name: model.objects.count() for model in TABLES}
    assert rows == stored | {"状态变更": 0}
    for model in reversed(TABLES):
        model.with_voided.all().delete()
    load(SMALL, rebuild_indexes=False)
    assert [result.as_json() for result in imported] == [result.as_json() for result in score_towns(COUNTY, DAY)]
