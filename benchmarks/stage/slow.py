"""A service that answers after a while, and its server: ``python -m stage.slow PROVIDERS SECONDS``.

The server prints its ports on one line, one a provider, and serves until it is ended. It is a process of its own on
bare sockets, so that it costs the machine as little as it can.
"""

from __future__ import annotations

import asyncio
import json
import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from claims.providers.base import Hit, Question, Quota
from claims.providers.service import Service

if TYPE_CHECKING:
    from collections.abc import Iterable

    from claims.providers.talk import Talk

HITS = 5
GENEROUS = Quota("No limit.", per_second=10_000, burst=10_000, concurrency=1000)


class Slow(Service):
    """As many services as it has addresses. What it finds is the question's own."""

    slug = "slow"
    name = "Slow"
    terms = "None."
    home = "http://localhost/"
    quota = GENEROUS
    several = True

    def find(self, question: Question, talk: Talk) -> Iterable[Hit]:
        """As many hits as wanted, five at most."""
        told = talk.get_object(f"{self.base_url}/search", params={"q": question.query})
        for hit in told["hits"]:
            yield Hit(hit["id"], hit["title"], hit["text"], url=hit["url"], publisher=hit["publisher"])


def answer(path: str) -> bytes:
    """Hits whose ids and words belong to the question."""
    words = parse_qs(urlsplit(path).query).get("q", [""])[0]
    hits = [
        {
            "id": f"{words[:60]} {number}",
            "title": f"What is known of it, part {number}",
            "text": f"{words} This was reported by the council in part {number} of its paper. " * 3,
            "url": f"https://paper.example/{number}",
            "publisher": "The Paper",
        }
        for number in range(HITS)
    ]
    return json.dumps({"hits": hits}).encode()


async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seconds: float) -> None:
    """Answer each request of a connection after ``seconds``."""
    try:
        while head := await reader.readuntil(b"\r\n\r\n"):
            body = answer(head.split(b" ", 2)[1].decode())
            await asyncio.sleep(seconds)
            told = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            writer.write(told.encode() + body)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


async def serve(providers: int, seconds: float) -> None:
    """Listen on a port of its own for each provider."""

    async def each(reader: Any, writer: Any) -> None:
        await talk(reader, writer, seconds)

    servers = [await asyncio.start_server(each, "127.0.0.1", 0, backlog=512) for _ in range(providers)]
    print(*(server.sockets[0].getsockname()[1] for server in servers), flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), float(sys.argv[2])))
