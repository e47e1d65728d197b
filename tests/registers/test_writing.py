"""Adding, changing, ending and voiding records of a register; tried on workshops, the same for all."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from core.models import AuditEvent
from fictional.one_of_everything import FAR, NEXT, OWN
from tests.exchanged import form_of, sent, text
from workshops.models import Inspection, Workshop

NEW = {
    "code": "CJ09",
    "name": "木瓜竹编车间",
    "village": NEXT,
    "kind": "home",
    "site": "",
    "certified_on": "2023-05-01",
}


def test_a_record_is_added_and_says_who_did_it(staff):
    answer = staff.post(reverse("workshops:workshop_add"), sent(**NEW))
    workshop = Workshop.objects.get(code="CJ09")
    assert answer.url == workshop.get_absolute_url()
    assert workshop.history.get().history_user.username == "staff"
    assert "已登记" in text(staff.get(answer.url))


def test_a_form_sent_twice_adds_one_record(staff):
    twice = sent(**NEW)
    first, second = (staff.post(reverse("workshops:workshop_add"), twice) for _ in range(2))
    assert first.url == second.url
    assert Workshop.objects.filter(code="CJ09").count() == 1


def test_a_missing_value_is_said_beside_its_field_and_nothing_is_lost(staff):
    page = text(staff.post(reverse("workshops:workshop_add"), sent(**{**NEW, "certified_on": ""})))
    assert "没有填" in page
    assert "木瓜竹编车间" in page
    assert not Workshop.objects.filter(code="CJ09").exists()


def test_a_key_that_is_taken_is_said(staff):
    page = text(staff.post(reverse("workshops:workshop_add"), sent(**{**NEW, "code": "CJ01"})))
    assert "车间编号相同的就业帮扶车间已经登记过" in page


def test_a_village_of_another_town_is_no_choice(staff):
    staff.post(reverse("workshops:workshop_add"), sent(**{**NEW, "village": FAR}))
    assert not Workshop.objects.filter(code="CJ09").exists()


def test_a_change_is_written_with_its_history(staff, small_town):
    address = reverse("workshops:workshop_change", args=[small_town.workshop.pk])
    staff.post(address, {**form_of(staff, address), "name": "白水头服装车间"})
    small_town.workshop.refresh_from_db()
    assert small_town.workshop.name == "白水头服装车间"
    assert "白水头车间</del> 改为 <ins>白水头服装车间" in text(staff.get(small_town.workshop.get_absolute_url()))


def test_a_record_ends_with_a_date_and_a_reason(staff, small_town):
    address = reverse("workshops:workshop_action", args=[small_town.workshop.pk, "stop"])
    form = {**form_of(staff, address), "stopped_on": "2023-05-10", "change_reason": "订单不足"}
    assert "在2023-05-10停产或退出，这份就业那时没有结束；结束就业，或更正车间（3处）" in text(
        staff.post(address, form)
    )
    staff.post(address, {**form, "confirmed": "1"})
    small_town.workshop.refresh_from_db()
    assert small_town.workshop.stopped_on == date(2023, 5, 10)
    assert "订单不足" in text(staff.get(small_town.workshop.get_absolute_url()))
    assert staff.get(address).status_code == 404


def test_an_end_before_the_beginning_is_said_beside_its_field(staff, small_town):
    """The form shows the later day alone."""
    inspection = Inspection.objects.get()
    address = reverse("workshops:inspection_action", args=[inspection.pk, "rectify"])
    page = text(staff.post(address, {**form_of(staff, address), "rectified_on": "2023-01-01"}))
    assert "整改完成日期早于检查日期" in page
    assert Inspection.objects.get().rectified_on is None


def test_what_ended_can_go_on(staff, small_town):
    Workshop.objects.filter(pk=small_town.workshop.pk).update(stopped_on=date(2023, 6, 1))
    address = reverse("workshops:workshop_action", args=[small_town.workshop.pk, "resume"])
    staff.post(address, {**form_of(staff, address), "change_reason": "新订单"})
    small_town.workshop.refresh_from_db()
    assert small_town.workshop.stopped_on is None


def test_a_fact_is_added_to_what_it_belongs_to(staff, small_town):
    address = reverse("workshops:inspection_add", args=[small_town.workshop.pk])
    answer = staff.post(address, sent(inspected_on="2023-06-01", result="passed", problem=""))
    assert answer.url == small_town.workshop.get_absolute_url()
    assert small_town.workshop.inspections.filter(inspected_on=date(2023, 6, 1)).exists()


def test_a_second_fact_with_the_same_key_is_refused(staff, small_town):
    address = reverse("workshops:inspection_add", args=[small_town.workshop.pk])
    page = text(staff.post(address, sent(inspected_on="2023-03-01", result="passed", problem="")))
    assert "车间、检查日期相同的车间检查已经登记过" in page
    assert small_town.workshop.inspections.count() == 1


def test_the_second_of_two_people_sees_both_values_and_chooses(staff, signed_in, small_town):
    address = reverse("workshops:workshop_change", args=[small_town.workshop.pk])
    mine = {**form_of(staff, address), "name": "我改的名"}
    other = signed_in("administrator")
    other.post(address, {**form_of(other, address), "name": "别人改的名", "kind": "home"})
    staff = signed_in("staff")
    asked = staff.post(address, mine)
    assert all(words in text(asked) for words in ("administrator", "别人改的名", "我改的名", "居家式", "厂房式"))
    again = {**mine, "seen": asked.context["form"].data["seen"], "token": str(uuid4())}
    staff.post(address, {**again, "keep-name": "mine", "keep-kind": "theirs"})
    small_town.workshop.refresh_from_db()
    assert (small_town.workshop.name, small_town.workshop.kind) == ("我改的名", "home")


def test_changes_of_different_fields_that_agree_are_not_asked_about(staff, signed_in, small_town):
    address = reverse("workshops:workshop_change", args=[small_town.workshop.pk])
    mine = {**form_of(staff, address), "name": "同一个名"}
    other = signed_in("administrator")
    other.post(address, {**form_of(other, address), "name": "同一个名"})
    assert signed_in("staff").post(address, mine).status_code == 302


def test_a_mistake_is_voided_with_a_reason_and_brought_back(staff, small_town):
    inspection = Inspection.objects.get()
    address = reverse("workshops:inspection_void", args=[inspection.pk])
    assert "没有填" in text(staff.post(address, sent(reason="")))
    staff.post(address, sent(reason="录错了车间"))
    assert not Inspection.objects.exists()
    page = text(staff.get(reverse("workshops:inspection", args=[inspection.pk])))
    assert "录错了车间" in page
    staff.post(reverse("workshops:inspection_revive", args=[inspection.pk]), sent(reason="没有录错"))
    assert Inspection.objects.exists()
    actions = list(AuditEvent.objects.values_list("action", flat=True).order_by("pk"))
    assert actions[-2:] == ["void", "revive"]


def test_what_others_stand_on_is_not_voided(staff, small_town):
    page = text(staff.post(reverse("workshops:workshop_void", args=[small_town.workshop.pk]), sent(reason="重复")))
    assert "还有" in page
    assert "1条车间检查" in page
    assert Workshop.objects.filter(pk=small_town.workshop.pk).exists()


def test_whoever_only_reads_has_no_buttons_and_no_forms(signed_in, small_town):
    for name in ("clerk", "leader"):
        client = signed_in(name)
        assert "修改</a>" not in text(client.get(small_town.workshop.get_absolute_url()))
        assert client.get(reverse("workshops:workshop_change", args=[small_town.workshop.pk])).status_code == 403


def test_a_voided_record_is_nowhere_for_those_who_only_read(signed_in, small_town):
    inspection = Inspection.objects.get()
    signed_in("staff").post(reverse("workshops:inspection_void", args=[inspection.pk]), sent(reason="录错"))
    assert signed_in("clerk").get(reverse("workshops:inspection", args=[inspection.pk])).status_code == 404


def test_the_list_finds_narrows_and_exports(staff, small_town):
    Workshop.objects.create(code="CJ02", name="竹编车间", village_id=OWN, kind="home", certified_on=date(2023, 1, 1))
    listed = reverse("workshops:workshop_list")
    assert "竹编车间" in text(staff.get(listed, {"q": "竹编"}))
    assert "白水头车间" not in text(staff.get(listed, {"kind": "home"}))
    exported = staff.post(reverse("workshops:workshop_export") + "?kind=home")
    from io import BytesIO

    from openpyxl import load_workbook

    rows = list(load_workbook(BytesIO(b"".join(exported.streaming_content))).active.iter_rows(values_only=True))
    assert [row[1] for row in rows[2:]] == ["车间名称", "竹编车间"]
    assert AuditEvent.objects.filter(action="export").count() == 1


@pytest.mark.parametrize(("role", "is_asked"), [("staff", True), ("leader", False), ("administrator", True)])
def test_only_who_keeps_a_register_is_asked_whether_to_list_what_was_voided(signed_in, role, is_asked):
    page = signed_in(role).get(reverse("workshops:inspection_list")).content.decode()
    assert ('name="voided"' in page) is is_asked


def test_the_list_shows_what_was_voided_to_those_who_keep_it(staff, small_town):
    staff.post(reverse("workshops:inspection_void", args=[Inspection.objects.get().pk]), sent(reason="录错"))
    listed = reverse("workshops:inspection_list")
    assert "无消防器材" not in text(staff.get(listed))
    assert "无消防器材" in text(staff.get(listed, {"voided": "yes"}))
