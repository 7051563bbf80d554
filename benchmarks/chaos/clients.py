"""Clients that do not give up: programs over the API with Idempotency-Keys, browsers with an outbox."""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

if TYPE_CHECKING:
    from benchmarks.chaos.told import Record

PATIENCE_SECONDS = 60
"""So long what is on its way is sent again after a client was told to stop."""
AGAIN_SECONDS = 0.4
PASSING = {408, 425, 429, 502, 503, 504, 507}
JSON = {"Content-Type": "application/json"}


@dataclass
class Scene:
    """Who acts, on what."""

    tokens: list[str]
    cookies: list[str]
    claims: list[tuple[str, str]]
    """Of which article, and which."""
    rating: str
    slug: str = "chaos"
    left: dict[tuple[type, int], list[tuple[str, str]]] = field(default_factory=dict)
    """What each client of the last round had not judged yet."""


@dataclass
class Answer:
    """What came back; ``status`` 0 where nothing did."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def done(self) -> bool:
        return 200 <= self.status < 400

    def json(self) -> Any:
        return json.loads(self.body)


class Client(threading.Thread):
    """One who acts until told to stop, then finishes what is on its way. A connection for each request, as a
    reverse proxy has them."""

    def __init__(self, port: int, scene: Scene, number: int, record: Record) -> None:
        super().__init__(daemon=True)
        self.port, self.scene, self.number, self.record = port, scene, number, record
        self.stopping = threading.Event()
        self.give_up_at = float("inf")
        self.chance = random.Random()  # a round must not send the words and keys of another
        self.claims = scene.left.get((type(self), number)) or self.chance.sample(scene.claims, len(scene.claims))
        self.headers: dict[str, str] = {}
        self.acts: list[tuple[Any, int]] = []

    def run(self) -> None:
        names, shares = zip(*self.acts, strict=True)
        while not self.stopping.is_set():
            self.chance.choices(names, shares)[0]()
            self.stopping.wait(self.chance.uniform(0.02, 0.2))

    def stop(self) -> None:
        """Begin nothing new."""
        self.give_up_at = time.monotonic() + PATIENCE_SECONDS
        self.stopping.set()

    def ask(self, method: str, path: str, body: str | bytes | None = None, **headers: str) -> Answer:
        """Once."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, {**self.headers, **headers})
            got = connection.getresponse()
            answer = Answer(got.status, got.read(), dict(got.getheaders()))
        except (OSError, http.client.HTTPException) as trouble:
            answer = Answer(0, repr(trouble).encode())
        finally:
            connection.close()
        kind = str(answer.status or "no answer")
        bad = answer.status == 0 or answer.status >= 500
        self.record.answered(kind, f"{kind} {method} {path} {answer.body[:80]!r}" if bad else "")
        if answer.status >= 500 and answer.status not in PASSING:
            self.record.complain(f"{answer.status} {method} {path}: it does not say that one may try again")
        return answer

    def insist(self, method: str, path: str, body: str | bytes, **headers: str) -> Answer | None:
        """Until it is done; None where it was refused or the patience has ended, which is told."""
        while time.monotonic() < self.give_up_at:
            answer = self.ask(method, path, body, **headers)
            if answer.done:
                return answer
            running = answer.status == 409 and "Retry-After" in answer.headers
            if answer.status and answer.status not in PASSING and answer.status < 500 and not running:
                self.record.complain(f"{answer.status} {method} {path} {answer.body[:160]!r}")
                return None
            time.sleep(AGAIN_SECONDS * self.chance.uniform(0.5, 1.5))
        self.record.complain(f"not accepted in {PATIENCE_SECONDS} s: {method} {path}")
        return None

    def unjudged(self) -> tuple[str, str] | None:
        """A claim that this one has not judged."""
        return self.claims.pop() if self.claims else None

    def rationale(self) -> str:
        """Words that no other verdict has."""
        words = f"The report says so. {uuid.UUID(int=self.chance.getrandbits(128))}"
        self.record.tries(words)
        return words


