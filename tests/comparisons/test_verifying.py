"""A village is asked: its clerk sees it in 待办 and on the person's page, confirms or corrects, and it is told back."""

from contextlib import contextmanager

import pytest
from django.db.models.signals import post_init
from django.urls import reverse

from labor.models import Employment, Person
from ledger.comparisons.settling import settle, settle_all
from ledger.models import ComparedLine
from tests.comparisons.conftest import FOURTH, ROWS, THIRD, address, compared, line_of
from tests.comparisons.test_deciding import decide_many, press, standing
from tests.exchanged import sent, words
from tests.ledger.builders import OTHER_TOWN_VILLAGE, PERSON, VILLAGE
from tests.rosters.test_importing import job

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(page):
    """A line that the first village was asked about."""
    line = line_of(compared(page), colour="different")
    press(page, line, "verify", note="问问本人")
    return line


@contextmanager
def loading(found):
    """The lines that are loaded meanwhile."""

    def note(sender, instance, **kwargs):
        found.append(instance.pk)

    post_init.connect(note, sender=ComparedLine)
    try:
        yield
    finally:
        post_init.disconnect(note, sender=ComparedLine)


@pytest.fixture
def village(client, clerk, asked):
    client.force_login(clerk)
    return client


def test_the_clerk_sees_it_in_the_inbox_and_on_the_page_of_the_person(village, asked):
    inbox = words(village.get(reverse("scoring:inbox")))
    assert "官方名单和台账不同，请村里核实 1 处" in inbox
    here = words(village.get(asked.person.get_absolute_url()))
    assert "就业记录·月收入 ：台账“4000”，名单“4800”。问问本人" in here
    listed = words(village.get(reverse("ledger:to_verify")))
    assert "问问本人" in listed


def test_the_clerk_confirms_and_the_office_is_told(village, asked, page, staff):
    village.post(reverse("ledger:answer_line", args=[asked.pk]), sent(note="电话问过"))
    asked.refresh_from_db()
    assert (asked.answer, standing(asked), asked.answered_by.username) == ("confirmed", "answered", "clerk")
    assert "没有要核实的" in words(village.get(reverse("ledger:to_verify")))
    village.force_login(staff)
    told = words(page.get(asked.get_absolute_url()))
    assert "村里核实：台账没错" in told
    assert "电话问过" in told
    assert page.get(asked.job.get_absolute_url(), {"standing": "answered"}).context["table"].paginator.count == 1
    press(page, asked, "keep")
    assert standing(asked) == "kept"


def test_it_ends_when_the_clerk_corrects_the_record(village, asked, django_capture_on_commit_callbacks):
    ours = Employment.objects.get(person__id_number=PERSON)
    with django_capture_on_commit_callbacks(execute=True):
        ours.employer = "某电子厂有限公司"
        ours.save()
    assert standing(asked) == "verifying"  # something else was changed
    with django_capture_on_commit_callbacks(execute=True):
        ours.monthly_wage = 4700
        ours.save()
    asked.refresh_from_db()
    assert (standing(asked), asked.answer) == ("answered", "corrected")


def test_it_ends_when_an_import_corrects_the_record(page, asked):
    decided = line_of(compared(page), colour="different")
    press(page, decided, "take")
    settle_all(None)
    assert standing(asked) == "answered"


def test_what_only_we_have_ends_when_it_is_voided_or_ended(page, django_capture_on_commit_callbacks):
    line = line_of(compared(page), name="试三")
    press(page, line, "verify")
    with django_capture_on_commit_callbacks(execute=True):
        ours = Employment.objects.get(person__id_number=THIRD)
        ours.ended_on = "2023-08-31"
        ours.save()
    assert standing(line) == "answered"


def test_what_only_they_have_ends_when_it_is_registered(page, django_capture_on_commit_callbacks):
    line = line_of(compared(page), name="试四")
    press(page, line, "verify")
    with django_capture_on_commit_callbacks(execute=True):
        Employment.objects.create(
            person=Person.objects.get(id_number=FOURTH), employer="某五金厂", started_on="2023-03-01"
        )
    assert standing(line) == "answered"


def test_what_only_they_have_ends_when_an_import_brings_it(page, django_capture_on_commit_callbacks):
    first = compared(page)
    line, other = line_of(first, name="试四"), line_of(first, name="试二", colour="only_there")
    decide_many(page, first, "verify", line, other)
    with django_capture_on_commit_callbacks(execute=True):
        press(page, line_of(compared(page), name="试四"), "take")
    line.refresh_from_db()
    assert (standing(line), line.answer, standing(other)) == ("answered", "corrected", "verifying")


def test_it_ends_when_the_undoing_of_an_import_takes_its_record_away(page, django_capture_on_commit_callbacks):
    taken, others = line_of(compared(page), name="试四"), job("试三", THIRD, employer="某纸厂", village="独树村")
    press(page, taken, "take")
    line = line_of(compared(page, *ROWS[:2], others), name="试四")  # the next list has it no more
    press(page, line, "verify")
    with django_capture_on_commit_callbacks(execute=True):
        page.post(address("undo", taken.taken_in))
    assert standing(line) == "answered"


def test_a_saving_does_not_load_what_only_lists_have(page):
    found = compared(page)
    decide_many(page, found, "verify", *found.compared.filter(colour="only_there"))
    ours = Employment.objects.get(person__id_number=PERSON)
    loaded = []
    with loading(loaded):
        settle(Employment, [ours.pk], None)
    assert loaded == []


def test_the_office_takes_the_question_back(page, village, asked, staff, clerk):
    village.force_login(staff)
    press(page, asked, "open")
    village.force_login(clerk)
    assert "没有要核实的" in words(village.get(reverse("ledger:to_verify")))
    assert village.get(asked.get_absolute_url()).status_code == 404


def test_many_are_asked_at_once_each_village_sees_its_own(page, client, clerk):
    found = compared(page)
    decide_many(page, found, "verify", *found.compared.all())
    client.force_login(clerk)
    assert {line.name for line in client.get(reverse("ledger:to_verify")).context["table"]._shown} == {"试一", "试二"}
    assert ComparedLine.objects.verifying().filter(job=found).count() == 5


def test_what_belongs_to_no_village_is_asked_of_none(page):
    line = line_of(compared(page, *ROWS, job("外来", "430599199003030046", "2023-03-01", "某厂")), name="外来")
    assert line.place == "430529104"
    press(page, line, "verify")
    assert line.decision == ""


def test_a_line_lies_where_its_person_is_registered_whatever_the_list_says(page):
    found = compared(page, job("试一", PERSON, "2020-01-01", "某厂", end="2020-02-01", village="独树村"))
    assert line_of(found, colour="only_there").place == VILLAGE


def test_of_somebody_who_lives_in_another_town_by_now_the_village_reads_no_more(village, asked):
    moved = asked.person
    Person.objects.filter(pk=moved.pk).update(name="试一改名", village_id=OTHER_TOWN_VILLAGE)
    for page in (reverse("ledger:to_verify"), asked.get_absolute_url()):
        shown = village.get(page)
        assert "试一" in words(shown)
        assert "试一改名" not in words(shown)
        assert moved.get_absolute_url() not in shown.content.decode()


def test_the_answer_is_given_once(village, asked):
    village.post(reverse("ledger:answer_line", args=[asked.pk]), sent(note="第一次"))
    village.post(reverse("ledger:answer_line", args=[asked.pk]), sent(note="第二次"))
    asked.refresh_from_db()
    assert asked.answer_note == "第一次"
