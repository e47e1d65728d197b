"""After something is done about a record one is back in the list where one was, at the next row."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from fictional.one_of_everything import OWN, TODAY, TOWN
from oversight.models import Problem

PEOPLE, PROBLEMS = reverse("labor:person_list"), reverse("oversight:problem_list")

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def problems(small_town):
    Problem.objects.all().delete()
    soon = {"town_id": TOWN, "found_on": TODAY, "responsible": "石某"}
    return [
        Problem.objects.create(matter=f"问题{number:02}", due_on=TODAY + timedelta(days=number + 1), **soon)
        for number in range(30)
    ]


def links(page, text):
    """The addresses of the links with these words."""
    return [unescape(found) for found in re.findall(rf'href="([^"]*)"[^>]*>{text}', page.content.decode())]


def close(client, address):
    """Cross the problem off whose page is at `address`, and return where one is led."""
    (deed,) = links(client.get(address), "销号")
    form = client.get(deed)
    given = {"token": str(form.context["form"]["token"].value()), "seen": form.context["form"]["seen"].value(),
             "closed_on": str(TODAY), "result": "已解决", "confirmed_by": "石某", "confirmed": "1"}  # fmt: skip
    answer = client.post(deed, given)
    assert answer.status_code == 302, answer.context["form"].errors
    return answer.headers["Location"]


def focused(page):
    """The row that is marked and has the focus."""
    (row,) = re.findall(r'<tr class="here">(.*?)</tr>', page.content.decode(), re.DOTALL)
    assert "autofocus" in row
    return re.search(r"问题\d\d", row)[0]


def test_what_leaves_the_list_makes_room_for_the_next_row(staff, problems):
    page = staff.get(PROBLEMS, {"progress": "open", "sort": "-due_on", "page": "2"})
    (address,) = links(page, "问题03")
    back = close(staff, address)
    assert back.startswith(f"{PROBLEMS}?progress=open&sort=-due_on&page=2&at=1")
    assert focused(staff.get(back)) == "问题02"


def test_what_stays_in_the_list_leads_to_the_row_behind_it(staff, problems):
    (address,) = links(staff.get(PROBLEMS, {"sort": "due_on"}), "问题03")
    assert focused(staff.get(close(staff, address))) == "问题04"


def test_the_message_leads_to_what_was_written(staff, problems):
    (address,) = links(staff.get(PROBLEMS, {"progress": "open"}), "问题03")
    back = staff.get(close(staff, address))
    assert links(back, "去看看") == [address.partition("?")[0]]


def test_what_is_sorted_or_turned_over_afterwards_knows_no_row_any_more(staff, problems):
    page = staff.get(PROBLEMS, {"progress": "open", "at": "1", "left": "7"})
    table = page.context["table"]
    addresses = [heading.query for heading in table.headings if heading.query]
    addresses += [chip.address for chip in page.context["filter"].chips] + links(page, "下一页")
    assert addresses
    assert not [each for each in addresses if "at=" in each or "left=" in each]


def test_what_is_done_for_a_person_leads_back_to_the_people(staff, small_town):
    page = staff.get(PEOPLE, {"village": OWN})
    (address,) = links(page, small_town.person.name)
    person = staff.get(address)
    led = [each for label in ("结束就业", "更正", "作废", "合并重复登记") for each in links(person, label)]
    assert len([each for each in led if "next=" in each]) >= 2
    assert links(person, "人员</a> ›")[0].startswith(f"{PEOPLE}?village={OWN}&at=")


@pytest.mark.parametrize("typed", ["石", "问题"])
def test_what_was_searched_for_is_in_no_address(staff, problems, small_town, typed):
    for listed in (PEOPLE, PROBLEMS):
        page = staff.get(listed, {"q": typed, "page": "1", "sort": "-due_on"})
        rows = [each for each in links(page, "[^<]") if "next=" in each]
        assert all("q%3D" not in each and "page" not in each and "at%3D" not in each for each in rows)
    assert rows


@pytest.mark.parametrize("odd", ["", "-1", "x", "9" * 5000, "²"])
def test_a_place_that_means_nothing_marks_no_row(staff, problems, odd):
    assert 'class="here"' not in staff.get(PROBLEMS, {"at": odd}).content.decode()
