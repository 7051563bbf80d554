"""How much one may ask: requests a minute for a token or a person, and refused sign-ins a minute for an address.

Counted in Redis for all processes together; where Redis is away nobody is held up. Headers as in the IETF's draft
"RateLimit header fields for HTTP" (``RateLimit-Policy`` and ``RateLimit``).
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.cache import cache
from redis.exceptions import RedisError
from rest_framework.authentication import get_authorization_header
from rest_framework.exceptions import Throttled
from rest_framework.throttling import BaseThrottle

from claims.models import Token

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.views import APIView

WINDOW = 60
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Count:
    """Where somebody stands in the window that runs: ``used`` of ``limit``, new in ``reset`` seconds."""

    name: str
    limit: int
    used: int
    reset: int

    @property
    def is_over(self) -> bool:
        """Whether it was one too many."""
        return self.used > self.limit

    @property
    def headers(self) -> dict[str, str]:
        """What the answer says of it."""
        left = max(0, self.limit - self.used)
        return {
            "RateLimit-Policy": f'"{self.name}";q={self.limit};w={WINDOW}',
            "RateLimit": f'"{self.name}";r={left};t={self.reset}',
        }


class Rate(BaseThrottle):
    """Requests of a token, or of a person without one. ``API_RATE`` 0 counts nothing."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Count this one."""
        who = f"token:{request.auth.pk}" if isinstance(request.auth, Token) else f"user:{request.user.pk}"
        self.count = count("requests", who, settings.API_RATE)
        request._request.rate = self.count  # type: ignore[attr-defined]
        return self.count is None or not self.count.is_over

    def wait(self) -> float | None:
        """Seconds until the next window."""
        return self.count.reset if self.count else None


def refuse_guessing(request: Request) -> None:
    """Try no password from an address with too many refusals in this minute; raises Throttled.

    A token is looked up all the same: nobody guesses 256 bits, and a colleague at the same address has a right one.
    """
    if get_authorization_header(request)[:6].lower() == b"basic ":
        seen = count("refusals", address_of(request), settings.API_REFUSALS, by=0)
        if seen and seen.used >= seen.limit:
            raise Throttled(wait=seen.reset)


def count_refusal(request: Request) -> None:
    """An answer 401. Raises Throttled where it was one too many."""
    seen = count("refusals", address_of(request), settings.API_REFUSALS)
    if seen and seen.is_over:
        request._request.rate = seen  # type: ignore[attr-defined]
        raise Throttled(wait=seen.reset)


def count(name: str, who: str, limit: int, by: int = 1) -> Count | None:
    """Count one more; None where nothing is counted, or Redis is away."""
    if limit <= 0:
        return None
    now = time.time()
    window = int(now // WINDOW)
    key = f"api:{name}:{who}:{window}"
    try:
        used = _more(key, by) if by else int(cache.get(key, 0))
    except (RedisError, OSError):
        return None
    return Count(name, limit, used, int((window + 1) * WINDOW - now) + 1)


def _more(key: str, by: int) -> int:
    try:
        return int(cache.incr(key, by))
    except ValueError:  # the first of this window
        cache.add(key, 0, timeout=WINDOW * 2)
        return int(cache.incr(key, by))


def address_of(request: Any) -> str:
    """Where a request comes from; behind a proxy what the proxy says."""
    if settings.BEHIND_PROXY and (told := request.META.get("HTTP_X_FORWARDED_FOR", "")):
        return str(told).rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
