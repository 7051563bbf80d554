"""Files and addresses are read in the background; what cannot be read says why."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from claims.models import Event, Intake
from claims.pipeline import read
from tests.pipeline import pages


@pytest.fixture(scope="module")
def server():
    with pages.serving() as address:
        yield address


@pytest.fixture
def allowed(server, settings):
    settings.FETCH_ALLOW_PRIVATE = [server]
    return server


def _read_address(cast, url):
    intake = read.open_intake(project=cast.project, by=cast.reviewer, url=url)
    return read.read_intake(intake_id=intake.pk)


def _read_file(cast, name, data, content_type="text/plain"):
    upload = SimpleUploadedFile(name, data, content_type=content_type)
    intake = read.open_intake(project=cast.project, by=cast.reviewer, upload=upload)
    return read.read_intake(intake_id=intake.pk)


def test_an_address_is_fetched_and_its_article_read(cast, allowed):
    intake = _read_address(cast, f"http://{allowed}/story")
    assert (intake.state, intake.error, intake.attempts) == ("succeeded", "", 1)
    assert [words in intake.text for words in pages.PARAGRAPHS] == [True] * 3
    assert "Menu" not in intake.text
    assert (intake.title, intake.publisher, intake.byline) == ("Bridge opens in June", "The Gazette", "Ada Writer")
    assert (intake.published_at, intake.language, intake.extractor) == (date(2026, 5, 4), "en", "trafilatura")
    assert intake.finished_at >= intake.started_at
    assert Event.objects.filter(target_id=intake.pk, verb="intake.opened", by_id=cast.reviewer.pk).exists()


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("missing", "no page at this address .*404"),
        ("gone", "no page at this address .*410"),
        ("paid", "does not let us read this page .*402"),
        ("forbidden", "does not let us read this page .*403"),
        ("broken", "answered 500 instead"),
        ("picture", "This is a PNG image"),
        ("empty", "No article was found"),
    ],
)
def test_an_address_that_gives_no_article_says_why(cast, allowed, path, words):
    intake = _read_address(cast, f"http://{allowed}/{path}")
    assert intake.state == "failed"
    assert re.search(words, intake.error), intake.error
    assert intake.text == ""


def test_a_private_address_is_not_fetched(cast, server, settings):
    settings.FETCH_ALLOW_PRIVATE = []
    intake = _read_address(cast, f"http://{server}/story")
    assert intake.state == "failed"
    assert "private" in intake.error


def test_a_redirect_to_the_metadata_service_is_not_followed(cast, allowed):
    intake = _read_address(cast, f"http://{allowed}/metadata")
    assert intake.state == "failed"
    assert intake.text == ""


def test_an_answer_over_the_limit_is_not_read_whole(cast, allowed, settings):
    settings.ARTICLE_MAX_BYTES = 1024 * 1024
    intake = _read_address(cast, f"http://{allowed}/large")
    assert intake.state == "failed"
    assert "MB" in intake.error


def test_a_file_is_read_and_keeps_its_name(cast):
    intake = _read_file(cast, "Übergabe.txt", "Größe und Süße.\r\nZeile zwei.".encode())
    assert (intake.state, intake.text) == ("succeeded", "Größe und Süße.\nZeile zwei.")
    assert (intake.filename, intake.extractor) == ("Übergabe.txt", "plain")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("article.pdf", b"%PDF-1.4 nonsense", "PDF is damaged"),
        ("article.docx", b"just words", "although its name says .docx"),
        ("article.txt", b"\x89PNG\r\n\x1a\n", "PNG image"),
        ("article.txt", b"   \n ", "no text to check"),
    ],
)
def test_a_file_that_is_not_what_it_says_fails_in_words(cast, name, data, words):
    intake = _read_file(cast, name, data)
    assert intake.state == "failed"
    assert words in intake.error


def test_a_file_that_has_gone_fails_in_words(cast):
    upload = SimpleUploadedFile("a.txt", b"Words.")
    intake = read.open_intake(project=cast.project, by=cast.reviewer, upload=upload)
    intake.upload.storage.delete(intake.upload.name)
    with pytest.raises(FileNotFoundError):
        read.read_intake(intake_id=intake.pk)
    intake.refresh_from_db()
    assert intake.state == "failed"
    assert "unforeseen" in intake.error
    assert "FileNotFoundError" in intake.error


def test_read_once_when_asked_twice(cast):
    intake = _read_file(cast, "a.txt", b"Words.")
    assert read.read_intake(intake_id=intake.pk) is None
    intake.refresh_from_db()
    assert (intake.state, intake.attempts) == ("succeeded", 1)


def test_cancelled_while_being_read_stays_cancelled(cast, monkeypatch):
    def cancelling(intake):
        Intake.objects.filter(pk=intake.pk).cancel()
        return extract(intake)

    extract = read._extract
    monkeypatch.setattr(read, "_extract", cancelling)
    intake = _read_file(cast, "a.txt", b"Words.")
    assert (intake.state, intake.text) == ("cancelled", "")
