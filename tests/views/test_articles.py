"""The list of articles narrowed by what is left to do and by title; the desk's drafts and what waits on whom."""

from __future__ import annotations

import pytest
from django.utils import timezone
from lxml import html as lxml_html

from claims.models import ClaimState, Draft
from tests import factories


@pytest.fixture
def reader(cast, client):
    client.force_login(cast.reviewer)
    return client


def _article(cast, title, state=ClaimState.OPEN, judged_by=None):
    article = factories.make_article(cast.project, title=title)
    claim = factories.make_claim(article.latest(), state=state)
    if judged_by:
        factories.make_verdict(claim, judged_by)
    return article


def _titles(reader, query):
    page = lxml_html.fromstring(reader.get(f"/articles/{query}").content.decode())
    return {link.text_content() for link in page.xpath("//a[contains(@class, 'title')]")}


@pytest.fixture
def shelf(cast):
    _article(cast, "Fresh")
    _article(cast, "Half judged", judged_by=cast.reviewer)
    _article(cast, "Quarrelled over", state=ClaimState.DISPUTED)
    _article(cast, "Finished", state=ClaimState.SETTLED)
    factories.make_article(cast.project, title="Without a claim")


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", {"Fresh", "Half judged", "Quarrelled over", "Finished", "Without a claim"}),
        ("?show=me", {"Fresh"}),
        ("?show=work", {"Fresh", "Half judged", "Quarrelled over"}),
        ("?show=disputed", {"Quarrelled over"}),
        ("?show=done", {"Finished"}),
        ("?q=FRESH", {"Fresh"}),
        ("?q=e&show=done", {"Finished"}),
        ("?show=nonsense&q=finished", {"Finished"}),
    ],
)
def test_the_list_is_narrowed(reader, shelf, query, titles):
    assert _titles(reader, query) == titles


def test_a_filter_stays_with_the_words_and_an_empty_result_leads_back(reader, shelf):
    page = lxml_html.fromstring(reader.get("/articles/?show=done&q=nowhere").content.decode())
    assert "No article fits." in page.text_content()
    assert "q=nowhere" in page.xpath("//nav[contains(@class, 'chips')]/a[1]/@href")[0]
    assert page.xpath("//form[@role='search']/input[@name='show']/@value") == ["done"]


def test_the_desk_brings_back_what_was_begun_to_nobody_else(cast, client):
    claim = factories.make_claim(factories.make_article(cast.project).latest(), text="The quay is closed.")
    Draft.objects.create(claim=claim, by=cast.reviewer, fields={"rationale": "half"}, saved_at=timezone.now())
    client.force_login(cast.reviewer)
    assert "Begun and not given yet" in client.get("/").content.decode()
    client.force_login(cast.editor)
    assert "Begun and not given yet" not in client.get("/").content.decode()


def test_the_desk_says_what_waits_on_whom(cast, client, shelf):
    client.force_login(cast.reviewer)
    desk = " ".join(lxml_html.fromstring(client.get("/").content.decode()).text_content().split())
    assert "Another reviewer1 claim that you judged" in desk
    assert "An editor1 disputed claim" in desk
    client.force_login(cast.editor)
    assert "You, as an editor" in client.get("/").content.decode()


def test_an_empty_list_says_what_the_reader_can_do_about_it(cast, client):
    for person, words in (
        (cast.reviewer, "Paste a text"),
        (cast.viewer, "As soon as a reviewer puts one in"),
        (cast.outsider, "You are not in a project yet."),
    ):
        client.force_login(person)
        said = client.get("/articles/").content.decode()
        assert words in said
        assert ("Paste a text" in said) == (person == cast.reviewer)
