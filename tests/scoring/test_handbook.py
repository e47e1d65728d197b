"""docs/rubric-YEAR.md is generated from the year's file."""

import pytest
from django.core.management import CommandError, call_command

from scoring.catalogue import rubric_for
from scoring.handbook import handbook

#: What was published lies over the files.
pytestmark = pytest.mark.django_db


def test_the_committed_page_is_up_to_date():
    call_command("rubric_doc", check=True)


def test_a_missing_or_a_stale_page_fails_the_check(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    with pytest.raises(CommandError, match="已过期"):
        call_command("rubric_doc", check=True)
    call_command("rubric_doc")
    call_command("rubric_doc", check=True)
    page = tmp_path / "docs" / "rubric-2023.md"
    page.write_text(page.read_text(encoding="utf-8") + "另加一行", encoding="utf-8")
    with pytest.raises(CommandError, match="已过期"):
        call_command("rubric_doc", check=True)


def test_the_page_has_every_wording_and_every_source():
    rubric = rubric_for(2023)
    page = handbook(rubric)
    for sub_item in rubric.sub_items:
        assert sub_item.wording in page
        assert sub_item.counting in page
        assert all(each.source in page for each in sub_item.parameters)
