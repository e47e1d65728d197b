"""An import can be taken back as long as nothing newer stands on it: all of it, or nothing."""

import pytest
from django.utils import timezone

from core.models import AuditEvent, Village
from labor.models import Household, Person, PersonAlias, Verification
from ledger.importing import import_ledger
from ledger.models import ImportBatch, ImportJob
from ledger.undoing import NotUndoable, undo
from oversight.models import PolicyPayment
from tests.ledger.builders import (
    HOUSEHOLDS,
    OTHER_TOWN_VILLAGE,
    OWN_TOWN,
    PEOPLE,
    PERSON,
    TOWN,
    VILLAGE,
    person,
)

CHECKS = ["证件号码", "核实日期", "核实方式", "核实结果"]
POLICY = [["政策编号", "镇代码", "政策名称", "年度", "落实时限"], ["Z1", "430529104", "补助", 2023, "2023-12-31"]]
GOOD_ROWS = ImportJob.Mode.GOOD_ROWS

pytestmark = pytest.mark.django_db


@pytest.fixture
def bring_in(workbook, divisions):
    """Import sheets and return their batch."""

    def run(sheets):
        assert import_ledger(workbook(sheets)).written
        return ImportBatch.objects.first()

    return run


def renamed(name="另名"):
    return {"劳动力": [PEOPLE[0], person(name=name)]}


def checked(day="2023-03-01"):
    return {"信息核实": [CHECKS, [PERSON, day, "电话", "无变化"]]}


def test_what_a_batch_added_is_voided_and_says_why(bring_in, staff):
    undo(bring_in(OWN_TOWN), user=staff)
    assert not Village.objects.exists()
    assert not Person.objects.exists()
    assert Person.with_voided.get().void_reason == "撤销导入"


def test_what_a_batch_changed_is_as_it_was(bring_in, staff):
    bring_in(OWN_TOWN)
    before = Person.objects.values().get()
    undo(bring_in(renamed()), user=staff)
    assert Person.objects.values().get() == before
    assert Household.objects.exists()


def test_the_history_tells_of_import_and_undoing(bring_in, staff):
    bring_in(OWN_TOWN)
    batch = bring_in(renamed())
    undo(batch, user=staff)
    latest = Person.history.first()
    assert (latest.name, latest.history_type) == ("试一", "~")
    assert (latest.history_user, latest.history_change_reason) == (staff, batch.undo_reason)
    assert [row.name for row in Person.history.all()] == ["试一", "另名", "试一"]


def test_it_is_written_down_in_the_trail(bring_in, staff):
    batch = bring_in(OWN_TOWN)
    undo(batch, user=staff)
    event = AuditEvent.objects.get(action=AuditEvent.Action.UNDO)
    assert (event.subject_id, event.details) == (str(batch.pk), batch.report)
    assert batch.report
    batch.refresh_from_db()
    assert batch.undone_by == staff


def test_once_is_enough(bring_in, staff):
    batch = bring_in(OWN_TOWN)
    undo(batch, user=staff)
    with pytest.raises(NotUndoable, match="已经撤销"):
        undo(batch, user=staff)


def test_the_same_ledger_comes_in_again_afterwards(bring_in, staff, workbook):
    undo(bring_in(OWN_TOWN), user=staff)
    report = import_ledger(workbook(OWN_TOWN))
    assert report.sheets["劳动力"].changed == 1
    assert Person.objects.get().household.code == "H1"


def test_what_a_batch_brought_back_is_voided_again(bring_in, staff):
    undo(bring_in(OWN_TOWN), user=staff)
    undo(bring_in(OWN_TOWN), user=staff)
    assert not Person.objects.exists()
    assert not Village.objects.exists()


def test_an_import_that_changed_nothing_takes_nothing_back(bring_in, staff):
    bring_in(OWN_TOWN)
    undo(bring_in(OWN_TOWN), user=staff)
    assert Person.objects.exists()


def test_a_later_change_stands_in_the_way(bring_in, staff):
    batch = bring_in(OWN_TOWN)
    bring_in(renamed())
    with pytest.raises(NotUndoable, match="“劳动力”中有 1 条在这次导入之后又被改动"):
        undo(batch, user=staff)
    assert Household.objects.exists()
    batch.refresh_from_db()
    assert batch.undone_at is None


def test_a_row_that_was_voided_by_hand_meanwhile_stands_in_the_way_like_any_change(bring_in, staff):
    bring_in(OWN_TOWN)
    batch = bring_in(checked())
    found = Verification.objects.get()
    found.voided_at, found.void_reason = timezone.now(), "没有打通"
    found.save()
    with pytest.raises(NotUndoable, match="“信息核实”中有 1 条在这次导入之后又被改动"):
        undo(batch, user=staff)
    assert Verification.with_voided.get().void_reason == "没有打通"


