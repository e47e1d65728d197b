"""Laws that hold for every town, tried on small random ones."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring.result import decimal_text
from scoring.score import Score, score_town, score_towns, village_shares
from tests.scoring.naive import evaluate
from tests.scoring.offenders import OFFENDERS
from tests.scoring.readings import rubrics
from tests.scoring.rows import COUNTY, HOME, NEIGHBOUR, stored
from tests.scoring.towns import SCORED_DAYS, changing_town, random_town

pytestmark = pytest.mark.django_db

towns = st.randoms(use_true_random=False).map(random_town)
changing_towns = st.randoms(use_true_random=False).map(changing_town)
days = st.sampled_from(SCORED_DAYS)
examples = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def found(result):
    """A result as the naive evaluation gives it."""
    return {
        code: (
            str(each.status),
            each.score if each.score is None else Fraction(each.score),
            each.count,
            list(each.cases),
        )
        for code, each in result.sub_items.items()
    }


def agree(rows, day, chosen):
    """The engine finds what the contract says, rule by rule."""
    rubric, readings = chosen
    with stored(rows):
        for town in (HOME, NEIGHBOUR):
            result = score_town(town, day, rubric=rubric, cases=True)
            assert found(result) == evaluate(rows, town, day, **readings)


@settings(examples, max_examples=30)
@given(towns, days, rubrics)
def test_the_engine_finds_what_the_contract_says_rule_by_rule(rows, day, chosen):
    agree(rows, day, chosen)


@settings(examples, max_examples=20)
@given(changing_towns, days, rubrics)
def test_what_was_otherwise_before_a_day_is_read_as_it_was(rows, day, chosen):
    agree(rows, day, chosen)


@pytest.mark.long
@settings(examples, max_examples=300, print_blob=True)
@given(st.one_of(towns, changing_towns), days, rubrics)
def test_the_contract_is_followed_by_many_towns(rows, day, chosen):
    agree(rows, day, chosen)


@examples
@given(towns, days)
def test_a_score_lies_between_nothing_and_full_marks(rows, day):
    with stored(rows):
        result = score_town(HOME, day)
    for code, each in result.sub_items.items():
        assert each.deducted >= 0, code
        assert each.count >= 0, code
        assert each.score is None or 0 <= each.score <= each.sub_item.rule.max, code
    scores = [each.score for each in result.sub_items.values() if each.score is not None]
    assert result.total == sum(scores) == sum(item.score for item in result.items)
    pending = [each.sub_item.rule.max for each in result.sub_items.values() if each.score is None]
    assert result.pending == sum(pending)


@examples
@given(towns, days, st.sampled_from(sorted(OFFENDERS)))
def test_one_more_offender_never_raises_a_score(rows, day, offence):
    code = offence.split()[0]
    with stored(rows):
        before = score_town(HOME, day).sub_items[code]
    OFFENDERS[offence](rows, day)
    with stored(rows):
        after = score_town(HOME, day).sub_items[code]
    assert after.score is None or before.score is None or after.score <= before.score


@examples
@given(towns, days)
def test_what_villages_share_adds_up_to_what_the_town_counts(rows, day):
    with stored(rows):
        town, villages = score_town(HOME, day, cases=True), village_shares(HOME, day, cases=True)
    for code, whole in town.sub_items.items():
        shares = [village.sub_items[code] for village in villages]
        if not whole.sub_item.rule.per_village:
            assert {(share.count, share.deducted, share.cases) for share in shares} == {(None, None, ())}
            continue
        assert sum(share.count for share in shares) == whole.count
        assert min(sum(share.deducted for share in shares), whole.sub_item.rule.max) == whole.deducted
        assert sorted(case for share in shares for case in share.cases) == list(whole.cases)


@examples
@given(towns, days)
def test_a_county_lists_what_each_of_its_towns_scores_alone(rows, day):
    with stored(rows):
        together = score_towns(COUNTY, day, cases=True)
        alone = [score_town(town, day, cases=True) for town in (HOME, NEIGHBOUR)]
    assert [result.as_json() for result in together] == [result.as_json() for result in alone]


@examples
@given(towns, days)
def test_the_rows_behind_a_number_are_as_many_as_it_says(rows, day):
    with stored(rows):
        score = Score(HOME, day)
        for sub_item in score.rubric.sub_items:
            facts = score.facts(sub_item, HOME)
            for name, tally in sub_item.rule.tallies(score.scope).items():
                if not tally.total and not tally.path:
                    assert tally.within(HOME).count() == facts[name], (sub_item.code, name)


def test_the_villages_that_share_are_those_of_the_contract():
    sharing = [sub_item.code for sub_item in Score(HOME, SCORED_DAYS[0]).rubric.sub_items if sub_item.rule.per_village]
    assert sharing == ["2.2", "2.3", "3.2", "3.3", "4.1", "4.2", "6.1", "6.3", "6.4"]


def test_a_score_is_written_in_shortest_decimal_form():
    written = {"17.40": "17.4", "1E+1": "10", "0.0": "0", "93.50": "93.5", "100": "100"}
    assert {number: decimal_text(Decimal(number)) for number in written} == written
