"""The queue over the API."""

from __future__ import annotations

import pytest

from claims.models import Seat
from tests import factories

QUEUE = "projects/city-desk/queue"


@pytest.fixture
def claims(revision):
    return [
        factories.make_claim(revision, quote, worthiness=rank)
        for quote, rank in zip(factories.SENTENCES[1:4], (0.1, 0.9, 0.5), strict=True)
    ]


def test_next_skip_and_release(api, cast, claims):
    mine = api(cast.reviewer)
    first = mine.post(f"{QUEUE}/next").json()
    assert (first["claim"], first["holder"], first["assigned_by"]) == (str(claims[1].pk), "reviewer", None)
    assert mine.post(f"{QUEUE}/next").json() == first
    second = mine.post(f"{QUEUE}/next", {"skip": first["claim"]}).json()
    assert second["claim"] == str(claims[2].pk)
    assert mine.post(f"seats/{second['id']}/release").status_code == 204
    assert mine.get(QUEUE).json()["results"] == []
    assert mine.post(f"{QUEUE}/next", {"skip": "00000000-0000-7000-8000-000000000000"}).status_code == 400


def test_the_end_of_the_queue_has_no_content(api, cast):
    assert api(cast.reviewer).post(f"{QUEUE}/next").status_code == 204


def test_each_sees_their_own_and_editors_all_that_are_held(api, cast, claims):
    api(cast.reviewer).post(f"{QUEUE}/next")
    api(cast.second_reviewer).post(f"{QUEUE}/next")
    assert [row["holder"] for row in api(cast.reviewer).get(QUEUE).json()["results"]] == ["reviewer"]
    assert {row["holder"] for row in api(cast.editor).get(QUEUE).json()["results"]} == {
        "reviewer", "second_reviewer",
    }  # fmt: skip
    assert api(cast.viewer).get(QUEUE).status_code == 403


def test_assigning_and_its_undo(api, cast, claims):
    editor = api(cast.editor)
    ids = [str(claim.pk) for claim in claims[:2]]
    answer = editor.post(f"{QUEUE}/assign", {"claims": ids, "to": "reviewer", "hours": 4})
    assert answer.status_code == 201
    assert {row["claim"] for row in answer.json()["seats"]} == set(ids)
    again = editor.post(f"{QUEUE}/assign", {"claims": ids, "to": "reviewer"}).json()
    assert again["batch"] is None
    assert editor.post(f"{QUEUE}/undo", {"batch": answer.json()["batch"]}).json() == {"seats": 2}
    assert not Seat.objects.filter(released_at=None).exists()


def test_what_cannot_be_assigned_is_named(api, cast, claims):
    factories.make_verdict(claims[0], cast.reviewer)
    editor = api(cast.editor)
    ids = [str(claim.pk) for claim in claims]
    answer = editor.post(f"{QUEUE}/assign", {"claims": ids, "to": "reviewer"})
    assert answer.status_code == 400
    assert "claim 1 of" in answer.json()["detail"]
    assert editor.post(f"{QUEUE}/assign", {"claims": ids, "to": "outsider"}).json()["errors"][0]["field"] == "to"
    assert editor.post(f"{QUEUE}/assign", {"claims": [str(cast.project.pk)], "to": "reviewer"}).status_code == 400


def test_seats_of_others_are_an_editor_s_to_take(api, cast, claims):
    seat = api(cast.reviewer).post(f"{QUEUE}/next").json()["id"]
    assert api(cast.second_reviewer).post(f"seats/{seat}/release").status_code == 403
    assert api(cast.outsider).post(f"seats/{seat}/release").status_code == 404
    assert api(cast.editor).post(f"seats/{seat}/release").status_code == 204
    assert Seat.objects.get().released_why == "taken_away"
