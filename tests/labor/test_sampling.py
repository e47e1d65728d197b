"""抽样抽查: a round is drawn so that anybody can draw it again, given to who entered nothing of it, and answered."""

import json
from datetime import date
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from time_machine import travel

from accounts.models import User
from core.actor import acting_as
from core.assessment import codes_of
from core.models import AuditEvent
from core.records.voiding import revive, void
from fictional.one_of_everything import FAR, NEXT, OWN, TODAY, TOWN, add_person
from labor.models import DrawnPerson, Employment, JobSeekingCase, SpotCheck, SpotCheckRound
from labor.people.actions import merge, undo_merge
from labor.sampling import actions
from labor.sampling.findings import Findings
from labor.sampling.risks import BACK, CLEARS, LATE, risks_of
from scoring.score import score_town
from tests.exchanged import words
from tests.small_town import STRANGER, add_users

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def people(small_town):
    """Twelve people of one village and eight of the next, out of poverty, able, and without work; entered long ago."""
    with travel(date(2023, 1, 1)):
        return [
            add_person(OWN if order < 32 else NEXT, order, f"石{order}", household=small_town.household)
            for order in range(20, 40)
        ]


def draw(client, **fields):
    checkers = [User.objects.get(username=name).pk for name in fields.pop("checkers", ("staff",))]
    usual = {"town": TOWN, "population": "to_verify", "share": 20, "least": 2, "priority": 0, "seed": "0a1b"}
    data = {"token": str(uuid4()), **usual, "checkers": checkers, **fields}
    return client.post(reverse("labor:round_add"), data)


def entered(person, *, by, **fields):
    """A job that somebody has typed in."""
    told = {"started_on": date(2023, 5, 1), "employer": "厂", "channel": "county", "workplace": "城步", **fields}
    with acting_as(User.objects.get(username=by)):
        return Employment.objects.create(person=person, **told)


def say(client, drawn, result, problem="", **more):
    address = reverse("labor:round_answer", args=[drawn.pk])
    return client.post(address, {"result": result, "method": "phone", "problem": problem, **more}, follow=True)


def drawn_of(person=None):
    rows = DrawnPerson.objects.all()
    return rows.get(person=person) if person else list(rows)


# --- drawing ---


def test_each_village_gives_its_share_between_least_and_most(staff, people):
    draw(staff, share=30, least=1, most=3)
    numbers = {code: DrawnPerson.objects.filter(village_code=code).count() for code in (OWN, NEXT)}
    assert numbers == {OWN: 3, NEXT: 3}
    draw(staff, share=1, least=2, seed="other")
    assert DrawnPerson.objects.filter(round__seed="other", village_code=OWN).count() == 2


def test_the_same_seed_draws_the_same_people_another_one_others(staff, signed_in, people):
    for seed in ("a", "b"):
        draw(staff, seed=seed, share=50)
    first, second = ({row.person_id for row in DrawnPerson.objects.filter(round__seed=seed)} for seed in ("a", "b"))
    assert first != second
    kept = SpotCheckRound.objects.get(seed="a")
    void(record=kept, reason="再抽一次")
    with travel(date(2023, 5, 21)):
        draw(signed_in("staff"), seed="a", share=50)
    assert {row.person_id for row in DrawnPerson.objects.filter(round__drawn_on=date(2023, 5, 21))} == first


def test_a_seed_is_made_up_where_none_is_given_and_kept(staff, people):
    draw(staff, seed="")
    assert len(SpotCheckRound.objects.get().seed) == 16
    event = AuditEvent.objects.get(action=AuditEvent.Action.SAMPLED)
    assert event.details == {
        "deed": "drawn", "people": DrawnPerson.objects.count(), "unchecked": 0,
        "seed": SpotCheckRound.objects.get().seed,
    }  # fmt: skip


def test_a_round_is_checked_against_its_seed_after_records_have_changed(staff, people):
    draw(staff)
    drawn = SpotCheckRound.objects.get()
    people[0].left_on = date(2023, 5, 2)
    people[0].save()
    assert "与名单一致" in words(staff.get(drawn.get_absolute_url()))
    stolen = DrawnPerson.objects.first()
    stolen.person = next(person for person in people if not DrawnPerson.objects.filter(person=person).exists())
    stolen.save()
    assert "与名单不一致" in words(staff.get(drawn.get_absolute_url()))


