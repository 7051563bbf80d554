"""The hybrid on a real database: words, spelling, meaning, and what is missing."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims import retrieval
from claims.models import FactCheck, Passage, Source
from claims.pipeline import embed
from claims.pipeline.library import add_document
from claims.retrieval import rarity
from claims.retrieval.lexical import MOST_WEIGHED, gate, terms
from claims.retrieval.rarity import Rarity
from tests import factories

TEXTS = (
    "The harbour council approved the new ferry timetable.",
    "Half of the staff were laid off by the firm in March.",
    "Bread became dearer in the spring, the office said.",
    "Maria Ortega directs the statistics office.",
)


@pytest.fixture
def passages(cast):
    for text in TEXTS:
        add_document(project=cast.project, by=None, title=text.split()[0], text=text)
    return Passage.objects.filter(document__project=cast.project)


def _texts(rows, found):
    known = {row.pk: row.text for row in rows}
    return [known[hit.pk] for hit in found]


def _ask(rows, text, **options):
    return _texts(rows, retrieval.find_passages(rows, retrieval.ask(text, **options), limit=5))


def test_by_words_while_vectors_are_missing(passages):
    assert _ask(passages, "ferries of the harbour") == [TEXTS[0]]
    assert _ask(passages, "the company fired its employees") == []


def test_by_meaning_once_they_are_there(passages):
    embed.fill(limit=100)
    assert _ask(passages, "The company fired its employees.")[0] == TEXTS[1]
    assert _ask(passages, "the price of a loaf went up")[0] == TEXTS[2]


def test_what_has_no_likeness_at_all_is_not_shown(passages):
    embed.fill(limit=100)
    assert _ask(passages, "quantum chromodynamics") == []


def test_rows_with_and_without_vectors_are_found_together(passages, cast):
    embed.fill(limit=100)
    add_document(project=cast.project, by=None, title="Late", text="The ferry timetable changes again.")
    assert set(_ask(passages, "ferry timetable")) >= {TEXTS[0], "The ferry timetable changes again."}


def test_a_word_that_is_only_begun(passages):
    assert _ask(passages, "harb", typing=True) == [TEXTS[0]]
    assert _ask(passages, "harb") == []
    assert _ask(passages, "harb ", typing=True) == []


def test_only_what_the_caller_may_see(passages, cast):
    embed.fill(limit=100)
    elsewhere = Passage.objects.filter(document__project=factories.make_project(by=cast.owner))
    assert _ask(elsewhere, "harbour ferry") == []


ODD = [
    "'\"() & | ! :*",
    "\\",
    "a'b\\c",
    "the of and",
    "🍵",
    "<->",
    "x:*",
    "{" * 50,
    "w " * 1500,
    "\x00",
    "né",
    "-- ;",
]


@pytest.mark.parametrize("text", ODD)
def test_a_bad_question_never_errs(passages, text):
    embed.fill(limit=100)
    question = retrieval.ask(text, typing=True)
    for search in (retrieval.find_passages, retrieval.find):
        assert isinstance(search(passages, question, limit=5), list)
    list(passages.annotate(marked=retrieval.marked("text", question)))
    retrieval.find_names(Source.objects.all(), question, column="name", limit=5)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_no_text_errs(passages, text):
    question = retrieval.ask(text, typing=True)
    retrieval.find_passages(passages, question, limit=5)
    list(passages.annotate(marked=retrieval.marked("text", question, whole=False)))


def test_the_same_queries_for_many_and_for_more(passages, cast):
    question = retrieval.ask("ferry timetable")
    counts = []
    for day in range(3):
        text = "\n\n".join(f"The ferry timetable of day {day}, turn {n}." for n in range(60))
        add_document(project=cast.project, by=None, title="Many", text=text)
        embed.fill(limit=100)
        with CaptureQueriesContext(connection) as queries:
            assert len(retrieval.find_passages(passages, question, limit=40)) == 40
        counts.append(len(queries))
    assert counts[1] == counts[2] <= 6


def test_names_however_they_are_spelt(cast):
    for name in ("Maria Ortega", "Orsolya Kovács", "the harbour council"):
        factories.make_source(cast.project, name)
    rows = Source.objects.filter(project=cast.project)

    def names(text):
        pks = retrieval.find_names(rows, retrieval.ask(text), column="name", limit=3)
        return [rows.get(pk=pk).name for pk in pks]

    assert names("Ortega") == ["Maria Ortega"]
    assert names("Maria Ortaga")[0] == "Maria Ortega"
    assert names("a statement of seven words is no name") == []


def test_fact_checks_by_claim_and_title(cast):
    check = FactCheck.objects.create(
        project=cast.project,
        key="1",
        claim_reviewed="A photograph shows a giant fossil.",
        title="Is the ammonite real?",
    )
    embed.fill(limit=10)
    rows = FactCheck.objects.kept()
    for text in ("giant fossils", "ammonite", "An enormous petrified shell was found"):
        assert [hit.pk for hit in retrieval.find_fact_checks(rows, retrieval.ask(text), limit=5)] == [check.pk]


class TestRarity:
    """Rare words choose the rows that are weighed, and weigh more."""

    KNOWN = Rarity(rows=100_000, shares={"price": 0.3, "ferri": 0.004}, floor=0.001)

    def test_rare_words_weigh_more(self):
        assert self.KNOWN.weight("price") < self.KNOWN.weight("ferri") < self.KNOWN.weight("ortega")

    def test_only_rare_words_fetch_where_there_are_enough(self):
        question = retrieval.Question("", ("price", "ferri", "ortega"))
        assert gate(terms(question, self.KNOWN)) == "('ortega') | ('ferri')"
        assert self.KNOWN.expected("price") > MOST_WEIGHED

    def test_a_common_word_alone_still_fetches(self):
        assert gate(terms(retrieval.Question("", ("price",)), self.KNOWN)) == "('price')"

    def test_it_is_read_from_the_planners_statistics(self, passages):
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE claims_passage")
        rarity._read.clear()
        known = rarity.rarity(Passage)
        rarity._read.clear()
        assert known.rows == len(TEXTS)
        assert known.shares.get("offic") == pytest.approx(0.5)
