"""Asking for more over the API, and what people do with what they said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from claims.models import Comment, Intake, Lookup, WaybackSave, WorkState
from claims.pipeline import ask, look_up, wayback
from tests import factories

if TYPE_CHECKING:
    from collections.abc import Callable

    from claims.models import Claim, Revision
    from tests.api.conftest import Api
    from tests.conftest import Cast


@pytest.fixture
def claim(revision: Revision) -> Claim:
    return factories.make_claim(revision)


@pytest.fixture
def me(api: Callable[[Any], Api], cast: Cast) -> Api:
    """The reviewer."""
    return api(cast.reviewer)


def fields(answer: Any) -> list[str]:
    assert answer.status_code == 400, answer.content
    return [one["field"] for one in answer.json()["errors"]]


def test_a_service_is_asked_in_ones_own_words(me: Api, claim: Claim, sent: Any) -> None:
    provider = next(iter(look_up.for_questions()))
    asked = me.post(
        f"claims/{claim.pk}/lookups", {"provider": provider, "query": "bread 🍞 price", "as_of": "2026-05-01"}
    )
    assert asked.status_code == 202
    row = Lookup.objects.get(claim=claim, query="bread 🍞 price")
    assert (asked.json()["as_of"], asked["Location"].rsplit("/", 1)[1]) == ("2026-05-01", str(row.pk))
    assert sent == [("start_lookups", [row.pk])]
    again = me.post(f"claims/{claim.pk}/lookups", {"provider": provider, "query": "bread 🍞 price"})
    assert again.json()["id"] == str(row.pk)
    assert fields(me.post(f"claims/{claim.pk}/lookups", {"provider": "nowhere", "query": "x"})) == ["provider"]
    assert fields(me.post(f"claims/{claim.pk}/lookups", {"provider": provider, "query": " "})) == ["query"]


def test_an_intake_is_ended_and_begun_again(api: Any, cast: Cast, sent: Any) -> None:
    intake = Intake.objects.create(project=cast.project, created_by=cast.editor, url="https://paper.example/a")
    editor = api(cast.editor)
    assert editor.post(f"intakes/{intake.pk}/cancel").json()["state"] == WorkState.CANCELLED
    assert editor.post(f"intakes/{intake.pk}/retry").json()["state"] == WorkState.QUEUED
    assert sent == [("start_intake", [intake.pk])]
    assert api(cast.outsider).post(f"intakes/{intake.pk}/retry").status_code == 404


def test_the_archive_is_asked_only_where_it_is_set_up(me: Api, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    document = factories.make_document(cast.project, url="https://paper.example/a")
    assert fields(me.post(f"documents/{document.pk}/wayback")) == [""]
    monkeypatch.setattr(wayback, "service", object)
    asked = me.post(f"documents/{document.pk}/wayback")
    assert (asked.status_code, asked.json()["archived_url"]) == (202, "")
    assert me.post(f"documents/{document.pk}/wayback").json()["id"] == asked.json()["id"]
    listed = me.get(f"documents/{document.pk}/wayback").json()["results"]
    assert [one["id"] for one in listed] == [str(WaybackSave.objects.get().pk)]


def test_own_words_are_changed_as_seen_and_withdrawn(me: Api, api: Any, cast: Cast, claim: Claim) -> None:
    said = me.post(f"claims/{claim.pk}/comments", {"text": "Witch month?"}).json()
    url = f"/api/v1/comments/{said['id']}"
    seen = me.client.get(url)["ETag"]
    given: dict[str, Any] = {"data": {"text": "Which month?"}, "content_type": "application/json"}
    assert me.client.patch(url, **given, headers={"If-Match": seen}).json()["text"] == "Which month?"
    assert me.client.patch(url, **given, headers={"If-Match": seen}).status_code == 412
    assert api(cast.owner).patch(f"comments/{said['id']}", {"text": "No."}).status_code == 403
    assert api(cast.outsider).patch(f"comments/{said['id']}", {"text": "No."}).status_code == 404
    assert me.post(f"comments/{said['id']}/resolve").json()["resolved_by"] == cast.reviewer.username
    assert me.post(f"comments/{said['id']}/reopen").json()["resolved_at"] is None
    assert me.client.delete(url).status_code == 204
    assert me.client.get(url).status_code == 404
    assert Comment.objects.get().withdrawn_at is not None


def test_what_blind_review_hides_is_no_address(api: Any, cast: Cast, claim: Claim) -> None:
    row = Comment.objects.create(claim=claim, by=cast.editor, text="I doubt it.", about_verdict=True)
    reviewer = api(cast.reviewer)
    assert reviewer.get(f"comments/{row.pk}").status_code == 404
    assert reviewer.post(f"comments/{row.pk}/resolve").status_code == 404


def test_a_question_is_taken_back_by_whoever_asked(me: Api, api: Any, cast: Cast, claim: Claim) -> None:
    question = ask.ask_editor(claim=claim, by=cast.reviewer, text="Which month?")
    assert api(cast.editor).post(f"questions/{question.pk}/withdraw").status_code == 403
    assert me.post(f"questions/{question.pk}/withdraw").status_code == 204
    assert me.post(f"questions/{question.pk}/withdraw").status_code == 204
    question.refresh_from_db()
    assert question.withdrawn_at is not None
