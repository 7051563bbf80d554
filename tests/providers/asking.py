"""One question to one service that the loopback server plays."""

from collections.abc import Callable
from datetime import date
from typing import Any

from claims.providers.base import Answer, Hit, Question
from claims.providers.http import Limits
from claims.providers.polite import Client
from claims.providers.service import Service
from tests.providers.loopback import Loopback

LIMITS = Limits(total=3, connect=1, read=0.4, max_bytes=2_000_000)
CONTACT = "desk (mail@desk.example)"
KEY = "test-0123456789:secret"


class Asking:
    """Asks a service of ``kind`` at the loopback server, and tells what the server saw."""

    def __init__(self, server: Loopback, kind: Callable[..., Service], *, below: str = "") -> None:
        self.server = server
        client = Client(contact=CONTACT, limits=LIMITS)
        self.service = kind(client, base_url=server.url("reply") + below, key=KEY)

    def ask(self, reply: Any, query: str = "bridge closes", **more: Any) -> Answer:
        """The answer when the server says ``reply``; ``more`` are further parts of the question."""
        self.server.reply = reply
        return self.service.ask(Question(query, **more))

    def hits(self, reply: Any, query: str = "bridge closes", **more: Any) -> list[Hit]:
        return self.ask(reply, query, **more).hits

    @property
    def sent(self) -> list[dict[str, str]]:
        """The parameters of every request."""
        return [seen["query"] for seen in self.server.seen]


def days(hits: list[Hit]) -> list[date | None]:
    """When the hits were published."""
    return [hit.published_at for hit in hits]
