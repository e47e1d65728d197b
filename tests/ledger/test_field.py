"""Small files like those that arrive in an office: what the contract says of each (tests/field/README.md)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from labor.models import Employment, Household, Person
from ledger import actions
from ledger.importing import import_ledger
from ledger.models import ImportJob
from tests.case import CASES
from tests.exchanged import words
from tests.ledger.builders import HOUSEHOLDS, OWN_TOWN, PERSON, VILLAGE, places
from tests.ledger.conftest import worked

FIELD = CASES.parent / "field"

pytestmark = pytest.mark.django_db


@pytest.fixture
def field(imported):
    """Import a file of the field into a town with two households and a person."""
    imported({**OWN_TOWN, "农户": [*HOUSEHOLDS, ["H2", "石大", VILLAGE, "一般农户"]]})
    return lambda name, **options: import_ledger(FIELD / name, **options)


def test_a_household_merged_over_its_members_is_everybodys(field):
    assert not field("13-merged-household-only.xlsx").errors
    assert Household.objects.get(code="H2").members.count() == 3


def test_banners_sums_and_signatures_are_left_out(field):
    report = field("14-totals.xlsx")
    assert (report.errors, report.sheets["劳动力"].rows) == ([], 1)


def test_a_character_that_nobody_sees_is_taken_out_of_a_number(field):
    assert field("17-id-14.xlsx").sheets["劳动力"].added == 1
    assert Person.objects.filter(id_number="430599199001010121").exists()


def test_a_range_for_a_wage_is_refused_and_says_what_to_write(field):
    report = field("19-b.xlsx")
    assert places(report) == {("就业记录", 2, "月收入")}
    assert "只填一个" in report.errors[0].message
    assert "3500" in report.errors[0].message
    assert not Employment.objects.exists()


def test_padded_names_are_stored_and_found_without_their_blanks(field, client, staff):
    field("22-web-padded-names.xlsx")
    assert set(Person.objects.filter(id_number__startswith="4305991980").values_list("name", flat=True)) == {
        "龙妹", "石云", "银未",
    }  # fmt: skip
    client.force_login(staff)
    for typed in ("龙妹", "龙　妹", "龙 妹"):
        assert [person.name for person in Person.objects.named(typed)] == ["龙妹"]
        assert "龙妹" in words(client.post(reverse("find"), {"text": typed}, follow=True))


def test_another_persons_name_on_a_known_number_is_asked_about(field, client, staff):
    file = SimpleUploadedFile("台账.xlsx", (FIELD / "36-gender.xlsx").read_bytes())
    job = worked(actions.upload(user=staff, file=file, mode=ImportJob.Mode.CHECK))
    client.force_login(staff)
    shown = words(client.get(job.get_absolute_url()))
    assert "登记的是 试一 ，文件里是 甲妻" in shown
    worked(actions.write_checked(job=job, mode=ImportJob.Mode.GOOD_ROWS, user=staff))
    assert Person.objects.get(id_number=PERSON).name == "试一"
