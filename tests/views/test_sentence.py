"""A sentence in hand: its neighbours, what stands on it, waiving it and going from gap to gap."""

from __future__ import annotations

import pytest
from lxml import html as lxml_html

from claims.models import Claim, Waiver
from tests import factories
from tests.views.test_editing import WORDS, _messages, _post, _tree

PANEL = {"HX-Request": "true", "HX-Target": "panel"}


@pytest.fixture
def reader(cast, client):
    client.force_login(cast.reviewer)
    return client


@pytest.fixture
def text(revision):
    factories.make_sentences(revision)
    return revision


def _panel(reader, revision, position):
    answer = reader.get(f"{revision.article.get_absolute_url()}?sentence={position}", headers=PANEL)
    return lxml_html.fromstring(answer.content.decode())


def _words(tree):
    return " ".join(tree.text_content().split())


def test_a_gap_offers_to_be_a_claim_or_waived_for_one_of_six_reasons(reader, text):
    tree = _panel(reader, text, 3)
    assert WORDS in tree.xpath("//h2")[0].text_content()
    assert "its director" in _words(tree)
    assert "The café" in _words(tree)
    assert tree.xpath("//textarea/text()") == [f"{WORDS}."]
    assert tree.xpath('//button[@name="reason"]/@data-act') == [f"waive-{n}" for n in range(1, 7)]
    assert tree.xpath('//a[@data-act="next-gap"]/@href') == ["?sentence=4"]
    assert "5 sentences of this text are neither" in _words(tree)


def test_the_whole_page_shows_it_too(reader, text):
    page = reader.get(f"{text.article.get_absolute_url()}?sentence=0").content.decode()
    assert 'id="sentence-panel"' in page
    assert "<html" in page


@pytest.mark.parametrize("position", ["99", "5"])
def test_no_such_sentence(reader, text, position):
    assert reader.get(f"{text.article.get_absolute_url()}?sentence={position}").status_code == 404


def test_waived_and_on_to_the_next_gap_round_the_end(reader, cast, text):
    factories.make_claim(text)
    answer = _post(reader, "sentence-waive", text.article, {"position": "4", "reason": "opinion"})
    waiver = Waiver.objects.get()
    assert (waiver.sentence.position, waiver.reason, waiver.waived_by) == (4, "opinion", cast.reviewer)
    assert answer["Location"].endswith("?sentence=0")
    told = _words(_panel(reader, text, 4))
    assert "Opinion waived by Reviewer" in told


def test_a_script_gets_the_next_gap_and_the_paragraph(reader, text):
    answer = _post(reader, "sentence-waive", text.article, {"position": "0", "reason": "headline"}, htmx=True)
    tree = _tree(answer)
    assert tree.xpath('//*[@id="sentence-panel"]/@data-sentence') == ["1"]
    assert [part.text_content().strip() for part in tree.xpath("//p[@hx-swap-oob]")] == ["Prices rise"]
    assert "Undo: waived 1 sentence" in _words(tree)


def test_a_waiver_is_lifted(reader, text):
    _post(reader, "sentence-waive", text.article, {"position": ["0", "2"], "reason": "headline"})
    assert Waiver.objects.count() == 2
    assert "Lift the waiver" in _words(_panel(reader, text, 2))
    _post(reader, "sentence-unwaive", text.article, {"position": "2"})
    assert Waiver.objects.get().sentence.position == 0


def test_a_claims_sentence_is_waived_only_with_its_claims(reader, text):
    claim = factories.make_claim(text, WORDS)
    data = {"position": "3", "reason": "prediction"}
    assert _post(reader, "sentence-waive", text.article, data, htmx=True).status_code == 422
    assert Claim.objects.kept().count() == 1
    panel = reader.get(f"{text.article.get_absolute_url()}?claim={claim.pk}", headers=PANEL).content.decode()
    form = lxml_html.fromstring(panel).xpath('//form[.//select[@name="reason"]]')[0]
    sent = {field.get("name"): field.get("value") for field in form.xpath(".//input[@type='hidden']")}
    sent |= {"reason": "prediction"}
    reader.post(form.get("action"), sent)
    assert Claim.objects.kept().count() == 0
    assert Waiver.objects.get().sentence.position == 3


@pytest.mark.parametrize("data", [{"reason": "opinion"}, {"position": "2", "reason": "boredom"}, {"position": "2"}])
def test_what_cannot_be_is_said(reader, text, data):
    answer = _post(reader, "sentence-waive", text.article, data, htmx=True)
    assert answer.status_code == 422
    assert _messages(answer)
    assert not Waiver.objects.exists()


def test_a_viewer_reads_and_is_offered_nothing(client, cast, text):
    client.force_login(cast.viewer)
    tree = _panel(client, text, 3)
    assert WORDS in _words(tree)
    assert not tree.xpath("//form")
