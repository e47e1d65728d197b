"""A fragment swapped into the page that is open equals the page loaded again."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.assessment import codes_of
from core.exports.views import ExportMixin
from core.models import ActionOnMany, ListExport, Village
from core.registers import declared
from core.views import PartialMixin
from fictional.one_of_everything import TOWN, add_export, add_life
from ledger.models import ImportJob, RosterReading
from tests.once import once
from tests.policies.test_access import ROUTES, into
from tests.reminders.arranged import remind
from workshops.models import Workshop

pytestmark = once

FRAGMENT = {"HX-Request": "true"}
PLACE = re.compile(r'<(\w+)[^>]*\sid="results"[^>]*>')


@pytest.fixture
def addresses(small_town, signed_in):
    """The pages with a fragment, by their route, each as a link on it asks for it."""
    staff = signed_in("staff")
    User.objects.filter(username="staff").update(keeps_clerks=True)
    add_life(small_town.person)
    add_export(small_town.person)
    job = ImportJob.objects.create(
        requested_by=staff.get("/accounts/me/").wsgi_request.user, division_code=TOWN, file_name="台账.xlsx", size=0
    )
    Village.history.update(history_date=timezone.now() - timedelta(days=7))  # its people were entered later
    of_list = ImportJob.objects.create(requested_by=job.requested_by, division_code=TOWN, file_name="名册.csv", size=0)
    RosterReading.objects.create(import_job=of_list)
    compared = ImportJob.objects.create(
        requested_by=job.requested_by, division_code=TOWN, file_name="名单.csv", size=0, mode="compare",
        state="done", outcome="compared",
    )  # fmt: skip
    RosterReading.objects.create(import_job=compared)
    taken = ListExport.objects.create(requested_by=job.requested_by, address="/", title="车间")
    many = ActionOnMany.objects.create(requested_by=job.requested_by, address="/", title="结束就业", number=2)
    reminder = remind(job.requested_by, TOWN)
    reminder.deliveries.update(state="failed", error="连不上邮件服务器")
    return {
        "accounts:account_list": reverse("accounts:account_list") + "?role=clerk",
        "offers:rows": reverse("offers:rows", args=["business-job"]) + "?page=1",
        "doubts:list": reverse("doubts:list") + "?page=1",
        "labor:verification_list": reverse("labor:verification_list") + "?method=visit",
        "labor:person": small_town.person.get_absolute_url() + "?page=1",
        "platforms:coverage": reverse("platforms:coverage") + "?page=1",
        "platforms:three_lists": reverse("platforms:three_lists") + "?wish=outside",
        "platforms:three_lists_demand": reverse("platforms:three_lists_demand") + "?state=all",
        "platforms:three_lists_placed": reverse("platforms:three_lists_placed") + "?sort=going",
        "oversight:finding_people": reverse("oversight:finding_people", args=[small_town.policy.pk]) + "?page=1",
        "scoring:inbox": reverse("scoring:inbox") + "?kind=verify",
        "scoring:sub_item": reverse("scoring:sub_item", args=codes_of(["data_maintenance"], timezone.localdate()))
        + "?page=1",
        "scoring:course": reverse("scoring:course"),
        "scoring:why": reverse("scoring:why"),
        "scoring:moved_rows": moved_rows(),
        "scoring:late_entries": reverse(
            "scoring:late_entries", args=codes_of(["data_maintenance"], timezone.localdate())
        )
        + f"?kind=labor.person&as_of={timezone.localdate() - timedelta(days=1)}",
        "ledger:exchange": reverse("ledger:exchange") + "?page=1",
        "ledger:import": job.get_absolute_url(),
        "ledger:corrections": reverse("ledger:corrections", args=[of_list.public_id]),
        "ledger:comparison": compared.get_absolute_url(),
        "ledger:to_verify": reverse("ledger:to_verify"),
        "ledger:effects": reverse("ledger:effects", args=[job.public_id, "renamed"]),
        **{register.route("list"): reverse(register.route("list")) + "?page=1" for register in declared},
        **{
            register.route(intake.name): choosing(register, intake)
            for register in declared
            for intake in register.intakes
        },
        "labor:person_list": reverse("labor:person_list") + "?sort=-age&work=yes",
        "scoring:workforce_people": reverse("scoring:workforce_people") + "?page=1",
        "reminders:list": reverse("reminders:list"),
        "action_on_many": reverse("action_on_many", args=[many.pk]),
        "list_export": reverse("list_export", args=[taken.pk]),
        "reminders:deliveries": reverse("reminders:deliveries"),
    }


def moved_rows():
    """The workshops that have stopped, or begun, since yesterday; a rule lists them where one has."""
    today = timezone.localdate()
    Workshop.objects.within(TOWN).update(stopped_on=today)
    query = {"since": today - timedelta(days=1), "as_of": today}
    return reverse("scoring:moved_rows", args=[*codes_of(["workshop_total"], today), "went"], query=query)


def choosing(register, intake):
    """The page on which people are chosen for one of the town's records."""
    key = [into(register, intake).objects.within(TOWN).first().pk] if intake.into else []
    return reverse(register.route(intake.name), args=key) + "?page=1"


def with_fragments():
    """Routes whose GET answers htmx with a part of the page."""
    for name, pattern in ROUTES.items():
        view = getattr(pattern.callback, "view_class", object)
        is_read = "get" in getattr(view, "http_method_names", ()) and name != "labor:reveal"  # its GET leads away
        of_auditors = name.startswith("administration:")  # closed to whoever these addresses are asked for
        asks = issubclass(view, ExportMixin)  # what of the list to take along
        if is_read and issubclass(view, PartialMixin) and not (of_auditors or asks):
            yield name


def test_every_page_with_a_fragment_is_looked_at(addresses):
    assert sorted(with_fragments()) == sorted(addresses)


def test_swapping_the_fragment_equals_loading_the_page(client, addresses):
    compared = 0
    for name, address in addresses.items():
        page, fragment = (tidy(client.get(address, headers=headers)) for headers in ({}, FRAGMENT))
        if place := PLACE.search(page):
            compared += 1
            assert page[place.end() :].startswith(fragment), name
            assert page[place.end() + len(fragment) :].startswith(f"</{place[1]}>"), name
    assert compared >= 3


def test_the_browsers_arrow_gets_the_whole_page(client, addresses):
    for address in addresses.values():
        restored = client.get(address, headers={**FRAGMENT, "HX-History-Restore-Request": "true"})
        assert "<!doctype html>" in tidy(restored)


def test_what_a_panel_takes_out_of_a_page_is_there(signed_in, small_town):
    for record in (small_town.workshop, small_town.household, small_town.site, small_town.village, small_town.policy):
        html = signed_in("staff").get(record.get_absolute_url()).content.decode()
        wanted = re.findall(r'hx-select="#([\w-]+)"', html)
        assert wanted
        assert all(f'id="{name}"' in html for name in wanted)


def tidy(response):
    """Without the blanks between tags, and without the tokens that change with every page."""
    html = re.sub(r"\s+", " ", response.content.decode())
    html = re.sub(r'name="(csrfmiddlewaretoken|token)" value="[\w-]+"', "", html)
    return re.sub(r"> <", "><", re.sub(r" ?(</?\w[^>]*>) ?", r"\1", html)).strip()
