"""半年核实, 有变化: what has a day changes on the day somebody was asked, and past days keep their score."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from core.actor import acting_as
from core.records.voiding import revive, void
from fictional.one_of_everything import OWN, TODAY
from labor.models import JobSeekingCase, Person, PersonChange, Verification
from scoring.score import score_town
from tests.exchanged import form_of, words

YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def staff(signed_in, today):
    cache.clear()
    client = signed_in("staff")
    client.announce("15400000098")
    return client


@pytest.fixture
def person(small_town):
    """Somebody whose case is late, which costs points as long as they are able to work."""
    small_town.person.employments.update(ended_on=date(2023, 3, 1))
    JobSeekingCase.objects.create(person=small_town.person, registered_on=date(2023, 3, 10), willing=True)
    return small_town.person


@pytest.fixture
def verify(staff):
    """Fill in 有变化 about somebody; the page that it leads to."""

    def act(person, **changed):
        address = reverse("labor:verify", args=[person.public_id])
        page = staff.get(address)
        with acting_as(page.wsgi_request.user):
            fields = [field for part in page.context["changes"].all for field in part]
            filled = {field.html_name: "" if field.value() is None else str(field.value()) for field in fields}
        sent = {**filled, "method": "phone", "confirmed": "1", **changed}
        return words(staff.post(address, sent, follow=True))

    return act


def score(on):
    return score_town(OWN[:9], on, cases=True).as_json()


def able():
    return [Person.objects.able(day).filter(name="石小军").exists() for day in (YESTERDAY, TODAY)]


def rows():
    return list(PersonChange.objects.filter(reason="核实时有变化").values_list("item", "changed_on", "was_text"))


def voided():
    row = Verification.objects.get()
    void(record=row, reason="记错了人")
    return row


def test_a_change_that_is_heard_leaves_the_day_before_as_it_was(verify, staff, person):
    before, lost = score(YESTERDAY), score(TODAY)["total"]
    page = verify(person, capacity="lost", phone="15400000098")
    assert (score(YESTERDAY), able()) == (before, [True, False])
    assert score(TODAY)["total"] > lost
    assert rows() == [("capacity", TODAY, "ordinary")]
    assert "得分：5月19日" in page
    assert "分不变" in page
    assert "从今天起按新的情况算，以前各天的得分不变" in words(
        staff.get(reverse("labor:verify", args=[person.public_id]))
    )


def test_voiding_takes_the_change_back_and_reviving_brings_it_again(verify, person):
    before = [score(YESTERDAY), score(TODAY)["total"]]
    verify(person, capacity="lost", schooling="本科")
    row = voided()
    person.refresh_from_db()
    assert (person.capacity, person.schooling, rows(), able()) == ("ordinary", "", [], [True, True])
    assert [score(YESTERDAY), score(TODAY)["total"]] == [before[0], before[1]]
    revive(record=row, reason="没有错")
    assert (able(), len(rows())) == ([True, False], 2)
    assert score(YESTERDAY) == before[0]


def test_what_is_heard_in_two_answers_of_one_day_is_taken_back_as_one(verify, person):
    before = score(YESTERDAY)
    verify(person, capacity="lost")
    verify(person, schooling="本科", phone="15400000098")
    voided()
    person.refresh_from_db()
    assert (person.capacity, person.schooling, rows()) == ("ordinary", "", [])
    assert score(YESTERDAY) == before


def test_what_has_changed_once_more_since_is_history_that_stands(verify, person):
    verify(person, capacity="weak")
    for changed_on, was in (("2023-05-25", "weak"), ("2023-05-28", "lost")):
        PersonChange.objects.create(person=person, item="capacity", changed_on=changed_on, was_text=was)
    row = voided()
    person.refresh_from_db()
    assert (person.capacity, rows()) == ("weak", [("capacity", TODAY, "ordinary")])
    assert ["没有一并撤回，请核对" in sentence for sentence in row.left_alone] == [True]


def test_a_corrected_day_takes_the_change_along(verify, staff, person):
    verify(person, capacity="lost")
    address = reverse(Verification.route("change"), args=[Verification.objects.get().pk])
    staff.post(address, {**form_of(staff, address), "verified_on": "2023-05-10", "confirmed": "1"})
    assert rows() == [("capacity", date(2023, 5, 10), "ordinary")]
    assert [Person.objects.able(date(2023, 5, day)).filter(pk=person.pk).exists() for day in (9, 10)] == [True, False]
    voided()
    assert (able(), rows()) == ([True, True], [])


@pytest.mark.parametrize("changed_on", [TODAY, TODAY + timedelta(days=3)])
def test_a_later_change_stands_in_the_way_and_nothing_is_written(verify, person, changed_on):
    PersonChange.objects.create(person=person, item="capacity", changed_on=changed_on, was_text="weak", basis="县批复")
    page = verify(person, capacity="lost", phone="15400000098")
    assert f"{changed_on} 已经登记过劳动能力变更" in page
    assert "请先撤销那一次变更（县批复）" in page
    person.refresh_from_db()
    assert (person.capacity, Verification.objects.count(), rows()) == ("ordinary", 0, [])
    assert "已核实" in verify(person, schooling="本科")


def test_of_who_came_on_the_register_today_nothing_was_otherwise_before(verify, person):
    JobSeekingCase.objects.all().delete()
    Person.objects.filter(pk=person.pk).update(joined_on=TODAY)
    verify(person, capacity="lost")
    person.refresh_from_db()
    assert (person.capacity, rows(), Verification.objects.count()) == ("lost", [], 1)


def test_what_has_no_day_leaves_no_change(verify, person):
    page = verify(person, phone="15400000098", health="残疾")
    assert (rows(), Verification.objects.count(), "得分：" in page) == ([], 1, False)
