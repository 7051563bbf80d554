"""The guard against guessing: whose tries are counted together, and how long somebody has to wait."""

from __future__ import annotations

import ipaddress
import logging
from datetime import timedelta
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.utils import timezone
from django.utils.translation import ngettext

from claims.api.rates import address_of

logging.getLogger("axes").setLevel(logging.WARNING)  # else four lines of its housekeeping at each sign-in

UNKNOWN = "0.0.0.0"  # noqa: S104 - a name for "no address", nothing listens there


def whole_address(request: Any) -> str:
    """Where a request comes from; 0.0.0.0 where that is no address."""
    try:
        return str(ipaddress.ip_address(address_of(request).strip("[]")))
    except ValueError:
        return UNKNOWN


def address(request: Any) -> str:
    """Where a request comes from; of IPv6 the network of 64 bits, as one customer has all of its addresses."""
    found = ipaddress.ip_address(whole_address(request))
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((found, 64), strict=False).network_address)
    return str(found)


def name(request: Any, credentials: dict[str, Any] | None) -> str:
    """The name that was tried, without capitals, so that each spelling is not a new one."""
    given = credentials or {}
    return str(given.get("username") or given.get("email") or "").strip().casefold()[:150]


def unnamed(*_given: Any) -> str:
    """What the log says of who tried: nothing."""
    return "somebody"


def is_locked(request: Any, username: str) -> bool:
    """Whether this name has been tried too often from this address."""
    return not AxesProxyHandler.is_allowed(request, {"username": username})


def note_failure(request: Any, username: str) -> None:
    """Count a failure that Django knows nothing of, such as a wrong code."""
    AxesProxyHandler.user_login_failed("second factor", {"username": username}, request)


def minutes_left(request: Any, username: str) -> int:
    """How long the lock lasts still, rounded up; at least one."""
    tries = AccessAttempt.objects.filter(
        username=name(request, {"username": username}), ip_address=address(request)
    )
    latest = tries.order_by("-attempt_time").values_list("attempt_time", flat=True).first()
    left: timedelta = (latest or timezone.now()) + settings.AXES_COOLOFF_TIME - timezone.now()
    return max(1, -(-int(left.total_seconds()) // 60))


def refusal(request: Any, username: str) -> str:
    """What is said to somebody who has to wait."""
    minutes = minutes_left(request, username)
    return ngettext(
        "Too many wrong tries for this name from your address. Try again in %(minutes)s minute.",
        "Too many wrong tries for this name from your address. Try again in %(minutes)s minutes.",
        minutes,
    ) % {"minutes": minutes}


def as_answered(_request: Any, answer: Any, _credentials: Any = None) -> Any:
    """The page that was answered: it says already how long to wait."""
    return answer
