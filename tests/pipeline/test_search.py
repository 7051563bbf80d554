"""One search over everything: what is found, in which order, and what nobody may see."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims import retrieval
from claims.models import Article, Claim, Document, FactCheck, Project
from claims.pipeline import embed
from claims.pipeline.library import add_document
from claims.pipeline.search import KINDS, OF_A_KIND, search
from tests import factories


@pytest.fixture
def filled(cast):
    """One thing of every kind about the ferry, and one that is not."""
    revision = factories.make_article(cast.project, text="The ferry was late, he said. Bread is dear.").latest()
    claim = factories.make_claim(revision, "The ferry was late")
    factories.make_claim(revision, "Bread is dear")
    verdict = factories.make_verdict(claim, cast.reviewer, rationale="The ferry log shows a delay.")
    source = factories.make_source(cast.project, "the ferry company")
    document = add_document(project=cast.project, by=None, title="Harbour log", text="The ferry left at noon.")
    checks = [
        FactCheck.objects.create(project=cast.project, key=str(n), claim_reviewed=words, publisher="Checkers")
        for n, words in enumerate(["A ferry sank.", "a ferry “sank”", "Bread is dear."])
    ]
    embed.fill(limit=100)
    return {"claim": claim, "verdict": verdict, "source": source, "document": document, "checks": checks}


def _found(cast, text="ferry", by=None, **options):
    return search(project=cast.project, by=by or cast.reviewer, text=text, **options)


def test_every_kind_is_found_and_marked(cast, filled):
    rows = _found(cast, text="ferries").rows
    assert [row.pk for row in rows["claims"]] == [filled["claim"].pk]
    assert [row.pk for row in rows["verdicts"]] == [filled["verdict"].pk]
    assert [row.pk for row in rows["sources"]] == [filled["source"].pk]
    assert [row.document_id for row in rows["documents"]] == [filled["document"].pk]
    word = f"{retrieval.BEGIN}ferry{retrieval.END}"
    assert all(word in found[0].marked for found in rows.values())


def test_copies_of_a_fact_check_are_shown_once(cast, filled):
    assert len(_found(cast).rows["fact-checks"]) == 1


def test_one_kind_and_one_state(cast, filled):
    assert set(_found(cast, kind="claims").rows) == {"claims"}
    Claim.objects.filter(pk=filled["claim"].pk).update(state="settled")
    found = _found(cast, state="settled")
    assert [row.pk for row in found.rows["claims"]] == [filled["claim"].pk]
    assert set(found.rows) == {"claims", "verdicts"}
    assert not _found(cast, state="disputed").count


def test_a_title_is_found_however_it_is_spelt(cast, filled):
    assert [row.document_id for row in _found(cast, text="Harbor log").rows["documents"]] == [filled["document"].pk]


@pytest.mark.parametrize("text", ["", "  ", "https://only.an/address", "\x00"])
def test_nothing_asked_is_nothing_found(cast, filled, text):
    assert _found(cast, text=text).rows == {}


class TestNobodySees:
    """What the rules of review and the trash hide is hidden here."""

    def test_verdicts_before_ones_own(self, cast, filled):
        assert Project.objects.get().blind
        assert not _found(cast, by=cast.second_reviewer).rows["verdicts"]
        factories.make_verdict(filled["claim"], cast.second_reviewer)
        assert _found(cast, by=cast.second_reviewer).rows["verdicts"]

    def test_another_project(self, cast, filled):
        elsewhere = factories.make_project(by=cast.outsider)
        assert not search(project=elsewhere, by=cast.outsider, text="ferry").count

    def test_the_trash(self, cast, filled):
        now = timezone.now()
        Article.objects.update(deleted_at=now)
        Document.objects.update(deleted_at=now)
        FactCheck.objects.update(deleted_at=now)
        assert {kind for kind, rows in _found(cast).rows.items() if rows} == {"sources"}


def test_there_may_be_more(cast):
    revision = factories.make_article(cast.project, text="The ferry was late, he said.").latest()
    for _ in range(OF_A_KIND + 1):
        factories.make_claim(revision, "The ferry was late")
    found = _found(cast)
    assert len(found.rows["claims"]) == OF_A_KIND
    assert found.more == {"claims"}
    assert len(_found(cast, kind="claims").rows["claims"]) == OF_A_KIND + 1


def test_the_same_queries_for_few_and_for_many(cast, filled):
    _found(cast)
    counts = []
    for turn in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert set(_found(cast).rows) == set(KINDS)
        counts.append(len(queries))
        for n in range(20):
            claim = factories.make_claim(filled["claim"].revision, "The ferry was late")
            factories.make_verdict(claim, cast.reviewer, rationale=f"The ferry log of day {n}.")
            factories.make_source(cast.project, f"ferry company {n}")
            add_document(project=cast.project, by=None, title=f"Log {n}", text=f"The ferry left at {n}.")
            FactCheck.objects.create(
                project=cast.project, key=f"{turn} {n}", claim_reviewed=f"A ferry sank in {n}."
            )
        embed.fill(limit=1000)
    assert counts[0] == counts[1] <= 40
