"""The file of rules and the functions fit together, and the command refuses what it cannot answer."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.doubts import DOUBTS
from doubts import catalogue
from doubts.catalogue import DoubtRule, InvalidDoubts, rules
from doubts.checking import check
from fictional.one_of_everything import OWN, TOWN, add_person
from scoring.catalogue import rubric_of, rubric_years

DAY = date(2023, 12, 31)


@pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.code)
def test_a_rule_says_what_is_odd_and_what_to_do_in_a_sentence(rule):
    assert rule.title
    assert not rule.message.endswith(("。", "；"))
    assert not rule.remedy.endswith(("。", "；"))
    assert "{" not in rule.title


def test_what_is_at_risk_are_rules_of_the_assessment():
    known = {rule for year in rubric_years() for rule in rubric_of(year).rules.values()}
    assert {name for rule in rules().values() for name in rule.at_risk} <= known


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"max_wage": None}, "参数应为"),
        ({"usual": 5}, "参数应为"),
        ({"title": ""}, "没有写 title"),
        ({"labels": {"min_wage": "最低"}}, "的叫法"),
    ],
)
def test_a_table_that_does_not_fit_its_function_is_refused(change, said):
    rule = rules()["wage-out-of-range"]
    table = {"title": "月收入", "severity": "可疑", "message": "…", "remedy": "…", "min_wage": 1, "max_wage": 2}
    table["labels"] = {"min_wage": "最低", "max_wage": "最高"}
    table = {name: value for name, value in {**table, **change}.items() if value is not None}
    with pytest.raises(InvalidDoubts, match=said):
        catalogue._rule(rule.code, table, rule.find)


def test_every_function_stands_in_the_file_once():
    codes = [finder.code for finder in DOUBTS]
    assert sorted(codes) == sorted(rules())


@pytest.mark.parametrize(
    ("options", "on"),
    [
        ({"enabled": False}, False),
        ({"since": date(2024, 1, 1)}, False),
        ({"until": date(2023, 12, 30)}, False),
        ({"since": DAY, "until": DAY}, True),
    ],
)
def test_a_rule_that_is_switched_off_is_not_in_the_answer_even_when_asked_for(options, on, small_town, monkeypatch):
    words = {"title": "…", "severity": catalogue.Severity.WRONG, "message": "…", "remedy": "…"}
    rule = DoubtRule("made-up", **words, find=lambda facts: (), **options)
    monkeypatch.setattr("doubts.checking.rules_as_set", lambda: {"made-up": rule})
    assert [found.rule.code for found in check(TOWN, DAY, ["made-up"])] == (["made-up"] if on else [])
    assert [found.rule.code for found in check(TOWN, DAY)] == (["made-up"] if on else [])


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--division", "999999"], "没有区划代码为“999999”的行政区划"),
        (["--division", ""], "没有区划代码"),
        (["--as-of", "2023-2-1"], "日期“2023-2-1”有误"),
        (["--as-of", "20230201"], "日期“20230201”有误"),
        (["--rule", "no-such"], "没有规则“no-such”"),
        (["--rule", "wage-out-of-range", "--rule", ""], "没有规则“”"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_a_sentence(small_town, options, said):
    out, err = StringIO(), StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("check_data", *options, stdout=out, stderr=err)
    assert ended.value.code
    assert (out.getvalue(), said in err.getvalue()) == ("", True)


def test_only_the_hits_of_the_division_are_told_and_only_of_the_rules_asked_for(small_town):
    def answer(*options):
        out = StringIO()
        call_command("check_data", "--format=json", "--as-of=2023-12-31", *options, stdout=out)
        return json.loads(out.getvalue())

    county, town = answer("--division=430529"), answer(f"--division={TOWN}")
    everywhere = {(rule["code"], hit["subject"], hit["key"]) for rule in county["rules"] for hit in rule["hits"]}
    own = {(rule["code"], hit["subject"], hit["key"]) for rule in town["rules"] for hit in rule["hits"]}
    assert own
    assert own <= everywhere
    one = answer("--rule=idle-without-case", "--rule=phone-shared")
    assert [rule["code"] for rule in one["rules"]] == ["phone-shared", "idle-without-case"]
    assert (one["division"], one["as_of"]) == (TOWN, "2023-12-31")


def test_the_table_names_each_rule_with_its_hits(small_town):
    out = StringIO()
    call_command("check_data", "--as-of=2023-12-31", stdout=out)
    total = sum(len(found.hits) for found in check(TOWN, DAY))
    assert out.getvalue().startswith(f"共{total}个疑点")
    assert all(found.rule.title in out.getvalue() for found in check(TOWN, DAY) if found.hits)


def test_more_people_cost_no_more_queries(small_town, django_assert_num_queries):
    with CaptureQueriesContext(connection) as few:
        check(TOWN, DAY)
    for order in range(40, 70):
        add_person(OWN, order, f"新人{order}")
    with django_assert_num_queries(len(few)):
        check(TOWN, DAY)