def test_the_command_draws_again_and_fails_where_the_people_differ(staff, people):
    draw(staff)
    drawn, printed = SpotCheckRound.objects.get(), StringIO()
    call_command("redraw_round", drawn.pk, stdout=printed)
    told = json.loads(printed.getvalue())
    assert told["same"]
    assert set(told["drawn"]) == {str(row.person.public_id) for row in DrawnPerson.objects.all()}
    assert staff.get(reverse("labor:round_basis", args=[drawn.pk])).json()["drawn"] == told["drawn"]
    DrawnPerson.objects.first().delete()
    with pytest.raises(SystemExit):
        call_command("redraw_round", drawn.pk, stdout=StringIO(), stderr=StringIO())


def test_a_population_without_anybody_is_refused(staff, people):
    Employment.objects.update(ended_on=date(2023, 1, 1))
    assert "这个范围里没有人" in draw(staff, population="employed").content.decode()
    assert not SpotCheckRound.objects.exists()


def test_only_the_working_are_drawn_where_that_is_asked(staff, people):
    entered(people[3], by="administrator")
    draw(staff, population="employed", share=100)
    assert people[3].pk in {row.person_id for row in drawn_of()}
    assert {row.person_id for row in drawn_of()}.isdisjoint(person.pk for person in people[4:])


def test_after_the_draw_only_the_note_can_be_changed(staff, people):
    draw(staff)
    kept = SpotCheckRound.objects.get()
    address = reverse("labor:round_change", args=[kept.pk])
    seen = staff.get(address).context["form"]["seen"].value()
    staff.post(address, {"token": str(uuid4()), "seen": seen, "note": "雨天改电话", "seed": "zz", "share": 99})
    changed = SpotCheckRound.objects.get()
    assert (changed.note, changed.seed, changed.share) == ("雨天改电话", "0a1b", 20)


# --- who checks whom ---


def test_nobody_checks_what_they_entered_also_where_two_are_named(staff, people):
    for person in people[:6]:
        entered(person, by="staff")
    for person in people[6:12]:
        entered(person, by="administrator")
    draw(staff, share=100, checkers=("staff", "administrator"))
    names = {row.person_id: row.checker.username for row in DrawnPerson.objects.select_related("checker")}
    assert {names[person.pk] for person in people[:6]} == {"administrator"}
    assert {names[person.pk] for person in people[6:12]} == {"staff"}
    load = [list(names.values()).count(name) for name in ("staff", "administrator")]
    assert abs(load[0] - load[1]) <= 1


def test_who_is_known_to_all_checkers_stays_drawn_and_the_page_says_so(staff, people):
    entered(people[0], by="staff")
    draw(staff, share=100)
    assert drawn_of(people[0]).checker is None
    assert "1 人没有合适的抽查人" in words(staff.get(SpotCheckRound.objects.get().get_absolute_url()))


def test_a_checker_does_not_answer_for_what_they_entered(staff, people):
    draw(staff, share=100)
    drawn = drawn_of(people[0])
    assert drawn.checker.username == "staff"
    entered(people[0], by="staff")  # after the draw
    assert "您登记或核实过此人的信息" in say(staff, drawn, "true").content.decode()
    assert drawn_of(people[0]).result == ""
    page = staff.get(reverse("labor:round_people", args=[drawn.round_id]), {"whose": "all"})
    own = [card for card in page.context["cards"] if card.is_own]
    assert [card.person for card in own] == [people[0]]


def test_nobody_takes_back_an_answer_about_what_they_entered(staff, signed_in, people):
    draw(staff, share=100)
    drawn = drawn_of(people[0])
    say(staff, drawn, "untrue", "单位不符")
    entered(people[0], by="administrator")
    say(signed_in("administrator"), drawn, "")
    assert drawn_of(people[0]).result == "untrue"


def test_another_towns_round_is_not_there(client, staff, people):
    draw(staff)
    kept, drawn = SpotCheckRound.objects.get(), DrawnPerson.objects.first()
    client.force_login(add_users(STRANGER)["stranger"])
    for page in ("round", "round_people", "round_sheet", "round_basis"):
        assert client.get(reverse(f"labor:{page}", args=[kept.pk])).status_code == 404
    assert client.post(reverse("labor:round_record", args=[kept.pk])).status_code == 404
    assert say(client, drawn, "true").status_code == 404
    add_person(FAR, 90, "银人")
    draw(client, seed="theirs")
    assert not SpotCheckRound.objects.filter(seed="theirs").exists()


