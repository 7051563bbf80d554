"""Which services are on, how they are set up, and what people see of them."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from claims.providers.errors import RefusedError
from claims.providers.overview import Seen, overview
from claims.providers.polite import Client, Gate, close_breakers, connect
from claims.providers.registry import SERVICES, Switch, available
from factcheck import embedded
from factcheck.environment import service
from tests.providers.loopback import KEY, Loopback, closed_port

CONTACT = "desk (mail@desk.example)"
DOCS = Path(settings.BASE_DIR) / "docs" / "settings.md"


def seen(switches: dict[str, Switch], contact: str = CONTACT) -> dict[str, Seen]:
    return {one.slug: one for one in overview(switches, Client(contact=contact))[0]}


def test_the_settings_know_every_service_and_no_other() -> None:
    assert set(settings.SERVICES) == {kind.slug for kind in SERVICES}
    assert [Switch(**how) for how in settings.SERVICES.values()] == [Switch()] * len(SERVICES), "off until set up"


def test_every_service_is_documented_with_what_switches_it_on() -> None:
    rows = re.findall(r"^\| ([^|`]+) \| `(\w+)(?:=on)?` \|", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    told = {name.strip(): variable for name, variable in rows}
    assert set(told) == {kind.name for kind in SERVICES}
    for kind in SERVICES:
        variable = kind.variable()
        need = f"{variable}_KEY" if kind.needs_key else variable if kind.default_url else f"{variable}_URL"
        assert told[kind.name] == need


@pytest.mark.parametrize(
    ("environment", "switch"),
    [
        ({}, Switch()),
        ({"BRAVE_KEY": " k "}, Switch(None, "k")),
        ({"BRAVE": "off", "BRAVE_KEY": "k"}, Switch(False, "k")),
        ({"BRAVE": "on"}, Switch(True)),
        (
            {"BRAVE_URL": "http://a.example, http://b.example"},
            Switch(None, "", ("http://a.example", "http://b.example")),
        ),
    ],
)
def test_a_service_is_set_up_by_the_environment(
    environment: dict[str, str], switch: Switch, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("BRAVE", "BRAVE_KEY", "BRAVE_URL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert Switch(**service("brave")) == switch


def test_nothing_is_on_by_itself_and_each_says_what_it_lacks() -> None:
    assert available() == {}
    everything = seen({})
    assert len(everything) == len(SERVICES)
    for one in everything.values():
        assert not one.on
        assert one.why_off.startswith("Not set up: set ")
        assert one.state is None
    assert everything["brave"].why_off == "Not set up: set BRAVE_KEY."
    assert everything["searxng"].why_off == "Not set up: set SEARXNG_URL."
    assert everything["wikidata"].why_off == "Not set up: set WIKIDATA=on."


@pytest.mark.parametrize(
    ("slug", "switch", "contact", "why_off"),
    [
        ("brave", Switch(key="k"), "", ""),
        ("brave", Switch(on=True), "", "No key is set (BRAVE_KEY)."),
        ("brave", Switch(on=False, key="k"), "", "Switched off (BRAVE=off)."),
        ("brave", Switch(key="two words"), "", "The key holds characters that no key has. Copy it again."),
        ("wikidata", Switch(on=True), "", ""),
        ("searxng", Switch(urls=("http://127.0.0.1:8888/",)), "", ""),
        ("searxng", Switch(on=True), "", "No address is set (SEARXNG_URL)."),
        ("searxng", Switch(urls=("search.example",)), "", "What is set in SEARXNG_URL is no web address."),
        ("searxng", Switch(urls=("http://x:99999",)), "", "What is set in SEARXNG_URL is no web address."),
        ("edgar", Switch(on=True), CONTACT, ""),
        ("edgar", Switch(on=True), "desk", "No mail address is set (CONTACT), which this service asks for."),
    ],
)
def test_why_a_service_is_on_or_off(slug: str, switch: Switch, contact: str, why_off: str) -> None:
    one = seen({slug: switch}, contact)[slug]
    assert (one.on, one.why_off) == (not why_off, why_off)
    assert (slug in available(switches={slug: switch}, client=Client(contact=contact))) is one.on


def test_each_wiki_is_a_service_of_its_own() -> None:
    switch = Switch(
        urls=("https://en.wikipedia.org/w", "http://[::1]:8080/a", "http://[::1]:8080/b", "https://a.b/" + "c" * 90)
    )
    wikis = [one for one in seen({"mediawiki": switch}).values() if one.slug.startswith("mediawiki")]
    assert len({one.slug for one in wikis}) == 4
    assert wikis[0].slug == "mediawiki-en.wikipedia.org"
    assert wikis[0].name == "MediaWiki (en.wikipedia.org)"
    assert all(one.on for one in wikis)
    assert all(re.fullmatch(r"[a-z0-9.\-]{1,40}", one.slug) for one in wikis)


def test_the_overview_tells_how_a_service_is(server: Loopback) -> None:
    url = embedded.ensure_redis(settings.VAR) if "redis" in settings.EMBEDDED else settings.REDIS_URL
    store = connect(url)
    switches = {"google-factcheck": Switch(key=KEY, urls=(server.url("revoked"),))}
    client = Client(contact=CONTACT, gate=Gate(store))
    close_breakers(store, ["google-factcheck"])
    with pytest.raises(RefusedError):
        available(switches=switches, client=client)["google-factcheck"].search("bridge", None, "", 3)
    everything, told = overview(switches, client, store)
    assert told
    (one,) = [one for one in everything if one.on]
    assert one.state
    assert (one.state.breaker, one.state.refused) == ("open", True)
    assert "check it" in one.state.reason
    assert KEY not in repr(everything)
    close_breakers(store, ["google-factcheck"])


def test_without_redis_the_overview_says_so() -> None:
    everything, told = overview(
        {"wikidata": Switch(on=True)}, Client(), connect(f"redis://127.0.0.1:{closed_port()}")
    )
    assert not told
    assert [one.slug for one in everything if one.on] == ["wikidata"]
