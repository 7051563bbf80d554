"""A text to edit, with emoji, combining marks and right-to-left words, and what is kept of its claims."""

from __future__ import annotations

from claims.models import Attribution, Claim, Reading, Span, SpanRole, Waiver
from claims.undoing.tracked import TABLES, read
from tests import factories

TEXT = (
    "Prices rise\n"
    "Prices rose by 4 percent in May, the statistics office said. "
    "“We expect a quiet 👩‍👩‍👧‍👦 summer,” said Maria Ortega, its director. "
    "The mayor de\u0301nied that the figures were late. "
    "קפה נסגר בכיכר, אמר השכן. "
    "The cafe\u0301 🍵 on the square has closed."
)
SENTENCES = (
    "Prices rise",
    "Prices rose by 4 percent in May, the statistics office said.",
    "“We expect a quiet 👩‍👩‍👧‍👦 summer,” said Maria Ortega, its director.",
    "The mayor de\u0301nied that the figures were late.",
    "קפה נסגר בכיכר, אמר השכן.",
    "The cafe\u0301 🍵 on the square has closed.",
)
CLAIMS = (
    "Prices rose by 4 percent in May",
    "We expect a quiet 👩‍👩‍👧‍👦 summer",
    "the figures were late",
    "קפה נסגר בכיכר",
    "The cafe\u0301 🍵 on the square has closed",
)


def make_text(project, by):
    """The revision with its sentences, a waiver by the splitter, five claims and two voices."""
    revision = factories.make_article(project, by=by, text=TEXT).latest()
    sentences = factories.make_sentences(revision, SENTENCES)
    factories.make_waiver(sentences[0])
    claims = [factories.make_claim(revision, quote) for quote in CLAIMS]
    office = factories.make_source(project, "the statistics office")
    factories.make_attribution(claims[0], office)
    voice = factories.make_attribution(claims[1], factories.make_source(project, "Maria Ortega", kind="person"))
    Reading.objects.create(attribution=voice, source=office, tie="noun", confidence=0.2)
    return revision


def places(claim):
    """Where its content stands."""
    spans = Span.objects.filter(claim=claim, role=SpanRole.CONTENT).order_by("start", "end")
    return list(spans.values_list("start", "end"))


def quotes(claim):
    """The words that its content spans quote."""
    return [claim.revision.text[start:end] for start, end in places(claim)]


def at(quote, text=TEXT):
    """Where a quotation first stands."""
    return factories.place(text, quote)


def state(revision):
    """Every row of the text that edits may change, by its key, as plain values."""
    found = {}
    of = {
        "claim": {"revision": revision},
        "attribution": {"claim__revision": revision},
        "reading": {"attribution__claim__revision": revision},
        "span": {"revision": revision},
        "waiver": {"sentence__revision": revision},
        "evidence": {"claim__revision": revision},
    }
    for table in TABLES:
        found |= read(table, **of[table])
    return found


def whole(revision):
    """Every claim quotes the text with its spans, and every voice that is said to have a cue has its words."""
    for claim in Claim.objects.filter(revision=revision).select_related("revision"):
        assert claim.text == " ".join(quotes(claim)), claim
        assert all(words == words.strip() for words in quotes(claim))
    for row in Attribution.objects.filter(claim__revision=revision):
        cues = Span.objects.filter(attribution=row, role=SpanRole.CUE)
        said = [" ".join(revision.text[span.start : span.end].split()) for span in cues]
        assert said in ([], [row.cue])
    assert Waiver.objects.filter(sentence__revision=revision).count() <= len(SENTENCES)