def test_a_clerk_neither_draws_nor_answers(staff, signed_in, people):
    draw(staff)
    clerk = signed_in("clerk")
    assert draw(clerk, seed="x").status_code == 403
    assert say(clerk, DrawnPerson.objects.first(), "true").status_code == 403


def test_a_person_who_moved_to_another_town_is_answered_by_nobody_there(client, staff, people):
    draw(staff, share=100)
    drawn = drawn_of(people[0])
    people[0].village_id = FAR
    people[0].save()
    client.force_login(add_users(STRANGER)["stranger"])
    assert say(client, drawn, "untrue", "单位不符").status_code == 404
    assert drawn_of(people[0]).result == ""


def test_what_somebody_found_is_changed_by_nobody_else_and_by_them_with_a_trace(staff, signed_in, people):
    draw(staff, share=100)
    drawn = drawn_of(people[0])
    say(staff, drawn, "untrue", "单位不符")
    other = signed_in("administrator")
    for result in ("true", ""):
        assert "已经抽查，要改请本人来改" in say(other, drawn, result).content.decode()
    assert (drawn_of(people[0]).result, drawn_of(people[0]).problem) == ("untrue", "单位不符")
    page = other.get(reverse("labor:round_people", args=[drawn.round_id]), {"whose": "all"})
    assert [card.person for card in page.context["cards"] if card.is_anothers] == [people[0]]
    say(signed_in("staff"), drawn, "")
    last = AuditEvent.objects.filter(action=AuditEvent.Action.SAMPLED).latest("pk")
    told = {"deed": "changed", "seed": "0a1b", "person": str(people[0].public_id), "was": "untrue", "now": ""}
    assert last.details == told


def test_who_was_not_reached_may_be_tried_by_anybody(staff, signed_in, people):
    draw(staff, share=100)
    say(staff, drawn_of(people[0]), "unreached")
    say(signed_in("administrator"), drawn_of(people[0]), "true")
    assert drawn_of(people[0]).result == "true"


def test_what_is_said_by_one_who_entered_a_job_since_is_not_recorded_and_somebody_else_says_it(
    staff, signed_in, people
):
    draw(staff, share=100)
    for person in people[:2]:
        say(staff, drawn_of(person), "true")
    entered(people[0], by="staff")
    address = reverse("labor:round_record", args=[SpotCheckRound.objects.get().pk])
    page = words(staff.post(address, follow=True))
    assert "已记入数据抽查 1 条" in page
    assert "没有记入：回答的人后来登记或核实过他们的信息" in page
    assert [check.person_id for check in SpotCheck.objects.all()] == [people[1].pk]
    other = signed_in("administrator")
    say(other, drawn_of(people[0]), "untrue", "单位不符")
    assert "已记入数据抽查 1 条" in words(other.post(address, follow=True))
    assert SpotCheck.objects.get(person=people[0]).result == "untrue"


# --- risky records ---


def test_risky_records_are_drawn_beside_and_said_openly(staff, people):
    entered(people[0], by="administrator", started_on=date(2022, 3, 1))  # typed in more than a year later
    draw(staff, share=10, least=1, most=1, priority=1, seed="1")
    beside = DrawnPerson.objects.filter(reason="priority")
    at_random = DrawnPerson.objects.filter(reason="random", village_code=OWN)
    assert at_random.count() == 1
    assert {row.person_id for row in beside} | {row.person_id for row in at_random} >= {people[0].pk}
    assert drawn_of(people[0]).risks == [LATE]
    page = staff.get(reverse("labor:round_people", args=[SpotCheckRound.objects.get().pk]))
    assert LATE in words(page)


@pytest.fixture
def person(signed_in, small_town):
    """Entered long before anything else."""
    with travel(date(2023, 1, 1)):
        return add_person(OWN, 60, "石早", household=small_town.household)


def found(person):
    return risks_of([person], TODAY)[person.pk]


@pytest.mark.parametrize(("registered", "clears"), [(date(2023, 4, 27), True), (date(2023, 4, 28), False)])
def test_a_job_entered_within_a_week_of_the_due_day_may_clear_a_case(person, registered, clears):
    JobSeekingCase.objects.create(person=person, registered_on=registered, willing=True)
    entered(person, by="staff")
    assert (CLEARS in found(person)) == clears


def test_a_job_entered_after_the_half_year_of_its_start_is_late(person):
    entered(person, by="staff", started_on=date(2022, 12, 31))
    assert found(person) == [LATE]


