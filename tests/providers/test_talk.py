"""One question to a service ends in time, however many requests it takes and however slowly they are answered."""

import time
from collections.abc import Iterable

import pytest

from claims.models import Lookup
from claims.providers import talk
from claims.providers.base import Hit, Question, Quota
from claims.providers.errors import TimeLimitError
from claims.providers.http import Limits
from claims.providers.polite import LIMITS, Client
from claims.providers.service import Service
from tests.providers.loopback import Loopback


class Endless(Service):
    """Always has one more page."""

    slug = "endless"
    name = "The endless"
    terms = home = "-"
    quota = Quota("None.")

    def find(self, question: Question, talk: talk.Talk) -> Iterable[Hit]:
        """Ask on and on."""
        for page in range(1000):
            talk.get_json(self.base_url, params={"page": page})
        return []


def ask(server: Loopback, scenario: str) -> float:
    """Seconds until it is given up."""
    client = Client(limits=Limits(total=30, connect=1, read=1))
    began = time.monotonic()
    with pytest.raises(TimeLimitError) as error:
        Endless(client, base_url=server.url(scenario)).ask(Question("bridge"))
    assert error.value.retryable
    return time.monotonic() - began


def test_many_answers_that_take_their_time(server: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(talk, "LONGEST", 0.5)

    def reply(_asked: object) -> dict[str, str]:
        time.sleep(0.15)
        return {}

    server.reply = reply
    assert 0.3 < ask(server, "reply") < 1.5
    assert 2 <= len(server.seen) <= 4


def test_one_answer_that_drips(server: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(talk, "LONGEST", 0.5)
    assert ask(server, "drip") < 1.5
    assert len(server.seen) == 1


def test_a_look_up_ends_well_before_it_is_taken_for_lost() -> None:
    assert LIMITS.total < talk.LONGEST
    assert Lookup.stale_after.total_seconds() > 1.5 * talk.LONGEST
