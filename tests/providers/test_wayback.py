"""Earlier versions of pages, and requests to save them."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.providers.base import ProviderError
from claims.providers.errors import RefusedError
from claims.providers.http import Response
from claims.providers.polite import Client
from claims.providers.wayback import Wayback, captures, closest, is_address
from claims.providers.wayback_save import SaveState, moment, status, submitted
from tests.providers.asking import KEY, Asking
from tests.providers.loopback import Loopback
from tests.providers.spoken.wayback import ARCHIVED, AVAILABLE, NAMES, PAGE, PENDING, ROWS, SPOKEN, SUBMITTED


@pytest.fixture
def asking(server: Loopback) -> Asking:
    return Asking(server, Wayback)


@pytest.fixture
def wayback(asking: Asking) -> Wayback:
    assert isinstance(asking.service, Wayback)
    return asking.service


def test_versions_before_the_cut_off_come_first(asking: Asking) -> None:
    hits = asking.hits(SPOKEN.success, PAGE, as_of=date(2024, 6, 1))
    assert [hit.published_at for hit in hits] == [date(2024, 5, 3), date(2023, 1, 2), date(2024, 9, 9)]
    assert hits[0].url == f"https://web.archive.org/web/20240503121500/{PAGE}"
    assert hits[0].snippet == f"Copy of {PAGE} taken on 2024-05-03 at 12:15 UTC"
    assert hits[2].snippet.endswith(", status 404")
    assert hits[0].raw["digest"] == "EEEE2222BBBB3333CCCC4444DDDD5555"
    before, after = asking.sent
    assert (before["to"], before["limit"], before["collapse"]) == ("20240601", "-10", "digest")
    assert (after["from"], after["limit"]) == ("20240602", "10")


def test_a_claim_is_no_address_and_nobody_is_asked(asking: Asking) -> None:
    assert Wayback.asks == {"address"}
    assert asking.hits(SPOKEN.success, "bridge closes https://desk.example/") == []
    assert asking.sent == []


@pytest.mark.parametrize("reply", [b"", b"\n", [], [NAMES]])
def test_no_captures(asking: Asking, wayback: Wayback, reply: Any) -> None:
    asking.server.reply = reply
    assert wayback.captures(PAGE) == []


def test_captures_of_a_page_newest_first(asking: Asking, wayback: Wayback) -> None:
    asking.server.reply = SPOKEN.success
    newest, *_, oldest = wayback.captures(PAGE, until=date(2024, 12, 31))
    assert (newest.status, oldest.at) == ("404", datetime(2023, 1, 2, 3, 4, 5, tzinfo=UTC))
    assert oldest.url == "https://web.archive.org/web/20230102030405/http://desk.example/bridge"
    assert len({capture.digest for capture in wayback.captures(PAGE)}) == 3
    assert asking.server.seen[0]["place"] == "/cdx/search/cdx"


def test_rows_that_cannot_be_read_are_passed_over() -> None:
    odd: list[Any] = [None, ["20240503121500"], ["soon", PAGE], [7, PAGE], ["20241399000000", PAGE]]
    assert [capture.original for capture in captures([NAMES, *odd, ROWS[1]])] == [PAGE]
    assert list(captures([[1], ROWS[1]])) == []


def test_the_nearest_copy(asking: Asking, wayback: Wayback) -> None:
    asking.server.reply = AVAILABLE
    found = wayback.available(PAGE, date(2024, 6, 1))
    assert found is not None
    assert (found.original, found.at.date(), found.status) == (PAGE, date(2024, 5, 3), "200")
    assert asking.server.seen[0]["place"] == "/wayback/available"
    assert asking.sent == [{"url": PAGE, "timestamp": "20240601"}]
    asking.server.reply = {"url": PAGE, "archived_snapshots": {}}
    assert wayback.available(PAGE) is None


def test_a_copy_that_is_not_available_is_none() -> None:
    near = AVAILABLE["archived_snapshots"]["closest"]
    assert closest({"archived_snapshots": {"closest": near | {"available": False}}}, PAGE) is None
    assert closest({"archived_snapshots": {"closest": near | {"timestamp": "soon"}}}, PAGE) is None


def test_asked_for_is_not_archived(asking: Asking, wayback: Wayback) -> None:
    asking.server.reply = SUBMITTED
    job = wayback.save(PAGE)
    assert (job.state, job.job_id) == (SaveState.SUBMITTED, "spn2-0123456789abcdef")
    assert (job.capture_url, job.captured_at) == ("", None)
    (seen,) = asking.server.seen
    assert (seen["method"], seen["place"], seen["query"]["url"]) == ("POST", "/save", PAGE)
    assert seen["headers"]["authorization"] == f"LOW {KEY}"


def test_what_is_no_address_is_not_saved(asking: Asking, wayback: Wayback) -> None:
    with pytest.raises(ProviderError, match="web address"):
        wayback.save("the bridge closes")
    assert asking.sent == []


def test_a_job_is_pending_until_it_is_archived(asking: Asking, wayback: Wayback) -> None:
    asking.server.reply = PENDING
    assert wayback.save_status("spn2-0123456789abcdef").state is SaveState.PENDING
    asking.server.reply = ARCHIVED
    job = wayback.save_status("spn2-0123456789abcdef")
    assert job.state is SaveState.ARCHIVED
    assert job.capture_url == f"https://web.archive.org/web/20240601101112/{PAGE}"
    assert job.captured_at == datetime(2024, 6, 1, 10, 11, 12, tzinfo=UTC)
    assert asking.server.seen[0]["place"] == "/save/status/spn2-0123456789abcdef"


@pytest.mark.parametrize(
    ("answer", "code", "words"),
    [
        (
            {"status": "error", "status_ext": "error:invalid-host-resolution", "message": "Cannot resolve host x."},
            "invalid-host-resolution",
            "There is no server of that name.",
        ),
        (
            {"url": PAGE, "job_id": None, "message": "The same snapshot had been made <b>3 minutes</b> ago."},
            "",
            "The same snapshot had been made 3 minutes ago.",
        ),
        (
            {"status": "error", "status_ext": "error:celery"},
            "celery",
            "The archive did not say why it saved nothing.",
        ),
        ({}, "", "The archive did not say why it saved nothing."),
    ],
)
def test_a_request_that_fails_says_why(answer: dict[str, Any], code: str, words: str) -> None:
    job = submitted(answer)
    assert (job.state, job.code, job.message) == (SaveState.FAILED, code, words)


def test_a_job_that_fails_says_why() -> None:
    job = status({"status": "error", "status_ext": "error:blocked", "job_id": "j"}, "j")
    assert (job.state, job.message, job.job_id) == (SaveState.FAILED, "The site blocks the archive.", "j")


field = (
    st.none() | st.integers() | st.text() | st.sampled_from(["success", "error", "pending", "20240601101112", PAGE])
)


@given(
    st.dictionaries(
        st.sampled_from(["status", "original_url", "timestamp", "job_id", "message", "status_ext"]), field
    )
)
def test_only_a_success_with_its_copy_is_archived(answer: dict[str, Any]) -> None:
    for job in (status(answer, "j"), submitted(answer)):
        archived = job.state is SaveState.ARCHIVED
        assert archived is bool(job.capture_url) is (job.captured_at is not None)
        assert not archived or (answer["status"] == "success" and answer["original_url"] and answer["timestamp"])
    assert submitted(answer).state in {SaveState.SUBMITTED, SaveState.FAILED}


@pytest.mark.parametrize("key", ["", "access", "access:", ":secret"])
def test_saving_needs_both_halves_of_a_key(server: Loopback, key: str) -> None:
    wayback = Wayback(Client(), base_url=server.url("reply"), key=key)
    with pytest.raises(RefusedError, match="access:secret"):
        wayback.save(PAGE)
    assert server.seen == []
    assert wayback.health().ok, "reading needs none"


def test_a_site_that_is_not_shown_is_said() -> None:
    body = b"org.archive.wayback.exception.AdministrativeAccessControlException: Blocked Site Error"
    with pytest.raises(ProviderError, match="does not show copies of this site"):
        Wayback(Client()).accept(Response(403, {}, body, "", 0.1))


def test_availability_has_a_host_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    wayback = Wayback(Client())

    class Listening:
        def get_object(self, url: str, **_more: Any) -> dict[str, Any]:
            asked.append(url)
            return {}

    monkeypatch.setattr(wayback, "_talk", lambda _asker: Listening())
    wayback.available(PAGE)
    assert asked == ["https://archive.org/wayback/available"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (PAGE, True),
        ("http://a.example", True),
        ("ftp://a.example", False),
        ("https:///x", False),
        ("http://[::1", False),
    ],
)
def test_addresses(text: str, expected: bool) -> None:
    assert is_address(text) is expected


@given(st.text())
def test_any_timestamp_is_read_or_passed_over(text: str) -> None:
    at = moment(text)
    assert at is None or f"{at:%Y%m%d%H%M%S}" == text
