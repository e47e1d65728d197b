"""Many records are ticked, page after page, and one thing is done to all of them: asked once, undone once."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from core.models import AuditEvent, LifeEvent, Selection
from core.records import events
from fictional.one_of_everything import FAR, OWN, add_person
from labor.models import Employment
from oversight.models import PolicyApplication, PolicyPayment
from oversight.policies.actions import apply

LIST, TICKS = "labor:employment_list", "labor:employment_ticks"
ENDED = {"ended_on": "2023-05-10", "change_reason": "车间停产"}


@pytest.fixture
def jobs(small_town, today):
    """Thirty jobs of the town, a page and five."""
    people = [add_person(OWN, 100 + number, f"工{number:02}", household=small_town.household) for number in range(30)]
    common = {"employer": "竹木车间", "channel": "county", "workplace": "城步"}
    return [Employment.objects.create(person=each, started_on=date(2023, 3, 1), **common) for each in people]


def names(jobs):
    return [str(job.pk) for job in jobs]


def ticks(client, what="keep", query="", **data):
    return client.post(f"{reverse(TICKS)}{query}", {"what": what, **data}, follow=True)


def ticked():
    return sorted(Selection.objects.get().names)


def run(client, **data):
    sent = ENDED | {"token": str(uuid4())} | data
    return client.post(reverse("labor:employment_many", kwargs={"action": "end"}), sent, follow=True)


def told(answer):
    return " ".join(str(message) for message in answer.context["messages"])


def test_what_is_ticked_on_one_page_stays_while_another_is_open(staff, jobs):
    first, second, other = names([jobs[0], jobs[1], jobs[29]])
    ticks(staff, row=[first, second], shown=[first, second])
    ticks(staff, row=[other], shown=[other])
    ticks(staff, row=[second], shown=[first, second])
    assert ticked() == sorted([second, other])


def test_all_that_the_filter_finds_are_ticked_on_every_page(staff, jobs):
    ticks(staff, "all", "?q=竹木")
    assert ticked() == sorted(names(jobs))
    page = staff.get(reverse(LIST), {"q": "竹木"}).content.decode()
    assert page.count(" checked ") == 25
    ticks(staff, "none")
    assert ticked() == []


def test_what_is_pasted_is_found_by_number_and_name_and_nothing_is_dropped_silently(staff, jobs):
    Employment.objects.filter(pk=jobs[2].pk).update(person=jobs[3].person, started_on=date(2023, 5, 2))
    numbers = [str(job.person.id_number.plain) for job in jobs[:2]]
    answer = ticks(staff, "paste", pasted=f"{numbers[0]}\n{numbers[1].lower()}\t工04，工03 没有这人 430599198001010018")
    assert ticked() == sorted(names([jobs[0], jobs[1], jobs[4]]))
    assert "勾选了3条" in told(answer)
    assert "没有找到2个" in told(answer)
    assert "没有这人" in told(answer)
    assert "430599198001010018" not in told(answer)
    assert "工03（2条）" in told(answer)


def test_pasted_numbers_are_in_the_trail_and_what_can_be_no_row_is_not_kept(staff, jobs):
    ticks(staff, "paste", pasted=f"{jobs[0].person.id_number.plain} 430599198001010018 工07")
    trail = AuditEvent.objects.get(action=AuditEvent.Action.LOOK_UP).details
    assert trail == {"part": "pasted", "list": "labor:employment", "numbers": 2, "found": 2}
    ticks(staff, "none")
    ticks(staff, row=["abc", "9" * 40, "", "\0", names(jobs)[1]])
    assert ticked() == names(jobs)[1:2]
    assert (
        "结束就业：就业记录1条"
        in staff.get(reverse("labor:employment_many", kwargs={"action": "end"})).content.decode()
    )


def test_what_was_ticked_in_another_window_is_shown_before_it_is_done(staff, jobs):
    ticks(staff, row=names(jobs)[:1])
    page = staff.get(reverse("labor:employment_many", kwargs={"action": "end"}))
    ticks(staff, row=names(jobs)[1:3])
    answer = run(staff, ticked=page.context["ticked"])
    assert "在别的窗口里" in told(answer)
    assert not Employment.objects.filter(ended_on__isnull=False, employer="竹木车间").exists()
    assert "3条" in told(run(staff, ticked=answer.context["ticked"]))


def test_one_deed_ends_thirty_jobs_and_is_undone_as_one(staff, jobs):
    ticks(staff, "all", "?q=竹木")
    assert "30条" in told(run(staff))
    assert set(Employment.objects.filter(employer="竹木车间").values_list("ended_on", flat=True)) == {date(2023, 5, 10)}
    assert ticked() == []
    event = LifeEvent.objects.get()
    assert (event.label, event.title, event.rows.count()) == ("结束就业", "就业记录30条", 30)
    assert AuditEvent.objects.filter(action=AuditEvent.Action.LIFE_EVENT).count() == 1
    events.undo(event=event, reason="选错了")
    assert not Employment.objects.filter(employer="竹木车间", ended_on__isnull=False).exists()


def test_who_cannot_take_it_is_named_with_why_and_the_others_only_on_demand(staff, jobs):
    Employment.objects.filter(pk=jobs[0].pk).update(started_on=date(2023, 5, 15))
    ticks(staff, "all", "?q=竹木")
    answer = run(staff)
    assert [each.address for each in answer.context["refused"]] == [jobs[0].get_absolute_url()]
    assert not Employment.objects.filter(employer="竹木车间", ended_on__isnull=False).exists()
    assert "29条" in told(run(staff, only="1"))
    assert Employment.objects.filter(employer="竹木车间", ended_on__isnull=True).get() == jobs[0]


def test_what_is_wrong_for_all_is_said_at_its_field(staff, jobs):
    ticks(staff, "all", "?q=竹木")
    answer = run(staff, ended_on="")
    assert answer.context["form"].errors["ended_on"]
    assert not LifeEvent.objects.exists()


def test_what_has_been_done_already_is_shown_apart(staff, jobs):
    Employment.objects.filter(pk=jobs[0].pk).update(ended_on=date(2023, 4, 1))
    ticks(staff, row=names(jobs[:2]))
    answer = staff.get(reverse("labor:employment_many", kwargs={"action": "end"}))
    assert [record.pk for record in answer.context["able"]] == [jobs[1].pk]
    assert [record.pk for record in answer.context["unable"]] == [jobs[0].pk]


def test_a_record_of_another_town_is_not_touched_whatever_is_ticked(staff, jobs, small_town):
    foreign = Employment.objects.create(
        person=small_town.people[FAR],
        started_on=date(2023, 3, 1),
        employer="竹木车间",
        channel="county",
        workplace="x",
    )
    ticks(staff, row=[str(foreign.pk), str(jobs[0].pk)])
    run(staff)
    foreign.refresh_from_db()
    assert foreign.ended_on is None
    assert LifeEvent.objects.get().rows.count() == 1


def test_what_follows_from_an_action_is_undone_with_it(staff, small_town, today):
    people = [add_person(OWN, 100 + number, f"工{number:02}", household=small_town.household) for number in range(3)]
    found = [apply(policy=small_town.policy, subject=person, on=date(2023, 4, 1))[0] for person in people]
    keys = [str(application.pk) for application in found]
    for action, fields in (
        ("review", {"reviewed_on": "2023-04-10"}),
        ("approve", {"approved_on": "2023-04-20", "due_on": "2023-05-30", "amount": "400"}),
    ):
        staff.post(reverse("oversight:application_ticks"), {"what": action, "row": keys})
        address = reverse("oversight:application_many", kwargs={"action": action})
        staff.post(address, fields | {"token": str(uuid4())})
    assert PolicyPayment.objects.filter(subject_code__in=[person.id_number.plain for person in people]).count() == 3
    events.undo(event=LifeEvent.objects.get(label="批准"), reason="选错了")
    assert not PolicyPayment.objects.filter(subject_code__in=[person.id_number.plain for person in people]).exists()
    assert {application.approved_on for application in PolicyApplication.objects.filter(pk__in=keys)} == {None}


def test_too_many_are_refused_and_what_was_ticked_stays(staff, jobs, monkeypatch):
    monkeypatch.setattr(Selection, "MOST", 10)
    ticks(staff, row=names(jobs[:3]))
    assert "一次最多选10条" in told(ticks(staff, "all", "?q=竹木"))
    assert ticked() == sorted(names(jobs[:3]))


def test_an_action_without_a_tick_says_what_to_do(staff, jobs):
    assert "还没有勾选" in told(ticks(staff, "end"))


def test_a_clerk_undoes_what_they_did_and_nothing_of_others(signed_in, jobs):
    ticks(signed_in("staff"), row=names(jobs[:1]))
    run(signed_in("staff"))
    clerk = signed_in("clerk")
    ticks(clerk, row=names(jobs[1:3]))
    run(clerk)
    others, own = LifeEvent.objects.order_by("pk")
    assert list(clerk.get(reverse("event_list")).context["page_obj"]) == [own]
    undo = {"reason": "选错了", "token": str(uuid4())}
    assert clerk.post(reverse("event_undo", args=[others.pk]), undo).status_code == 404
    clerk.post(reverse("event_undo", args=[own.pk]), undo)
    assert Employment.objects.filter(employer="竹木车间", ended_on__isnull=False).get() == jobs[0]


def test_whoever_only_reads_has_no_boxes(signed_in, jobs):
    leader = signed_in("leader")
    assert "tick-box" not in leader.get(reverse(LIST)).content.decode()
    assert leader.post(reverse(TICKS)).status_code == 403
