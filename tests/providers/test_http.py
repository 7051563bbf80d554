"""The HTTP client against servers that behave, misbehave and attack."""

import time
from typing import Any

import httpcore
import pytest

from claims.providers.errors import (
    BadAddressError,
    BadAnswerError,
    FetchError,
    PrivateAddressError,
    RedirectLimitError,
    SizeLimitError,
    TimeLimitError,
    UnknownHostError,
    UnreachableError,
)
from claims.providers.http import Limits, Response, fetch
from tests.providers.loopback import Loopback, closed_port, serving

LIMITS = Limits(total=2, connect=0.5, read=0.3, max_bytes=1_000_000)


def get(server: Loopback, scenario: str, **more: Any) -> Response:
    options = {"limits": LIMITS, "allow_private": frozenset({server.address})} | more
    return fetch(server.url(scenario), **options)


def test_an_answer_has_its_parts(server: Loopback) -> None:
    answer = get(server, "success", params={"query": "a b&c"}, headers={"User-Agent": "desk"})
    assert answer.status == 200
    assert answer.body.startswith(b'{"claims"')
    assert answer.headers["CONTENT-TYPE"] == answer.content_type == "application/json"
    assert answer.final_url == server.url("success") + "?query=a+b%26c"
    assert 0 < answer.elapsed < 2
    assert server.seen[0]["query"] == {"query": "a b&c"}
    assert server.seen[0]["headers"]["user-agent"] == "desk"
    assert server.seen[0]["headers"]["Host"] == server.address


@pytest.mark.parametrize(
    ("scenario", "status"), [("quota", 429), ("broken", 500), ("revoked", 403), ("nowhere", 302)]
)
def test_every_status_is_an_answer(server: Loopback, scenario: str, status: int) -> None:
    assert get(server, scenario).status == status


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("", "begin with http"),
        ("desk.example/page", "begin with http"),
        ("ftp://desk.example/", "begin with http"),
        ("file:///etc/passwd", "begin with http"),
        ("gopher://127.0.0.1:11211/_stats", "begin with http"),
        ("javascript:alert(1)", "begin with http"),
        ("http://", "names no server"),
        ("http:///path", "names no server"),
        ("http://desk.example:0/", "names no server"),
        ("http://desk.example:70000/", "names no server"),
        ("http://desk.example:port/", "not a web address"),
        ("http://[::1", "not a web address"),
        ("http://root@desk.example/", "user name or password"),
        ("http://root:secret@desk.example/", "user name or password"),
        ("http://8.8.8.8@127.0.0.1/", "user name or password"),
        ("http://desk.example/\x00", "not a web address"),
        ("http://2130706433/", "disguised"),
        ("http://0x7f.1/", "disguised"),
    ],
)
def test_what_is_no_address_is_refused(url: str, words: str) -> None:
    with pytest.raises(BadAddressError, match=words) as caught:
        fetch(url, limits=LIMITS)
    assert not caught.value.retryable


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:a9fe:a9fe]/latest/",
        "http://[64:ff9b::7f00:1]/",
        "http://169.254.169.254/latest/meta-data/",
        "https://10.0.0.1/",
        "http://100.64.0.1/",
        "http://0.0.0.0/",
        "http://127。0。0。1/",
    ],
)
def test_private_places_are_not_visited(url: str) -> None:
    with pytest.raises(PrivateAddressError) as caught:
        fetch(url, limits=LIMITS)
    assert not caught.value.retryable


def test_an_unknown_name_says_so() -> None:
    def unknown(_host: str, _port: int) -> list[str]:
        raise OSError(-2, "Name or service not known")

    with pytest.raises(UnknownHostError, match=r"no server named “desk\.example”"):
        fetch("http://desk.example/", limits=LIMITS, resolve=unknown)


