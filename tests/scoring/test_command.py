"""manage.py score, as staff and scripts run it."""

import json
from datetime import date
from io import StringIO
from unicodedata import east_asian_width

import pytest
import time_machine
from django.core.management import call_command

from core.models import Village
from labor.models import Household, JobSeekingCase, Person
from scoring.score import score_town
from tests.scoring.offenders import an_overdue_case
from tests.scoring.rows import COUNTY, HOME, NEIGHBOUR, VILLAGES, empty_town, store

pytestmark = pytest.mark.django_db

DAY = date(2023, 12, 31)


ROWS = empty_town()
for code in (code for villages in VILLAGES.values() for code in villages):
    ROWS["villages"].append({"code": code, "name": f"村{code[-3:]}", "platform_required": True})
an_overdue_case(ROWS, DAY)


@pytest.fixture(autouse=True)
def town():
    store(ROWS)


def score(*arguments):
    printed = StringIO()
    call_command("score", *arguments, stdout=printed)
    return printed.getvalue()


def score_json(*arguments):
    return json.loads(score("--format=json", f"--as-of={DAY}", *arguments))


def width(text):
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def test_json_is_the_contracts_form_of_the_home_town():
    assert score_json() == score_town(HOME, DAY).as_json()
    assert list(score_json()) == ["division", "year", "as_of", "rubric", "total", "pending", "items"]


def test_cases_are_there_only_when_asked_for():
    def indicators(*arguments):
        return [each for item in score_json(*arguments)["items"] for each in item["indicators"]]

    assert not any("cases" in each for each in indicators())
    assert all("cases" in each for each in indicators("--cases"))
    assert {each["code"]: len(each["cases"]) for each in indicators("--cases")}["6.1"] == 1


def test_a_county_lists_its_towns_and_a_town_its_villages():
    towns = score_json(f"--division={COUNTY}", "--level=town")
    assert [each["division"] for each in towns] == [HOME, NEIGHBOUR]
    villages = score_json("--level=village", "--cases")
    assert {each["division"]: each["name"] for each in villages} == {code: f"村{code[-3:]}" for code in VILLAGES[HOME]}


def test_a_village_has_shares_and_no_scores():
    village = score_json("--level=village")[0]
    assert list(village)[:2] == ["division", "name"]
    assert village["total"] is village["pending"] is None
    assert {item["score"] for item in village["items"]} == {None}
    shares = {each["code"]: each for item in village["items"] for each in item["indicators"]}
    assert {each["score"] for each in shares.values()} == {None}
    assert (shares["6.1"]["count"], shares["6.1"]["deducted"]) == (1, "0.5")
    assert (shares["6.2"]["count"], shares["6.2"]["deducted"]) == (None, None)


def test_today_is_the_day_unless_told():
    with time_machine.travel("2023-06-30T23:30:00+08:00"):
        assert json.loads(score("--format=json"))["as_of"] == "2023-06-30"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ([f"--division={COUNTY}"], "加 --level town"),
        ([f"--division={COUNTY}", "--level=village"], "只有乡镇可以分村"),
        (["--division=999"], "没有区划代码为“999”的行政区划"),
        (["--as-of=2023-02-29"], "计分日“2023-02-29”不是日期"),
        (["--as-of=20230228"], "YYYY-MM-DD"),
        (["--as-of=0001-01-01"], "1年没有考核细则，不计分"),
    ],
)
def test_what_has_no_score_is_refused_in_chinese(arguments, complaint, capsys):
    with pytest.raises(SystemExit) as left:
        call_command("score", *arguments)
    assert left.value.code == 1
    assert complaint in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [[], [f"--division={COUNTY}", "--level=town"], ["--level=village"]], ids=["town", "towns", "villages"]
)
def test_numbers_stand_below_each_other(arguments):
    lines = score(*arguments, f"--as-of={DAY}").splitlines()
    header = next(line for line in lines if line.startswith(("编号", "代码")))
    column = header.split()[2]
    end = width(header[: header.index(column) + len(column)])
    start = lines.index(header) + 1
    rows = [line for line in lines[start:] if line[:1].isdigit()]
    assert rows
    for row in rows:
        assert ends_with_number_at(row, end), row


def ends_with_number_at(row, end):
    taken = ""
    for character in row:
        if width(taken) == end:
            break
        taken += character
    return width(taken) == end and taken[-1].isdigit()


def test_the_table_names_what_is_pending_and_what_is_empty():
    table = score(f"--as-of={DAY}")
    assert "缺基数，待定" in table
    assert "另有 20 分缺基数，待定" in table


def test_the_table_lists_cases_when_asked():
    [person] = ROWS["people"]
    assert f"{person['id_number']}@2021-01-01" in score(f"--as-of={DAY}", "--cases")


def test_a_county_without_registered_villages_has_no_towns():
    for model in (JobSeekingCase, Person, Household, Village):
        model.objects.all().delete()
    assert score_json(f"--division={COUNTY}", "--level=town") == []
    assert "没有登记过村社区" in score(f"--division={COUNTY}", "--level=town")
