"""What is decided about lines: theirs taken in one batch that is undone exactly, ours kept for good, nothing stale."""

import pytest
from django.urls import reverse
from time_machine import travel

from labor.models import Employment, Person, PersonChange
from ledger.comparisons.actions import digest_of_lines
from ledger.models import ComparedLine, ImportBatch, ImportJob, KeptDifference
from ledger.rosters.actions import remember
from tests.comparisons.conftest import FOURTH, ROWS, THIRD, address, compared, line_of, someone
from tests.exchanged import sent, words
from tests.ledger.builders import OTHER_TOWN_VILLAGE, PERSON
from tests.ledger.conftest import administrator, worked  # noqa: F401
from tests.rosters.test_importing import HEADER, job

pytestmark = pytest.mark.django_db


def seen(line):
    rows = ComparedLine.objects.everywhere("test").filter(pk=line.pk)
    return digest_of_lines(list(rows.with_standing()))


def press(page, line, decision, **more):
    """A button of the line's page; a worker does its part."""
    shown = more.pop("seen", None) or page.get(line.get_absolute_url()).context["seen"]
    answer = page.post(reverse("ledger:decide_line", args=[line.pk]), sent(decision=decision, seen=shown, **more))
    for waiting in ImportJob.objects.filter(state="queued"):
        worked(waiting)
    line.refresh_from_db()
    return answer


def standing(line):
    return ComparedLine.objects.with_standing().get(pk=line.pk).standing


def state():
    return (
        list(Employment.objects.order_by("pk").values_list("employer", "started_on", "ended_on", "monthly_wage")),
        Person.objects.count(),
        PersonChange.objects.count(),
    )


def decide_many(page, job, decision, *lines):
    page.post(address("compared_ticks", job), {"row": [line.pk for line in lines], "what": decision})
    form = page.get(address("decide_lines", job, decision)).context["form"]
    answer = page.post(address("decide_lines", job, decision), sent(seen=form["seen"].value()))
    for waiting in ImportJob.objects.filter(state="queued"):
        worked(waiting)
    return answer


def say_of_wages(job, header, user):
    """Remember of lists of this shape that wages stand in another column."""
    table = job.roster.tables[0]
    places = {name: column.place for column in job.roster.columns.all() for name in column.headings}
    said = {**places, "月收入": header.split(",").index("实发工资")}
    shape = {"fingerprint": table["fingerprint"], "layout": table["layout"], "pairs": {}, "is_shared": False}
    remember(job=job, columns=said, user=user, **shape)


# --- theirs ---


def test_a_value_is_taken_alone_and_undone_exactly(page):
    before, found = state(), compared(page)
    line = line_of(found, colour="different")
    press(page, line, "take")
    assert (line.outcome, standing(line)) == ("written", "taken")
    changed, unchanged = Employment.objects.get(person__id_number=PERSON), Employment.objects.count()
    assert (changed.monthly_wage, unchanged) == (4800, 3)
    page.post(address("undo", line.taken_in))
    assert (state(), standing(line)) == (before, "open")


def test_many_are_taken_as_one_batch_undone_at_once(page):
    before, found = state(), compared(page)
    decide_many(page, found, "take", *found.compared.all())
    assert ImportBatch.objects.count() == 2  # the town's own, and this
    taken = {line.name: standing(line) for line in found.compared.exclude(colour="only_here")}
    assert taken == {"试一": "taken", "试二": "taken", "试四": "taken"}
    assert Employment.objects.count() == 5
    ended = Employment.objects.get(employer="某旧厂")
    assert str(ended.ended_on) == "2023-05-31"  # by the new job, as any import does
    assert standing(line_of(found, name="试二", colour="only_here")) == "taken"
    assert standing(line_of(found, name="试三")) == "open"  # what only we have cannot be taken
    page.post(address("undo", ImportJob.objects.filter(roster__compared_in=found).get()))
    assert state() == before


def test_nothing_but_what_was_chosen_is_written(page):
    found = compared(page)
    press(page, line_of(found, name="试四"), "take")
    assert set(Employment.objects.values_list("employer", "ended_on")) == {
        ("某电子厂", None), ("某旧厂", None), ("某纸厂", None), ("某五金厂", None),
    }  # fmt: skip
    assert Employment.objects.get(person__id_number=PERSON).monthly_wage == 4000


def test_what_somebody_has_changed_since_is_not_overwritten_and_both_are_told(page):
    found = compared(page)
    line, ours = line_of(found, colour="different"), Employment.objects.get(person__id_number=PERSON)
    ours.monthly_wage = 5200
    ours.save()
    press(page, line, "take")
    assert (line.outcome, Employment.objects.get(pk=ours.pk).monthly_wage) == ("overtaken", 5200)
    told = words(page.get(line.get_absolute_url()))
    assert "现在台账里是“5200”" in told
    assert "4800" in told
    assert standing(line) == "unwritten"


