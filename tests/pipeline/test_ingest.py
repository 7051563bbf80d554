"""A text comes in as it is, hashed, once; what cannot be taken in is refused in words."""

from __future__ import annotations

import hashlib
import threading
from datetime import date

import pytest
from django.db import connection
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from claims.models import Article, Event, Intake, Revision, Split
from claims.pipeline import ingest
from tests import factories


def _take_in(cast, text, **fields):
    return ingest.create_article(project=cast.project, by=cast.reviewer, text=text, **fields)


def test_a_text_is_frozen_hashed_and_queued(cast):
    article = _take_in(cast, "Prices rise\n\nThey rose by 4 percent.", publisher="The Gazette")
    revision = article.latest()
    assert (revision.number, revision.length) == (1, 36)
    assert revision.sha256 == hashlib.sha256(revision.text.encode()).hexdigest()
    assert (revision.split.state, revision.split.step) == ("queued", "waiting")
    assert (article.title, article.publisher, article.created_by) == ("Prices rise", "The Gazette", cast.reviewer)
    event = Event.objects.get(target_id=article.pk, verb="article.taken_in")
    assert event.data == {"sha256": revision.sha256, "extractor": "paste"}


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("a\x00b", "ab"),
        ("\ufeffBegin", "Begin"),
        ("The café 🍵 closed 👩‍👩‍👧.", "The café 🍵 closed 👩‍👩‍👧."),
        ("cafe\u0301 is not café", "cafe\u0301 is not café"),
        ("قال الوزير: «نعم»", "قال الوزير: «نعم»"),
        ("\u202bהשר אמר\u202c", "\u202bהשר אמר\u202c"),
        ("\n\n  indented first line\n\n\n", "  indented first line"),
    ],
    ids=["crlf", "nul", "bom", "emoji", "combining", "arabic", "hebrew", "edges"],
)
def test_letters_are_kept_and_only_line_ends_and_controls_are_not(cast, given_text, kept):
    assert _take_in(cast, given_text).latest().text == kept


@pytest.mark.parametrize("text", ["", "   \n\t ", "\x00\x00", "\u200b", "\ufeff"])
def test_nothing_to_check_is_refused(cast, text):
    with pytest.raises(ingest.Refused, match="no text"):
        _take_in(cast, text)
    assert not Article.objects.exists()


def test_half_a_character_is_refused_and_its_place_told(cast):
    with pytest.raises(ingest.Refused, match="character 5 is half"):
        _take_in(cast, "torn\ud83d off")


@pytest.mark.parametrize("over", [0, 1])
def test_the_limit_counts_bytes(cast, settings, over):
    settings.ARTICLE_MAX_BYTES = 1024 * 1024
    text = "é" * (512 * 1024) + "x" * over
    if not over:
        assert _take_in(cast, text).latest().length == 512 * 1024
        return
    with pytest.raises(ingest.Refused, match="larger than 1 MB"):
        _take_in(cast, text)


def test_the_same_text_is_already_here_unless_wanted_again(cast):
    first = _take_in(cast, "Prices rise\r\nagain.")
    with pytest.raises(ingest.AlreadyHere, match="Prices rise") as known:
        _take_in(cast, "Prices rise\nagain.", title="Another title")
    assert known.value.article == first
    assert _take_in(cast, "Prices rise\nagain.", again=True).pk != first.pk


def test_another_project_and_the_trash_do_not_count_as_here(cast):
    elsewhere = factories.make_project(by=cast.outsider)
    ingest.create_article(project=elsewhere, by=cast.outsider, text="Prices rise.")
    first = _take_in(cast, "Prices rise.")
    Article.objects.filter(pk=first.pk).update(deleted_at="2026-01-01T00:00Z")
    assert _take_in(cast, "Prices rise.").pk != first.pk


@pytest.mark.parametrize("url", ["ftp://example.org/a", "javascript:alert(1)", "example.org", "http://", "x" * 40])
def test_what_is_no_web_address_is_refused(cast, url):
    with pytest.raises(ingest.Refused, match="not a web address"):
        _take_in(cast, "Prices rise.", url=url)


