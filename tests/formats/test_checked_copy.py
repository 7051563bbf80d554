"""The copy for the writer: the words of the article, and a note for every claim."""

from __future__ import annotations

import io
import json
import time
from typing import TYPE_CHECKING

import docx
import pytest
from lxml import html

from claims.formats.checked_copy import NotOneArticle, copy_of
from claims.interchange.chosen import Chosen
from claims.models import Claim, Ruling
from claims.pipeline.export import export, stream
from tests import factories
from tests.filled import filled_article

if TYPE_CHECKING:
    from claims.models import Article
    from tests.conftest import Cast

pytestmark = pytest.mark.django_db
TEXT = "🍵 “Cafe\u0301” prices rose.\r\n\r\nHe said <b>they</b> rose by 4 percent in May.\rThe end\u0007."


def copy(article: Article, fmt: str) -> bytes:
    chosen = Chosen(articles=(article.pk,))
    return b"".join(export(project=article.project, fmt=fmt, viewer=None, chosen=chosen))


@pytest.fixture
def article(cast: Cast) -> Article:
    """Two claims of which one stands within the other, and one that reaches over a line end."""
    article = factories.make_article(cast.project, title="<script>alert(1)</script> & more")
    revision = factories.make_revision(article, text=TEXT)
    factories.make_claim(revision, "He said <b>they</b> rose by 4 percent in May")
    factories.make_claim(revision, "4 percent")
    factories.make_claim(revision, "rose.\r\n\r\nHe said")
    return article


def test_html_has_the_whole_text_and_a_note_for_every_claim(article: Article) -> None:
    page = html.fromstring(copy(article, "checked-html").decode())
    for link in page.xpath("//main//sup"):
        link.drop_tree()
    lines = ["".join(line.itertext()) for line in page.xpath("//div[@class='row']/p")]
    assert lines == [line for line in TEXT.splitlines() if line]
    assert [note.get("id") for note in page.xpath("//aside")] == ["n3", "n1", "n2"]
    assert {link.get("href") for link in page.xpath("//aside/h2/a")} == {"#c1", "#c2", "#c3"}


def test_no_element_comes_out_of_words(article: Article) -> None:
    data = copy(article, "checked-html")
    assert b"<script" not in data
    assert b"<b>" not in data
    assert b"Content-Security-Policy" in data


def test_docx_has_the_whole_text_and_a_comment_for_every_claim(article: Article) -> None:
    document = docx.Document(io.BytesIO(copy(article, "checked-docx")))
    texts = [paragraph.text for paragraph in document.paragraphs]
    after_head = texts[texts.index("Text") + 1 :]
    assert after_head == TEXT.replace("\u0007", "\ufffd").splitlines()
    comments = [comment.text.split("\n")[0] for comment in document.comments]
    assert sorted(comments) == [f"{number} □ Not yet checked" for number in (1, 2, 3)]
    assert document.core_properties.author == ""
    assert document.core_properties.title == "<script>alert(1)</script> & more"


def test_the_same_state_gives_the_same_docx(article: Article, monkeypatch: pytest.MonkeyPatch) -> None:
    before = copy(article, "checked-docx")
    later = time.time() + 86_400
    monkeypatch.setattr("zipfile.time.time", lambda: later)
    assert copy(article, "checked-docx") == before
    assert {comment.timestamp for comment in docx.Document(io.BytesIO(before)).comments} == {None}


def test_notes_say_the_outcome_who_said_it_and_what_speaks_for_it(cast: Cast) -> None:
    article = filled_article(cast)
    found = copy_of(stream(project=cast.project))
    [note] = found.notes.values()
    assert (note.tone, note.outcome, note.said) == ("good", "Mostly true", "the source said so")
    assert note.who == "the statistics office, according to an unnamed person", "the text does not call it a source"
    assert note.why == "The detail does not matter."
    assert [quoted.stance for quoted in note.evidence] == ["refutes"]
    assert found.counts == [("●", "Mostly true", 1)]
    assert found.legend[0][1] == "Mostly true"
    data = copy(article, "checked-html").decode()
    assert "● Mostly true" in data
    assert "The detail does not matter." in data


def test_an_address_that_is_no_web_address_is_no_link(cast: Cast) -> None:
    article = filled_article(cast)
    Claim.objects.get().evidence.first().document.__class__.objects.update(url="javascript:alert(1)")
    assert "javascript:alert(1)" not in [
        link.get("href") for link in html.fromstring(copy(article, "checked-html").decode()).xpath("//a")
    ]
    assert Ruling.objects.exists()


def test_long_sentences_and_line_ends_of_all_kinds_are_the_same_words_in_word(cast: Cast) -> None:
    text = "A\u2028B\u0085C\tD  e\u0301 🍵\u0000"[:-1] + "\r\n" + "אבג " + "x" * 3000 + "\r\rLast\u000bone."
    article = factories.make_article(cast.project, title="Bent")
    factories.make_revision(article, text=text)
    document = docx.Document(io.BytesIO(copy(article, "checked-docx")))
    texts = [paragraph.text for paragraph in document.paragraphs]
    lines = text.replace("\u000b", "\ufffd").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert texts[texts.index("Text") + 1 :] == lines


def test_five_hundred_claims_that_stand_in_each_other_each_have_a_note(cast: Cast) -> None:
    article = factories.make_article(cast.project, title="Many")
    words = " ".join(f"Number {n} of prices rose." for n in range(500))
    revision = factories.make_revision(article, text=words)
    for n in range(0, 500, 5):
        factories.make_claim(revision, f"Number {n} of prices rose.")
        factories.make_claim(revision, f"Number {n} of prices")
        for near in range(3):
            factories.make_claim(revision, f"{n + near} of prices")
    page = html.fromstring(copy(article, "checked-html").decode())
    assert len(page.xpath("//aside")) == len(page.xpath("//main//sup")) == 500
    document = docx.Document(io.BytesIO(copy(article, "checked-docx")))
    assert len(list(document.comments)) == 500
    assert document.paragraphs[-1].text == words


def test_nobody_of_the_desk_stands_in_the_copy(cast: Cast) -> None:
    filled_article(cast)
    records = json.loads(json.dumps(list(stream(project=cast.project)), default=dict))
    for record in records:
        for ruling in record.get("rulings", ()):
            ruling["rationale"] = "Second Reviewer (True): I saw the page."
    [note] = copy_of(records, ["Second Reviewer"]).notes.values()
    assert note.why == "A reviewer (True): I saw the page."


def test_the_trash_is_not_copied(cast: Cast) -> None:
    article = filled_article(cast)
    type(article).objects.update(deleted_at="2026-05-02T00:00:00Z")
    with pytest.raises(NotOneArticle):
        copy(article, "checked-html")


def test_of_two_articles_none_is_left_out_in_silence(cast: Cast) -> None:
    filled_article(cast)
    filled_article(cast)
    with pytest.raises(NotOneArticle, match="choose it"):
        copy_of(stream(project=cast.project))


def test_without_an_article_it_is_said(cast: Cast) -> None:
    with pytest.raises(NotOneArticle):
        copy_of(stream(project=cast.project))
