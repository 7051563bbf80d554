"""The desk's own library and its earlier rulings, searched with the words of a claim."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from claims.models import Article, Document, Evidence, Lookup, Project
from claims.pipeline import look_up
from claims.pipeline.library import add_document
from claims.pipeline.look_up import local
from claims.pipeline.settle import settle_claim
from tests import factories


def _ask(claim, provider="library"):
    ids = look_up.open_lookups(revision=claim.revision)
    lookup = Lookup.objects.get(claim=claim, provider=provider)
    assert lookup.pk in ids
    look_up.run_lookup(lookup_id=lookup.pk)
    return list(Evidence.objects.filter(lookup=lookup).select_related("document"))


def _claim(cast, text):
    revision = factories.make_article(cast.project, text=text).latest()
    return factories.make_claim(revision, text)


def test_the_passage_that_shares_the_words_is_quoted_in_its_place(cast):
    document = add_document(
        project=cast.project,
        by=None,
        title="Consumer prices, May",
        text="About the weather.\n\nConsumer prices rose by 3.9 percent in May.\n\nFood rose faster.",
    )
    (row,) = _ask(_claim(cast, "Prices rose by 4 percent in May, the office said."))
    assert row.document == document
    assert row.quote == document.text[row.start : row.end] == "Consumer prices rose by 3.9 percent in May."


@pytest.mark.parametrize(
    "hidden", ["another project", "the trash", "one shared word"],
)  # fmt: skip
def test_what_is_not_found(cast, hidden):
    project = factories.make_project(by=cast.owner) if hidden == "another project" else cast.project
    text = "Prices fell." if hidden == "one shared word" else "Prices rose by 4 percent in May."
    document = add_document(project=project, by=None, title="D", text=text)
    if hidden == "the trash":
        Document.objects.filter(pk=document.pk).update(deleted_at=timezone.now())
    assert _ask(_claim(cast, "Prices rose by 4 percent in May.")) == []


def test_accents_and_endings_do_not_matter(cast):
    add_document(project=cast.project, by=None, title="D", text="The cafés closed their doors.")
    assert len(_ask(_claim(cast, "The cafe was closing its door."))) == 1


@pytest.mark.parametrize("query", ["", "   ", "'\"() & | ! :*", "🍵", "the of and"])
def test_a_question_without_words_breaks_nothing(cast, query):
    claim = _claim(cast, "Prices rose.")
    add_document(project=cast.project, by=None, title="D", text="Prices rose by 4 percent.")
    assert local.search_library(claim, query, None, "en", 5) == []
    assert local.search_rulings(claim, query, None, "en", 5) == []


@pytest.mark.django_db
def test_the_seed_documents_answer_the_seed_article():
    call_command("seed", stdout=StringIO())
    project = Project.objects.get(slug="demo")
    revision = Article.objects.get(project=project).latest()
    wanted = {
        "TikTok arrived in the U.S. in August 2018": "2018",
        "ByteDance chose Oracle as a partner": "Oracle",
        "China prevented ByteDance from reaching an agreement when it published new export rules": "xport",
    }
    for quote, words in wanted.items():
        claim = factories.make_claim(revision, quote)
        found = _ask(claim)
        assert any(words in row.document.title + row.quote for row in found), (quote, found)
        assert all(row.quote == row.document.text[row.start : row.end] for row in found)


class TestRulings:
    """Claims like this one that were judged before."""

    @pytest.fixture
    def before(self, cast):
        return _claim(cast, "Prices rose by 4 percent in May.")

    @pytest.fixture
    def now(self, cast):
        return _claim(cast, "In May prices rose by 4 percent, she said.")

    def _judge(self, claim, *people):
        for person in people:
            factories.make_verdict(claim, person, "mostly-true", rationale="Secret reasons.")
        settle_claim(claim_id=claim.pk)

    def test_nothing_leaks_before_a_blind_claim_is_settled(self, cast, before, now):
        self._judge(before, cast.reviewer)
        assert _ask(now, "precedents") == []
        assert not Document.objects.exists()

    def test_a_dispute_is_not_settled(self, cast, before, now):
        factories.make_verdict(before, cast.reviewer, "true")
        factories.make_verdict(before, cast.second_reviewer, "false")
        settle_claim(claim_id=before.pk)
        assert _ask(now, "precedents") == []

    def test_a_settled_claim_is_found_with_its_rating(self, cast, before, now):
        self._judge(before, cast.reviewer, cast.second_reviewer)
        (row,) = _ask(now, "precedents")
        assert (row.document.kind, row.document.rating_as_given) == ("ruling", "Mostly true")
        assert before.text in row.quote
        assert "Secret" not in row.quote, "the ruling is shown, not a reviewer's own words"
        assert row.document.url == before.get_absolute_url()

    def test_in_open_review_a_verdict_is_enough(self, cast, before, now):
        Project.objects.update(blind=False)
        self._judge(before, cast.reviewer)
        (row,) = _ask(now, "precedents")
        assert "Secret reasons." in row.quote

    def test_another_project_and_the_claim_itself_are_not_asked(self, cast, before):
        elsewhere = factories.make_project(by=cast.outsider)
        other = factories.make_article(elsewhere, text=before.text).latest()
        self._judge(before, cast.reviewer, cast.second_reviewer)
        assert _ask(before, "precedents") == []
        assert _ask(factories.make_claim(other, before.text), "precedents") == []

    def test_a_reopened_claim_is_found_no_more(self, cast, before, now):
        self._judge(before, cast.reviewer, cast.second_reviewer)
        factories.make_verdict(before, cast.reviewer, "false")
        settle_claim(claim_id=before.pk)
        assert _ask(now, "precedents") == []
