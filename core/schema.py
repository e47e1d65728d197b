"""The tables of an empty database, made at once as the models have them now.

Migrations lead to the same tables by way of every state in between, which takes most of the time of a first start. See
docs/adr/0022-tables-at-once.md.
"""

from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


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
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    recorder.migration_qs.bulk_create(recorder.Migration(app=app, name=name) for app, name in known)
