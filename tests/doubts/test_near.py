"""What entry reads beside a record is found by indexes: a county's people are not read for one of them."""

import pytest
from django.db import connection

from core.doubts import Table
from doubts.catalogue import rules
from doubts.neighbourhood import NEAR, near_changes, near_rows
from tests.once import once


def tables():
    """Every table that a rule reads."""
    return {value for rule in rules().values() for value in rule.find.__globals__.values() if isinstance(value, Table)}


@once
@pytest.mark.parametrize("model", NEAR, ids=lambda model: model._meta.label)
def test_no_table_is_read_whole(db, model):
    found = [find(model, table, connection.vendor) for table in tables() for find in (near_rows, near_changes)]
    read = {}
    for query in filter(None, found):
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {query.sql}", query.bound(**dict.fromkeys(query.parameters, "1")))
            steps = [step for *_, step in cursor.fetchall()]
        if whole := [step for step in steps if step.startswith("SCAN") and "INDEX" not in step]:
            read[query.sql] = whole
    assert read == {}
