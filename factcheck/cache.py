"""The cache, which nothing rests on: where Redis is away, there is nothing in it and nothing is put into it."""

from __future__ import annotations

from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

AWAY = (RedisError, OSError)


class Forgiving(RedisCache):
    """Redis, or nothing. Counting (``incr``) still says that it could not."""

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """What is there, or the default."""
        try:
            return super().get(key, default, version)
        except AWAY:
            return default

    def add(self, key: Any, value: Any, timeout: Any = 300, version: int | None = None) -> bool:
        """Whether it was not there before; True where nobody knows."""
        try:
            return bool(super().add(key, value, timeout, version))
        except AWAY:
            return True

    def set(self, key: Any, value: Any, timeout: Any = 300, version: int | None = None) -> None:
        """Keep it, if possible."""
        try:
            super().set(key, value, timeout, version)
        except AWAY:
            return

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Forget it."""
        try:
            return bool(super().delete(key, version))
        except AWAY:
            return False
