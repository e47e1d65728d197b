"""The audit trail: what is recorded, how it is sealed, and that any change of it is found."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import ProtectedError, QuerySet

from accounts.models import User
from core import audit
from core.actor import acting_as
from core.audit import trail
from core.models import AuditEvent, AuditHead, Village
from core.models.audit import AppendOnly

IMPORT = AuditEvent.Action.IMPORT
ID_NUMBER = "430599199001010010"
PHONE = "15400000001"


def overwrite(sequence, /, **values):
    """What somebody with the database's password can do."""
    QuerySet.update(AuditEvent.objects.filter(sequence=sequence), **values)


def remove(sequence):
    QuerySet.delete(AuditEvent.objects.filter(sequence=sequence))


@pytest.fixture
def chain(db):
    """Five sealed lines."""
    for number in range(1, 6):
        audit.record(IMPORT, details={"number": number})
    audit.seal()


# --- what a line says ---


def test_a_line_says_who_did_what_to_what_where(db):
    clerk = User.objects.create_user("clerk")
    village = Village.objects.create(code="430529104206", name="木瓜村")
    with acting_as(clerk, ip="10.1.2.3"):
        line = audit.record("export", subject=village, details={"rows": 12})
    line.refresh_from_db()
    assert (line.actor, line.actor_name, line.ip) == (clerk, "clerk", "10.1.2.3")
    assert (line.action, line.subject_type, line.subject_id) == ("export", "core.village", "430529104206")
    assert line.division_code == "430529104206"
    assert line.details == {"rows": 12}


def test_a_line_of_a_command_has_no_user_but_a_name(db):
    with acting_as(None, label="命令行（operator）"):
        line = audit.record(IMPORT, division="430529104")
    assert (line.actor, line.actor_name, line.division_code) == (None, "命令行（operator）", "430529104")


def test_an_action_that_is_not_on_the_list_is_refused(db):
    with pytest.raises(ValueError, match="dance"):
        audit.record("dance")


def test_a_request_through_a_socket_has_no_address(db):
    with acting_as(None, ip=""):
        assert audit.record("sign_in_failed").ip is None
    with acting_as(None, ip="unix:"):
        assert audit.record("sign_in_failed").ip is None


def test_identity_and_phone_numbers_are_masked_before_they_are_stored(db):
    details = {"user": ID_NUMBER, PHONE: ["打给" + PHONE, {"n": int(PHONE)}], "n": 17}
    with acting_as(None, label=PHONE):
        line = audit.record("sign_in_failed", details=details)
    line.refresh_from_db()
    stored = json.dumps(line.details) + line.actor_name
    assert ID_NUMBER not in stored
    assert PHONE not in stored
    assert line.details["n"] == 17


def test_details_keep_their_lists(db):
    line = audit.record(IMPORT, details={"rows": [1, (2, "三")], "numbers": {4}})
    line.refresh_from_db()
    assert line.details == {"rows": [1, [2, "三"]], "numbers": [4]}


def test_a_name_longer_than_the_column_is_cut(db):
    with acting_as(None, label="长" * 151):
        assert audit.record(IMPORT).actor_name == "长" * 150


def test_details_come_back_as_they_were_whatever_their_type(db):
    line = audit.record(IMPORT, details={"score": Decimal("93.50"), "day": date(2023, 6, 30), "done": True, "x": None})
    line.refresh_from_db()
    assert line.details == {"score": "93.50", "day": "2023-06-30", "done": True, "x": None}


# --- added, never changed ---


def test_a_line_is_neither_changed_nor_deleted(chain):
    line = AuditEvent.objects.sealed().first()
    for attempt in (
        line.save,
        line.delete,
        AuditEvent.objects.all().delete,
        lambda: AuditEvent.objects.update(actor_name="somebody else"),
        lambda: AuditEvent.objects.bulk_update([line], ["actor_name"]),
        lambda: AuditEvent.objects.bulk_create(
            [line], update_conflicts=True, unique_fields=["id"], update_fields=["actor_name"]
        ),
    ):
        with pytest.raises(AppendOnly), transaction.atomic():
            attempt()
    assert AuditEvent.objects.count() == 5


