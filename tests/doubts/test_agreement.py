"""A form asks about one record what the command finds of it among everything, by the same functions."""

import os
from datetime import date
from pathlib import Path
from random import Random

import pytest
from django.db import transaction

from core.doubts import Everything, Snapshot
from doubts.catalogue import rules
from doubts.checking import check_with_exempted
from doubts.entry import doubts_about
from doubts.keeping import keep_all, keep_of, number_of
from doubts.models import ListedDoubt
from doubts.neighbourhood import NEAR
from ledger.importing import import_ledger

CASES = Path(__file__).parents[1] / "doubt_cases"
NAMES = sorted(path.stem for path in CASES.glob("*.xlsx"))
DAY = date(2023, 12, 31)
SEED = int(os.environ.get("SEED", "17"))


class AllBut(Everything):
    """Everything that is stored but one record."""

    def __init__(self, record):
        self.record = record

    def rows(self, table):
        own = isinstance(self.record, table.model)
        return (row for row in super().rows(table) if not (own and row.pk == self.record.pk))


@pytest.fixture(scope="module", params=NAMES)
def case(request, listed_divisions):
    with transaction.atomic():
        import_ledger(CASES / f"{request.param}.xlsx")
        yield request.param
        transaction.set_rollback(True)


def hits(rule, facts):
    return {(rule.code, hit.subject, hit.key): hit for hit in rule.hits(facts)}


def found_among_everything(record, everything):
    """What would not be found if the record were not there."""
    without, found = Snapshot(DAY, AllBut(record)), set()
    for rule in rules().values():
        if rule.on_entry:
            known = hits(rule, without)
            found |= {key for key in hits(rule, everything) if key not in known}
    return found


def found_on_entry(record):
    return {(rule.code, hit.subject, hit.key) for rule, hit in doubts_about(record, DAY)}


@pytest.mark.parametrize("model", NEAR, ids=lambda model: model.__name__)
def test_what_is_asked_of_a_record_is_what_is_found_of_it_among_everything(case, db, model):
    records = list(model.objects.everywhere("a test").order_by("pk"))
    number = int(os.environ.get("RECORDS", "1" if case.startswith("town") else "4"))
    everything = Snapshot(DAY)
    for record in Random(SEED).sample(records, min(number, len(records))):
        assert found_on_entry(record) == found_among_everything(record, everything), (SEED, case, record.pk)


def test_the_nightly_list_is_what_the_command_finds_and_one_record_is_asked_alike(case, db):
    found = {
        (each.rule.code, hit.subject, hit.key): (hit.village, dict(hit.values))
        for each in check_with_exempted("", DAY)
        for hit in each.hits
    }
    assert keep_all(DAY).settled == 0
    listed = ListedDoubt.objects.filter(rule__in=rules())
    assert {each.name: (each.place, each.values) for each in listed} == found
    assert keep_all(DAY) == (0, 0)
    for model in NEAR:
        numbered = [each for each in model.objects.everywhere("a test").order_by("pk") if number_of(each)]
        for record in Random(SEED).sample(numbered, min(6, len(numbered))):
            assert keep_of(record, DAY) == (0, 0), (SEED, case, record.pk)
