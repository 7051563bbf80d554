"""What is drawn over the article's text: claims, their sources and cues, sentences waived or in no claim."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from claims.models import SpanRole, WaiverReason
from claims.views.marked_text import Layer

if TYPE_CHECKING:
    from claims.views.bench import Bench
    from claims.views.rows import Row

_VOICES = {SpanRole.SOURCE.value: "src", SpanRole.CUE.value: "cue"}


def layers(bench: Bench) -> list[Layer]:
    """Everything that is drawn over the text; the claim or the sentence in hand has the class ``on``."""
    drawn = [layer for row in bench.claims for layer in _claim(bench, row)]
    return [*drawn, *_sentences(bench)]


def _claim(bench: Bench, row: Row) -> Iterator[Layer]:
    on = " on" if row.id == bench.in_hand else ""
    unnamed, told = (" u", f"d-{row.state} d-unnamed") if row.is_unnamed else ("", f"d-{row.state}")
    person = " p" if row.by_person else ""
    classes = f"m s-{row.state} k-{row.speech}{unnamed}{person}{on}"
    anchor = f"m-{row.number}"
    for role, start, end in bench.spans.get(row.id, ()):
        if voice := _VOICES.get(role):
            yield Layer(start, end, f"{voice}{on}", claim=row.id)
        else:
            yield Layer(start, end, classes, claim=row.id, anchor=anchor, told=told, number=row.number)
            anchor = ""


def _sentences(bench: Bench) -> Iterator[Layer]:
    gaps = {index: f"gap-{number}" for number, index in enumerate(bench.coverage.gaps, start=1)}
    titles = {reason.value: _("Waived: %(reason)s") % {"reason": reason.label} for reason in WaiverReason}
    for index, (start, end, reason) in enumerate(bench.sentences):
        on = " on" if index == bench.sentence else ""
        if index in gaps:
            yield Layer(start, end, f"gap{on}", anchor=gaps[index], href=bench.link(sentence=index), told="d-gap")
        elif reason:
            yield Layer(
                start,
                end,
                f"waived{on}",
                title=titles[reason],
                anchor=f"s-{index}",
                href=bench.link(sentence=index),
                told="d-waived",
            )
