"""A rectification says what was wrong, and may have photos."""

from copy import copy
from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.models import Document
from core.records.conflicts import latest_version
from labor.models import SpotCheck
from tests.exchanged import form_of, text
from workshops.models import Inspection

pytestmark = pytest.mark.usefixtures("today")
JPG = b"\xff\xd8\xff\xe0 made up"


@pytest.fixture(params=["inspection", "spot_check"])
def failed(request, small_town):
    """Something that was found wrong, and the address at which it is put right."""
    if request.param == "inspection":
        made = Inspection.objects.create(workshop=small_town.workshop, inspected_on=date(2023, 5, 2), result="failed")
        return made, reverse("workshops:inspection_action", args=[made.pk, "rectify"])
    told = {"checked_on": date(2023, 5, 2), "level": "town", "method": "phone", "result": "untrue"}
    made = SpotCheck.objects.create(person=small_town.person, **told)
    return made, reverse("labor:spot_check_action", args=[made.pk, "rectify"])


def rectify(client, failed, *files, **said):
    record, address = failed
    found = [SimpleUploadedFile(name, content) for name, content in files]
    sent = {"token": str(uuid4()), "seen": latest_version(record), "rectified_on": "2023-05-10", "confirmed": "1"}
    page = client.post(address, {**sent, "photos": found, **said})
    record.refresh_from_db()
    return page


def test_what_was_wrong_is_asked_where_nobody_said_it(staff, failed):
    assert "“整改的问题”没有填" in text(rectify(staff, failed, problem=""))
    assert failed[0].rectified_on is None
    rectify(staff, failed, problem="没有挂牌")
    assert (failed[0].rectified_on, failed[0].problem) == (date(2023, 5, 10), "没有挂牌")


def test_what_was_said_before_stays_where_it_is_left_blank(staff, failed):
    type(failed[0]).objects.filter(pk=failed[0].pk).update(problem="工资没有核实")
    assert staff.get(failed[1]).context["form"]["problem"].value() == "工资没有核实"
    rectify(staff, failed, problem="")
    assert (failed[0].rectified_on, failed[0].problem) == (date(2023, 5, 10), "工资没有核实")


def test_photos_stay_on_the_record_as_evidence(staff, failed):
    rectify(staff, failed, ("一.jpg", JPG), ("二.png", b"\x89PNG\r\n\x1a\n"), problem="没有挂牌")
    assert [each.proves for each in Document.objects.of(failed[0])] == ["整改照片", "整改照片"]
    assert "一.jpg" in text(staff.get(failed[0].get_absolute_url()))


def test_only_photos_are_taken_and_nothing_is_put_right_by_half(staff, failed):
    page = text(rectify(staff, failed, ("一.jpg", JPG), ("二.pdf", b"%PDF-1.7"), problem="没有挂牌"))
    assert "“二.pdf”：只收照片（JPG、PNG）" in page
    assert "一.jpg" in page
    assert failed[0].rectified_on is None
    assert not Document.objects.exists()


def test_of_many_at_once_what_was_wrong_with_each_stays(staff, failed):
    first, _ = failed
    twins = [copy(first), copy(first)]
    for order, twin in enumerate(twins):
        twin.pk = None
        day = next(name for name in ("inspected_on", "checked_on") if hasattr(twin, name))
        setattr(twin, day, date(2023, 5, 3 + order))
        twin.problem = ("通道堵塞", "")[order]
        twin._state.adding = True
        twin.save()
    first.problem = "没有挂牌"
    first.save()
    records = [first, *twins]
    names = [str(each.pk) for each in records]
    staff.post(reverse(first.route("ticks")), {"shown": names, "row": names, "token": str(uuid4())})
    address = reverse(first.route("many"), kwargs={"action": "rectify"})
    form = form_of(staff, address)
    assert form["problem"] == ""
    told = {**form, "rectified_on": "2023-05-10", "confirmed": "1"}
    assert [each.address for each in staff.post(address, told).context["refused"]] == [records[2].get_absolute_url()]
    staff.post(address, {**told, "token": str(uuid4()), "problem": "都没写"})
    for each in records:
        each.refresh_from_db()
    assert [each.problem for each in records] == ["没有挂牌", "通道堵塞", "都没写"]
    assert {each.rectified_on for each in records} == {date(2023, 5, 10)}


def test_of_many_at_once_no_photos_are_asked(staff, failed):
    record, _ = failed
    route = record.route("many")
    staff.post(reverse(record.route("ticks")), {"shown": str(record.pk), "row": str(record.pk), "token": str(uuid4())})
    page = staff.get(reverse(route, kwargs={"action": "rectify"}))
    assert "photos" not in page.context["form"].fields
