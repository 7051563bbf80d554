"""One question's conversation with a service: every request goes through the client and is recorded."""

import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar

from claims.providers.answers import parse_json, parse_object
from claims.providers.base import Exchange, ProviderError
from claims.providers.errors import TimeLimitError
from claims.providers.http import Response
from claims.providers.polite import Asker, Call, Client

Read = TypeVar("Read")
Params = Mapping[str, str | int]

LONGEST = 60.0
"""Seconds for one question, however many requests it takes: work that runs for long is taken for lost."""


class Talk:
    """GET and POST for a service's ``find``. Answers that are no success raise before they are read.

    ``params`` and ``headers`` are recorded and are part of the cache's key; ``secrets`` (headers) and
    ``secret_params`` are sent and kept nowhere.
    """

    def __init__(
        self,
        client: Client,
        asker: Asker,
        *,
        accept: Callable[[Response], Response],
        check: Callable[[Any], Any] = lambda value: value,
        fresh: bool = False,
    ) -> None:
        self.exchanges: list[Exchange] = []
        self._until = time.monotonic() + LONGEST
        self._calls: list[Call] = []
        self._check = check
        self._client = client
        self._asker = asker
        self._accept = accept
        self._fresh = fresh

    @property
    def contact(self) -> str:
        """What is sent as the User-Agent."""
        return self._client.contact

    @property
    def mail(self) -> str:
        """The mail address in it, or empty."""
        return self._client.mail

    def get_object(self, url: str, **more: Any) -> dict[str, Any]:
        """A JSON object; see ``get``."""
        read = partial(self._checked, partial(parse_object, service=self._asker.name))
        return self.get(url, read=read, accept_type="application/json", **more)

    def get_json(self, url: str, **more: Any) -> Any:
        """Any JSON value; see ``get``."""
        read = partial(self._checked, partial(parse_json, service=self._asker.name))
        return self.get(url, read=read, accept_type="application/json", **more)

    def regret(self, error: ProviderError) -> None:
        """What came back turned out to be no answer: it is not kept, and the other workers are told."""
        for call in self._calls:
            self._client.regret(call, error)

    def _time_left(self) -> float:
        left = self._until - time.monotonic()
        if left > 0:
            return left
        raise TimeLimitError(f"{self._asker.name} did not finish its answers within {LONGEST:.3g} seconds.")

    def _checked(self, parse: Callable[[bytes], Any], response: Response) -> Any:
        return self._check(parse(response.utf8))

    def get(
        self,
        url: str,
        *,
        read: Callable[[Response], Read],
        params: Params | None = None,
        headers: Mapping[str, str] | None = None,
        secrets: Mapping[str, str] | None = None,
        secret_params: Params | None = None,
        accept_type: str = "*/*",
    ) -> Read:
        """What ``read`` makes of the answer. An OutageError that it raises counts against the service."""
        return self._send(
            "GET", url, read, params or {}, {"Accept": accept_type} | dict(headers or {}), secrets, secret_params
        )

    def post(
        self,
        url: str,
        *,
        read: Callable[[Response], Read],
        form: Params,
        headers: Mapping[str, str] | None = None,
        secrets: Mapping[str, str] | None = None,
        accept_type: str = "application/json",
    ) -> Read:
        """The same with a form as the body; never answered from the cache."""
        return self._send("POST", url, read, form, {"Accept": accept_type} | dict(headers or {}), secrets, None)

    def _send(
        self,
        method: str,
        url: str,
        read: Callable[[Response], Read],
        params: Params,
        headers: Mapping[str, str],
        secrets: Mapping[str, str] | None,
        secret_params: Params | None,
    ) -> Read:
        call = Call(
            asker=self._asker,
            method=method,
            url=url,
            params={name: str(value) for name, value in params.items()},
            headers=dict(headers),
            secrets=dict(secrets or {}),
            secret_params={name: str(value) for name, value in (secret_params or {}).items()},
            fresh=self._fresh,
        )
        left = self._time_left()
        found, exchange = self._client.exchange(call, lambda response: read(self._accept(response)), within=left)
        self.exchanges.append(exchange)
        self._calls.append(call)
        return found