def test_what_somebody_has_entered_since_is_not_entered_twice(page):
    found = compared(page)
    line = line_of(found, name="试四")
    Employment.objects.create(person=Person.objects.get(id_number=FOURTH), employer="某五金厂", started_on="2023-03-01")
    press(page, line, "take")
    assert (line.outcome, line.said) == ("overtaken", "台账里已经登记了")


def test_what_the_list_is_read_to_say_otherwise_since_is_not_written(page, staff):
    header = f"{HEADER},实发工资"
    found = compared(page, f"{ROWS[0]},5000", f"{ROWS[2]},3900", header=header)
    line, new = line_of(found, colour="different"), line_of(found, name="试四")
    say_of_wages(found, header, staff)  # by a colleague, for another list of this shape
    before = state()
    press(page, line, "take")
    press(page, new, "take")
    assert state() == before
    assert (line.outcome, line.said) == ("overtaken", "名单里现在读作“5000”，和决定时看到的不同，请重新比对")
    assert (new.outcome, "这一行现在读出来和决定时看到的不同" in new.said) == ("overtaken", True)


def test_a_row_that_an_import_refuses_stays_and_says_why(page):
    stranger = job("外来", "430599199003030046", "2023-03-01", "某厂", village="白水头村")
    found = compared(page, *ROWS, stranger)
    line = line_of(found, name="外来")
    press(page, line, "take")
    assert (line.outcome, line.said) == ("refused", "劳动力台账里没有这个人")


def test_first_days_and_what_only_we_have_cannot_be_taken(page):
    found = compared(page, job(begun="2023-02-20"), *ROWS[1:])
    assert not line_of(found, column="开始日期").may_be_taken
    line = line_of(found, name="试三")
    press(page, line, "take")
    assert (line.decision, ImportBatch.objects.count()) == ("", 1)


def test_a_hand_written_value_gives_way_only_to_whoever_says_so(page):
    with travel("2023-10-20", tick=False):
        ours = Employment.objects.get(person__id_number=PERSON)
        ours.monthly_wage = 5200
        ours.save()
    found = compared(page)
    press(page, line_of(found, name="试四"), "take")
    assert Employment.objects.get(person__id_number=PERSON).monthly_wage == 5200
    press(page, line_of(found, colour="different"), "take")
    assert Employment.objects.get(person__id_number=PERSON).monthly_wage == 4800


# --- ours ---


def test_what_is_kept_is_told_apart_the_next_time_and_new_when_it_changes(page):
    first = compared(page)
    press(page, line_of(first, colour="different"), "keep")
    press(page, line_of(first, name="试三"), "keep")
    second = compared(page)
    again = line_of(second, colour="different")
    assert (standing(again), again.is_remembered, standing(line_of(second, name="试三"))) == ("kept", True, "kept")
    assert "保留我们的（以前决定）" in words(page.get(second.get_absolute_url(), {"standing": "kept"}))
    third = compared(page, job(wage="4900"), *ROWS[1:])
    assert standing(line_of(third, colour="different")) == "open"
    press(page, again, "open")
    assert not KeptDifference.objects.filter(digest=again.digest).exists()
    assert standing(line_of(compared(page), colour="different")) == "open"


def test_what_a_town_keeps_holds_no_number_or_name(page):
    press(page, line_of(compared(page), name="试三"), "keep")
    told = str(list(KeptDifference.objects.values_list()))
    assert not [word for word in (THIRD, "试三", "某纸厂") if word in told]


# --- two at once ---


def test_what_somebody_else_has_decided_meanwhile_is_not_overruled_unseen(page):
    line = line_of(compared(page), colour="different")
    shown = page.get(line.get_absolute_url()).context["seen"]
    press(page, line, "keep")
    answer = press(page, line, "take", seen=shown)
    assert (line.decision, ImportBatch.objects.count()) == ("keep", 1)
    assert "刚才有人先决定了" in words(page.get(answer.url))


def test_a_line_that_is_written_is_not_decided_again(page):
    line = line_of(compared(page), colour="different")
    press(page, line, "take")
    press(page, line, "keep", seen=seen(line))
    assert (line.decision, standing(line)) == ("take", "taken")


# --- read anew ---


def queued(page, line, decision):
    """A button of the line's page; no worker does its part."""
    shown = page.get(line.get_absolute_url()).context["seen"]
    return page.post(reverse("ledger:decide_line", args=[line.pk]), sent(decision=decision, seen=shown))


