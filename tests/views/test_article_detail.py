"""The article workbench: the text with its marks, the list, the claim in hand, the progress of the split."""

from __future__ import annotations

import pytest
from django.urls import reverse
from lxml import html as lxml_html

from claims.models import Split
from tests import factories
from tests.filled import filled_article

HTMX = {"HX-Request": "true"}
PANEL = HTMX | {"HX-Target": "panel"}


@pytest.fixture
def reader(cast, client):
    client.force_login(cast.reviewer)
    return client


def _get(reader, article, query="", **headers):
    return reader.get(f"{article.get_absolute_url()}{query}", headers=headers)


def _numbers(answer):
    """The numbers of the claims that the list shows."""
    tree = lxml_html.fromstring(answer.content.decode())
    return [int(number.text_content()) for number in tree.xpath('//a[@class="claim"]/span[@class="no"]')]


def test_the_page_holds_text_list_and_coverage(reader, cast):
    article = filled_article(cast)
    answer = _get(reader, article)
    tree = lxml_html.fromstring(answer.content.decode())
    assert answer.status_code == 200
    assert [mark.text_content() for mark in tree.xpath("//article//mark")] == ["Prices rose by 4 percent in May"]
    assert [span.text_content() for span in tree.xpath('//article//span[@class="waived"]')] == ["Prices rise"]
    assert len(tree.xpath('//article//span[@class="gap"]')) == 3
    assert tree.xpath('//article//span[@id="gap-1"]')
    meter = " ".join(tree.get_element_by_id("coverage").text_content().split())
    assert meter == "3 sentences left g of 5: 1 in claims, 1 waived"
    assert tree.xpath('//a[@data-act="next-gap"]')[0].get("href") == "?sentence=2"


def test_the_whole_text_is_on_the_page(reader, revision):
    tree = lxml_html.fromstring(_get(reader, revision.article).content.decode())
    paragraphs = [one.text_content() for one in tree.xpath('//article[@id="article-text"]/p')]
    assert paragraphs == revision.text.split("\n")


def test_filters_let_through_what_they_say(reader, cast, revision):
    quotes = ["Prices rose by 4 percent", "We expect a quiet summer", "The mayor denied", "The café 🍵"]
    named, unnamed, judged, disputed = [factories.make_claim(revision, quote) for quote in quotes]
    voice = factories.make_source(cast.project, "a source", kind="anonymous", article=revision.article)
    factories.make_attribution(named)
    factories.make_attribution(unnamed, voice)
    factories.make_verdict(judged, cast.reviewer)
    disputed.state = "disputed"
    disputed.save()
    shown = {show: _numbers(_get(reader, revision.article, f"?show={show}")) for show in ("all", "open", "mine")}
    assert shown == {"all": [1, 2, 3, 4], "open": [1, 2], "mine": [3]}
    assert _numbers(_get(reader, revision.article, "?show=unnamed")) == [2]
    assert _numbers(_get(reader, revision.article, "?show=disputed")) == [4]
    assert _numbers(_get(reader, revision.article, "?show=nonsense")) == [1, 2, 3, 4]


def test_the_way_through_the_claims_keeps_the_filter(reader, cast, revision):
    first, second, third = (
        factories.make_claim(revision, words) for words in ("Prices rise", "Prices rose", "quiet")
    )
    factories.make_verdict(second, cast.reviewer)
    page = _get(reader, revision.article, f"?show=open&claim={first.pk}").content.decode()
    tree = lxml_html.fromstring(page)
    ways = {link.get("data-go"): link.get("href") for link in tree.xpath("//a[@data-go]")}
    assert ways["next"] == f"?show=open&claim={third.pk}"
    assert "prev" not in ways


@pytest.mark.parametrize("query", ["?claim=nonsense", "?claim=00000000-0000-7000-8000-000000000000"])
def test_a_claim_that_is_not_there_is_not_found(reader, article, query):
    assert _get(reader, article, query).status_code == 404


def test_a_claim_of_another_article_is_not_found(reader, cast, article):
    other = factories.make_article(cast.project, text="Prices rose elsewhere.").latest()
    claim = factories.make_claim(other, "Prices rose")
    assert _get(reader, article, f"?claim={claim.pk}").status_code == 404


def test_htmx_gets_the_panel_alone_and_links_work_without_it(reader, revision):
    claim = factories.make_claim(revision)
    whole = _get(reader, revision.article, f"?claim={claim.pk}").content.decode()
    part = _get(reader, revision.article, f"?claim={claim.pk}", **PANEL).content.decode()
    assert "<html" in whole
    assert "<html" not in part
    assert 'id="claim-panel"' in whole
    assert 'id="claim-panel"' in part
    listing = _get(reader, revision.article, **PANEL).content.decode()
    assert "<html" not in listing
    assert 'id="claim-list"' in listing


def test_a_claims_own_address_leads_into_its_article(reader, revision):
    claim = factories.make_claim(revision)
    answer = reader.get(claim.get_absolute_url())
    assert answer["Location"] == f"{revision.article.get_absolute_url()}?claim={claim.pk}"


def _step(text):
    return lxml_html.fromstring(text).xpath('//li[@aria-current="step"]')[0].text_content().strip()


class TestProgress:
    """The split runs in the background; the page learns of it without a reload."""

    def _progress(self, reader, article, **fields):
        Split.objects.filter(revision__article=article).update(**fields)
        url = reverse("claims:split-progress", args=[article.pk])
        return reader.get(url, headers=HTMX).content.decode()

    def test_while_it_runs_it_is_asked_for_again(self, reader, article):
        text = self._progress(reader, article, state="running", step="reading")
        assert 'hx-trigger="every 1s"' in text
        assert _step(text) == "Reading the text"

    def test_once_done_the_parts_of_the_page_come_along(self, reader, revision):
        factories.make_claim(revision)
        text = self._progress(reader, revision.article, state="succeeded", step="done")
        assert "every 1s" not in text
        assert "<mark" in text
        assert 'id="claim-list"' in text
        assert 'id="wb-head"' in text
        assert text.count("hx-swap-oob") >= 3

    def test_a_failure_says_why_and_is_tried_again(self, reader, article):
        text = self._progress(reader, article, state="failed", step="saving", error="This took too long.")
        assert "This took too long." in text
        assert "The text is kept as it is" in text
        url = reverse("claims:split-retry", args=[article.pk])
        text = reader.post(url, headers=HTMX).content.decode()
        split = article.latest().split
        assert (split.state, split.step, split.error) == ("queued", "waiting", "")
        assert _step(text) == "Waiting for a worker"

    @pytest.mark.parametrize("state", ["queued", "running"])
    def test_a_running_split_is_not_started_twice_and_is_cancelled(self, reader, article, state):
        Split.objects.filter(revision__article=article).update(state=state, attempts=2)
        reader.post(reverse("claims:split-retry", args=[article.pk]))
        assert Split.objects.get(revision__article=article).attempts == 2
        reader.post(reverse("claims:split-cancel", args=[article.pk]))
        assert Split.objects.get(revision__article=article).state == "cancelled"

    def test_a_finished_split_is_neither_cancelled_nor_repeated(self, reader, article):
        for name in ("split-cancel", "split-retry"):
            reader.post(reverse(f"claims:{name}", args=[article.pk]))
            assert Split.objects.get(revision__article=article).state == "succeeded"
