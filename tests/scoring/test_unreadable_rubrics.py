"""A published or drafted text that this program cannot read is said to be so, and no page falls over it."""

import pytest
from django.urls import reverse

from scoring import catalogue, parsing
from scoring.catalogue import faults, known_years, rubric_for
from scoring.models import RubricEdition
from tests.exchanged import sent, words

YEAR = 2027


@pytest.fixture
def draft(signed_in):
    signed_in("staff").post(reverse("scoring:rubric_start"), sent(year=YEAR))
    return RubricEdition.objects.get()


@pytest.fixture
def rule_gone(monkeypatch):
    """The program has been replaced by one that lacks a rule, and its processes began anew."""

    def replace():
        monkeypatch.setattr(catalogue, "_published", {})
        gone = {name: rule for name, rule in parsing.RULES.items() if name != "supervision_tasks"}
        monkeypatch.setattr(parsing, "RULES", gone)

    return replace


def test_a_published_rubric_whose_rule_is_gone_is_told_and_the_last_one_scores(draft, signed_in, rule_gone, small_town):
    administrator = signed_in("administrator")
    administrator.post(reverse("scoring:rubric_publish", args=[YEAR]), {"digest": draft.digest})
    assert known_years()[-1] == YEAR
    assert faults() == []
    rule_gone()
    assert "2027年已发布的细则读不出，按别的年度计分：8.1的计分规则“supervision_tasks”不存在" in faults()
    assert rubric_for(YEAR).year == 2023
    page = words(administrator.get(reverse("scoring:rubrics")))
    assert "2027年考核细则（已发布）读不出" in page
    assert administrator.get(reverse("scoring:dashboard"), {"as_of": f"{YEAR}-03-01"}).status_code == 200
    assert administrator.get(reverse("scoring:rubric", args=[YEAR])).status_code == 404


def test_a_draft_whose_rule_is_gone_is_told_to_those_who_draft(draft, signed_in, rule_gone):
    rule_gone()
    assert "2027年考核细则（草稿）读不出" in words(signed_in("staff").get(reverse("scoring:rubrics")))
    assert "2027" not in words(signed_in("clerk").get(reverse("scoring:rubrics")))
