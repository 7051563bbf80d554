"""A document's text with the passages marked that were quoted from it."""

from __future__ import annotations

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from claims.views.quoted import quoted_text
from tests import factories


@pytest.fixture
def reader(cast, client):
    client.force_login(cast.reviewer)
    return client


def _url(name, *args):
    return reverse(f"claims:{name}", args=args)


class TestMarkedText:
    """A document's text with its quotations."""

    def test_passages_are_marked_and_lead_to_their_claims(self, cast, reader, revision):
        document = factories.make_document(cast.project, text="Prices rose.\n\nFood rose <b>faster</b>.\n\nEnd.")
        factories.make_evidence(factories.make_claim(revision), document, "Food rose <b>faster</b>.")
        tree = lxml_html.fromstring(reader.get(_url("document-detail", document.pk)).content.decode())
        (mark,) = tree.xpath("//mark")
        assert mark.text_content() == "1Food rose <b>faster</b>."
        assert tree.xpath("//a[@id='quote-1']/@href") == ["#used-1"]
        assert tree.xpath("//li[@id='used-1']")

    @given(text=st.text(alphabet="ab \n🍵", max_size=80), data=st.data())
    def test_no_letter_is_lost_or_moved(self, text, data):
        spot = st.integers(0, len(text))
        pairs = data.draw(st.lists(st.tuples(spot, spot).map(sorted).map(tuple), max_size=4))
        places = [(a, b) for a, b in pairs if a < b]
        paragraphs = quoted_text(text, places, [0, len(text) // 2])
        shown = "".join(piece.text for paragraph in paragraphs for piece in paragraph.pieces)
        assert "".join(shown.split()) == "".join(text.split())
        for number, (a, b) in enumerate(places, 1):
            quoted = "".join(p.text for para in paragraphs for p in para.pieces if number in p.by)
            assert "".join(quoted.split()) == "".join(text[a:b].split())