def test_an_address_too_long_to_keep_is_refused(cast):
    with pytest.raises(ingest.Refused, match="longer than 2000"):
        _take_in(cast, "Prices rise.", url="https://example.org/" + "a" * 1990)


def test_what_is_told_about_an_article_never_breaks_it(cast):
    article = _take_in(
        cast,
        "Prices rise.",
        title="Torn \ud83d and\x00 long " + "x" * 400,
        publisher="p" * 300,
        byline="a\x00b\udc80",
        language="zh-Hant-TW-x-private",
    )
    assert (article.title[:16], len(article.title)) == ("Torn ? and long ", 300)
    assert (len(article.publisher), article.byline, article.language) == (200, "ab?", "zh-Hant-TW-x")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("  First line  \nsecond", "First line"),
        ("word " * 40, "word " * 19 + "word…"),
        ("x" * 130, "x" * 100 + "…"),
    ],
)
def test_the_first_line_is_the_title_of_a_text_without_one(text, title):
    assert ingest.first_line(text) == title


@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
@hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_taken_in_is_kept_to_the_letter(cast, text):
    try:
        frozen = ingest.frozen_text(text)
    except ingest.Refused:
        return
    article = _take_in(cast, text, again=True)
    kept = Revision.objects.get(article=article)
    assert (kept.text, kept.length) == (frozen, len(frozen))
    assert ingest.frozen_text(frozen) == frozen


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_article():
    people = factories.make_cast()
    start, answers = threading.Barrier(2), []

    def submit():
        try:
            start.wait(5)
            answers.append(ingest.create_article(project=people["project"], by=None, text="Prices rise."))
        except ingest.AlreadyHere as known:
            answers.append(known)
        finally:
            connection.close()

    threads = [threading.Thread(target=submit) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    made, told = sorted(answers, key=lambda answer: isinstance(answer, ingest.AlreadyHere))
    assert told.article == made
    assert Article.objects.count() == Split.objects.count() == 1


class TestAcceptance:
    """From what was read to an article."""

    @pytest.fixture
    def intake(self, cast):
        return Intake.objects.create(
            project=cast.project,
            url="https://example.org/a",
            state="succeeded",
            title="As read",
            text="Prices rise.",
            byline="A. Writer",
            published_at=date(2026, 5, 4),
            language="de",
            extractor="trafilatura",
            extractor_version="2.0",
        )

    def test_as_read(self, cast, intake):
        article = ingest.accept_intake(intake=intake, by=cast.reviewer)
        assert (article.title, article.byline, article.language) == ("As read", "A. Writer", "de")
        assert (article.published_at, article.url) == (date(2026, 5, 4), "https://example.org/a")
        assert (article.latest().extractor, article.latest().extractor_version) == ("trafilatura", "2.0")

    def test_as_corrected(self, cast, intake):
        article = ingest.accept_intake(
            intake=intake, by=cast.reviewer, title="Mended", text="Prices rose.", byline="", published_at=None
        )
        assert (article.title, article.byline, article.latest().text) == ("Mended", "", "Prices rose.")
        assert article.published_at is None, "a date that a person erased stays erased"
        assert article.latest().extractor == "trafilatura, corrected"

    def test_a_browsers_line_ends_are_no_correction(self, cast, intake):
        Intake.objects.filter(pk=intake.pk).update(text="One.\nTwo.")
        intake.refresh_from_db()
        article = ingest.accept_intake(intake=intake, by=cast.reviewer, text="One.\r\nTwo.\r\n")
        assert article.latest().extractor == "trafilatura"

    def test_twice_is_once(self, cast, intake):
        first = ingest.accept_intake(intake=intake, by=cast.reviewer)
        assert ingest.accept_intake(intake=intake, by=cast.reviewer, text="Something else") == first
        assert Article.objects.count() == 1

    def test_a_text_that_is_here_leaves_the_intake_open(self, cast, intake):
        _take_in(cast, "Prices rise.")
        with pytest.raises(ingest.AlreadyHere):
            ingest.accept_intake(intake=intake, by=cast.reviewer)
        intake.refresh_from_db()
        assert intake.article is None
        assert ingest.accept_intake(intake=intake, by=cast.reviewer, again=True).pk
