"""A desk adds a service of its own in a file of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ImproperlyConfigured

from claims.pipeline import look_up
from claims.pipeline.look_up.providers import kinds
from claims.providers.base import Hit, Quota
from claims.providers.registry import SERVICES
from claims.providers.service import Service
from factcheck.own_providers import own_providers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from claims.providers.base import Question
    from claims.providers.talk import Talk


class Morgue(Service):
    """The paper's own archive."""

    slug = "morgue"
    name = "The paper's archive"
    terms = "Our own."
    home = "https://morgue.example/"
    quota = Quota("None.", 10.0, 10, 4)

    def find(self, question: Question, talk: Talk) -> Iterable[Hit]:
        """Nothing; these tests ask nobody."""
        return []


class Nameless(Service):
    """Says too little."""

    slug = "nameless"

    def find(self, question: Question, talk: Talk) -> Iterable[Hit]:
        """Nothing."""
        return []


class Shouting(Morgue):
    """Its slug could stand in no address."""

    slug = "The Morgue"


HERE = "tests.operations.test_own_providers"


def test_a_service_of_its_own_is_asked_like_the_others(settings):
    settings.OWN_PROVIDERS = own_providers([f"{HERE}.Morgue"], taken=set(settings.SERVICES))
    assert kinds() == (*SERVICES, Morgue)
    off = {one.slug: one.why_off for one in look_up.services()[0]}
    assert off["morgue"] == "Not set up: set MORGUE_URL."
    settings.SERVICES = {**settings.SERVICES, "morgue": {"on": None, "key": "", "urls": ("http://10.0.0.7:8080",)}}
    assert look_up.provider_names()["morgue"] == "The paper's archive"


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("desk.nowhere.Archive", "cannot be imported"),
        (f"{HERE}.HERE", "no class derived from"),
        (f"{HERE}.Nameless", "does not say its name, terms, home, quota"),
        (f"{HERE}.Shouting", "at most 40 lower-case letters"),
        ("claims.providers.brave.Brave", "that of another service"),
    ],
)
def test_what_cannot_be_a_service_stops_the_start_and_says_why(place, why):
    with pytest.raises(ImproperlyConfigured, match=why) as told:
        own_providers([place], taken={"brave"})
    assert place in str(told.value)


def test_one_service_named_twice_is_refused():
    with pytest.raises(ImproperlyConfigured, match="another service"):
        own_providers([f"{HERE}.Morgue"] * 2, taken=set())
