"""Every word of the interface goes through gettext: with all of them marked, no other word is left on a page."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, JSONField, TextField
from django.utils import translation
from django.utils.dates import MONTHS_3
from lxml import html as lxml_html

from claims.api import description, reference
from claims.pipeline import look_up
from claims.templatetags import icons, words
from tests.views.addresses import ADDRESSES, GET, rows

OPEN, SHUT = "⟦", "⟧"
INNERMOST = re.compile(rf"{OPEN}[^{OPEN}{SHUT}]*{SHUT}")
WORD = re.compile(r"[A-Za-z]{3,}")
SPOKEN = ("title", "aria-label", "placeholder", "alt", "data-head")
SILENT = {"code", "kbd", "pre", "script", "style", "template", "svg", "textarea"}
"""Elements whose text is no sentence: keys, code, icons, what people typed; so is all with ``translate="no"``."""
NAMES = {
    "JSON", "SHA", "UTF", "HTML", "JSONL", "CSV", "WARC", "PDF", "txt", "docx", "html", "pdf", "zip", "RSS", "Atom",
    "Associated", "Press", "New", "York", "Times", "Reuters",
}  # fmt: skip
"""Names that are the same in every language."""
FILES = {"agreement-file", "import-refused", "article-export", "capture-file", "article-pulse", "service-worker"}
"""Answers that are no pages."""
PAGES = [one for one in ADDRESSES if one.method == GET and one.answer == 200 and one.name not in FILES]


@pytest.fixture
def marked(monkeypatch):
    """Every string that gettext hands out stands in brackets."""
    real = translation._trans
    plain = translation.gettext("Desk") and real.gettext

    def one(message):
        return f"{OPEN}{plain(message)}{SHUT}" if message else message

    def several(singular, plural, number):
        return f"{OPEN}{singular if number == 1 else plural}{SHUT}"

    monkeypatch.setattr(real, "gettext", one)
    monkeypatch.setattr(real, "ngettext", several)
    kept = (words._label, icons._claim_state, reference._areas, description._document)
    for one_kept in kept:
        one_kept.cache_clear()
    yield
    for one_kept in kept:
        one_kept.cache_clear()


@pytest.mark.parametrize("address", PAGES, ids=lambda address: address.name)
def test_no_word_of_a_page_is_out_of_reach_of_translators(cast, client, address, marked):
    there = rows(cast)
    client.force_login(cast.owner)
    answer = client.get(address.url(there))
    left = sorted(_bare(answer.content.decode()) - _data() - NAMES)
    assert not left, " ".join(left)


def test_a_word_out_of_reach_would_be_found():
    page = f'<main><p>{OPEN}Saved {OPEN}now{SHUT}{SHUT} again</p><img alt="Portrait"><kbd>Enter</kbd></main>'
    assert _bare(page) == {"again", "Portrait"}


def _bare(page):
    """The words of a page that came by without gettext."""
    tree = lxml_html.fromstring(page)
    said = [str(value) for name in SPOKEN for value in tree.xpath(f"//*/@{name}")]
    for text in tree.xpath("//text()"):
        around = text.getparent() if text.is_text else text.getparent().getparent()
        if not any(one.tag in SILENT or one.get("translate") == "no" for one in (around, *around.iterancestors())):
            said.append(str(text))
    # A sentence may hold elements: what belongs together is put together before the brackets are taken out.
    return {word for piece in _outside("\x1f".join(said)) for word in WORD.findall(piece)}


def _outside(text):
    while INNERMOST.search(text):
        text = INNERMOST.sub(" ", text)
    return text.split("\x1f")


def _data():
    """The words that rows hold: what people wrote, names of sources and services."""
    months = WORD.findall(" ".join(map(str, MONTHS_3.values())).title())
    found = {*WORD.findall(str(look_up.provider_names())), *months}
    for model in apps.get_app_config("claims").get_models():
        for values in model.objects.values_list(
            *[field.name for field in model._meta.concrete_fields if _wordy(field)]
        ):
            found |= {word for value in values for word in WORD.findall(str(value))}
    return found


def _wordy(field):
    return isinstance(field, CharField | TextField | ArrayField | JSONField) and not field.choices
