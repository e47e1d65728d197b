"""For every duty: doing what it asks for removes it, and wins back the points that it says, on the day that counts."""

from datetime import date

import pytest

from core.models import Village
from fictional.one_of_everything import NEXT, OWN, TOWN
from labor.models import Employment, JobSeekingCase, LaborExport, SpotCheck, Verification
from oversight.models import Baseline, OrganisationDocument, PolicyPayment
from platforms.models import HouseholdHelp, Platform, Service, StaffMember
from scoring.catalogue import duties_of, rubric_of, rubric_years
from scoring.score import Score
from training.models import StaffTraining
from workshops.models import Inspection, Workshop

RUBRICS, TODAY = [rubric_of(year) for year in rubric_years()], date(2023, 4, 20)
LAST_MONTH = date(2023, 4, 3)


def nothing(town):
    """The town is in this plight already."""


def change(record, **values):
    for name, value in values.items():
        setattr(record, name, value)
    record.save()


def work(town, **more):
    Employment.objects.create(
        person=town.person, started_on=TODAY, employer="某厂", channel="county", workplace="城步", **more
    )


def lose_work(town):
    Employment.objects.filter(person=town.person).update(ended_on=date(2023, 3, 1))


def seek_work(town, on=LAST_MONTH):
    lose_work(town)
    JobSeekingCase.objects.create(person=town.person, registered_on=on, willing=True)


def serve(town, **numbers):
    for kind, number in numbers.items():
        for turn in range(number):
            Service.objects.create(person=town.person, served_on=TODAY, kind=kind, employer=f"第{turn}家")


def build_platforms(town, staffed=True, account=True):
    for code in (OWN, NEXT):
        Platform.objects.create(
            village_id=code, built_on=date(2023, 1, 1), account_assigned_on=TODAY if account else None
        )
        if staffed:
            staff_platform(code)


def staff_platform(code=OWN):
    StaffMember.objects.create(village_id=code, name="石平台", started_on=TODAY, working_time="full")


def build_one_platform(town):
    Platform.objects.create(village_id=NEXT, built_on=TODAY, account_assigned_on=TODAY)
    staff_platform(NEXT)


def platforms_lack_one_account(town):
    build_platforms(town)
    change(Platform.objects.get(village=OWN), account_assigned_on=None)


def one_platform_lacks_staff(town):
    build_platforms(town)
    StaffMember.objects.filter(village=OWN).update(started_on=LAST_MONTH, ended_on=date(2023, 4, 19))


def find_untrue(town):
    SpotCheck.objects.create(person=town.person, checked_on=LAST_MONTH, level="town", method="visit", result="untrue")


def stop_workshop(town):
    change(town.workshop, stopped_on=date(2023, 4, 1))


def build_site_workshop(town):
    Workshop.objects.create(code="CJ02", name="新车间", village_id=OWN, kind="home", site=town.site, certified_on=TODAY)


def become_unstable(town):
    change(town.household, monitoring="unstable", identified_on=date(2022, 1, 1), unstable_since=date(2023, 2, 1))


def figures(**values):
    for indicator, value in values.items():
        Baseline.objects.create(year=2022, indicator=indicator, town_id=TOWN, value=value)


def job_will_end(of, **base):
    """The job of whoever lives in the village `of` ends within the month, by a day that is written down."""

    def arise(town):
        figures(**base)
        Employment.objects.filter(person=town.people[of]).update(ended_on=date(2023, 5, 1))

    return arise


def goes_on(town):
    for job in Employment.objects.filter(ended_on__isnull=False):
        change(job, ended_on=None)


def one_of_many_workshops_will_stop(town):
    """The town has as many as it needs, until one of them stops."""
    target = RUBRICS[0].scored_by("workshop_total")[0].rule.target
    for number in range(target - 1):
        Workshop.objects.create(
            code=f"CJ9{number}", name="车间", village_id=OWN, kind="home", certified_on=date(2022, 1, 1)
        )
    change(Workshop.objects.get(code="CJ01"), stopped_on=date(2023, 5, 3))


def fulfil(town):
    change(town.policy, done_on=TODAY)
    PolicyPayment.objects.update(paid_on=TODAY)


def task_to_come(town):
    change(town.task, due_on=date(2023, 9, 1))


def issue(kind):
    return lambda town: OrganisationDocument.objects.create(
        year=2023, kind=kind, name="文件", town_id=TOWN, issued_on=TODAY
    )


