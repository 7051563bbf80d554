"""The client that every outside service is asked through."""

import hashlib
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

from claims.providers.base import Exchange
from claims.providers.http import DEFAULT_LIMITS, Limits, Response, fetch
from claims.providers.polite.call import Call

Read = TypeVar("Read")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


class Client:
    """Asks within a service's quota. ``contact`` is sent as the User-Agent with every request."""

    def __init__(
        self,
        *,
        contact: str = "claim-workbench",
        limits: Limits = DEFAULT_LIMITS,
        allow_private: frozenset[str] = frozenset(),
    ) -> None:
        self.contact = contact
        self._limits = limits
        self._allow_private = allow_private

    @property
    def mail(self) -> str:
        """The first mail address in the contact, or empty."""
        found = _MAIL.search(self.contact)
        return found[0] if found else ""

    def exchange(self, call: Call, read: Callable[[Response], Read]) -> tuple[Read, Exchange]:
        """What ``read`` makes of the answer, and the record of it. Raises ProviderError."""
        response = self._fetch(call)
        found = read(response)
        record = Exchange(
            method=call.method,
            url=call.url,
            params=call.params,
            status=response.status,
            sha256=hashlib.sha256(response.body).hexdigest(),
            size=len(response.body),
            retrieved_at=datetime.now(UTC),
        )
        return found, record

    def _fetch(self, call: Call) -> Response:
        headers = {"User-Agent": self.contact, **call.headers, **call.secrets}
        sent = {**call.params, **call.secret_params}
        post = call.method == "POST"
        return fetch(
            call.url,
            params=None if post else sent,
            form=sent if post else None,
            headers=headers,
            limits=self._limits,
            allow_private=self._allow_private | call.asker.permitted,
        )
