"""Agreement over the API: who may ask, what the answer holds, what makes no sense."""

from __future__ import annotations

import pytest

from claims.models import Claim
from claims.pipeline import edit
from tests.figures.judged import judge
from tests.pipeline import editing

AGREEMENT = "projects/city-desk/agreement"
ADDRESSES = [AGREEMENT, f"{AGREEMENT}/claims", f"{AGREEMENT}/spans"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_editors_and_owners_may_ask(address, cast, api):
    for person, status in (("owner", 200), ("editor", 200), ("superuser", 200), ("reviewer", 403), ("viewer", 403)):
        assert api(getattr(cast, person)).get(address).status_code == status, person
    assert "Editor" in api(cast.reviewer).get(address).json()["detail"]
    assert api(cast.outsider).get(address).status_code == 404
    assert api(None).get(address).status_code == 401
    assert api(cast.editor).get(f"{address}/").status_code == 200


@pytest.mark.parametrize("address", ADDRESSES)
def test_it_only_reads(address, cast, api):
    assert api(cast.owner).post(address).status_code == 405


def test_figures_with_what_they_rest_on(cast, api):
    for _ in range(3):
        judge(cast, "true", "true")
        judge(cast, "false", "half-true")
    judge(cast, "true", state="open")
    told = api(cast.editor).get(AGREEMENT).json()
    assert (told["project"], told["dimension"], told["which"]) == ("city-desk", "rating", "first")
    assert (told["claims"], told["agreeing"], told["disagreeing"]) == (6, 3, 3)
    figures = {one["key"]: one for one in told["figures"]}
    raw = figures["observed"]["measured"]
    assert (raw["value"], raw["units"], raw["ratings"], raw["why"]) == (0.5, 6, 12, None)
    assert raw["interval"]["low"] < 0.5 < raw["interval"]["high"]
    assert figures["alpha_ordinal"]["ordinal"] is True
    [pair] = told["pairs"]
    assert sorted(pair["people"]) == ["Reviewer", "Second Reviewer"]
    assert pair["kappa"]["value"] == pytest.approx((0.5 - 0.25) / 0.75)
    assert {"why": "open", "claims": 1, "verdicts": None} in told["excluded"]
    at = told["categories"].index("true")
    assert told["matrix"][at][at] == 3


def test_no_figure_is_null_with_a_reason(cast, api):
    told = api(cast.editor).get(AGREEMENT).json()
    assert {(one["measured"]["value"], one["measured"]["why"]) for one in told["figures"]} == {(None, "no_pairs")}


def test_claims_behind_a_cell(cast, api):
    judge(cast, "true", "true")
    claim = judge(cast, "true", "false", rationale="Secret words")
    answer = api(cast.editor).get(f"{AGREEMENT}/claims", a="true", b="false").json()
    [row] = answer["results"]
    assert row["id"] == str(claim.pk)
    assert [(one["by"], one["rating"]) for one in row["verdicts"]] == [
        ("reviewer", "true"), ("second_reviewer", "false"),
    ]  # fmt: skip


def test_open_claims_show_no_verdicts(cast, api):
    judge(cast, "true", state="open")
    [row] = api(cast.editor).get(f"{AGREEMENT}/claims", show="excluded", why="open").json()["results"]
    assert row["verdicts"] == []


def test_sentences(cast, api):
    revision = editing.make_text(cast.project, cast.reviewer)
    edit.trash(claims=[Claim.objects.get(revision=revision, number=1)], by=cast.reviewer)
    told = api(cast.editor).get(f"{AGREEMENT}/spans", article=str(revision.article_id)).json()
    assert (told["sentences"], told["silent"], told["observed"]["value"]) == (6, 5, 0)
    assert (told["exact"]["precision"], told["exact"]["recall"]) == (0.8, 1)


@pytest.mark.parametrize(
    "wrong", [{"article": "x"}, {"dimension": "y"}, {"which": "z"}, {"from": "May"}, {"to": "1"}]
)
def test_what_makes_no_sense_is_refused_by_name(cast, api, wrong):
    answer = api(cast.editor).get(AGREEMENT, **wrong)
    assert answer.status_code == 400
    assert [one["field"] for one in answer.json()["errors"]] == list(wrong)