def test_what_moved_in_with_the_person_is_not_late(signed_in, small_town):
    newcomer = add_person(OWN, 61, "石新", household=small_town.household)
    entered(newcomer, by="staff", started_on=date(2021, 12, 31))
    assert found(newcomer) == []


@pytest.mark.parametrize(("gone", "back"), [(date(2023, 4, 1), True), (date(2023, 3, 31), False)])
def test_back_with_the_former_employer_within_thirty_days(person, gone, back):
    entered(person, by="staff", started_on=date(2023, 1, 5), ended_on=gone)
    entered(person, by="staff", started_on=date(2023, 5, 1))
    assert (BACK in found(person)) == back


# --- what is found ---


def test_answers_become_spot_checks_which_the_score_counts_and_go_with_the_round(staff, people):
    draw(staff, share=100)
    kept, (untrue, true, away) = SpotCheckRound.objects.get(), people[:3]
    say(staff, drawn_of(untrue), "untrue", "单位不符")
    say(staff, drawn_of(true), "true")
    say(staff, drawn_of(away), "unreached")
    assert "已记入数据抽查 2 条" in words(staff.post(reverse("labor:round_record", args=[kept.pk]), follow=True))
    made = {check.person_id: (check.result, check.level, check.checked_on) for check in SpotCheck.objects.all()}
    assert made == {untrue.pk: ("untrue", "town", TODAY), true.pk: ("true", "town", TODAY)}
    assert count_of_untrue() == 1
    staff.post(reverse("labor:round_record", args=[kept.pk]))
    assert SpotCheck.objects.count() == 2
    void(record=kept, reason="抽错了")
    assert not SpotCheck.objects.exists()
    assert count_of_untrue() == 0
    revive(record=kept, reason="没有错")
    assert SpotCheck.objects.count() == 2


def count_of_untrue():
    (code,) = codes_of(["data_truth"], TODAY)
    sub_items = (sub for item in score_town(TOWN, TODAY).items for sub in item.sub_items)
    return next(sub.facts["untrue"] for sub in sub_items if sub.sub_item.code == code)


def test_what_is_recorded_is_not_answered_once_more(staff, people):
    draw(staff, share=100)
    drawn = drawn_of(people[0])
    say(staff, drawn, "true")
    staff.post(reverse("labor:round_record", args=[drawn.round_id]))
    assert "已经记入数据抽查" in say(staff, drawn, "untrue", "单位不符").content.decode()
    void(record=SpotCheck.objects.get(), reason="记错了")
    say(staff, drawn, "untrue", "单位不符")
    staff.post(reverse("labor:round_record", args=[drawn.round_id]))
    assert SpotCheck.objects.get().problem == "单位不符"


def test_a_spot_check_of_the_same_day_is_left_as_it_is(staff, people):
    draw(staff, share=100)
    own = SpotCheck.objects.create(person=people[0], checked_on=TODAY, level="town", method="visit", result="true")
    say(staff, drawn_of(people[0]), "untrue", "单位不符")
    address = reverse("labor:round_record", args=[SpotCheckRound.objects.get().pk])
    assert "另有 1 人当天已有" in words(staff.post(address, follow=True))
    assert SpotCheck.objects.get() == own


def test_untrue_is_said_in_words_and_an_answer_can_be_taken_back(staff, people):
    draw(staff, share=100)
    drawn = drawn_of(people[0])
    assert "请写明哪里不属实" in say(staff, drawn, "untrue").content.decode()
    say(staff, drawn, "untrue", "单位不符")
    assert (drawn_of(people[0]).result, drawn_of(people[0]).problem) == ("untrue", "单位不符")
    say(staff, drawn, "")
    assert (drawn_of(people[0]).result, drawn_of(people[0]).problem) == ("", "")
    assert "没有记下" in say(staff, drawn, "wrong").content.decode()


def test_the_estimate_rests_on_those_drawn_at_random_alone(staff, people):
    draw(staff, share=100)
    kept = SpotCheckRound.objects.get()
    DrawnPerson.objects.filter(person=people[1]).update(reason="priority")
    for person in people[:4]:
        say(staff, drawn_of(person), "untrue" if person in people[:2] else "true", "单位不符")
    SpotCheck.objects.create(
        person=people[5], checked_on=date(2023, 2, 1), level="superior", method="visit", result="untrue"
    )
    own = next(row for row in found_in(kept) if row.name == "白水头村")
    assert (own.counted.answered, own.counted.untrue) == (3, 1)
    assert (own.priority["answered"], own.priority["untrue"]) == (1, 1)
    assert (own.superior["answered"], own.superior["untrue"]) == (1, 1)
    assert own.estimate.share == pytest.approx(1 / 3)
    assert "33.3%" in words(staff.get(kept.get_absolute_url()))


