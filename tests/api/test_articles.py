"""Articles over the API: taken in, listed, read, exported."""

from __future__ import annotations

import hashlib
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.interchange.chosen import Chosen
from claims.models import Article, Intake, Split, WorkState
from claims.pipeline.export import export
from tests import factories
from tests.filled import fill_claim, filled_article
from tests.filled_rest import fill_sourcing


def queries(call) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert call().status_code == 200
    return len(seen)


def test_a_text_becomes_an_article(cast, api, sent):
    body = {"project": "city-desk", "text": "The mayor said no.", "title": "No", "published_at": "2024-05-12"}
    answer = api(cast.reviewer).post("articles", body)
    assert answer.status_code == 201
    article = Article.objects.get()
    assert answer.json()["id"] == str(article.pk)
    assert answer["Location"].endswith(f"/api/v1/articles/{article.pk}")
    assert (article.title, str(article.published_at), article.created_by) == ("No", "2024-05-12", cast.reviewer)
    assert answer.json()["revision"]["split"]["state"] == "queued"
    assert answer.json()["revision"]["extractor"] == "api"
    assert sent == [("start_split", [Split.objects.get().pk])]


def test_a_text_that_is_here_is_a_conflict_that_names_it(cast, api, article, sent):
    body = {"project": "city-desk", "text": factories.TEXT}
    answer = api(cast.reviewer).post("articles", body)
    assert answer.status_code == 409
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["article"] == str(article.pk)
    assert api(cast.reviewer).post("articles", {**body, "again": True}).status_code == 201


def test_an_address_is_read_later(cast, api, sent):
    answer = api(cast.reviewer).post("articles", {"project": "city-desk", "url": "https://example.org/a"})
    assert answer.status_code == 202
    intake = Intake.objects.get()
    assert (intake.url, intake.accept_unseen) == ("https://example.org/a", True)
    assert sent == [("start_intake", [intake.pk])]
    state = api(cast.reviewer).get(f"intakes/{intake.pk}").json()
    assert (state["state"], state["article"]) == ("queued", None)


def test_a_file_is_read_later(cast, api, sent):
    file = SimpleUploadedFile("piece.txt", b"The mayor said no.", content_type="text/plain")
    answer = api(cast.reviewer).client.post("/api/v1/articles", {"project": "city-desk", "file": file})
    assert answer.status_code == 202
    assert Intake.objects.get().filename == "piece.txt"
    assert [name for name, _ in sent] == ["start_intake"]


def test_what_was_read_can_be_accepted(cast, api, sent):
    intake = Intake.objects.create(
        project=cast.project, url="https://example.org/a", title="Read", text="The mayor said no.",
        state=WorkState.SUCCEEDED, extractor="web",
    )  # fmt: skip
    answer = api(cast.reviewer).post(f"intakes/{intake.pk}/accept", {"title": "Corrected"})
    assert answer.status_code == 201
    assert answer.json()["title"] == "Corrected"
    assert api(cast.reviewer).get(f"intakes/{intake.pk}").json()["article"] == answer.json()["id"]
    again = api(cast.reviewer).post(f"intakes/{intake.pk}/accept")
    assert again.json()["id"] == answer.json()["id"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "project"),
        ({"project": "city-desk"}, "text"),
        ({"project": "city-desk", "text": "  "}, "text"),
        ({"project": "city-desk", "text": "a\x00b"}, "text"),
        ({"project": "city-desk", "text": "a\ud800b"}, "text"),
        ({"project": "city-desk", "url": "ftp://example.org"}, "url"),
        ({"project": "city-desk", "url": "nonsense"}, "url"),
        ({"project": "city-desk", "url": "https://example.org/\x00"}, "url"),
        ({"project": "city-desk", "url": "https://example.org/" + "x" * 2000}, "url"),
        ({"project": "city-desk", "url": "https://example.org", "title": "T"}, "title"),
        ({"project": "city-desk", "text": "Words.", "published_at": "May"}, "published_at"),
        ({"project": "city-desk", "text": "Words.", "title": "x" * 301}, "title"),
    ],
)
def test_what_is_wrong_is_named(body, field, cast, api, sent):
    answer = api(cast.reviewer).post("articles", body)
    assert answer.status_code == 400
    problem = answer.json()
    assert [error["field"] for error in problem["errors"]] == [field]
    assert problem["detail"] == problem["errors"][0]["detail"]
    assert sent == []


