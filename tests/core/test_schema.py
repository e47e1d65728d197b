"""An empty database gets the tables at once that migrations lead to."""

import re

import environ
import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import ConnectionHandler

from core import schema
from tests.databases import empty_database, manage

#: SQLite numbers what has no name.
NUMBERED = re.compile("fk_|__")
#: Django's own, which nothing here uses: by its migrations the numbers of its rows are wider.
NOT_OURS = "auth_group_permissions"


def described(database):
    """Columns, indexes and constraints by table, in whatever order they were made."""
    with database.cursor() as cursor:
        return {table: description(database, cursor, table) for table in database.introspection.table_names(cursor)}


def description(database, cursor, table):
    columns = database.introspection.get_table_description(cursor, table)
    constraints = database.introspection.get_constraints(cursor, table)
    named = [("" if NUMBERED.match(name) else name, details) for name, details in constraints.items()]
    return sorted(map(repr, columns)), sorted(map(repr, named))


@pytest.fixture
def migrated(tmp_path, db):
    with empty_database(tmp_path) as environment:
        status, printed = manage("migrate", "--verbosity=0", **environment)
        assert status == 0, printed
        database = ConnectionHandler({"default": environ.Env.db_url_config(environment["DATABASE_URL"])})["default"]
        yield database
        database.close()


def test_both_ways_lead_to_the_same_tables(migrated):
    by_migrations, at_once = described(migrated), described(connection)
    assert len(at_once) > 100
    assert at_once.keys() == by_migrations.keys()
    assert [table for table in at_once if at_once[table] != by_migrations[table]] in ([], [NOT_OURS])


def test_nothing_is_left_to_migrate(db):
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


def test_a_database_with_tables_is_left_alone(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        schema.create_if_empty()
