"""What a form begins with, and what is said where a record cannot be voided or has been."""

import pytest
from django.urls import reverse

from core.forms import DEADLINES
from core.registers.declaration import declared
from fictional.one_of_everything import TODAY
from labor.models import Employment
from oversight.models import SupervisionTask

pytestmark = pytest.mark.usefixtures("today")


def initial(client, route, *args):
    return client.get(reverse(route, args=args)).context["form"].initial


def test_the_year_is_this_one_and_that_of_a_base_figure_the_last(staff, small_town):
    assert initial(staff, "oversight:policy_add")["year"] == TODAY.year
    assert initial(staff, "oversight:document_add")["year"] == TODAY.year
    assert initial(staff, "oversight:baseline_add")["year"] == TODAY.year - 1


@pytest.mark.parametrize("route", ["oversight:task_add", "oversight:problem_add", "oversight:policy_add"])
def test_no_deadline_begins_with_today(staff, small_town, route):
    assert not DEADLINES & initial(staff, route).keys()


def test_the_day_on_which_something_was_handed_over_still_does(staff, small_town):
    assert initial(staff, "oversight:task_add")["assigned_on"] == TODAY


def test_every_day_by_which_something_is_due_is_one_of_them():
    labels = {
        (name, str(register.model._meta.get_field(name).verbose_name))
        for register in declared
        for name in register.fields
        if any(each.name == name for each in register.model._meta.fields)
    }
    asked = {name for name, label in labels if label.endswith("时限") and name.endswith("_on")}
    assert asked <= DEADLINES | {"rectify_by", "rectify_due_on"}, asked


def void(client, record, route):
    address = reverse(route, args=[record.public_id if hasattr(record, "public_id") else record.pk])
    token = client.get(address).context["form"]["token"].value()
    return client.post(address, {"token": str(token), "reason": "登记错了"}, follow=True)


def test_a_refused_voiding_lists_what_stands_in_the_way_each_a_link(staff, small_town):
    jobs = Employment.objects.filter(person=small_town.person)
    assert jobs.exists()
    page = void(staff, small_town.person, "labor:person_void")
    assert set(jobs) <= set(page.context["in_the_way"])
    shown = page.content.decode().partition('id="in-the-way"')[2]
    assert all(f'href="{job.get_absolute_url()}"' in shown for job in jobs)


def test_revival_stands_beside_voided(staff, small_town):
    task = SupervisionTask.objects.get()
    page = void(staff, task, "oversight:task_void").content.decode()
    assert f'<a href="{reverse("oversight:task_revive", args=[task.pk])}">恢复</a>' in page