#: The duty's name: how it comes about, and the deed that settles it.
DEEDS = {
    "issue_plan": (nothing, issue("action_plan")),
    "set_up_group": (nothing, issue("working_group")),
    "verify": (
        nothing,
        lambda town: Verification.objects.create(
            person=town.person, verified_on=TODAY, method="visit", result="unchanged"
        ),
    ),
    "rectify_data": (find_untrue, lambda town: change(SpotCheck.objects.get(), rectified_on=TODAY)),
    "rectify_workshop": (nothing, lambda town: change(Inspection.objects.get(), rectified_on=TODAY)),
    "build_site_workshop": (stop_workshop, build_site_workshop),
    "build_platform": (nothing, build_one_platform),
    "ready_platform": (
        platforms_lack_one_account,
        lambda town: change(Platform.objects.get(village=OWN), account_assigned_on=TODAY),
    ),
    "open_window": (nothing, lambda town: change(town.site, window_opened_on=TODAY)),
    "staff_platform": (one_platform_lacks_staff, lambda town: change(StaffMember.objects.first(), ended_on=None)),
    "keep_employed": (job_will_end(OWN, labor=1, employed=1), goes_on),
    "keep_workshops": (
        one_of_many_workshops_will_stop,
        lambda town: change(Workshop.objects.get(code="CJ01"), stopped_on=None),
    ),
    "keep_workshop_jobs": (job_will_end(NEXT, workshop_workers=3, workshop_labor=1), goes_on),
    "train_staff": (
        nothing,
        lambda town: StaffTraining.objects.create(
            code="PX01", town_id=TOWN, name="业务培训", held_on=TODAY, participants=20, entered_on=TODAY
        ),
    ),
    "export_labor": (
        nothing,
        lambda town: LaborExport.objects.create(
            code="SC01", town_id=TOWN, name="赴粤专车", held_on=TODAY, origin="五团镇", destination="东莞",
            participants=20, participants_out_of_poverty=5,
        ),
    ),
    "clear": (seek_work, work),
    "clear_late": (lambda town: seek_work(town, date(2023, 1, 3)), work),
    "serve": (seek_work, lambda town: serve(town, recommendation=3, guidance=1, training=1)),
    "employ": (seek_work, work),
    "help": (
        become_unstable,
        lambda town: HouseholdHelp.objects.create(household=town.household, helped_on=TODAY, measure="job"),
    ),
    "fulfil": (nothing, fulfil),
    "complete": (task_to_come, lambda town: change(town.task, completed_on=TODAY)),
}  # fmt: skip


def duties():
    """Every duty with the first rubric that has it."""
    return {each.name: (rubric, each) for rubric in reversed(RUBRICS) for each in reversed(duties_of(rubric, TODAY))}


def duty(name):
    return duties()[name][1]


def test_every_duty_has_a_deed_here(db):
    assert duties().keys() == DEEDS.keys()


@pytest.mark.parametrize("name", DEEDS)
def test_a_deed_removes_its_duty_and_wins_back_the_points_that_it_says(small_town, name):
    arise, settle = DEEDS[name]
    arise(small_town)
    rubric, wanted = duties()[name]
    score, rows = Score(TOWN, wanted.on, rubric), set(wanted.rows.within(TOWN))
    facts, settleable = score.facts(rubric.sub_item(wanted.code), TOWN), wanted.settleable.within(TOWN).count()
    stake = wanted.stake(facts, settleable, 1)
    settle(small_town)
    gone = rows - set(wanted.rows.within(TOWN))
    lost = [each.result(TOWN).sub_items[wanted.code].deducted for each in (score, Score(TOWN, wanted.on, rubric))]
    assert len(gone) == 1
    assert lost[0] - lost[1] == stake > 0


def test_a_person_is_told_what_of_311_is_missing(small_town):
    seek_work(small_town)
    serve(small_town, recommendation=1, training=2)
    wanted = duty("serve")
    person = wanted.rows.annotate(**{"left": wanted.lacks["岗位推荐{}次"]}).get()
    assert (person, person.deadline, person.left) == (small_town.person, date(2023, 5, 3), 2)


def test_somebody_whose_case_was_late_may_be_served_all_year(small_town):
    seek_work(small_town, date(2023, 1, 3))
    work(small_town)
    assert [person.deadline for person in duty("serve").rows] == [date(2023, 2, 3)]


def test_a_superiors_finding_is_never_won_back(small_town):
    find_untrue(small_town)
    SpotCheck.objects.update(level="superior")
    assert not duty("rectify_data").rows.exists()


def test_a_policy_is_due_when_the_first_of_its_payments_is(small_town):
    assert [policy.deadline for policy in duty("fulfil").rows] == [date(2023, 5, 1)]
    PolicyPayment.objects.update(paid_on=TODAY)
    assert [policy.deadline for policy in duty("fulfil").rows] == [date(2023, 6, 30)]


def test_a_proof_is_wanted_of_towns_that_take_part(small_town):
    assert {town.code for town in duty("issue_plan").rows} == {TOWN, "430529103"}
    Village.objects.filter(code__startswith="430529103").update(voided_at="2023-01-01T00:00Z")
    assert {town.code for town in duty("issue_plan").rows} == {TOWN}
    assert not duty("issue_plan").rows.within(OWN).exists()
