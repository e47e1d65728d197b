"""The inbox holds what stored days will cost: every point lost by then has its line, with the day and the reason."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, settings
from time_machine import travel

from core.models import Division, RelocationSite
from fictional.one_of_everything import FAR, NEXT, OWN, TOWN
from labor.models import Employment
from oversight.models import Policy
from platforms.models import Platform, StaffMember
from scoring.catalogue import duties_of, rubric_for
from scoring.duties import month_ahead
from scoring.score import score_town
from scoring.task_groups import gather, task_groups
from tests.exchanged import words
from tests.scoring.rows import HOME, stored
from tests.scoring.test_deeds import TODAY, build_platforms, figures, one_of_many_workshops_will_stop, seek_work
from tests.scoring.test_laws import days, examples, towns
from workshops.models import Workshop

pytestmark = pytest.mark.django_db

SOON = date(2023, 5, 7)


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


def runs(name, today=TODAY, division=TOWN):
    """Keys by the day that they are due; None is what costs points already."""
    found: dict = {}
    for group in task_groups(division, today)[0]:
        if group.duty.name == name:
            found.setdefault(group.due, set()).update(group.keys)
    return found


def points(name):
    groups = task_groups(TOWN, TODAY)[0]
    return list({each.duty: each.points for each in groups if each.duty.name == name and each.duty.on > TODAY}.values())


def lost_by(code, day):
    before, after = (score_town(TOWN, each).sub_items[code].deducted for each in (TODAY, day))
    return after - before


def leaves(town):
    build_platforms(town)
    StaffMember.objects.filter(village=OWN).update(ended_on=SOON - timedelta(days=1))


def stops(town):
    Workshop.objects.update(stopped_on=SOON)


def closes(town):
    build_platforms(town)
    Platform.objects.filter(village=OWN).update(closed_on=SOON)


def opens(town):
    RelocationSite.objects.update(opened_on=SOON)


def job_ends(town):
    seek_work(town)
    Employment.objects.filter(person=town.person).update(ended_on=SOON - timedelta(days=1))


def is_found_unstable(town):
    town.household.monitoring, town.household.identified_on = "unstable", date(2022, 1, 1)
    town.household.unstable_since = SOON
    town.household.save()


@pytest.mark.parametrize(
    ("happens", "name", "code"),
    [
        (leaves, "staff_platform", "4.3"),
        (leaves, "ready_platform", "4.1"),
        (closes, "build_platform", "4.1"),
        (stops, "build_site_workshop", "3.3"),
        (opens, "open_window", "4.2"),
        (job_ends, "employ", "6.3"),
        (is_found_unstable, "help", "6.4"),
    ],
)
def test_a_line_names_the_day_from_which_a_point_is_lost(small_town, happens, name, code):
    happens(small_town)
    assert [len(keys) for due, keys in runs(name).items() if due == SOON] == [1]
    assert lost_by(code, SOON - timedelta(days=1)) <= 0 < lost_by(code, SOON) <= sum(points(name))


def test_a_total_that_falls_is_told_with_those_by_whom_it_falls(small_town):
    one_of_many_workshops_will_stop(small_town)
    assert runs("keep_workshops") == {date(2023, 5, 3): {small_town.workshop.pk}}
    assert points("keep_workshops") == [1]


def workshops_that_lose(town):
    """The workshops of a town that the inbox names, each with how many people it will lose by the end of the month."""
    duty = next(duty for duty in duties_of(rubric_for(2023), TODAY) if duty.name == "keep_workshop_jobs")
    keys = set().union(*runs("keep_workshop_jobs", division=town).values())
    return {row.code: row.lowers_by for row in duty.rows.within(town) if row.pk in keys}


def far_worker_leaves(town):
    Employment.objects.filter(person=town.people[FAR]).update(ended_on=SOON)


@pytest.mark.parametrize(("happens", "people"), [(far_worker_leaves, 1), (stops, 3)])
def test_jobs_of_a_workshop_are_lost_where_it_stands_wherever_its_workers_live(small_town, happens, people):
    figures(workshop_workers=3, workshop_labor=0)
    happens(small_town)
    assert workshops_that_lose(TOWN) == {"CJ01": people}
    assert workshops_that_lose(FAR[: Division.Level.TOWN]) == {}
    assert points("keep_workshop_jobs") == [lost_by("3.4", date(2023, 5, 21))] == [10]


def test_who_has_two_workshops_is_lost_with_the_last_and_counts_once(small_town):
    figures(workshop_workers=3, workshop_labor=0)
    values = {"kind": "home", "certified_on": date(2022, 1, 1)}
    for code, village in (("CJ02", NEXT), ("CJ03", NEXT), ("CJ04", FAR)):
        workshop = Workshop.objects.create(code=code, name=code, village_id=village, **values)
        person = small_town.people[{"CJ02": FAR, "CJ03": NEXT, "CJ04": OWN}[code]]
        job = {"employer": code, "channel": "workshop", "workplace": "五团镇", "workshop": workshop}
        Employment.objects.create(person=person, started_on=TODAY, **job)
    Workshop.objects.filter(code__in=["CJ01", "CJ02"]).update(stopped_on=SOON)
    # one goes on in CJ03, one in another town's CJ04, and one loses both
    assert workshops_that_lose(TOWN) == {"CJ01": 2}


def test_where_no_point_is_lost_the_rates_say_nothing(small_town):
    figures(labor=10, employed=0)
    Employment.objects.filter(person=small_town.person).update(ended_on=SOON)
    assert runs("keep_employed") == {}


def test_a_policy_that_is_to_be_fulfilled_too_late_costs_points_until_then(small_town):
    small_town.policy.payments.all().delete()
    for done_on, told in ((SOON - timedelta(days=1), set()), (SOON + timedelta(days=60), {small_town.policy.pk})):
        Policy.objects.filter(pk=small_town.policy.pk).update(year=2023, due_on=SOON, done_on=done_on)
        small_town.policy.refresh_from_db()
        small_town.policy.save()
        cache.clear()
        assert runs("fulfil").get(SOON, set()) == told
        assert lost_by("7.1", SOON) == len(told)


def test_what_is_lost_after_the_month_is_not_told_yet(small_town):
    leaves(small_town)
    StaffMember.objects.filter(village=OWN).update(ended_on=TODAY + timedelta(days=32))
    assert None not in runs("staff_platform")
    assert runs("staff_platform") == {}


def test_each_of_many_rows_has_its_own_day(small_town):
    build_platforms(small_town)
    ends = {OWN: date(2023, 4, 21), NEXT: date(2023, 5, 21)}
    for village, day in ends.items():
        StaffMember.objects.filter(village=village).update(ended_on=day - timedelta(days=1))
    assert runs("staff_platform") == {day: {village} for village, day in ends.items()}


def test_the_page_says_why_and_from_when(signed_in, small_town):
    leaves(small_town)
    with travel(TODAY, tick=False):
        page = words(signed_in("staff").get(reverse("scoring:inbox"), {"kind": "staff_platform"}))
    assert "到时没有在岗人员，5月7日起扣分" in page
    assert "还有17天 5月7日" in page


def test_many_rows_cost_as_many_queries_as_one(small_town):
    costs = []
    for villages in ([OWN], [OWN, NEXT]):
        Platform.objects.all().delete()
        StaffMember.objects.all().delete()
        build_platforms(small_town)
        StaffMember.objects.filter(village__in=villages).update(ended_on=SOON)
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            task_groups(TOWN, TODAY)
        costs.append(len(captured))
    assert costs[0] == costs[1]


#: What another sub-item's line names, perhaps since before: without any platform 4.3 is lost, and 4.1 tells of those to
#: be built, also where the last one goes because its village does.
TOLD_BY = {"4.3": "4.1"}


def settled_by_nobody(rows, today):
    """Checks of days to come, as no office writes them down, are nobody's duty to prevent."""
    checks = ("spot_checks", "business_checks")
    return {kind: [row for row in rows[kind] if kind not in checks or row["checked_on"] <= today] for kind in rows}


@settings(examples, max_examples=12)
@given(towns, days)
def test_every_point_that_stored_days_lose_has_a_line(rows, today):
    rubric, (_, horizon) = rubric_for(2023), next(month_ahead(today))
    with stored(settled_by_nobody(rows, today)):
        now, then = (score_town(HOME, day, rubric=rubric).sub_items for day in (today, horizon))
        duties = duties_of(rubric, today)
        groups = gather(rubric, duties, HOME)
        told = {duty.code for duty in duties if groups[duty.key]}
        told_ahead = {duty.code for duty in duties if duty.on > today and groups[duty.key]}
        for code in now:
            if then[code].deducted > now[code].deducted:
                assert code in told_ahead or TOLD_BY.get(code) in told, code
