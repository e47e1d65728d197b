"""What is still missing stands on the administrator's home page until nothing is."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import LeadershipPost, User
from core.models import Installation, Village
from fictional.one_of_everything import TODAY
from ledger.models import ImportJob
from oversight.models import Baseline, OrganisationDocument
from reminders.models import WaysOut
from scoring.models import TownStart
from setup.missing import missing
from tests.setup.conftest import TOWN, text


@pytest.fixture
def in_use(signed_in, today):
    """The small town, set up; returns the administrator's client."""
    Installation.objects.create(pk=1, is_demo=False, set_up_at=timezone.now(), town_id=TOWN)
    return signed_in("administrator")


def lacking(client):
    user = client.get(reverse("accounts:profile")).wsgi_request.user
    return {each.words for each in missing(user, TODAY)}


def test_it_stands_on_the_home_page_with_the_page_of_each(in_use):
    page = text(in_use.get("/", follow=True))
    assert "还没有说备份放在哪里" in page
    assert reverse("setup:backup_folder") in page


def test_each_goes_as_it_is_done_and_the_list_with_the_last(in_use):
    Installation.objects.update(backup_folder="/backup")
    WaysOut.objects.create(pk=1, robot_url="https://example.org/robot")
    LeadershipPost.objects.create(town_id=TOWN, rank="leader", position=1)
    assert "还没有设启用日：从哪一天起用这套系统" in lacking(in_use)
    TownStart.objects.create(town_id=TOWN, started_on=TODAY)
    for kind in OrganisationDocument.Kind:
        assert f"还没有登记{TODAY.year}年的{kind.label}" in lacking(in_use)
        OrganisationDocument.objects.create(kind=kind, year=TODAY.year, name=kind.label, town_id=TOWN, issued_on=TODAY)
    for number, indicator in enumerate(Baseline.Indicator):
        assert len(lacking(in_use)) == len(Baseline.Indicator) - number
        Baseline.objects.create(indicator=indicator, year=TODAY.year - 1, town_id=TOWN, value=1)
    assert lacking(in_use) == set()
    assert "还缺什么" not in text(in_use.get("/", follow=True))


def test_villages_without_a_clerks_account_lead_to_the_page_that_makes_all_of_them(in_use):
    User.objects.filter(role="clerk").update(is_active=False)
    number = Village.objects.within(TOWN).count()
    assert f"{number} 个村（社区）的经办员还没有账号" in lacking(in_use)
    assert reverse("accounts:account_batch") in text(in_use.get("/", follow=True))
    User.objects.filter(username="clerk").update(is_active=True)
    assert f"{number - 1} 个村（社区）的经办员还没有账号" in lacking(in_use)


@pytest.mark.parametrize("name", ["clerk", "staff", "leader"])
def test_who_can_do_nothing_about_it_is_not_told(in_use, signed_in, name):
    assert lacking(signed_in(name)) == set()


def test_the_demo_lacks_nothing(in_use):
    Installation.objects.update(is_demo=True)
    assert lacking(in_use) == set()


@pytest.mark.parametrize("page", ["setup:ways_out", "setup:backup_folder"])
def test_who_keeps_the_clerks_accounts_changes_nothing_of_the_installation(in_use, signed_in, page):
    User.objects.filter(username="staff").update(keeps_clerks=True)
    staff = signed_in("staff")
    assert staff.get(reverse(page)).status_code == staff.post(reverse(page)).status_code == 403
    assert lacking(staff) == set()


def test_an_empty_page_leads_to_the_list_while_something_is_missing(in_use, signed_in):
    empty, led = reverse("training:class_list"), "首页上列着"
    assert led in text(in_use.get(empty))
    assert led in text(in_use.get(empty, headers={"HX-Request": "true"}))
    assert led not in text(in_use.get(empty, {"q": "没有的"}))
    assert led not in text(in_use.get(reverse("labor:person_list")))  # there is somebody
    assert led not in text(signed_in("staff").get(empty))
    Installation.objects.update(is_demo=True)
    assert led not in text(signed_in("administrator").get(empty))


def test_the_inbox_and_the_imports_lead_there_too_while_they_are_empty(in_use):
    ImportJob.objects.all().delete()
    assert "首页上列着" in text(in_use.get(reverse("ledger:exchange")))
    Village.objects.create(code=f"{TOWN}299", name="空村", platform_required=False)
    assert "首页上列着" in text(in_use.get(reverse("scoring:inbox"), {"division": f"{TOWN}299"}))
    assert "首页上列着" not in text(in_use.get(reverse("scoring:inbox")))
