"""What the loader of a year's file refuses, and by which year's file a day is scored."""

import re
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from fictional.one_of_everything import TOWN
from scoring import catalogue
from scoring.catalogue import rubric_for
from scoring.parsing import InvalidRubric, parse
from scoring.score import score_of
from scoring.years import FULL_MARKS
from tests.scoring.readings import TEXT

#: What was published lies over the files.
pytestmark = pytest.mark.django_db


def changed(before, after):
    assert before in TEXT
    return TEXT.replace(before, after, 1)


SECTION = "[items.sub_items.parameters.{}]"
WRONG = {
    "第1项各目合计6分，应为5分": changed('title = "行动方案"\nmax = 3', 'title = "行动方案"\nmax = 4'),
    "2023年各项合计99分，应为100分": changed('max = 3\nchecked_by = ""', 'max = 2\nchecked_by = ""').replace(
        'title = "督办整改"\nmax = 3', 'title = "督办整改"\nmax = 2'
    ),
    "8.1的计分规则“bonus”不存在": changed('rule = "supervision_tasks"', 'rule = "bonus"'),
    "8.1出现了两次": changed('code = "7.1"', 'code = "8.1"'),
    "2.2缺少参数deadlines": changed(SECTION.format("deadlines"), SECTION.format("last_days")),
    "3.3缺少参数people_above": changed(SECTION.format("people_above"), SECTION.format("people")),
    "8.1没有参数bonus": TEXT + SECTION.format("bonus") + '\nvalue = 1\nlabel = "加分"\nsource = ""\n',
    "3.1的target的值“2.5”类型不对": changed("parameters.target]\nvalue = 2", "parameters.target]\nvalue = 2.5"),
    "2.3的population没有“nobody”这种读法": changed('value = "labor_to_verify"', 'value = "nobody"'),
}


@pytest.mark.parametrize("complaint", WRONG)
def test_a_file_that_does_not_hold_together_is_refused(complaint):
    with pytest.raises(InvalidRubric, match=re.escape(complaint)):
        parse(WRONG[complaint])


def test_the_year_2023_adds_up():
    rubric = rubric_for(2023)
    assert sum(sub_item.rule.max for sub_item in rubric.sub_items) == FULL_MARKS
    assert [item.max for item in rubric.items] == [5, 20, 25, 20, 2, 18, 7, 3]
    assert len(list(rubric.sub_items)) == 20


@pytest.mark.parametrize(("year", "chosen"), [(2019, "2023"), (2023, "2023"), (2030, "2023")])
def test_a_year_without_a_file_takes_the_newest_before_it_or_else_the_oldest(file, year, chosen):
    assert str(rubric_for(year)) == chosen


def test_a_newer_file_serves_its_year_and_those_after(tmp_path, monkeypatch):
    for year in (2023, 2025):
        text = TEXT.replace("year = 2023", f"year = {year}", 1)
        (tmp_path / f"{year}.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr("scoring.catalogue.FOLDER", tmp_path)
    chosen = {year: str(rubric_for(year)) for year in (2022, 2023, 2024, 2025, 2026)}
    assert chosen == {2022: "2023", 2023: "2023", 2024: "2023", 2025: "2025", 2026: "2025"}


@pytest.fixture
def file(tmp_path, monkeypatch):
    """The year's file, to be changed."""
    monkeypatch.setattr(catalogue, "FOLDER", tmp_path)
    file = tmp_path / "2023.toml"
    file.write_text(TEXT, encoding="utf-8")
    return file


FEWER = changed("parameters.target]\nvalue = 2", "parameters.target]\nvalue = 1")


def test_a_file_that_changes_under_a_running_server_is_read_again(file):
    before = rubric_for(2023)
    assert rubric_for(2023) is before
    file.write_text(FEWER, encoding="utf-8")
    assert rubric_for(2023).digest == parse(FEWER).digest != before.digest


@pytest.mark.parametrize("text", [WRONG["8.1出现了两次"], "max = ", "[[items]]", "title = 1"])
def test_a_file_that_has_become_faulty_leaves_the_last_good_one_in_force_and_is_told(file, text):
    before = rubric_for(2023)
    file.write_text(text, encoding="utf-8")
    assert rubric_for(2023) is before
    assert [fault.partition("：")[0] for fault in catalogue.faults()] == ["2023.toml"]
    file.write_text(FEWER, encoding="utf-8")
    assert (rubric_for(2023).digest, catalogue.faults()) == (parse(FEWER).digest, [])


def test_a_command_that_finds_a_faulty_file_says_so_in_one_sentence(file):
    file.write_text(WRONG["8.1出现了两次"], encoding="utf-8")
    with pytest.raises(CommandError, match=r"^2023\.toml：8\.1出现了两次$"):
        call_command("rubric_doc", check=True)


def test_a_score_and_the_targets_follow_the_file_at_once(file, small_town, as_committed):
    """What is remembered is remembered for the file as it was."""
    on = date(2023, 12, 31)
    asked = [score_of(TOWN, on).rubric.digest for _ in range(2)]
    file.write_text(FEWER, encoding="utf-8")
    assert score_of(TOWN, on).rubric.digest not in asked