def test_who_moves_away_stays_in_what_was_found(staff, people):
    draw(staff, share=100)
    kept = SpotCheckRound.objects.get()
    say(staff, drawn_of(people[0]), "untrue", "单位不符")
    drawn = found_of(kept).total.random["drawn"]
    for person in people[:2]:
        person.village_id = FAR
        person.save()
    now = found_of(kept)
    assert now.is_drawn_so
    assert (now.total.random["drawn"], now.total.random["untrue"], now.gone, now.to_record) == (drawn, 1, 1, 1)
    assert now.left == drawn - 2
    assert "1 人还没有抽查就迁走" in words(staff.get(kept.get_absolute_url()))
    page = staff.get(reverse("labor:round_people", args=[kept.pk]), {"whose": "all"})
    assert page.context["page"].paginator.count == drawn - 2
    staff.post(reverse("labor:round_record", args=[kept.pk]))
    assert SpotCheck.with_voided.get().person_id == people[0].pk


def test_a_drawn_duplicate_is_the_kept_person_and_back(staff, people):
    draw(staff, share=20, least=1)
    kept, duplicate = SpotCheckRound.objects.get(), DrawnPerson.objects.first().person
    other = next(person for person in people if not DrawnPerson.objects.filter(person=person).exists())
    say(staff, drawn_of(duplicate), "untrue", "单位不符")
    merger = merge(kept=other, duplicate=duplicate, reason="同一人")
    assert drawn_of(other).result == "untrue"
    assert found_of(kept).is_drawn_so
    call_command("redraw_round", kept.pk, stdout=StringIO())
    undo_merge(merger=merger, reason="两个人")
    assert drawn_of(duplicate).result == "untrue"
    assert found_of(kept).is_drawn_so
    again = merge(kept=other, duplicate=duplicate, reason="同一人")
    staff.post(reverse("labor:round_record", args=[kept.pk]))
    assert again.undone_at is None
    assert [check.person_id for check in SpotCheck.with_voided.all()] == [other.pk]


def test_where_both_were_drawn_the_duplicate_needs_no_answer(staff, people):
    draw(staff, share=100)
    kept = SpotCheckRound.objects.get()
    say(staff, drawn_of(people[1]), "true")
    before = found_of(kept).left
    merge(kept=people[0], duplicate=people[1], reason="同一人")
    merge(kept=people[0], duplicate=people[2], reason="也是同一人")
    now = found_of(kept)
    assert (now.is_drawn_so, now.left, now.gone, now.to_record) == (True, before - 1, 1, 0)
    staff.post(reverse("labor:round_record", args=[kept.pk]))
    assert not SpotCheck.with_voided.exists()


def found_of(kept):
    return Findings(kept, User.objects.get(username="staff"), TODAY)


def found_in(kept):
    return Findings(kept, User.objects.get(username="staff"), TODAY).villages


def test_the_sheet_has_a_part_for_each_checker_and_masked_numbers(staff, people):
    draw(staff, share=100, checkers=("staff", "administrator"))
    page = staff.get(reverse("labor:round_sheet", args=[SpotCheckRound.objects.get().pk]))
    assert [checker for checker, _ in page.context["parts"]] == ["administrator", "staff"]
    assert sum(len(cards) for _, cards in page.context["parts"]) == DrawnPerson.objects.count()
    assert people[0].id_number.plain not in page.content.decode()
    assert "抽查人（签字）" in words(page)


def test_many_people_cost_as_many_queries_as_few(staff, people):
    asked = []
    for share in (10, 100):
        draw(staff, share=share, seed=f"s{share}")
        kept = SpotCheckRound.objects.get(seed=f"s{share}")
        for page in ("round", "round_people", "round_sheet"):
            with CaptureQueriesContext(connection) as captured:
                staff.get(reverse(f"labor:{page}", args=[kept.pk]))
            asked.append(len(captured))
    assert asked[:3] == asked[3:]


def test_drawing_more_people_costs_no_more_queries(staff, people):
    checkers, asked = list(User.objects.filter(username__in=["staff", "administrator"])), []
    for number in (3, 20):
        with CaptureQueriesContext(connection) as captured:
            actions.checkers_of(people[:number], checkers)
            risks_of(people[:number], TODAY)
        asked.append(len(captured))
    assert asked[0] == asked[1]