def test_a_permitted_host_permits_no_other_port(server: Loopback) -> None:
    with pytest.raises(PrivateAddressError):
        fetch(f"http://127.0.0.1:{closed_port()}/", limits=LIMITS, allow_private=frozenset({server.address}))
    assert server.seen == []


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    connected: list[str] = []

    def rebinding(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["93.184.216.34"] if len(asked) == 1 else ["127.0.0.1"]

    def connect(_self: httpcore.SyncBackend, host: str, *_args: Any, **_more: Any) -> httpcore.NetworkStream:
        connected.append(host)
        raise httpcore.ConnectError("stop here")

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    with pytest.raises(UnreachableError):
        fetch("http://rebind.example/", limits=LIMITS, resolve=rebinding)
    assert asked == ["rebind.example"]
    assert connected == ["93.184.216.34"]


def test_a_second_address_is_tried_when_the_first_is_dead(server: Loopback) -> None:
    def two(_host: str, _port: int) -> list[str]:
        return ["127.0.0.2", "127.0.0.1"]

    permitted = frozenset({f"desk.example:{server.server_port}"})
    url = f"http://desk.example:{server.server_port}/success"
    assert fetch(url, limits=LIMITS, resolve=two, allow_private=permitted).status == 200
    assert server.seen[0]["headers"]["Host"] == f"desk.example:{server.server_port}"


def test_proxies_of_the_environment_are_ignored(server: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{closed_port()}")
    assert get(server, "success").status == 200


@pytest.mark.parametrize(
    ("scenario", "error", "words"),
    [
        ("to-metadata", PrivateAddressError, "private network"),
        ("to-file", BadAddressError, "begin with http"),
        ("to-login", BadAddressError, "user name or password"),
        ("loop", RedirectLimitError, "more than 5 times"),
    ],
)
def test_redirects_are_checked_like_the_first_address(
    server: Loopback, scenario: str, error: type[FetchError], words: str
) -> None:
    with pytest.raises(error, match=words):
        get(server, scenario)
    assert len(server.seen) == (6 if scenario == "loop" else 1)


def test_a_redirect_inside_the_permitted_host_is_followed(server: Loopback) -> None:
    answer = get(server, "to-success", params={"query": "bridge"}, headers={"X-Goog-Api-Key": "secret"})
    assert answer.final_url == server.url("success") + "?moved=yes"
    assert [seen["scenario"] for seen in server.seen] == ["to-success", "success"]
    assert server.seen[1]["headers"]["x-goog-api-key"] == "secret"
    assert server.seen[1]["query"] == {"moved": "yes"}


def test_keys_do_not_follow_to_another_host(server: Loopback) -> None:
    with serving() as other:
        server.elsewhere = other.url("success")
        headers = {"X-Goog-Api-Key": "secret", "Authorization": "secret", "User-Agent": "desk"}
        permitted = frozenset({server.address, other.address})
        assert get(server, "to-elsewhere", headers=headers, allow_private=permitted).status == 200
        (seen,) = other.seen
    assert "secret" not in str(seen)
    assert seen["headers"]["user-agent"] == "desk"


@pytest.mark.parametrize(
    ("scenario", "words"),
    [
        ("slow", "did not answer within 0.3 seconds"),
        ("drip", "did not finish its answer within 0.5 seconds"),
    ],
)
def test_nobody_is_waited_for_too_long(server: Loopback, scenario: str, words: str) -> None:
    started = time.monotonic()
    with pytest.raises(TimeLimitError, match=words) as caught:
        get(server, scenario, limits=Limits(total=0.5, connect=0.3, read=0.3))
    assert caught.value.retryable
    assert time.monotonic() - started < 1.5


@pytest.mark.parametrize(
    ("scenario", "words"),
    [
        ("declared-huge", "would send 2 GB; more than 1 MB is not fetched"),
        ("endless", "sent more than 1 MB"),
        ("bomb", "sent more than 1 MB"),
    ],
)
def test_too_much_is_not_read(server: Loopback, scenario: str, words: str) -> None:
    with pytest.raises(SizeLimitError, match=words) as caught:
        get(server, scenario)
    assert not caught.value.retryable


@pytest.mark.parametrize(
    ("scenario", "error"), [("garbage", BadAnswerError), ("brotli", BadAnswerError), ("cut", BadAnswerError)]
)
def test_broken_answers_are_errors(server: Loopback, scenario: str, error: type[FetchError]) -> None:
    with pytest.raises(error) as caught:
        get(server, scenario)
    assert caught.value.retryable


def test_gzip_is_unpacked(server: Loopback) -> None:
    assert get(server, "gzip").body == b"packed"
    assert server.seen[0]["headers"]["accept-encoding"] == "gzip, deflate"


def test_nobody_listening_is_said() -> None:
    address = f"127.0.0.1:{closed_port()}"
    with pytest.raises(UnreachableError, match="could not be reached") as caught:
        fetch(f"http://{address}/", limits=LIMITS, allow_private=frozenset({address}))
    assert caught.value.retryable


@pytest.mark.parametrize(
    ("declared", "body", "read"),
    [
        ("application/json", "Bär".encode(), "Bär"),
        ("text/html; charset=utf-8", "Bär".encode(), "Bär"),
        ('text/html; charset="ISO-8859-1"; x=y', "Bär".encode("latin-1"), "Bär"),
        ("text/html; Charset=windows-1252", "“Bär”".encode("cp1252"), "“Bär”"),
        ("text/html; charset=utf-16", "Bär".encode("utf-16"), "Bär"),
        ("text/html; charset=nonsense", "Bär".encode(), "Bär"),
        ("text/html; charset=punycode", b"Br-via", "Br-via"),
        ("text/html; charset=utf-7", b"+ADw-", "+ADw-"),
        ("text/html; charset=ascii", "Bär".encode(), "Bär"),
        ("text/html; charset=", "Bär".encode(), "Bär"),
    ],
)
def test_a_declared_encoding_is_heeded_where_it_fits(declared: str, body: bytes, read: str) -> None:
    assert Response(200, {"content-type": declared}, body, "http://desk.example/", 0.1).utf8.decode() == read
