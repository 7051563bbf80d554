"""Sources, ties and grades over the API."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims import tasks
from claims.models import Attribution, Claim, NamesakeSearch, Reading, Source, SourceKind, Tie
from claims.pipeline import namesake
from tests import factories
from tests.filled import fill_claim, filled_article
from tests.filled_rest import fill_sourcing


@pytest.fixture
def article(cast):
    return filled_article(cast)


@pytest.fixture
def claim(article):
    return article.latest().claims.get()


@pytest.fixture
def office(claim):
    return claim.attributions.get(hop=1).source


@pytest.fixture
def reviewer(cast, api):
    return api(cast.reviewer)


def test_a_list_tells_what_rests_on_each(reviewer, cast, office):
    factories.make_source(cast.project, "Ada Pym", kind="person")
    listed = reviewer.get("sources").json()
    assert [(row["name"], row["claims"], row["articles"]) for row in listed["results"]] == [
        ("a source", 1, 1), ("Ada Pym", 0, 0), ("the statistics office", 1, 1),
    ]  # fmt: skip
    row = listed["results"][2]
    assert (row["project"], row["denied"], row["merged_into"], row["article"]) == ("city-desk", 0, None, None)
    assert row["first_seen"] == row["last_seen"]


def test_a_list_is_searched_sorted_and_cut(reviewer, cast, office):
    for name in ("Ada Pym", "Bo Ek"):
        factories.make_source(cast.project, name, kind="person")

    def names(**given):
        return [row["name"] for row in reviewer.get("sources", **given).json()["results"]]

    assert names(q="ADA") == ["Ada Pym"]
    assert names(kind="person") == ["Ada Pym", "Bo Ek"]
    assert names(sort="claims", limit=2) == ["a source", "the statistics office"]
    assert names(project="other") == []
    page = reviewer.get("sources", limit=3).json()
    assert (page["count"], len(page["results"])) == (4, 3)
    assert names(limit=3, offset=3) == ["the statistics office"]
    assert reviewer.get("sources", sort="luck").json()["errors"][0]["field"] == "sort"
    assert reviewer.get("sources", kind="ghost").status_code == 400


def test_a_source_with_all_that_is_known(reviewer, cast, claim, office):
    voice = fill_sourcing(cast, claim)
    found = reviewer.get(f"sources/{voice.pk}").json()
    assert [(row["role"], row["title"]) for row in found["mentions"]] == [("an official", "Prices rise")]
    assert [row["question"] for row in found["answers"]] == ["why-unnamed"]
    assert (found["claims"], found["article"]) == (1, str(claim.revision.article_id))
    assert [(part["slug"], part["count"]) for part in found["mix"]["rulings"]] == [("mostly-true", 1)]
    assert "identity" not in json.dumps(found)
    head = reviewer.get(f"sources/{office.pk}").json()
    assert head["absorbed"] == []
    other = Source.objects.get(name="the statistics bureau")
    assert [row["by"] for row in reviewer.get(f"sources/{other.pk}").json()["merges"]] == ["editor"]
    assert reviewer.get(f"sources/{other.pk}").json()["namesakes"][0]["label"] == "statistics office"


def test_a_mix_keeps_blind_review(cast, api, claim, office):
    Claim.objects.filter(pk=claim.pk).update(state="open")
    assert api(cast.viewer).get(f"sources/{office.pk}").json()["mix"]["verdicts"] == []
    seen = api(cast.reviewer).get(f"sources/{office.pk}").json()["mix"]["verdicts"]
    assert {part["slug"] for part in seen} == {"mostly-true", "unproven"}


def test_its_claims(reviewer, cast, claim, office, django_assert_max_num_queries):
    for _ in range(3):
        factories.make_attribution(factories.make_claim(claim.revision), office)
    with django_assert_max_num_queries(20):
        found = reviewer.get(f"sources/{office.pk}/claims").json()["results"]
    assert len(found) == 4
    assert {row["grade"] for row in found} == {"A", "E"}


def test_it_is_renamed_and_its_kind_is_set(reviewer, office):
    body = {"name": "Yearbook of Statistics", "kind": "document", "kind_reason": "A book."}
    found = reviewer.patch(f"sources/{office.pk}", body)
    assert found.status_code == 200
    assert (found.json()["name"], found.json()["kind"], found.json()["kind_reason"], found.json()["aliases"]) == (
        "Yearbook of Statistics", "document", "A book.", ["the statistics office"],
    )  # fmt: skip
    assert found.json()["kind_set_by"] == "reviewer"


def test_of_two_corrections_none_is_made_where_one_is_wrong(reviewer, office, cast):
    factories.make_source(cast.project, "Yearbook", kind="document")
    refused = reviewer.patch(f"sources/{office.pk}", {"name": "Yearbook", "kind": "document"})
    assert refused.status_code == 400
    assert Source.objects.get(pk=office.pk).name == "the statistics office"


def test_two_are_merged_and_taken_apart(reviewer, cast, office):
    bureau = factories.make_source(cast.project, "Bureau")
    done = reviewer.post(f"sources/{office.pk}/merge", {"into": str(bureau.pk), "reason": "one body"})
    assert (done.status_code, done.json()["by"], done.json()["undone_at"]) == (201, "reviewer", None)
    listed = {row["name"]: row["claims"] for row in reviewer.get("sources").json()["results"]}
    assert listed["Bureau"] == 1
    assert "the statistics office" not in listed
    assert [row["name"] for row in reviewer.get(f"sources/{bureau.pk}").json()["absorbed"]] == [
        "the statistics office"
    ]
    for _ in range(2):
        assert reviewer.post(f"sources/{office.pk}/unmerge").json()["merged_into"] is None


def test_a_merge_that_takes_confirming_says_how(reviewer, cast, claim, office):
    voice = Source.objects.get(kind=SourceKind.ANONYMOUS)
    refused = reviewer.post(f"sources/{voice.pk}/merge", {"into": str(office.pk)})
    assert (refused.status_code, refused.json()["confirm"]) == (409, "confirmed")
    itself = reviewer.post(f"sources/{voice.pk}/merge", {"into": str(voice.pk), "confirmed": True})
    assert (itself.status_code, itself.json()["errors"][0]["field"]) == (400, "into")
    done = reviewer.post(f"sources/{voice.pk}/merge", {"into": str(office.pk), "confirmed": True})
    assert done.status_code == 201


def test_a_merge_reaches_no_other_project(reviewer, cast, office):
    foreign = factories.make_source(factories.make_project(by=cast.owner), "Bureau")
    assert reviewer.post(f"sources/{office.pk}/merge", {"into": str(foreign.pk)}).status_code == 404


def test_questions_are_answered(reviewer, office):
    told = reviewer.post(f"sources/{office.pk}/answers", {"question": "on-record", "answer": "No"}).json()
    assert [(row["question"], row["answer"], row["by"]) for row in told] == [("on-record", "no", "reviewer")]
    refused = reviewer.post(f"sources/{office.pk}/answers", {"question": "on-record", "answer": "perhaps"})
    assert refused.json()["errors"][0]["field"] == "answer"
    assert reviewer.post(f"sources/{office.pk}/answers", {"question": "on-record", "answer": ""}).json() == []


def test_entries_are_looked_for(reviewer, office, monkeypatch):
    sent = []
    monkeypatch.setattr(tasks, "start", lambda kind, ids: sent.append((kind, ids)))
    assert reviewer.post(f"sources/{office.pk}/namesakes").status_code == 400, "it is off"
    monkeypatch.setattr(namesake, "knowledge_base", object)
    answer = reviewer.post(f"sources/{office.pk}/namesakes")
    assert (answer.status_code, answer.json()["state"]) == (202, "queued")
    assert sent == [(NamesakeSearch, [NamesakeSearch.objects.get().pk])]


def test_an_entry_is_confirmed_and_refused(reviewer, office):
    entry = office.namesakes.create(url="https://www.wikidata.org/wiki/Q1", label="Office")
    assert reviewer.post(f"namesakes/{entry.pk}/confirm").json()["confirmed"] is True
    assert reviewer.get(f"sources/{office.pk}").json()["same_as"] == entry.url
    assert reviewer.post(f"namesakes/{entry.pk}/refuse").json()["confirmed"] is False


# --- Ties -----------------------------------------------------------------------------------------


def test_words_are_tied_broken_and_restored(reviewer, cast, claim):
    row = claim.attributions.get(hop=1)
    first = reviewer.get(f"attributions/{row.pk}").json()
    assert (first["basis"], first["set_by"], first["source_spans"][0]["quote"]) == (
        "",
        None,
        "the statistics office",
    )
    bureau = factories.make_source(cast.project, "Bureau")
    tied = reviewer.post(f"attributions/{row.pk}/tie", {"source": str(bureau.pk), "basis": first["basis"]}).json()
    assert tied["decided"] == [str(row.pk)]
    assert (tied["attribution"]["source"]["name"], tied["attribution"]["tie"]) == ("Bureau", "set")
    assert tied["attribution"]["set_by"] == "reviewer"
    late = reviewer.post(f"attributions/{row.pk}/break", {"basis": first["basis"]})
    assert (late.status_code, late.json()["current"]) == (409, str(row.pk))
    broken = reviewer.post(f"attributions/{row.pk}/break", {"basis": tied["attribution"]["basis"]}).json()
    assert (broken["attribution"]["source"], broken["attribution"]["tie"]) == (None, "broken")
    restored = reviewer.post(f"attributions/{row.pk}/restore").json()["attribution"]
    assert (restored["source"]["name"], restored["set_by"]) == ("the statistics office", None)


def test_a_new_source_is_named_in_passing(reviewer, claim):
    row = claim.attributions.get(hop=1)
    tied = reviewer.post(f"attributions/{row.pk}/tie", {"name": "Ada Pym", "kind": "person", "everywhere": True})
    assert tied.json()["attribution"]["source"]["name"] == "Ada Pym"
    refused = reviewer.post(f"attributions/{row.pk}/tie", {})
    assert refused.json()["errors"][0]["field"] == "name"


def test_a_reading_is_chosen(reviewer, cast, claim):
    row = claim.attributions.get(hop=1)
    Attribution.objects.filter(pk=row.pk).update(source=None)
    for name in ("Microsoft", "TikTok"):
        Reading.objects.create(attribution=row, source=factories.make_source(cast.project, name), tie=Tie.NOUN)
    found = reviewer.get(f"claims/{claim.pk}").json()["attributions"][0]
    assert (found["source"], {one["source"]["name"] for one in found["readings"]}) == (
        None,
        {"Microsoft", "TikTok"},
    )
    chosen = found["readings"][0]["source"]
    tied = reviewer.post(f"attributions/{row.pk}/choose", {"source": chosen["id"]}).json()
    assert tied["attribution"]["source"] == chosen
    other = factories.make_source(cast.project, "Oracle")
    assert reviewer.post(f"attributions/{row.pk}/choose", {"source": str(other.pk)}).status_code == 400


# --- Grades ---------------------------------------------------------------------------------------


def test_a_grade_comes_with_what_it_rests_on(reviewer, cast, claim):
    found = reviewer.get(f"claims/{claim.pk}").json()
    assert (found["grade"], found["sourcing"]["computed"], found["sourcing"]["override"]) == ("E", "E", None)
    assert found["sourcing"]["inputs"][0] == {"label": "Source", "value": "a source", "reason": "Anonymous."}
    assert found["sourcing"]["source"] == found["attributions"][1]["source"]["id"]
    set_grade = reviewer.post(
        f"claims/{claim.pk}/grade", {"grade": "C", "reason": "I heard it.", "basis": ""}
    ).json()
    assert (set_grade["grade"], set_grade["computed"], set_grade["override"]["by"]) == ("C", "E", "reviewer")
    late = reviewer.post(f"claims/{claim.pk}/grade", {"grade": "B", "reason": "On file.", "basis": ""})
    assert (late.status_code, late.json()["current"]) == (409, set_grade["override"]["id"])
    assert reviewer.post(f"claims/{claim.pk}/grade", {"grade": "C", "reason": " "}).status_code == 400
    assert reviewer.post(f"claims/{claim.pk}/grade/lift").json()["grade"] == "E"


def test_the_sourcing_of_an_article(reviewer, cast, article):
    found = reviewer.get(f"articles/{article.pk}/sourcing").json()
    assert (found["policy"], found["missing"], found["profile"]["claims"]) == ("", [], 1)
    assert {share["key"]: share["claims"] for share in found["profile"]["by_grade"]}["E"] == 1
    cast.project.sourcing_policy = "ap"
    cast.project.save()
    (asked,) = reviewer.get(f"articles/{article.pk}/sourcing").json()["missing"]
    assert (asked["name"], asked["outcome"], asked["questions"]) == ("a source", "refused", [])
    assert asked["claims"] == [str(article.latest().claims.get().pk)]


def test_split_again(reviewer, article, sent):
    for _ in range(2):
        answer = reviewer.post(f"articles/{article.pk}/split/again")
        assert (answer.status_code, answer.json()["state"]) == (200, "queued")
    assert sent == [("start_split", [article.latest().split.pk])]


DOORS = ["sources", "sources/{source}", "sources/{source}/claims", "articles/{article}/claims",
         "articles/{article}/sourcing"]  # fmt: skip


@pytest.mark.parametrize("path", DOORS)
def test_reads_cost_the_same_for_one_and_for_many(reviewer, cast, article, claim, office, path):
    def cost():
        address = path.format(source=office.pk, article=article.pk)
        with CaptureQueriesContext(connection) as seen:
            assert reviewer.get(address).status_code == 200
        return len(seen)

    fill_sourcing(cast, claim)
    before = cost()
    for number in range(12):
        more = factories.make_claim(article.latest())
        fill_claim(cast, more)
        fill_sourcing(cast, more)
        factories.make_attribution(more, factories.make_source(cast.project, f"Source {number}"), hop=3)
    assert cost() == before
