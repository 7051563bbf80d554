"""The rows of the list of claims as HTML, written in one go: there may be five hundred of them."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from claims.models import Polarity, SpeechKind
from claims.templatetags.icons import claim_state, icon
from claims.templatetags.words import label
from claims.views.rows import Row


def listed(rows: Iterable[Row], link: str, *, pick: bool) -> SafeString:
    """``<li>`` for each row: its link, and with ``pick`` a box of the form ``bulk`` to choose it by.

    ``link`` is an address that ends where a claim's id belongs.
    """
    written = _Written(escape(link), pick=pick)
    return mark_safe("".join(map(written.row, rows)))  # noqa: S308 - what people wrote goes through escape()


class _Written:
    """What all rows have in common is looked up once."""

    def __init__(self, link: str, *, pick: bool) -> None:
        self._link = link
        self._pick = escape(_("Choose claim %(number)s")) if pick else ""
        self._article = escape(_("the article itself"))
        self._person = f'<span class="tag">{icon("person")}{escape(_("set by a person"))}</span>'
        self._stale = f'<span class="tag disputed">{escape(_("to be looked at again"))}</span>'
        self._speech = _spans(SpeechKind, "speech") | {SpeechKind.NARRATED.value: ""}
        self._polarity = _spans(Polarity, "polarity") | {Polarity.ASSERTS.value: ""}

    def row(self, row: Row) -> str:
        """One row; nothing in it but words, so that the page stays light."""
        unnamed = " unnamed" if row.is_unnamed else ""
        reasons = "".join(f"<span>{escape(reason)}</span>" for reason in row.reasons)
        return (
            f"<li>{self._box(row) if self._pick else ''}"
            f'<a class="claim" href="{self._link}{row.id}" data-claim="{row.id}">'
            f'<span class="no">{row.number}</span>'
            f'<span class="says" dir="auto">{escape(row.text, quote=False)}</span>{claim_state(row.state)}'
            f'<span class="under"><span class="who{unnamed}">{escape(row.source_name) or self._article}</span>'
            f"{self._speech.get(row.speech, '')}{self._polarity.get(row.polarity, '')}"
            f"{self._stale if row.stale else ''}{self._person if row.by_person else ''}{reasons}</span></a></li>"
        )

    def _box(self, row: Row) -> str:
        name = self._pick % {"number": row.number}
        box = f'<input type="checkbox" name="claim" value="{row.id}" form="bulk" data-pick aria-label="{name}">'
        return f'<label class="pick">{box}</label>'


def _spans(kinds: Iterable[str], vocabulary: str) -> dict[str, str]:
    return {str(kind): f"<span>{escape(label(kind, vocabulary).lower())}</span>" for kind in kinds}