class Program(Client):
    """Over the API: a key for each act, kept through all attempts."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.headers = {"Authorization": f"Bearer {self.scene.tokens[self.number]}"}
        self.last: tuple[str, str] | None = None
        self.acts = [
            (self.judge, 40), (self.change, 12), (self.read, 20), (self.bring_in, 6), (self.send_file, 4),
            (self.export, 3), (self.look_up, 5),
        ]  # fmt: skip

    def once(self, path: str, body: str | bytes, **headers: str) -> Answer | None:
        """Insist with a key; one time in eight send it again, as if the answer had been lost."""
        headers["Idempotency-Key"] = str(uuid.UUID(int=self.chance.getrandbits(128)))
        answer = self.insist("POST", path, body, **headers)
        if answer and self.chance.random() < 0.125:
            second = self.insist("POST", path, body, **headers)
            if second and second.body != answer.body:
                self.record.complain(f"answered otherwise the second time: {path}")
        return answer

    def verdict(self, claim: str, **more: str) -> None:
        words = self.rationale()
        said = {"finding": "confirmed", "rating": "true", "rationale": words, **more}
        answer = self.once(f"/api/v1/claims/{claim}/verdicts", json.dumps(said), **JSON)
        if answer:
            self.last = (claim, answer.json()["id"])
            self.record.has(words, claim=claim, id=self.last[1])

    def judge(self) -> None:
        if found := self.unjudged():
            self.verdict(found[1])

    def change(self) -> None:
        """Another verdict upon one's last."""
        if self.last:
            self.verdict(self.last[0], basis=self.last[1])

    def read(self) -> None:
        self.ask("GET", f"/api/v1/articles/{self.chance.choice(self.scene.claims)[0]}/whole")

    def text(self) -> str:
        number = self.chance.getrandbits(40)
        return (
            f"The council of ward {number} will build a bridge, the mayor said on Monday.\n\n"
            f'"It costs {number % 97} million euros," said Anna Berg, who runs it. Residents were told in May.'
        )

    def bring_in(self) -> None:
        given = {"project": self.scene.slug, "text": self.text(), "title": "The bridge"}
        if answer := self.once("/api/v1/articles", json.dumps(given), **JSON):
            self.record.took("articles", answer.json()["id"])

    def send_file(self) -> None:
        edge = uuid.UUID(int=self.chance.getrandbits(128)).hex
        body = (
            f'--{edge}\r\nContent-Disposition: form-data; name="project"\r\n\r\n{self.scene.slug}\r\n'
            f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n'
            f"Content-Type: text/plain\r\n\r\n{self.text()}\r\n--{edge}--\r\n"
        )
        kind = {"Content-Type": f"multipart/form-data; boundary={edge}"}
        if answer := self.once("/api/v1/articles", body.encode(), **kind):
            self.record.took("intakes", answer.json()["id"])

    def export(self) -> None:
        """A file of the newest articles: another choice each time, or it would be the same file."""
        given = {"format": "json", "articles": [self.chance.choice(self.scene.claims)[0]]}
        if answer := self.once(f"/api/v1/projects/{self.scene.slug}/exports", json.dumps(given), **JSON):
            self.record.took("exports", answer.json()["id"])

    def look_up(self) -> None:
        """Ask all services anew about a claim."""
        _article, claim = self.chance.choice(self.scene.claims)
        answer = self.ask("GET", f"/api/v1/claims/{claim}")
        rows = answer.json().get("lookups", []) if answer.done else []
        for row in rows[:1]:
            self.once(f"/api/v1/lookups/{row['id']}/retry", "", **JSON)


class Browser(Client):
    """Over the pages: a verdict that does not get through waits in the outbox, which sends the very same again.

    What the outbox takes for a refusal (all but silence and 502, 503, 504) is one here."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        token = f"{self.number:032d}"
        session = self.scene.cookies[self.number % len(self.scene.cookies)]
        self.headers = {"Cookie": f"sessionid={session}; csrftoken={token}", "X-CSRFToken": token}
        self.acts = [(self.judge, 55), (self.workbench, 30), (self.desk, 15)]

    def judge(self) -> None:
        if not (found := self.unjudged()):
            return
        words = self.rationale()
        form = {"finding": "confirmed", "rating": self.scene.rating, "rationale": words, "then": "next"}
        kind = {
            "HX-Request": "true", "Prefer": "return=minimal", "Content-Type": "application/x-www-form-urlencoded",
        }  # fmt: skip
        answer = self.insist("POST", f"/claims/{found[1]}/judge/", urlencode(form), **kind)
        if answer and answer.status == 204:
            self.record.has(words, claim=found[1], id="")
        elif answer:
            self.record.complain(f"{answer.status} instead of 204 for a verdict: {answer.headers.get('Location')}")

    def workbench(self) -> None:
        self.ask("GET", f"/articles/{self.chance.choice(self.scene.claims)[0]}/")

    def desk(self) -> None:
        self.ask("GET", "/")
