"""Somebody who gets at Redis, and does not have the secret key, leaves something there for the program to load."""

import os
import pickle
from urllib.parse import urlsplit

import pytest
from django.core.cache import CacheHandler
from django.core.cache.backends.redis import RedisCache
from redis import AuthenticationError, Redis

from tests.servers import redis
from wutuan.cache import cache_in


class Planted:
    """Loaded from a pickle, it runs a command."""

    def __init__(self, proof):
        self.proof = proof

    def __reduce__(self):
        return os.mkdir, (str(self.proof),)


@pytest.fixture(scope="module")
def queue():
    with redis() as server:
        yield server["REDIS_URL"]


@pytest.fixture
def settled(queue):
    """The cache as the settings make it for this Redis."""
    cache = CacheHandler({"default": cache_in(queue)})["default"]
    cache.clear()
    return cache


def plant(cache, key, proof):
    cache._cache.get_client().set(cache.make_and_validate_key(key), pickle.dumps(Planted(proof)))


def test_djangos_own_cache_runs_what_was_planted(settled, tmp_path):
    """Which shows that the next test looks at an attack."""
    plant(settled, "score", tmp_path / "proof")
    RedisCache(settled._servers, {}).get("score")
    assert (tmp_path / "proof").exists()


def test_ours_takes_it_for_nothing_and_goes_on(settled, tmp_path):
    plant(settled, "score", tmp_path / "proof")
    settled.set("other", {"points": 78})
    assert settled.get("score", "nothing") == "nothing"
    assert settled.get_many(["score", "other"]) == {"other": {"points": 78}}
    assert not (tmp_path / "proof").exists()
    settled.set("score", 78)
    assert settled.get("score") == 78


def test_a_value_signed_with_another_key_or_cut_off_is_taken_for_nothing(settled, settings):
    settled.set("score", 78)
    client, key = settled._cache.get_client(), settled.make_and_validate_key("score")
    client.set(key, client.get(key)[:-1])
    assert settled.get("score") is None
    settled.set("score", 78)
    settings.SECRET_KEY = "ein-anderer-schluessel-der-auch-lang-genug-ist"
    assert settled.get("score") is None


def test_without_the_password_nothing_can_be_planted(queue):
    address = urlsplit(queue)
    with pytest.raises(AuthenticationError):
        Redis(address.hostname, address.port).set("score", b"x")