def test_undoing_the_later_batch_clears_the_way_only_by_hand(bring_in, staff):
    first, second = bring_in(OWN_TOWN), bring_in(renamed())
    undo(second, user=staff)
    with pytest.raises(NotUndoable, match="又被改动"):
        undo(first, user=staff)


def test_a_later_fact_about_somebody_added_stands_in_the_way(bring_in, staff):
    batch = bring_in(OWN_TOWN)
    bring_in(checked())
    with pytest.raises(NotUndoable, match="之后又有 1 条记录用到了这次新增的“劳动力”"):
        undo(batch, user=staff)
    assert Person.objects.exists()


def test_a_later_fact_about_somebody_brought_back_stands_in_the_way(bring_in, staff):
    undo(bring_in(OWN_TOWN), user=staff)
    batch = bring_in(OWN_TOWN)
    bring_in(checked())
    with pytest.raises(NotUndoable, match="之后又有 1 条记录用到了这次新增的“劳动力”"):
        undo(batch, user=staff)
    assert Person.objects.exists()


def test_a_later_fact_that_was_voided_does_not(bring_in, staff):
    batch = bring_in(OWN_TOWN)
    bring_in(checked())
    Verification.objects.update(voided_at=timezone.now())
    undo(batch, user=staff)
    assert not Person.objects.exists()


def test_a_fact_about_somebody_only_changed_does_not(bring_in, staff):
    bring_in(OWN_TOWN)
    batch = bring_in(renamed())
    bring_in(checked())
    undo(batch, user=staff)
    assert Person.objects.get().name == "试一"


def test_a_former_number_given_later_stands_in_the_way(bring_in, staff):
    batch = bring_in(OWN_TOWN)
    PersonAlias.objects.create(id_number="430599198505050026", person=Person.objects.get())
    with pytest.raises(NotUndoable, match="劳动力"):
        undo(batch, user=staff)


def test_a_payment_to_somebody_added_stands_in_the_way(bring_in, staff):
    batch = bring_in(OWN_TOWN)
    payments = [["政策编号", "对象编号", "应兑现日期"], ["Z1", PERSON, "2023-10-01"]]
    bring_in({"政策落实": POLICY, "政策兑现": payments})
    assert PolicyPayment.objects.exists()
    with pytest.raises(NotUndoable, match="劳动力"):
        undo(batch, user=staff)


def test_a_row_without_an_earlier_history_cannot_become_what_it_was(bring_in, staff):
    bring_in(OWN_TOWN)
    Person.history.all().delete()
    batch = bring_in(renamed())
    with pytest.raises(NotUndoable, match="“劳动力”中有 1 条找不到导入前的内容"):
        undo(batch, user=staff)
    assert Person.objects.get().name == "另名"


def test_rows_outside_ones_divisions_are_not_taken_back(bring_in, staff, administrator):
    batch = bring_in(TOWN)
    with pytest.raises(NotUndoable, match="管辖区划以外"):
        undo(batch, user=staff)
    undo(batch, user=administrator)
    assert not Village.objects.exists()


def test_somebody_who_moved_away_by_the_batch_returns(bring_in, administrator):
    bring_in(TOWN)
    undo(bring_in({"劳动力": [PEOPLE[0], person(village=OTHER_TOWN_VILLAGE)]}), user=administrator)
    assert Person.objects.get().village_id == VILLAGE


def test_the_number_of_queries_does_not_grow_with_the_rows(bring_in, staff, django_assert_max_num_queries):
    households = [HOUSEHOLDS[0], *([f"H{number}", "户主", VILLAGE, "脱贫户"] for number in range(2000))]
    batch = bring_in({**OWN_TOWN, "农户": households})
    with django_assert_max_num_queries(90):
        undo(batch, user=staff)
    assert not Household.objects.exists()


def test_what_was_emptied_moved_and_kept_is_as_it_was(bring_in, staff):
    bring_in({**OWN_TOWN, "劳动力": [[*PEOPLE[0], "联系电话", "退出日期"], [*person(), "15400001302", "2023-05-05"]]})
    before = Person.objects.values().get()
    emptied = [[*PEOPLE[0], "联系电话", "退出日期"], [*person(name="试二", household="清空"), "", "清空"]]
    batch = bring_in({"劳动力": emptied})
    changed = Person.objects.get()
    assert (changed.household, changed.left_on, changed.phone.plain) == (None, None, "15400001302")
    undo(batch, user=staff)
    assert Person.objects.values().get() == before
