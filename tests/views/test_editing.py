"""Making and changing claims by forms: with a script a fragment comes back, without one the article."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse
from lxml import html as lxml_html

from claims.models import Claim, Edit, Lookup, Source, SpanRole
from claims.pipeline import edit
from tests import factories

HTMX = {"HX-Request": "true"}
WORDS = "The mayor denied that the figures were late"


@pytest.fixture
def reader(cast, client):
    client.force_login(cast.reviewer)
    return client


@pytest.fixture
def text(revision):
    factories.make_sentences(revision)
    return revision


@pytest.fixture
def claim(text):
    return factories.make_claim(text, WORDS)


def _place(revision, words):
    start, end = factories.place(revision.text, words)
    return f"{start}-{end}"


def _post(reader, name, row, data=None, *, query="", htmx=False):
    url = reverse(f"claims:{name}", args=[row.pk]) + query
    if not htmx:
        return reader.post(url, data or {})
    here = f"http://testserver{_article(row).get_absolute_url()}{query}"
    return reader.post(url, data or {}, headers=HTMX | {"HX-Current-URL": here})


def _article(row):
    return row.revision.article if isinstance(row, Claim) else row


def _said(claim):
    spans = claim.spans.filter(role=SpanRole.CONTENT).order_by("start")
    return [claim.revision.text[span.start : span.end] for span in spans]


def _tree(answer):
    return lxml_html.fromstring(f"<div>{answer.content.decode()}</div>")


def _messages(answer):
    found = _tree(answer).xpath('//*[@id="messages"]')
    return " ".join(found[0].text_content().split()) if found else ""


class TestMaking:
    """Words of the text become a claim."""

    def test_marked_words_become_a_claim_in_hand(self, reader, cast, text):
        article = text.article
        answer = _post(reader, "claim-make", article, {"place": _place(text, "figures were late")})
        made = Claim.objects.get()
        assert (_said(made), made.created_by) == (["figures were late"], cast.reviewer)
        assert answer["Location"] == f"{article.get_absolute_url()}?claim={made.pk}"
        assert Lookup.objects.filter(claim=made, asked_by=cast.reviewer).exists()

    def test_the_words_of_a_sentence_typed_or_left_whole(self, reader, text):
        _post(reader, "claim-make", text.article, {"sentence": "3", "words": "the   FIGURES were late"})
        _post(reader, "claim-make", text.article, {"sentence": "4"})
        first, second = Claim.objects.order_by("number")
        assert _said(first) == ["the figures were late"]
        assert _said(second)[0].startswith("The café 🍵 on the square has closed")

    def test_a_script_gets_panel_paragraph_head_and_what_was_done(self, reader, text):
        answer = _post(reader, "claim-make", text.article, {"place": _place(text, "figures were late")}, htmx=True)
        made, step = Claim.objects.get(), Edit.objects.get()
        tree = _tree(answer)
        assert answer.status_code == 200
        assert tree.xpath('//*[@id="claim-panel"]/@data-claim') == [str(made.pk)]
        swapped = tree.xpath("//p[@hx-swap-oob]")
        assert len(swapped) == 1, "the text has two paragraphs"
        assert "figures were late" in [mark.text_content() for mark in swapped[0].xpath(".//mark")]
        assert swapped[0].get("id") == f"p-{text.text.index('Prices rose')}"
        assert tree.xpath('//*[@id="wb-head"]/@hx-swap-oob') == ["true"]
        assert f"Undo: made claim {made.number}" in " ".join(
            tree.xpath('//*[@id="edit-undo"]')[0].text_content().split()
        )
        assert tree.xpath('//*[@id="live"]')[0].text_content() == f"Made claim {made.number}"
        assert "HX-Retarget" not in answer.headers, "its button may be gone from the page by then"
        assert answer["HX-Push-Url"].endswith(f"?claim={made.pk}")
        told = json.loads(answer["HX-Trigger-After-Swap"])["edited"]
        assert told == {"id": str(step.pk), "claims": [str(made.pk)]}

    def test_the_filter_stays(self, reader, text):
        data = {"place": _place(text, "figures were late")}
        url = _post(reader, "claim-make", text.article, data, query="?show=open&q=figures", htmx=True)[
            "HX-Push-Url"
        ]
        assert "show=open" in url
        assert "q=figures" in url
        assert "show=open" in _post(reader, "claim-make", text.article, data, query="?show=open")["Location"]

    @pytest.mark.parametrize(
        ("data", "says"),
        [
            ({}, "Select the words first"),
            ({"place": "5-"}, "not in the text"),
            ({"place": "90000-90010"}, ""),
            ({"sentence": "3", "words": "nowhere"}, "do not stand there"),
            ({"place": "0-6", "revision": "00000000-0000-7000-8000-000000000000"}, "newer text"),
        ],
    )
    def test_what_cannot_be_is_said_and_nothing_moves(self, reader, text, data, says):
        answer = _post(reader, "claim-make", text.article, data, htmx=True)
        assert (answer.status_code, answer["HX-Reswap"]) == (422, "none")
        assert says in _messages(answer)
        assert _messages(answer)
        assert not Claim.objects.exists()
        plain = _post(reader, "claim-make", text.article, data)
        assert plain.status_code == 302
        assert says in _messages(reader.get(plain["Location"]))

    @pytest.mark.parametrize("htmx", [True, False])
    def test_an_address_that_names_no_claim_does_no_harm(self, reader, text, htmx):
        answer = _post(reader, "claim-make", text.article, {}, query="?claim=nonsense", htmx=htmx)
        assert answer.status_code == (422 if htmx else 302)
        if not htmx:
            assert "nonsense" not in answer["Location"]

    def test_a_sentence_that_is_not_there_is_not_found(self, reader, text):
        assert _post(reader, "claim-make", text.article, {"sentence": "99"}).status_code == 404


class TestReshaping:
    """Where a claim stands."""

    @pytest.mark.parametrize(
        ("nudge", "words"),
        [
            ("start-later", "mayor denied that the figures were late"),
            ("end-earlier", "The mayor denied that the figures were"),
        ],
    )
    def test_an_edge_moves_by_a_word(self, reader, claim, nudge, words):
        answer = _post(reader, "claim-reshape", claim, {"nudge": nudge}, htmx=True)
        claim.refresh_from_db()
        assert answer.status_code == 200
        assert _said(claim) == [words]
        assert f"Undo: trimmed claim {claim.number}" in " ".join(_tree(answer).text_content().split())

    def test_it_stands_on_other_words(self, reader, cast, claim):
        _post(reader, "claim-reshape", claim, {"words": "the figures were late"})
        claim.refresh_from_db()
        assert (_said(claim), claim.reshaped_by) == (["the figures were late"], cast.reviewer)
        _post(reader, "claim-reshape", claim, {"place": _place(claim.revision, WORDS)})
        assert _said(claim) == [WORDS]

    def test_the_form_stands_on_what_was_seen(self, reader, cast, claim):
        panel = reader.get(f"{_article(claim).get_absolute_url()}?claim={claim.pk}").content.decode()
        (form,) = lxml_html.fromstring(panel).xpath("//form[.//textarea[@name='words']]")
        edit.nudge(claim=claim, edge="end", by_words=-1, by=cast.editor)
        seen = dict(form.fields) | {"words": "the figures were late"}
        answer = _post(reader, "claim-reshape", claim, seen, htmx=True)
        assert (answer.status_code, _said(claim)) == (422, ["The mayor denied that the figures were"])

    def test_it_is_split_at_a_place_and_the_rest_becomes_a_claim(self, reader, claim):
        at = claim.revision.text.index("that the figures")
        answer = _post(reader, "claim-split", claim, {"at": at}, htmx=True)
        other = Claim.objects.exclude(pk=claim.pk).get()
        assert [_said(claim), _said(other)] == [["The mayor denied"], ["that the figures were late"]]
        told = json.loads(answer["HX-Trigger-After-Swap"])["edited"]["claims"]
        assert set(told) == {str(claim.pk), str(other.pk)}

    def test_two_become_one(self, reader, claim):
        other = factories.make_claim(claim.revision, "The café 🍵 on the square has closed")
        _post(reader, "claim-merge", claim, {"other": str(other.pk)})
        other.refresh_from_db()
        assert other.deleted_at is not None
        assert len(_said(claim)) == 2
        answer = _post(reader, "claim-merge", claim, {"other": str(other.pk)}, htmx=True)
        assert "no longer there" in _messages(answer)

    def test_what_is_settled_is_not_for_reviewers_to_change(self, reader, claim):
        Claim.objects.filter(pk=claim.pk).update(state="settled")
        answer = _post(reader, "claim-reshape", claim, {"nudge": "end-earlier"}, htmx=True)
        assert answer.status_code == 422
        assert _messages(answer)
        assert _said(claim) == [WORDS]

    def test_how_it_is_said(self, reader, claim):
        _post(reader, "claim-describe", claim, {"speech": "direct", "polarity": "denies"})
        claim.refresh_from_db()
        assert (claim.speech, claim.polarity) == ("direct", "denies")
        answer = _post(reader, "claim-describe", claim, {"speech": "sung"}, htmx=True)
        assert answer.status_code == 422

    def test_who_says_it(self, reader, claim):
        _post(reader, "claim-voice", claim, {"role": "source", "words": "The mayor"})
        _post(reader, "claim-voice", claim, {"role": "cue", "words": "denied"})
        tree = _tree(reader.get(f"{claim.revision.article.get_absolute_url()}?claim={claim.pk}"))
        marked = [part.text_content() for part in tree.xpath('//dl[contains(@class, "marked-words")]//q')]
        assert marked == ["The mayor", "denied"]
        assert (
            _post(reader, "claim-voice", claim, {"role": "tune", "words": "denied"}, htmx=True).status_code == 422
        )


class TestTrash:
    """Away and back again."""

    def test_the_next_claim_comes_to_hand_and_the_last_leads_to_the_list(self, reader, claim):
        later = factories.make_claim(claim.revision, "The café")
        url = claim.revision.article.get_absolute_url()
        assert _post(reader, "claim-trash", claim)["Location"] == f"{url}?claim={later.pk}"
        assert _post(reader, "claim-trash", later)["Location"] == url
        again = _post(reader, "claim-trash", later)
        assert again.status_code == 302, "a double click is no error"
        assert Claim.objects.kept().count() == 0

    def test_the_trash_shows_it_and_gives_it_back(self, reader, claim):
        _post(reader, "claim-trash", claim)
        url = claim.revision.article.get_absolute_url()
        tree = _tree(reader.get(f"{url}?show=trash"))
        row = tree.xpath('//ol[contains(@class, "trashed")]/li')[0]
        assert WORDS in row.text_content()
        address = row.xpath(".//form/@action")[0]
        assert reader.post(address)["Location"].endswith(f"claim={claim.pk}")
        assert Claim.objects.kept().get() == claim


class TestMany:
    """One act on many claims."""

    @pytest.fixture
    def claims(self, text):
        return [factories.make_claim(text, words) for words in ("Prices rise", WORDS, "The café")]

    def _bulk(self, reader, claims, query="", **data):
        data.setdefault("claim", [str(claim.pk) for claim in claims])
        return _post(reader, "claim-bulk", claims[0].revision.article, data, query=query)

    def test_into_the_trash_and_out_again(self, reader, claims):
        self._bulk(reader, claims[:2], act="trash")
        assert list(Claim.objects.kept()) == claims[2:]
        assert Edit.objects.get().rows == 2
        self._bulk(reader, claims[:2], act="restore")
        assert Claim.objects.kept().count() == 3

    def test_all_that_the_filter_shows(self, reader, claims):
        Claim.objects.filter(pk=claims[1].pk).update(state="disputed")
        article = claims[0].revision.article
        _post(reader, "claim-bulk", article, {"act": "trash", "all": "1"}, query="?show=disputed")
        assert set(Claim.objects.kept()) == {claims[0], claims[2]}

    def test_merged_into_the_first_in_the_text(self, reader, claims):
        answer = self._bulk(reader, list(reversed(claims[:2])), act="merge")
        assert answer["Location"].endswith(f"claim={claims[0].pk}")
        assert _said(claims[0]) == ["Prices rise", WORDS]

    def test_said_by_another_source(self, reader, cast, claims):
        self._bulk(reader, claims[:2], act="source", name="Ada Byron", kind="person")
        source = Source.objects.get(name="Ada Byron")
        for claim in claims[:2]:
            assert [row.source for row in claim.attributions.all()] == [source]
        self._bulk(reader, claims[2:], act="source", name="ada byron")
        assert claims[2].attributions.get().source == source, "the name of one that is there finds it"

    @pytest.mark.parametrize(
        ("data", "says"),
        [
            ({"claim": [], "act": "trash"}, "at least one"),
            ({"act": "sing"}, "what to do"),
            ({"act": "source"}, ""),
            ({"act": "restore"}, "no longer there"),
        ],
    )
    def test_what_cannot_be_is_said(self, reader, claims, data, says):
        answer = self._bulk(reader, claims[:1], **data)
        words = _messages(reader.get(answer["Location"]))
        assert words
        assert says in words
        assert Claim.objects.kept().count() == 3

    def test_one_alone_is_not_merged(self, reader, claims):
        answer = self._bulk(reader, claims[:1], act="merge")
        assert "at least two" in _messages(reader.get(answer["Location"]))
