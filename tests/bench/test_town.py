"""The made-up county: the same people every time, and numbers that nobody carries."""

from itertools import islice

import pytest

from accounts.models import User
from bench.loading import prepare
from bench.pages import TRIVIAL
from core.personal_data.identity import normalise
from fictional.identities import CountedIdentities
from fictional.scale.people import batches
from fictional.scale.town import HOME, county
from setup import opening


def test_a_county_is_the_same_whenever_it_is_made():
    assert list(batches(county(150, towns=2))) == list(batches(county(150, towns=2)))


def test_the_home_town_is_the_same_alone_and_among_its_neighbours():
    alone, county_of_twelve = county(60, towns=1), county(720)
    size = 1 + len(alone.towns[0].villages)
    assert list(batches(alone)) == list(islice(batches(county_of_twelve), size))


def test_everybody_asked_for_is_there_and_the_home_town_stays_small():
    big = county(240_000)
    assert big.people == 240_000
    assert [town.people for town in big.towns][:2] == [2000, 21_637]


def test_identity_numbers_are_valid_and_distinct():
    identities = CountedIdentities()
    numbers = [identities.number(person) for person in range(1, 3000)]
    assert len({number for number, _ in numbers}) == len(numbers)
    for number, born in numbers[::50]:
        assert normalise(number) == number
        assert number.startswith(f"430599{born:%Y%m%d}")


@pytest.mark.django_db
def test_a_database_to_measure_on_answers_with_pages_and_not_with_the_set_up(client, monkeypatch):
    monkeypatch.setattr(opening, "_closed", False)
    prepare()
    user = User.objects.create(username="bench", role=User.Role.STAFF)
    user.divisions.set([HOME])
    client.force_login(user)
    assert client.get(TRIVIAL).status_code == 200
