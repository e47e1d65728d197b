"""Many people are chosen and taken in at once: into a workshop, an activity, a class, or given a service."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from core.models import AuditEvent, LifeEvent
from core.records import events
from core.records.voiding import void
from fictional.one_of_everything import FAR, NEXT, OWN, add_person
from labor.models import Employment, ExportParticipant, JobSeekingCase, LaborExport, Person
from platforms.models import Service
from training.models import Enrolment, TrainingClass

pytestmark = pytest.mark.usefixtures("today")
UNSURE = {"started_on": "2023-05-08", "workplace": "白水头村", "monthly_wage": "2600"}
JOB = {**UNSURE, "confirmed": "1"}  # nobody's phone is known
TRIP = {"point_to_point": "True", "travelled_by": "coach"}


@pytest.fixture
def people(full_town):
    """Five without work, the last of them in the next village."""
    return [add_person(OWN if number < 4 else NEXT, 300 + number, f"招{number}") for number in range(5)]


class Choosing:
    """The pages on which many are chosen for something."""

    def __init__(self, client, route, into=None):
        self.client, self.route, self.args = client, route, [into.pk] if into else []

    def page(self, page="", **query):
        return self.client.get(reverse(f"{self.route}{page}", args=self.args), query, follow=True)

    def tick(self, people=(), what="keep", **sent):
        names = [str(each.public_id) for each in people]
        address = reverse(f"{self.route}_ticks", args=self.args)
        return self.client.post(address, {"what": what, "row": names, **sent}, follow=True)

    def enter(self, **sent):
        address = reverse(f"{self.route}_enter", args=self.args)
        return self.client.post(address, {"token": str(uuid4()), **sent}, follow=True)


def told(answer):
    return " ".join(str(message) for message in answer.context["messages"])


def test_workers_are_chosen_from_a_paste_and_entered_as_one_event_that_is_undone_as_one(staff, full_town, people):
    workers = Choosing(staff, "labor:employment_workers", full_town.workshop)
    case = JobSeekingCase.objects.create(person=people[0], registered_on=date(2023, 5, 1), willing=True)
    assert "没有找到1个：没有这人" in told(workers.tick(what="paste", pasted="招0\n招1 招2\n没有这人"))
    page = workers.tick(what="enter").content.decode()
    assert "登记务工人员：3人" in page
    assert full_town.workshop.village.name in page
    assert "已登记务工人员3条" in told(workers.enter(**JOB))
    jobs = Employment.objects.filter(workshop=full_town.workshop, started_on=date(2023, 5, 8))
    assert set(jobs.values_list("employer", "channel", "person__name")) == {
        (full_town.workshop.name, "workshop", name) for name in ("招0", "招1", "招2")
    }
    case.refresh_from_db()
    assert case.ended_on == date(2023, 5, 8)
    event = LifeEvent.objects.get()
    assert (event.label, event.rows.count()) == ("登记务工人员", 3)
    assert AuditEvent.objects.filter(action=AuditEvent.Action.LIFE_EVENT).count() == 1
    events.undo(event=event, reason="选错了车间")
    assert not jobs.exists()
    case.refresh_from_db()
    assert case.ended_on is None


def test_who_was_undone_with_all_others_is_taken_in_again(staff, full_town, people):
    export = LaborExport.objects.get()
    for number in (1, 2):
        trip = Choosing(staff, "labor:participant_taking_part", export)
        trip.tick(people[:3])
        assert "已登记参加人员3条" in told(trip.enter(**TRIP))
        assert export.taking_part.filter(person__in=people, travelled_by="coach").count() == 3
        assert LifeEvent.objects.count() == number
        events.undo(event=LifeEvent.objects.latest("pk"), reason="再来一次")
        assert not export.taking_part.filter(person__in=people).exists()
    assert ExportParticipant.with_voided.filter(person__in=people).count() == 3


def test_who_is_in_already_is_named_with_why_and_the_others_are_taken_on_demand(staff, full_town, people):
    export = LaborExport.objects.get()
    ExportParticipant.objects.create(export=export, person=people[0], point_to_point=True)
    voided = ExportParticipant.objects.create(export=export, person=people[1], point_to_point=True)
    void(record=voided, reason="没去")
    trip = Choosing(staff, "labor:participant_taking_part", export)
    trip.tick(people)
    answer = trip.enter(**TRIP)
    assert [(each.name, each.why) for each in answer.context["refused"]] == [
        (people[0].name, "劳动力、劳务输出相同的参加劳务输出已经登记过"),
        (people[1].name, "劳动力、劳务输出与一条已作废的参加劳务输出相同，请恢复那一条，不要重新登记"),
    ]
    assert export.taking_part.filter(person__in=people).count() == 1
    assert "3条" in told(trip.enter(**TRIP, only="1"))
    assert export.taking_part.filter(person__in=people).count() == 4


def test_where_all_are_in_already_each_is_named_and_no_button_takes_the_rest(staff, people):
    course = TrainingClass.objects.get()
    enrolling = Choosing(staff, "training:enrolment_enrolling", course)
    enrolling.tick(people)
    assert "已登记参训5条" in told(enrolling.enter())
    assert Enrolment.objects.filter(training_class=course, person__in=people).count() == 5
    enrolling.tick(people[:2])
    page = enrolling.enter().content.decode()
    assert "有 2 条办不了" in page
    assert "只办其余的" not in page


def test_what_is_odd_is_said_once_with_whom_it_is_about(staff, full_town, people):
    for each in people[:2]:
        Employment.objects.create(
            person=each, employer="城步服装厂", channel="county", workplace="城步", started_on=date(2023, 1, 3)
        )
    workers = Choosing(staff, "labor:employment_workers", full_town.workshop)
    workers.tick(people[:3])
    odd = workers.enter(**UNSURE).context["warnings"]
    assert any("2条：招0、招1" in text for text in odd), odd
    assert not full_town.workshop.employments.filter(person__in=people).exists()
    assert "3条" in told(workers.enter(**JOB))


def test_a_service_is_given_to_a_group(staff, people):
    group = Choosing(staff, "platforms:service_group")
    group.tick(people)
    sent = {"kind": "guidance", "served_on": "2023-05-19", "channel": "电话", "officer": "测试员"}
    assert "已给多人登记服务5条" in told(group.enter(**sent))
    given = Service.objects.filter(person__in=people)
    assert set(given.values_list("kind", "served_on", "channel")) == {("guidance", date(2023, 5, 19), "电话")}
    assert reverse("platforms:service_group") in staff.get(reverse("platforms:service_list")).content.decode()


def test_an_undone_service_of_another_day_stays_undone_and_that_of_the_same_day_comes_back(staff, people):
    group = Choosing(staff, "platforms:service_group")
    sent = {"kind": "guidance", "served_on": "2023-05-10", "channel": "电话", "officer": "甲"}
    group.tick(people[:2])
    group.enter(**sent)
    events.undo(event=LifeEvent.objects.latest("pk"), reason="点错了")
    old = set(Service.with_voided.filter(person__in=people).values_list("pk", flat=True))
    group.tick(people[:2])
    assert "2条" in told(group.enter(**{**sent, "served_on": "2023-05-12", "officer": "乙"}))
    anew = Service.objects.filter(person__in=people)
    assert set(anew.values_list("served_on", "officer")) == {(date(2023, 5, 12), "乙")}
    assert old.isdisjoint(anew.values_list("pk", flat=True))
    assert set(Service.with_voided.filter(pk__in=old).values_list("served_on", "officer")) == {
        (date(2023, 5, 10), "甲")
    }
    group.tick(people[:2])
    assert "2条" in told(group.enter(**sent, confirmed="1"))
    assert set(Service.objects.filter(pk__in=old).values_list("served_on", flat=True)) == {date(2023, 5, 10)}


def test_what_is_asked_is_asked_of_all_and_nothing_is_written_before(staff, full_town, people):
    workers = Choosing(staff, "labor:employment_workers", full_town.workshop)
    workers.tick(people)
    answer = workers.enter(**{**JOB, "started_on": ""})
    assert "started_on" in answer.context["form"].errors
    assert "refused" not in answer.context or not answer.context["refused"]
    assert not full_town.workshop.employments.filter(person__in=people).exists()
    workers.tick(what="none")
    assert "还没有选人" in told(workers.enter(**JOB))


def test_a_clerk_chooses_people_of_the_own_village_for_what_the_clerk_sees(signed_in, full_town, people):
    clerk = signed_in("clerk")
    workers = Choosing(clerk, "labor:employment_workers", full_town.workshop)
    workers.tick(people)
    assert "4条" in told(workers.enter(**JOB))
    assert not Employment.objects.filter(person=people[4]).exists()
    export = LaborExport.objects.get()
    assert Choosing(clerk, "labor:participant_taking_part", export).page().status_code == 404


def test_nobody_of_another_town_is_offered(signed_in, full_town, people):
    far = add_person(FAR, 340, "外镇人")
    county = signed_in("administrator")
    shown = Choosing(county, "labor:employment_workers", full_town.workshop).page(q="外镇人")
    assert list(shown.context["table"].page.object_list) == []
    assert Person.objects.filter(pk=far.pk).exists()


def test_what_was_ticked_for_one_workshop_is_not_ticked_for_another(staff, full_town, people):
    here = Choosing(staff, "labor:employment_workers", full_town.workshop)
    here.tick(people[:2])
    assert len(here.page().context["selection"].names) == 2
    assert Choosing(staff, "platforms:service_group").page().context["selection"].names == []
