"""Answers of today, kept in Redis so that the same question is not asked twice."""

import json
import zlib
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import redis

from claims.providers.http import Response
from claims.providers.polite.call import Call

KEPT_SECONDS = 86_400
LARGEST = 131_072
"""Bytes after compression; what is larger is not kept, for Redis holds everything in memory."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer and when it was fetched."""

    response: Response
    retrieved_at: datetime


class Cache:
    """Keyed by service, adapter version, request and day (UTC). Without Redis it keeps and finds nothing."""

    def __init__(self, store: redis.Redis) -> None:
        self._store = store

    def find(self, call: Call) -> Kept | None:
        """Today's answer; None for a POST, for a fresh question, and where nothing is kept."""
        if call.fresh or call.method != "GET":
            return None
        with suppress(redis.RedisError, OSError, ValueError, KeyError, zlib.error):
            data: Any = self._store.get(_key(call))
            return _unpacked(data, call.url) if data else None
        return None

    def keep(self, call: Call, response: Response, retrieved_at: datetime) -> None:
        """Keeps a success for the day."""
        if call.method != "GET":
            return
        data = _packed(response, retrieved_at)
        if len(data) <= LARGEST:
            with suppress(redis.RedisError, OSError):
                self._store.set(_key(call), data, ex=KEPT_SECONDS)

    def drop(self, call: Call) -> None:
        """Forgets an answer that turned out to be none."""
        with suppress(redis.RedisError, OSError):
            self._store.delete(_key(call))


def _key(call: Call) -> str:
    return f"answer:{datetime.now(UTC):%Y%m%d}:{call.digest}"


def _packed(response: Response, retrieved_at: datetime) -> bytes:
    # Not the final URL: a key in a parameter would be kept with it.
    head = {
        "status": response.status,
        "content-type": response.content_type,
        "at": retrieved_at.isoformat(),
    }
    return zlib.compress(json.dumps(head).encode() + b"\n" + response.body)


def _unpacked(data: bytes, url: str) -> Kept:
    head, _, body = zlib.decompress(data).partition(b"\n")
    told = json.loads(head)
    headers = {"content-type": told["content-type"]}
    response = Response(told["status"], headers, body, url, 0.0)
    return Kept(response, datetime.fromisoformat(told["at"]))
