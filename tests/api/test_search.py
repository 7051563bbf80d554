"""The search over the API."""

from __future__ import annotations

from claims.models import FactCheck
from claims.pipeline.library import add_document
from tests import factories


def test_what_is_found_says_what_it_is_and_where(cast, api, revision):
    claim = factories.make_claim(revision)
    factories.make_verdict(claim, cast.reviewer, "true", rationale="The prices are in the bulletin.")
    add_document(project=cast.project, by=None, title="Bulletin", publisher="Office", text="Consumer prices rose.")
    check = FactCheck.objects.create(
        project=cast.project, key="1", claim_reviewed="Prices doubled.", rating_as_given="Pants on fire"
    )
    answer = api(cast.reviewer).get("search/", q="prices")
    found = answer.json()
    by_kind = {hit["kind"]: hit for hit in found["results"]}
    assert by_kind["claims"]["id"] == str(claim.pk)
    assert by_kind["claims"]["state"] == "open"
    assert by_kind["verdicts"]["rating"] == "True"
    assert by_kind["documents"]["publisher"] == "Office"
    assert (by_kind["fact-checks"]["id"], by_kind["fact-checks"]["rating"]) == (str(check.pk), "Pants on fire")
    assert all(hit["url"].startswith("/") for hit in found["results"])
    assert "\ue000" not in answer.content.decode()


def test_others_verdicts_stay_hidden(cast, api, revision):
    factories.make_verdict(factories.make_claim(revision), cast.reviewer, rationale="A zeppelin was seen.")
    assert api(cast.second_reviewer).get("search/", q="zeppelin").json()["results"] == []
    assert len(api(cast.reviewer).get("search/", q="zeppelin").json()["results"]) == 1


def test_who_may_ask_and_for_what(cast, api):
    assert api(None).get("search/", q="x").status_code in (401, 403)
    assert api(cast.reviewer).get("search/", q="x", kind="nonsense").status_code == 400
    assert api(cast.reviewer).get("search/", q="x", project="nowhere").status_code == 404
    factories.make_project(by=cast.reviewer)
    assert api(cast.reviewer).get("search/", q="x").status_code == 400
    assert api(cast.reviewer).get("search/", q="x", project=cast.project.slug).status_code == 200
    assert api(cast.reviewer).get("search/", project=cast.project.slug).json()["results"] == []
