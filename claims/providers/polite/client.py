"""The client that every outside service is asked through."""

import hashlib
import math
import re
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

from claims.providers.base import Exchange, ProviderError
from claims.providers.http import DEFAULT_LIMITS, Limits, Response, fetch
from claims.providers.polite.cache import Cache
from claims.providers.polite.call import Call
from claims.providers.polite.gate import Gate

Read = TypeVar("Read")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


class Client:
    """Asks no service oftener than it allows, and not twice a day the same.

    ``contact`` is sent as the User-Agent. ``gate`` and ``cache`` are shared by all workers; without them every
    call goes out at once, which is for a single question asked by hand. ``allow_private`` holds what may be
    reached besides the public internet, see ``http.fetch``.
    """

    def __init__(
        self,
        *,
        contact: str = "claim-workbench",
        gate: Gate | None = None,
        cache: Cache | None = None,
        limits: Limits = DEFAULT_LIMITS,
        allow_private: frozenset[str] = frozenset(),
    ) -> None:
        self.contact = contact
        self._gate = gate
        self._cache = cache
        self._limits = limits
        self._allow_private = allow_private

    @property
    def mail(self) -> str:
        """The first mail address in the contact, or empty."""
        found = _MAIL.search(self.contact)
        return found[0] if found else ""

    def exchange(
        self, call: Call, read: Callable[[Response], Read], *, within: float = math.inf
    ) -> tuple[Read, Exchange]:
        """What ``read`` makes of the answer, and the record of it. Raises ProviderError.

        ``within`` seconds it is fetched or given up, where that is shorter than the client's own limit.
        ``read`` runs while the request counts as under way, so that an OutageError it raises for an answer
        that is none counts against the service, and such an answer is not kept.
        """
        kept = self._cache.find(call) if self._cache else None
        if kept:
            with suppress(ProviderError):  # kept by another release: asked again
                return read(kept.response), _record(call, kept.response, kept.retrieved_at, from_cache=True)
        with self._passing(call):
            response = self._fetch(call, within)
            found = read(response)
        now = datetime.now(UTC)
        if self._cache:
            self._cache.keep(call, response, now)
        return found, _record(call, response, now)

    def regret(self, call: Call, error: ProviderError) -> None:
        """The answer to ``call`` turned out to be none when it was looked at later: forget it, tell the others."""
        if self._cache:
            self._cache.drop(call)
        if self._gate:
            self._gate.note(call.asker, error)

    def _passing(self, call: Call) -> AbstractContextManager[None]:
        if self._gate is None:
            return nullcontext()
        return self._gate.passing(call.asker, life=self._limits.total + 5)

    def _fetch(self, call: Call, within: float) -> Response:
        headers = {"User-Agent": self.contact, **call.headers, **call.secrets}
        sent = {**call.params, **call.secret_params}
        post = call.method == "POST"
        return fetch(
            call.url,
            params=None if post else sent,
            form=sent if post else None,
            headers=headers,
            limits=replace(self._limits, total=min(self._limits.total, within)),
            allow_private=self._allow_private | call.asker.permitted,
        )


def _record(call: Call, response: Response, at: datetime, *, from_cache: bool = False) -> Exchange:
    return Exchange(
        method=call.method,
        url=call.url,
        params=call.params,
        status=response.status,
        sha256=hashlib.sha256(response.body).hexdigest(),
        size=len(response.body),
        retrieved_at=at,
        from_cache=from_cache,
    )
