"""docs/operations.md takes rights away from the program's account on PostgreSQL; with what is left it still works."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import ProgrammingError, connection, transaction
from django.db.models import QuerySet

from core import audit
from core.models import AuditEvent, AuditHead

OPERATIONS = Path(settings.BASE_DIR) / "docs" / "operations.md"


@pytest.fixture
def as_the_programs_account(db):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no accounts")
    statements = re.search(r"```sql\n(.+?)```", OPERATIONS.read_text(encoding="utf-8"), re.DOTALL).group(1)
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE wutuan")
        cursor.execute(statements)
        cursor.execute("SET LOCAL ROLE wutuan")


@pytest.mark.usefixtures("as_the_programs_account")
def test_the_program_records_seals_and_verifies():
    audit.record("import")
    audit.record("export")
    assert audit.seal() == 2
    assert audit.verify().fault == ""


@pytest.mark.usefixtures("as_the_programs_account")
def test_the_program_cannot_change_or_delete_a_line_even_past_its_own_refusal():
    audit.record("import")
    lines = AuditEvent.objects.all()
    for attempt in (
        lambda: QuerySet.update(lines, actor_name="somebody else"),
        lambda: QuerySet.delete(lines),
        AuditHead.objects.all().delete,
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            attempt()
