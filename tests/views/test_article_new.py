"""Putting an article in: three ways, each with its errors where the person stands."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import html as lxml_html

from claims import tasks
from claims.models import Article, Intake
from claims.pipeline.read import read_intake
from tests import factories

URL = "/articles/new/"


@pytest.fixture
def form(cast, client):
    client.force_login(cast.reviewer)
    return lambda **fields: client.post(URL, {"way": "text"} | fields)


def _value(answer, name):
    field = lxml_html.fromstring(answer.content.decode()).xpath(f'//*[@name="{name}"]')[0]
    return field.get("value") if field.tag == "input" else field.text_content().removeprefix("\n")


def _errors(answer):
    return [
        error.text_content().strip() for error in lxml_html.fromstring(answer.content).xpath('//p[@class="errors"]')
    ]


def test_a_pasted_text_becomes_an_article(form, cast):
    answer = form(text="Prices rise\r\n\r\nThey rose.", title="", publisher="Gazette", published_at="2026-05-04")
    article = Article.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, article.get_absolute_url())
    assert (article.title, article.publisher, str(article.published_at)) == ("Prices rise", "Gazette", "2026-05-04")
    assert (article.created_by, article.latest().text) == (cast.reviewer, "Prices rise\n\nThey rose.")


@pytest.mark.django_db
def test_the_split_is_sent_off_once_the_article_is_there(
    form, cast, django_capture_on_commit_callbacks, monkeypatch
):
    sent = []
    monkeypatch.setattr(tasks.split_revision_task, "apply_async", lambda args, countdown: sent.append(args))
    with django_capture_on_commit_callbacks(execute=True):
        form(text="Prices rise.")
    assert sent == [(str(Article.objects.get().latest().split.pk),)]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": ""}, "Paste the text of the article here."),
        ({"text": " \n "}, "There is no text to check."),
        ({"text": "\x00\u200b"}, "There is no text to check."),
        ({"way": "file"}, "Choose a file first."),
        ({"way": "url"}, "Give the address of the article."),
        ({"way": "url", "url": "not an address"}, "not a web address"),
        ({"way": "url", "url": "ftp://example.org/a"}, "begin with http:// or https://"),
        ({"way": "url", "url": "javascript:alert(1)"}, "not a web address"),
        ({"way": "url", "url": "file:///etc/passwd"}, "not a web address"),
        ({"text": "Words.", "published_at": "4 May"}, "Enter a valid date."),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_is_kept(form, fields, words):
    answer = form(**{"title": "My <title>", "byline": "A. Writer"} | fields)
    assert answer.status_code == 422
    assert [words in error for error in _errors(answer)] == [True]
    assert (_value(answer, "title"), _value(answer, "byline")) == ("My <title>", "A. Writer")
    if fields.get("url"):
        assert _value(answer, "url") == fields["url"]
    assert not Article.objects.exists()
    assert not Intake.objects.exists()


def test_nul_in_a_pasted_text_is_taken_out(form):
    assert form(text="Prices\x00 rise.").status_code == 302
    assert Article.objects.get().latest().text == "Prices rise."


def test_a_text_over_the_limit_comes_back_with_its_words(form, settings):
    settings.ARTICLE_MAX_BYTES = 1024 * 1024
    text = "word " * 210_000
    answer = form(text=text)
    assert answer.status_code == 422
    assert "larger than 1 MB" in _errors(answer)[0]
    assert _value(answer, "text") == text


def test_a_file_over_the_limit_is_refused_unread(form, settings, monkeypatch):
    settings.ARTICLE_MAX_BYTES = 1024 * 1024
    answer = form(way="file", upload=SimpleUploadedFile("a.txt", b"x" * (1024 * 1024 + 1)))
    assert answer.status_code == 422
    assert "larger than 1 MB" in _errors(answer)[0]
    assert not Intake.objects.exists()


def test_an_empty_file_is_refused(form):
    answer = form(way="file", upload=SimpleUploadedFile("a.txt", b""))
    assert _errors(answer) == ["This file is empty."]


@pytest.mark.parametrize(
    "left_over", [{"url": "half an addr"}, {"upload": SimpleUploadedFile("a.txt", b"x" * 2_000_000)}, {"url": "ftp://a.b/"}]
)  # fmt: skip
def test_what_stands_in_another_way_does_no_harm(form, settings, left_over):
    settings.ARTICLE_MAX_BYTES = 1024 * 1024
    assert form(text="Prices rise.", **left_over).status_code == 302


def test_a_text_that_is_here_is_offered_and_taken_in_when_wanted(form, cast):
    known = factories.make_article(cast.project, text="Prices rise.", title="The first")
    answer = form(text="Prices rise.", title="The second")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert known.get_absolute_url() in page
    assert "The first" in page
    assert (_value(answer, "text"), _value(answer, "title")) == ("Prices rise.", "The second")
    assert form(text="Prices rise.", title="The second", again="on").status_code == 302
    assert Article.objects.count() == 2


def test_a_file_is_read_looked_over_and_frozen(form, client):
    answer = form(way="file", upload=SimpleUploadedFile("news.txt", "Größe.\n".encode()))
    intake = Intake.objects.get()
    detail = reverse("claims:intake-detail", args=[intake.pk])
    assert (answer.status_code, answer["Location"], intake.state) == (302, detail, "queued")
    waiting = client.get(detail, headers={"HX-Request": "true"}).content.decode()
    assert "Waiting for a worker" in waiting
    assert 'hx-trigger="every 1s"' in waiting
    assert "<html" not in waiting
    read_intake(intake_id=intake.pk)
    page = client.get(detail)
    assert _value(page, "text") == "Größe."
    freeze = reverse("claims:intake-freeze", args=[intake.pk])
    empty = client.post(freeze, {"title": "My title", "text": " "})
    assert (empty.status_code, _value(empty, "title")) == (422, "My title")
    done = client.post(freeze, {"title": "My title", "text": "Größe und mehr."})
    article = Article.objects.get()
    assert (done.status_code, done["Location"]) == (302, article.get_absolute_url())
    assert (article.title, article.latest().text) == ("My title", "Größe und mehr.")
    assert client.post(freeze, {"title": "x", "text": "again"})["Location"] == article.get_absolute_url()
    assert article.get_absolute_url() in client.get(detail).content.decode()


def test_an_intake_that_failed_says_why_and_is_tried_again(form, client):
    form(way="file", upload=SimpleUploadedFile("news.txt", b"\x89PNG\r\n\x1a\n"))
    intake = Intake.objects.get()
    read_intake(intake_id=intake.pk)
    page = client.get(reverse("claims:intake-detail", args=[intake.pk])).content.decode()
    assert "This is a PNG image" in page
    client.post(reverse("claims:intake-retry", args=[intake.pk]))
    intake.refresh_from_db()
    assert (intake.state, intake.error, intake.attempts) == ("queued", "", 0)
    client.post(reverse("claims:intake-cancel", args=[intake.pk]))
    intake.refresh_from_db()
    assert intake.state == "cancelled"
    assert read_intake(intake_id=intake.pk) is None


def test_an_article_in_hand_is_not_read_again(form, client, cast):
    done = Intake.objects.create(project=cast.project, url="https://example.org/", state="succeeded", text="x")
    client.post(reverse("claims:intake-retry", args=[done.pk]))
    done.refresh_from_db()
    assert done.state == "succeeded"