@pytest.mark.parametrize("deed", ["corrections", "columns"])
def test_a_list_is_not_read_anew_while_lines_of_it_are_being_written(page, deed):
    found = compared(page, *ROWS, job("试三", THIRD, "2023-02-10", "某纸厂", wage="三千多", village="独树村"))
    line, cell = line_of(found, colour="different"), found.refused_cells.get()
    queued(page, line, "take")
    table = found.roster.tables[0]
    sent_along = {f"right_{cell.pk}": "3500", "fingerprint": table["fingerprint"], "layout": table["layout"]}
    answer = page.post(address(deed, found), sent_along, follow=True)
    assert "没有改：决定“用他们的”正在写入，写好以后再改" in words(answer)
    found.refresh_from_db()
    assert (found.state, found.roster.corrections.count()) == ("done", 0)
    worked(ImportJob.objects.get(state="queued"))
    line.refresh_from_db()
    assert (line.outcome, Employment.objects.get(person__id_number=PERSON).monthly_wage) == ("written", 4800)
    page.post(address("corrections", found), {f"right_{cell.pk}": "3500"})
    assert worked(found).refused_count == 0


def test_while_a_list_is_read_anew_nothing_is_decided_of_it(page):
    found = compared(page)
    line = line_of(found, colour="different")
    shown = seen(line)
    found.enqueue()
    answer = page.post(reverse("ledger:decide_line", args=[line.pk]), sent(decision="take", seen=shown))
    assert "名单正在重新比对，比对完了请看过再决定" in words(page.get(answer.url))
    line.refresh_from_db()
    assert (line.decision, ImportJob.objects.filter(roster__compared_in=found).count()) == ("", 0)


# --- who may ---


def test_a_clerk_decides_nothing_and_another_village_sees_nothing(page, client, clerk):
    line = line_of(compared(page), name="试三")
    press(page, line, "verify")
    client.force_login(clerk)  # of the first village; the line is the second's
    assert client.get(line.get_absolute_url()).status_code == 404
    assert client.post(reverse("ledger:answer_line", args=[line.pk]), sent()).status_code == 404
    assert client.post(reverse("ledger:decide_line", args=[line.pk]), sent(decision="keep")).status_code == 403


def test_staff_of_another_town_can_decide_nothing(page, client):
    found = compared(page)
    line = line_of(found, colour="different")
    client.force_login(someone("other", "staff", OTHER_TOWN_VILLAGE[:9]))
    assert client.post(reverse("ledger:decide_line", args=[line.pk]), sent(decision="keep")).status_code == 404
    assert client.get(address("decide_lines", found, "keep")).status_code == 404
    assert client.post(address("compared_ticks", found), {"row": [line.pk]}).status_code == 404


def test_a_town_takes_a_line_of_the_comparison_of_its_county_and_undoes_it(page, client, staff, administrator):  # noqa: F811
    header = f"{HEADER},实发工资"
    client.force_login(administrator)
    found = compared(client, f"{ROWS[0]},5000", header=header)
    say_of_wages(found, header, administrator)
    line = line_of(worked(found.enqueue()), colour="different")
    client.force_login(staff)
    before, opened = state(), client.get(line.get_absolute_url())
    assert client.get(opened.context["back"]).status_code == 200  # the comparison itself is the county's
    answer = press(client, line, "take", seen=opened.context["seen"])
    assert client.get(answer.url).status_code == 200
    assert (line.outcome, Employment.objects.get(person__id_number=PERSON).monthly_wage) == ("written", 5000)
    assert line.taken_in.get_absolute_url() in client.get(line.get_absolute_url()).content.decode()
    client.post(address("undo", line.taken_in))
    assert (state(), standing(line)) == (before, "open")


# --- the work behind it ---


def test_what_goes_wrong_while_it_is_written_leaves_nothing_and_the_line_for_another_try(page, monkeypatch):
    found = compared(page)
    line, before = line_of(found, colour="different"), state()

    def breaks(*args, **kwargs):
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr("ledger.actions.ComparedLine.objects.bulk_update", breaks)
        press(page, line, "take")
    assert (state(), standing(line)) == (before, "unwritten")
    press(page, line, "take")
    assert (standing(line), Employment.objects.get(person__id_number=PERSON).monthly_wage) == ("taken", 4800)


def test_deciding_costs_the_same_however_many_lines_there_are(page, django_assert_max_num_queries):
    found = compared(page)
    with django_assert_max_num_queries(40):
        page.get(address("comparison", found))
    lines = list(found.compared.all())
    page.post(address("compared_ticks", found), {"row": [line.pk for line in lines]})
    with django_assert_max_num_queries(40):
        page.get(address("decide_lines", found, "keep"))
