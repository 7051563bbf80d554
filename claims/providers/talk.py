"""One question's conversation with a service: every request goes through the client and is recorded."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar

from claims.providers.answers import parse_json, parse_object
from claims.providers.base import Exchange
from claims.providers.http import Response
from claims.providers.polite import Asker, Call, Client

Read = TypeVar("Read")
Params = Mapping[str, str | int]


class Talk:
    """GET and POST for a service's ``find``. Answers that are no success raise before they are read.

    ``params`` and ``headers`` are recorded and are part of the cache's key; ``secrets`` (headers) and
    ``secret_params`` are sent and kept nowhere.
    """

    def __init__(
        self, client: Client, asker: Asker, *, accept: Callable[[Response], Response], fresh: bool = False
    ) -> None:
        self.exchanges: list[Exchange] = []
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
        read = partial(parse_object, service=self._asker.name)
        return self.get(url, read=lambda response: read(response.body), accept_type="application/json", **more)

    def get_json(self, url: str, **more: Any) -> Any:
        """Any JSON value; see ``get``."""
        read = partial(parse_json, service=self._asker.name)
        return self.get(url, read=lambda response: read(response.body), accept_type="application/json", **more)

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
        found, exchange = self._client.exchange(call, lambda response: read(self._accept(response)))
        self.exchanges.append(exchange)
        return found