def test_a_new_line_with_the_key_of_an_old_one_does_not_replace_it(chain):
    old = AuditEvent.objects.get(sequence=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEvent(pk=old.pk, action=IMPORT, actor_name="somebody else").save()
    assert audit.verify().fault == ""


def test_a_sealed_line_is_never_sealed_again(chain):
    assert AuditEvent.objects.filter(sequence=1).seal_as(99, "", "") == 0
    assert audit.verify().fault == ""


def test_a_user_who_has_done_something_cannot_be_deleted(db):
    clerk = User.objects.create_user("clerk")
    with acting_as(clerk):
        audit.record("export")
    with pytest.raises(ProtectedError):
        clerk.delete()


# --- sealing ---


@pytest.mark.django_db(transaction=True)
def test_a_line_is_sealed_just_after_its_transaction_and_not_before():
    with transaction.atomic():
        line = audit.record(IMPORT)
        assert AuditEvent.objects.get(pk=line.pk).sequence is None
    assert AuditEvent.objects.get(pk=line.pk).sequence == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_leaves_no_line():
    with transaction.atomic():
        audit.record(IMPORT)
        transaction.set_rollback(True)
    assert not AuditEvent.objects.exists()
    assert audit.verify().fault == ""


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_while_one_seals_nobody_else_gets_the_head(monkeypatch):
    def is_held():
        try:
            with transaction.atomic():
                AuditHead.objects.select_for_update(nowait=True).get(pk=1)
        except OperationalError:
            return True
        finally:
            connection.close()
        return False

    def digest(event, *place):
        with ThreadPoolExecutor() as others:
            held.append(others.submit(is_held).result())
        return compute(event, *place)

    audit.record(IMPORT)
    held, compute = [], AuditEvent.digest
    monkeypatch.setattr(AuditEvent, "digest", digest)
    audit.record(IMPORT)
    assert held == [True]


@pytest.mark.django_db(transaction=True)
def test_a_failure_to_seal_does_not_undo_what_people_did(monkeypatch, caplog):
    def fail():
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(trail, "seal", fail)
        audit.record(IMPORT)
    assert AuditEvent.objects.unsealed().count() == 1
    audit.record(IMPORT)
    assert AuditEvent.objects.unsealed().count() == 0


def test_the_sweeper_seals_what_a_killed_process_left(db):
    audit.record(IMPORT)  # within the test's transaction nothing is sealed
    assert audit.verify().unsealed == 1
    assert audit.seal() == 1
    assert audit.seal() == 0
    assert audit.verify() == audit.Finding(1, AuditEvent.objects.get().hash, 0, "")


def test_many_lines_are_sealed_batch_by_batch(db, monkeypatch):
    monkeypatch.setattr(trail, "BATCH", 2)
    for _ in range(5):
        audit.record(IMPORT)
    assert audit.seal() == 5
    assert audit.verify().length == 5


# --- verification ---


def test_a_whole_chain_verifies(chain, capsys):
    call_command("audit_verify")
    last = AuditEvent.objects.get(sequence=5)
    assert capsys.readouterr().out.splitlines() == ["审计记录完好，共 5 条", f"5:{last.hash}"]


def test_it_is_told_how_far_the_verification_is(chain):
    told = []
    audit.verify(tell=lambda done, total: told.append((done, total)))
    assert told == [(number, len(told)) for number in range(1, len(told) + 1)]
    assert len(told) == AuditEvent.objects.count() > 1


def test_an_empty_chain_verifies(db, capsys):
    call_command("audit_verify")
    assert capsys.readouterr().out == "审计记录完好，共 0 条\n"


def test_unsealed_lines_are_counted_and_no_fault(chain, capsys):
    audit.record(IMPORT)
    call_command("audit_verify")
    assert "另有 1 条尚未封存" in capsys.readouterr().out


@pytest.mark.parametrize(
    "values",
    [
        {"actor_name": "somebody else"},
        {"action": "export"},
        {"details": {"number": 4}},
        {"happened_at": datetime(2023, 6, 14, tzinfo=UTC)},
        {"subject_type": "core.village"},
        {"subject_id": "1"},
        {"division_code": "430529104"},
        {"ip": "10.0.0.1"},
        {"hash": "0" * 64},
        {"previous_hash": "0" * 64},
    ],
    ids=lambda values: next(iter(values)),
)
@pytest.mark.parametrize("sequence", [1, 3, 5])
def test_an_edited_line_is_found_and_named(chain, sequence, values):
    overwrite(sequence, **values)
    with pytest.raises(CommandError, match=f"第{sequence}条"):
        call_command("audit_verify")


def test_another_user_put_into_a_line_is_found(chain):
    overwrite(2, actor=User.objects.create_user("clerk"))
    assert "第2条被改动" in audit.verify().fault


def test_an_edited_line_whose_hash_was_computed_again_is_found(chain):
    line = AuditEvent.objects.get(sequence=2)
    line.actor_name = "somebody else"
    overwrite(2, actor_name=line.actor_name, hash=line.digest(2, line.previous_hash))
    assert "第3条与上一条不相接" in audit.verify().fault


def test_an_edited_last_line_whose_hash_was_computed_again_is_found(chain):
    line = AuditEvent.objects.get(sequence=5)
    line.actor_name = "somebody else"
    overwrite(5, actor_name=line.actor_name, hash=line.digest(5, line.previous_hash))
    assert "第5条与记下的校验值不符" in audit.verify().fault


@pytest.mark.parametrize("sequence", [1, 3, 5])
def test_a_removed_line_is_found_and_named(chain, sequence):
    remove(sequence)
    assert f"第{sequence}条缺失" in audit.verify().fault


def test_all_lines_removed_are_found(chain):
    QuerySet.delete(AuditEvent.objects.all())
    assert "末尾少了5条" in audit.verify().fault


def test_two_lines_that_changed_places_are_found(chain):
    overwrite(2, sequence=99)
    overwrite(3, sequence=2)
    overwrite(99, sequence=3)
    assert "第2条" in audit.verify().fault


def test_an_inserted_line_is_found(chain):
    audit.record(IMPORT)
    QuerySet.update(AuditEvent.objects.unsealed(), sequence=6, hash="0" * 64)
    assert "第6条被改动" in audit.verify().fault


def test_a_line_inserted_with_the_right_hash_is_found(chain):
    last, forged = AuditEvent.objects.get(sequence=5), audit.record(IMPORT)
    forged.refresh_from_db()
    AuditEvent.objects.filter(pk=forged.pk).seal_as(6, last.hash, forged.digest(6, last.hash))
    assert "第6条不是本系统封存的" in audit.verify().fault


def test_a_removed_head_is_found_and_nothing_is_sealed_over_it(chain):
    AuditHead.objects.all().delete()
    assert "不是本系统封存的" in audit.verify().fault
    audit.record(IMPORT)
    with pytest.raises(IntegrityError):
        audit.seal()


def test_a_chain_rewritten_with_its_head_is_found_by_a_hash_noted_down_earlier(chain, capsys):
    noted = f"5:{AuditEvent.objects.get(sequence=5).hash}"
    remove(5)
    last = AuditEvent.objects.get(sequence=4)
    AuditHead.objects.update(length=4, hash=last.hash)
    call_command("audit_verify")  # what the database says of itself is whole
    with pytest.raises(CommandError, match="第5条缺失"):
        call_command("audit_verify", f"--anchor={noted}")


def test_a_hash_noted_down_earlier_still_holds_when_the_chain_has_grown(chain):
    noted = f"5:{AuditEvent.objects.get(sequence=5).hash}"
    audit.record(IMPORT)
    audit.seal()
    call_command("audit_verify", f"--anchor={noted}")
    with pytest.raises(CommandError, match="第4条与记下的校验值不符"):
        call_command("audit_verify", f"--anchor=4:{noted[2:]}")


@pytest.mark.parametrize("text", ["", "5", "0:" + "a" * 64, "x:" + "a" * 64, "5:abc"])
def test_a_mistyped_anchor_is_refused(db, text):
    with pytest.raises(CommandError, match="序号:校验值"):
        call_command("audit_verify", f"--anchor={text}")


def test_verification_costs_the_same_few_queries_whatever_the_length(chain, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        assert audit.verify().length == 5