def test_a_body_that_is_no_json_is_a_problem(cast, api):
    answer = api(cast.reviewer).client.post("/api/v1/articles", "{", content_type="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_too_much_is_refused_before_it_is_read(cast, api, settings):
    settings.ARTICLE_MAX_BYTES = 1024 * 1024
    answer = api(cast.reviewer).post("articles", {"project": "city-desk", "text": "x" * 4 * 1024 * 1024})
    assert (answer.status_code, answer["Content-Type"]) == (413, "application/problem+json")
    assert "1 MB" in answer.json()["detail"]
    answer = api(cast.reviewer).post("articles", {"project": "city-desk", "text": "x" * 2 * 1024 * 1024})
    assert answer.json()["errors"][0]["field"] == "text"


def test_a_project_that_is_not_ones_own_is_not_there(cast, api):
    answer = api(cast.outsider).post("articles", {"project": "city-desk", "text": "Words."})
    assert answer.status_code == 404


def test_the_list_leaves_the_text_out_and_the_article_has_it(cast, api, article):
    listed = api(cast.viewer).get("articles").json()["results"][0]
    assert "text" not in listed["revision"]
    read = api(cast.viewer).get(f"articles/{article.pk}").json()
    assert read["revision"]["text"] == factories.TEXT
    assert read["revision"]["sha256"] == hashlib.sha256(factories.TEXT.encode()).hexdigest()
    assert listed["project"] == "city-desk"


def test_the_list_takes_one_project_and_a_page_at_a_time(cast, api):
    other = factories.make_project(by=cast.owner)
    theirs = factories.make_article(other)
    for number in range(3):
        factories.make_article(cast.project, text=f"Text {number}.")
    owner = api(cast.owner)
    assert [row["id"] for row in owner.get("articles", project=other.slug).json()["results"]] == [str(theirs.pk)]
    first = owner.get("articles", limit=3).json()
    rest = owner.client.get(first["next"]).json()
    assert (len(first["results"]), len(rest["results"]), rest["next"]) == (3, 1, None)


def test_lists_cost_the_same_for_one_row_and_for_twenty(cast, api):
    article = filled_article(cast)
    viewer = api(cast.viewer)
    doors = ["projects", "articles", "documents", f"articles/{article.pk}/claims"]
    before = {path: queries(lambda path=path: viewer.get(path)) for path in doors}
    for number in range(19):
        fill_claim(cast, factories.make_claim(article.latest()))
        factories.make_article(cast.project, text=f"Text {number}.")
        factories.set_role(
            project=factories.make_project(by=cast.owner), user=cast.viewer, role="viewer", by=cast.owner
        )
    assert {path: queries(lambda path=path: viewer.get(path)) for path in doors} == before
    assert max(before.values()) <= 14
    assert len(viewer.get(doors[-1]).json()["results"]) == 20


def test_claims_come_in_the_order_of_the_article(cast, api, revision):
    for quote in ("The café 🍵 on the square", "The mayor denied", "Prices rose"):
        factories.make_claim(revision, quote)
    rows = api(cast.viewer).get(f"articles/{revision.article_id}/claims").json()["results"]
    assert [row["number"] for row in rows] == [1, 2, 3]
    for row in rows:
        [span] = row["spans"]
        assert span["quote"] == row["text"] == revision.text[span["start"] : span["end"]]


# --- Export ---------------------------------------------------------------------------------------


def test_the_export_is_that_of_the_stage(cast, api):
    article = filled_article(cast)
    answer = api(cast.editor).get(f"articles/{article.pk}/export")
    chosen = Chosen(articles=(article.pk,))
    pieces = export(project=cast.project, fmt="json", viewer=cast.editor, chosen=chosen)
    assert answer.content == b"".join(pieces)
    assert answer["Content-Type"] == "application/json"
    assert answer["Content-Disposition"] == f'attachment; filename="prices-rise-{article.pk}.json"'
    assert json.loads(answer.content)["complete"] is True


def test_an_export_one_has_is_not_sent_again(cast, api):
    article = filled_article(cast)
    client = api(cast.editor).client
    address = f"/api/v1/articles/{article.pk}/export"
    etag = client.get(address)["ETag"]
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    factories.make_claim(article.latest())
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 200


def test_a_format_that_is_not_there_is_named(cast, api, article):
    answer = api(cast.editor).get(f"articles/{article.pk}/export", format="xml")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "format"


# --- Split ----------------------------------------------------------------------------------------


def test_a_failed_split_can_be_tried_again(cast, api, article, sent):
    Split.objects.update(state=WorkState.FAILED, error="The worker was lost.")
    reviewer = api(cast.reviewer)
    assert reviewer.get(f"articles/{article.pk}/split").json()["error"] == "The worker was lost."
    answer = reviewer.post(f"articles/{article.pk}/split/retry").json()
    assert (answer["state"], answer["error"]) == ("queued", "")
    assert sent == [("start_split", [Split.objects.get().pk])]
    assert reviewer.post(f"articles/{article.pk}/split/retry").json()["state"] == "queued"
    assert len(sent) == 1
    assert reviewer.post(f"articles/{article.pk}/split/cancel").json()["state"] == "cancelled"


def test_a_split_that_is_done_stays(cast, api, article, sent):
    assert api(cast.reviewer).post(f"articles/{article.pk}/split/retry").json()["state"] == "succeeded"
    assert sent == []


def test_an_article_and_its_claims_come_at_one_go(cast, api):
    article = filled_article(cast)
    fill_sourcing(cast, article.latest().claims.first())
    whole = api(cast.editor).get(f"articles/{article.pk}/whole").json()
    claims = api(cast.editor).get(f"articles/{article.pk}/claims?limit=200").json()["results"]
    assert whole.pop("claims") == claims
    assert claims[0]["attributions"]
    assert whole == api(cast.editor).get(f"articles/{article.pk}").json()


def test_a_whole_article_takes_as_many_queries_whatever_is_in_it(cast, api):
    article = filled_article(cast)
    few = queries(lambda: api(cast.editor).get(f"articles/{article.pk}/whole"))
    for number in range(20, 30):
        factories.make_attribution(factories.make_claim(article.latest(), number=number))
    assert queries(lambda: api(cast.editor).get(f"articles/{article.pk}/whole")) == few
