"""What is remembered in Redis is a pickle, which runs as code when it is read: only one that this program wrote is."""

import hmac
import pickle
from typing import Any
from urllib.parse import urlsplit

from django.core.cache.backends.redis import RedisCache
from django.utils.crypto import salted_hmac

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
    """Django's, for values that are signed; it takes none that are not. It cannot count: `incr` needs bare numbers."""

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self.get_many([key], version).get(key, default)

    def get_many(self, keys: Any, version: int | None = None) -> dict[str, Any]:
        found = super().get_many(keys, version)
        return {key: value for key, value in found.items() if value is not FOREIGN}


def cache_in(redis_url: str) -> dict[str, Any]:
    """The cache in the second database of Redis, by itself: clearing it leaves the queue alone. Or in the process."""
    if not redis_url:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    queue = urlsplit(redis_url)
    return {
        "BACKEND": "wutuan.cache.SignedRedisCache",
        "LOCATION": queue._replace(path=f"/{int(queue.path.strip('/') or 0) + 1}").geturl(),
        "OPTIONS": {"serializer": "wutuan.cache.SignedPickle"},
    }
