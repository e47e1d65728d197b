"""Redis as a broker that may restart."""

from typing import Any

from kombu.transport import redis


class RedisChannel(redis.Channel):
    """Says that its connection is gone where kombu stumbles over None: that is an error which the worker outlives.

    It comes to this when Redis restarts while a task is being done, and the channel then acknowledges or gives back.
    """

    def _connparams(self, *args: Any, **kwargs: Any) -> Any:
        if self.connection is None or self.connection.client is None:
            raise ConnectionError("the broker's connection is closed")
        return super()._connparams(*args, **kwargs)


def outlive_restarts() -> None:
    redis.Transport.Channel = RedisChannel
