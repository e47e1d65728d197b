"""What is remembered in Redis is a pickle, which runs as code when it is read: only one that this program wrote is."""

import hmac
import logging
import pickle
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from django.utils.crypto import salted_hmac
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

#: Seconds after which a Redis that did not answer is asked again; and how long it is waited for.
AWAY, PATIENCE = 10, 1

#: What stands for a value that somebody else put there; it counts as nothing.
FOREIGN = object()


class SignedPickle:
    """The serializer: a signature by the secret key, then the pickle. What it does not fit is not unpickled."""

    def dumps(self, value: Any) -> bytes:
        body = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        return _signature(body) + body

    def loads(self, stored: bytes) -> Any:
        length = len(_signature(b""))
        signature, body = stored[:length], stored[length:]
        return pickle.loads(body) if hmac.compare_digest(signature, _signature(body)) else FOREIGN  # noqa: S301 -- ours


def _signature(body: bytes) -> bytes:
    return salted_hmac("wutuan.cache", body.hex(), algorithm="sha256").digest()


class SignedRedisCache(RedisCache):
    """Django's, for values that are signed; it takes none that are not. It cannot count: `incr` needs bare numbers.

    Where Redis is away nothing is remembered, and every page gives the same answer without.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._silent_until = 0.0

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self.get_many([key], version).get(key, default)

    def get_many(self, keys: Any, version: int | None = None) -> dict[str, Any]:
        asked = super().get_many
        found = self._asked(lambda: asked(keys, version), {})
        return {key: value for key, value in found.items() if value is not FOREIGN}

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        put = super().set
        self._asked(lambda: put(key, value, timeout, version), None)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        put = super().add
        return bool(self._asked(lambda: put(key, value, timeout, version), True))

    def set_many(self, data: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> list[Any]:
        put = super().set_many
        return list(self._asked(lambda: put(data, timeout, version), []) or ())

    def _asked(self, ask: Callable[[], Any], otherwise: Any) -> Any:
        """The answer; where Redis is away, `otherwise`, and for a while nobody waits for it again."""
        if time.monotonic() < self._silent_until:
            return otherwise
        try:
            return ask()
        except (RedisError, OSError):
            logger.warning("Redis does not answer; nothing is remembered for %s seconds", AWAY)
            self._silent_until = time.monotonic() + AWAY
            return otherwise


def cache_in(redis_url: str) -> dict[str, Any]:
    """The cache in the second database of Redis, by itself: clearing it leaves the queue alone. Or in the process."""
    if not redis_url:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    queue = urlsplit(redis_url)
    return {
        "BACKEND": "wutuan.cache.SignedRedisCache",
        "LOCATION": queue._replace(path=f"/{int(queue.path.strip('/') or 0) + 1}").geturl(),
        "OPTIONS": {
            "serializer": "wutuan.cache.SignedPickle",
            "socket_connect_timeout": PATIENCE,
            "socket_timeout": PATIENCE,
        },
    }
