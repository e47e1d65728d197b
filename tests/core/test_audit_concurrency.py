"""Many processes record and seal at once: the chain stays one chain."""

from tests.databases import finish, manage, ready_database, start

PROCESSES, LINES = 4, 15
SET_UP = """
import os
import django
django.setup()
from django.db import transaction
from core.audit import trail
"""
RECORD = f"""
for number in range({LINES}):
    with transaction.atomic():
        trail.record("import", details={{"number": number}})
    trail.seal()
"""
DIE_BEFORE_SEALING = """
trail.seal = lambda: os._exit(9)
trail.record("import")
"""


def test_processes_that_seal_at_once_make_one_chain(tmp_path):
    with ready_database(tmp_path) as database:
        workers = [start("-c", SET_UP + RECORD, **database) for _ in range(PROCESSES)]
        results = [finish(worker) for worker in workers]
        status, verdict = manage("audit_verify", **database)
    assert results == [(0, "")] * PROCESSES
    assert verdict.startswith(f"审计记录完好，共 {PROCESSES * LINES} 条\n")
    assert status == 0


def test_what_a_process_left_unsealed_when_it_was_killed_is_sealed_by_the_next_one(tmp_path):
    with ready_database(tmp_path) as database:
        assert finish(start("-c", SET_UP + DIE_BEFORE_SEALING, **database)) == (9, "")
        before = manage("audit_verify", **database)
        assert finish(start("-c", SET_UP + "trail.seal()", **database)) == (0, "")
        after = manage("audit_verify", **database)
    assert before == (0, "另有 1 条尚未封存\n审计记录完好，共 0 条\n")
    assert after[1].startswith("审计记录完好，共 2 条\n")  # to verify leaves a line
