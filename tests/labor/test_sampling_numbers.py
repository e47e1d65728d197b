"""The draw and the intervals, by themselves."""

from itertools import combinations
from math import comb
from random import Random

import pytest

from labor.sampling.drawing import Numbers, Why, draw
from labor.sampling.estimating import LEVEL, Sampled, bounds, of_all, of_village
from tests.once import once

pytestmark = once


def frame_of(chance, villages=4):
    """Villages of different sizes, some of whose people are risky."""
    return {
        f"v{village}": {
            f"{village}-{order}": ["补录"] if chance.random() < 0.2 else [] for order in range(chance.randint(1, 40))
        }
        for village in range(villages)
    }


@pytest.mark.parametrize("start", range(20))
def test_a_seed_draws_the_same_people_in_whatever_order_the_frame_is_given(start):
    chance = Random(start)
    frame, numbers = frame_of(chance), Numbers(chance.randint(1, 100), chance.randint(0, 5), None, chance.randint(0, 4))
    turned = {
        village: dict(chance.sample(list(people.items()), len(people)))
        for village, people in chance.sample(list(frame.items()), len(frame))
    }
    drawn = draw(frame, str(start), numbers)
    assert draw(turned, str(start), numbers) == drawn
    for people in frame.values():
        here = [drawn[each] for each in people if each in drawn]
        assert here.count(Why.RANDOM) == numbers.of(len(people))
        assert here.count(Why.PRIORITY) <= numbers.priority
    risky = {each for people in frame.values() for each, risks in people.items() if risks}
    assert {each for each, why in drawn.items() if why is Why.PRIORITY} <= risky


def test_whether_somebody_is_risky_does_not_touch_who_is_drawn_at_random():
    """Else those drawn at random would stand for nobody."""
    chance = Random(3)
    frame = frame_of(chance)
    calm = {village: {each: [] for each in people} for village, people in frame.items()}
    numbers = Numbers(20, 1, None, 3)
    at_random = {each for each, why in draw(frame, "x", numbers).items() if why is Why.RANDOM}
    assert set(draw(calm, "x", numbers)) == at_random


def test_over_many_seeds_everybody_is_drawn_about_as_often():
    people = {str(order): [] for order in range(20)}
    times = dict.fromkeys(people, 0)
    for seed in range(2000):
        for each in draw({"v": people}, str(seed), Numbers(25)):
            times[each] += 1
    assert all(420 < each < 580 for each in times.values())  # 500, and four deviations of 19


@pytest.mark.parametrize(
    ("numbers", "people", "drawn"),
    [
        (Numbers(5), 100, 5),
        (Numbers(5), 101, 6),
        (Numbers(5, least=3), 10, 3),
        (Numbers(5, least=3), 2, 2),
        (Numbers(50, least=3, most=10), 100, 10),
        (Numbers(100), 7, 7),
    ],
)
def test_how_many_of_a_village_are_drawn(numbers, people, drawn):
    assert numbers.of(people) == drawn


@pytest.mark.parametrize("people", range(1, 10))
def test_the_bounds_of_a_village_are_those_that_counting_every_sample_gives(people):
    for answered in range(1, people + 1):
        for untrue in range(answered + 1):
            assert bounds(people, answered, untrue) == counted_out(people, answered, untrue)


def counted_out(people, answered, untrue):
    """By looking at every sample there is, for every number of untrue records that there may be."""
    possible = []
    for among in range(people + 1):
        samples = [sum(each < among for each in sample) for sample in combinations(range(people), answered)]
        as_many, as_few = (
            sum(map(test, samples)) / comb(people, answered)
            for test in (lambda found: found >= untrue, lambda found: found <= untrue)
        )
        if min(as_many, as_few) > (1 - LEVEL) / 2:
            possible.append(among)
    return possible[0], possible[-1]


def test_who_asks_everybody_knows_the_share():
    assert bounds(8, 8, 3) == (3, 3)
    everybody = of_all([Sampled(8, 8, 3), Sampled(4, 4, 0)])
    assert (everybody.share, everybody.least, everybody.most) == (0.25, 0.25, 0.25)


def test_nothing_asked_tells_nothing():
    assert of_village(Sampled(8, 0, 0)) is None
    assert of_all([Sampled(8, 0, 0)]) is None


def test_each_village_has_the_weight_of_its_people():
    both = of_all([Sampled(90, 10, 0), Sampled(10, 10, 10)])
    assert both.share == pytest.approx(0.1)
    assert both.least < 0.1 < both.most
    assert of_all([Sampled(20, 5, 1), Sampled(30, 0, 0)]) == of_village(Sampled(20, 5, 1))


def test_the_interval_of_all_villages_holds_the_truth_nearly_always():
    """It is approximate: over all that two villages may hide, and all samples of them, it is right 19 times in 20."""
    from scipy.stats import hypergeom

    strata, right = ((20, 6), (30, 6)), []
    for truth in ((a, b) for a in range(0, 21, 5) for b in range(0, 31, 6)):
        share, held = sum(truth) / 50, 0.0
        for found in ((x, y) for x in range(7) for y in range(7)):
            told = of_all([Sampled(people, asked, x) for (people, asked), x in zip(strata, found, strict=True)])
            if told.least <= share + 1e-9 and share <= told.most + 1e-9:
                odds = (hypergeom.pmf(x, n, k, m) for x, (n, m), k in zip(found, strata, truth, strict=True))
                first, second = odds
                held += first * second
        right.append(held)
    assert min(right) > 0.9
    assert sum(right) / len(right) > LEVEL


#: Unequal designs, people and answers by villages, and which numbers of the large village's records may be untrue.
UNEQUAL = [
    ([(800, 5)] + [(100, 5)] * 9, range(0, 801, 20)),
    ([(1000, 3)] + [(30, 3)] * 9, range(0, 1001, 25)),
]


@pytest.mark.parametrize(("villages", "truths"), UNEQUAL)
def test_untrue_records_of_one_large_village_do_not_escape_the_interval_of_all(villages, truths):
    from scipy.stats import hypergeom

    (people, asked), others = villages[0], [Sampled(*each, 0) for each in villages[1:]]
    told = [of_all([Sampled(people, asked, found), *others]) for found in range(asked + 1)]
    everybody = sum(each for each, _ in villages)
    for untrue in truths:
        share = untrue / everybody
        inside = [found for found, each in enumerate(told) if each.least - 1e-9 <= share <= each.most + 1e-9]
        assert sum(hypergeom.pmf(found, people, untrue, asked) for found in inside) > 0.93


def test_a_small_village_does_not_narrow_what_the_large_one_leaves_open():
    large, both = of_village(Sampled(1000, 3, 0)), of_all([Sampled(1000, 3, 0), Sampled(20, 3, 0)])
    assert both.least == 0
    assert both.most >= large.most * 1000 / 1020 - 1e-9
