"""The tables of an empty database, made at once as the models have them now; and whose tables a database has.

Migrations lead to the same tables by way of every state in between, which takes most of the time of a first start. See
docs/adr/0022-tables-at-once.md.
"""

from collections.abc import Iterable
from functools import cache

from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

REMEDY = "请换用更新的版本（git pull，再装一遍依赖），或恢复升级前的备份"


class NewerDatabase(Exception):
    """The database has been through migrations that only a newer program has."""


def create_if_empty() -> None:
    """Make all tables where there are none, and mark all migrations as applied; both or, if cut off, neither."""
    if connection.introspection.table_names():
        return
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        mark_as_migrated()


def mark_as_migrated() -> None:
    """Say of every migration that it was applied."""
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    recorder.migration_qs.bulk_create(recorder.Migration(app=app, name=name) for app, name in _known())


def create_as_of(migrations: Iterable[str]) -> None:
    """Make all tables as they were when `migrations` were applied, each named as in `core.0001_initial`."""
    wanted = {(app, name) for app, _, name in (each.partition(".") for each in migrations)}
    if wanted == _known():
        create_if_empty()
    else:
        executor = MigrationExecutor(connection)
        nodes = executor.loader.graph.node_map
        followed = {parent.key for key in wanted for parent in nodes[key].parents if parent.key[0] == key[0]}
        executor.migrate(sorted(wanted - followed))  # to go to one that was passed would be to go back


def unknown_to_this_program(migrations: Iterable[str]) -> list[str]:
    """Those of `migrations` that only a newer program has."""
    return sorted(set(migrations) - {f"{app}.{name}" for app, name in _known()})


def refuse_newer() -> None:
    """NewerDatabase where a newer program has made or changed the tables: this one would misread them."""
    if unknown := unknown_to_this_program(applied()):
        raise NewerDatabase(f"数据库由更新的版本建立或升级过（{unknown[0]}），这个版本的程序不认得")


def applied() -> list[str]:
    """The migrations that the database has, each named as in `core.0001_initial`; none where it has no tables."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


@cache
def _known() -> set[tuple[str, str]]:
    """The migrations of this program."""
    return set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
