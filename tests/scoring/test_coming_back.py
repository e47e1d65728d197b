"""After a deed one is back in the inbox, at the row that has taken the place of the one that is done."""

import pytest
from django.urls import reverse
from django.utils.http import urlencode

from core.templatetags.addresses import and_back
from fictional.one_of_everything import TODAY, TOWN
from labor.models import JobSeekingCase
from tests.scoring.test_deeds import seek_work

INBOX = reverse("scoring:inbox")

pytestmark = pytest.mark.usefixtures("today", "as_committed")


def test_every_deed_of_the_inbox_leads_back_to_it(staff, small_town):
    seek_work(small_town)
    page = staff.get(INBOX, {"division": TOWN})
    tasks = [task for task in page.context["page"] if task.address != task.page]
    assert len(tasks) > 3
    for place, task in enumerate(page.context["page"]):
        if task.address == task.page:
            continue
        back = f"{INBOX}?{urlencode({'division': TOWN, 'at': place})}"
        address = and_back({"request": page.wsgi_request}, task.address, place)
        assert urlencode({"next": back}) in address
        assert back.replace("&", "&amp;") in staff.get(address).content.decode(), task.duty.name


def test_help_given_from_the_inbox_comes_back_to_the_next_row(staff, small_town):
    seek_work(small_town)
    back = f"{INBOX}?kind=clear&at=0"
    form = staff.get(reverse("labor:employment_add", args=[small_town.person.public_id]), {"as": "other", "next": back})
    given = {"token": form.context["form"]["token"].value(), "seen": "0", "started_on": TODAY.isoformat(),
             "employer": "某厂", "channel": "county", "workplace": "城步", "confirmed": "1"}  # fmt: skip
    sent = staff.post(f"{form.wsgi_request.get_full_path()}", given)
    assert (sent.status_code, sent.headers["Location"]) == (302, back)
    assert JobSeekingCase.objects.get().ended_on == TODAY


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com/", "javascript:alert(1)"])
def test_one_is_led_to_pages_of_the_site_only(staff, small_town, elsewhere):
    address = reverse("labor:employment_add", args=[small_town.person.public_id])
    assert staff.get(address, {"next": elsewhere, "as": "other"}).context["came_from"] == ""


def test_the_row_that_follows_is_marked_and_has_the_focus(staff, small_town):
    seek_work(small_town)
    rows = len(staff.get(INBOX).context["page"].object_list)
    assert staff.get(INBOX, {"at": "1"}).content.decode().count(" autofocus") == 1
    assert staff.get(INBOX, {"at": "1"}).context["at"] == 1
    assert staff.get(INBOX, {"at": "24"}).context["at"] == rows - 1
    for odd in ("", "-1", "x", "9" * 5000, "²"):
        assert staff.get(INBOX, {"at": odd}).context["at"] is None
