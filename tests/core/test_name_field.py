"""A name is kept in one form however it comes in: by a form, by code, or as something to look for."""

import pytest

from core.personal_data.names import tidy
from core.printable import printable
from fictional.one_of_everything import OWN
from platforms.models import StaffMember
from tests.exchanged import send

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("龙　妹", "龙妹"),
        (" 石 云\u200b", "石云"),
        ("阿卜杜拉 • 买买提", "阿卜杜拉·买买提"),
        ("阿依.古丽", "阿依·古丽"),
        ("Anna  Maria", "Anna  Maria"),
        ("", ""),
    ],
)
def test_a_name_is_tidied(typed, kept):
    assert tidy(typed) == kept
    assert tidy(kept) == kept


def test_line_breaks_and_blanks_are_to_be_seen():
    assert printable("甲\n乙\t丙 丁\u3000") == "甲\n乙\t丙 丁\u3000"
    assert printable("\u202a甲\u2066\ufeff\x00\x7f\x9f") == "甲"


def test_long_names_of_blanks_take_no_time():
    assert tidy("龙" + " " * 50_000 + "x") == "龙" + " " * 50_000 + "x"


def test_a_form_keeps_it_as_an_import_does(signed_in):
    client = signed_in("staff")
    fields = {"name": "银\u3000未", "started_on": "2023-01-01", "working_time": "full"}
    send(client, "platforms:staff_add", OWN, **fields)
    assert StaffMember.objects.filter(started_on="2023-01-01").get().name == "银未"


def test_it_is_found_by_any_spelling(small_town):
    made = StaffMember.objects.create(village_id=OWN, name="银 未", started_on="2023-02-01", working_time="full")
    made.refresh_from_db()
    assert made.name == "银未"
    assert StaffMember.objects.filter(name="银　未").get() == made
