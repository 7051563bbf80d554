"""What the article workbench shows, read in a number of queries that does not grow with the claims."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.utils.safestring import SafeString
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from claims.measures.coverage import Coverage, coverage
from claims.models import (
    Article,
    Attribution,
    Claim,
    ClaimState,
    Reading,
    Revision,
    Sentence,
    SourceKind,
    Span,
    SpanRole,
    Verdict,
    WaiverReason,
)
from claims.views.marked_text import Layer, marked_text

if TYPE_CHECKING:
    from uuid import UUID

    from claims.models import User


class Place(NamedTuple):
    """Words of the text that a claim, its source or its cue stands on."""

    role: str
    start: int
    end: int


TOLD = ("number", "text", "speech", "polarity", "reasons")
"""What a row takes from its claim as it stands there."""

ARTICLE = ("", SourceKind.ARTICLE.value)
"""Name and kind of the source where a claim has no attribution."""


@dataclass(slots=True)
class Row:
    """A claim as lists show it. ``state`` is what the viewer may know: open, mine, disputed or settled.

    ``voice`` is the nearest source's name and kind.
    """

    id: str
    state: str
    voice: tuple[str, str]
    number: int
    text: str
    speech: str
    polarity: str
    reasons: list[str]

    @property
    def source_name(self) -> str:
        """Who speaks; empty for the article itself."""
        return self.voice[0]

    @property
    def source_kind(self) -> str:
        """What kind of source that is."""
        return self.voice[1]

    @property
    def is_unnamed(self) -> bool:
        """Whether somebody speaks whom the reader cannot name."""
        kind = SourceKind(self.source_kind)
        return not kind.is_named and kind != SourceKind.ARTICLE

    @property
    def waits(self) -> bool:
        """Whether the viewer has a verdict to give."""
        return self.state == ClaimState.OPEN


SHOWN: dict[str, Callable[[Row], bool]] = {
    "all": lambda row: True,
    "open": lambda row: row.waits,
    "mine": lambda row: row.state == "mine",
    "unnamed": lambda row: row.is_unnamed,
    "disputed": lambda row: row.state == ClaimState.DISPUTED,
}


class Bench:
    """One article as one person sees it. Each part is read when first asked for."""

    def __init__(self, article: Article, viewer: User, show: str = "all", in_hand: UUID | None = None) -> None:
        self.article = article
        self.show = show if show in SHOWN else "all"
        self._viewer = viewer
        self._in_hand = str(in_hand or "")

    @cached_property
    def revision(self) -> Revision:
        """The newest text, with its split."""
        return self.article.revisions.select_related("split").latest("number")

    def _kept(self) -> QuerySet[Claim]:
        return Claim.objects.kept().filter(revision=self.revision).order_by("number")

    @cached_property
    def claims(self) -> list[Row]:
        """Every claim of the text, in order. Read as plain values: there may be many hundreds."""
        kept = self._kept()
        mine = set(Verdict.objects.filter(claim__in=kept, by=self._viewer).values_list("claim_id", flat=True))
        voices = self._voices(kept)
        return [
            Row(str(pk), _state(state, judged=pk in mine), voices.get(pk, ARTICLE), *told)
            for pk, state, *told in kept.values_list("pk", "state", *TOLD)
        ]

    def _voices(self, kept: QuerySet[Claim]) -> dict[UUID, tuple[str, str]]:
        """The nearest voices of each claim that has any: those who speak together as one name."""
        said = Attribution.objects.filter(hop=1, claim__in=kept).order_by("claim", "place")
        head = "source__merged_into__"
        rows = said.annotate(
            name=Coalesce(f"{head}name", "source__name"),
            kind=Coalesce(f"{head}kind", "source__kind"),
            undecided=Exists(Reading.objects.filter(attribution=OuterRef("pk"))),
        )
        voices: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
        for claim_id, name, kind, undecided in rows.values_list("claim_id", "name", "kind", "undecided"):
            voices[claim_id].append(_voice(name, kind, undecided=undecided))
        return {claim_id: _together(several) for claim_id, several in voices.items()}

    @cached_property
    def spans(self) -> dict[str, list[Place]]:
        """Where each claim stands, by its id."""
        spans: dict[str, list[Place]] = defaultdict(list)
        rows = Span.objects.filter(claim__in=self._kept()).order_by("start", "end", "id")
        for claim_id, role, start, end in rows.values_list("claim_id", "role", "start", "end"):
            spans[str(claim_id)].append(Place(role, start, end))
        return spans

    @cached_property
    def rows(self) -> list[Row]:
        """The claims that the filter lets through."""
        return [row for row in self.claims if SHOWN[self.show](row)]

    @cached_property
    def sentences(self) -> list[tuple[int, int, str | None]]:
        """Start, end and reason of the waiver (None: not waived) of each sentence, in order."""
        rows = Sentence.objects.filter(revision=self.revision).order_by("position")
        return list(rows.values_list("start", "end", "waiver__reason"))

    @cached_property
    def coverage(self) -> Coverage:
        """How much of the text is accounted for."""
        content = (span for spans in self.spans.values() for span in spans if span.role == SpanRole.CONTENT)
        return coverage(
            [(start, end) for start, end, _reason in self.sentences],
            [(span.start, span.end) for span in content],
            [index for index, (*_place, reason) in enumerate(self.sentences) if reason],
        )

    @property
    def marked_text(self) -> SafeString:
        """The text with every claim, source, cue, waiver and gap drawn over it."""
        layers = [layer for row in self.claims for layer in self._claim_layers(row)]
        return marked_text(self.revision.text, layers + self._sentence_layers(), link=self.link(""))

    def _claim_layers(self, row: Row) -> list[Layer]:
        on = " on" if row.id == self._in_hand else ""
        unnamed = " u" if row.is_unnamed else ""
        classes = f"m s-{row.state} k-{row.speech}{unnamed}{on}"
        layers, anchor = [], f"m-{row.number}"
        for span in self.spans[row.id]:
            if span.role == SpanRole.CONTENT:
                layers.append(Layer(span.start, span.end, classes, claim=row.id, anchor=anchor))
                anchor = ""
            else:
                name = "src" if span.role == SpanRole.SOURCE else "cue"
                layers.append(Layer(span.start, span.end, f"{name}{on}", claim=row.id))
        return layers

    def _sentence_layers(self) -> list[Layer]:
        layers = []
        gaps = {index: f"gap-{number}" for number, index in enumerate(self.coverage.gaps, start=1)}
        for index, (start, end, reason) in enumerate(self.sentences):
            if index in gaps:
                layers.append(Layer(start, end, "gap", anchor=gaps[index]))
            elif reason:
                title = _("Waived: %(reason)s") % {"reason": WaiverReason(reason).label}
                layers.append(Layer(start, end, "waived", title=title))
        return layers

    def link(self, claim_id: str) -> str:
        """The address of a claim in this article, keeping the filter."""
        show = {"show": self.show} if self.show != "all" else {}
        return "?" + urlencode(show | {"claim": claim_id})

    @property
    def filters(self) -> list[dict[str, Any]]:
        """The filters with how many claims each lets through; empty ones are left out."""
        counts = Counter(key for row in self.claims for key, test in SHOWN.items() if test(row))
        labels = {
            "all": _("All"),
            "open": _("To judge"),
            "mine": _("Judged by me"),
            "unnamed": _("Unnamed source"),
            "disputed": _("Disputed"),
        }
        return [
            {"url": f"?show={key}", "on": key == self.show, "label": label, "count": counts[key]}
            for key, label in labels.items()
            if counts[key] or key in ("all", self.show)
        ]

    def neighbours(self, claim_id: Any) -> dict[str, str]:
        """Addresses of the previous, the next and the next open claim in the filtered list ("" for none)."""
        rows = self.rows if any(row.id == str(claim_id) for row in self.rows) else self.claims
        at = next((i for i, row in enumerate(rows) if row.id == str(claim_id)), 0)
        after = [*rows[at + 1 :], *rows[:at]]
        waiting = next((row.id for row in after if row.waits), "")
        return {
            "prev_url": self.link(rows[at - 1].id) if at > 0 else "",
            "next_url": self.link(rows[at + 1].id) if at + 1 < len(rows) else "",
            "next_open_url": self.link(waiting) if waiting else "",
            "list_url": f"?show={self.show}" if self.show != "all" else "?",
        }

    @property
    def first_open_url(self) -> str:
        """The address of the first claim that waits for the viewer."""
        waiting = next((row.id for row in self.rows if row.waits), "")
        return self.link(waiting) if waiting else ""


def _state(state: str, *, judged: bool) -> str:
    return "mine" if judged and state == ClaimState.OPEN else state


def _voice(name: str | None, kind: str | None, *, undecided: bool) -> tuple[str, str]:
    """The source's name and kind; both are None where an attribution names nobody or leaves open whom it means."""
    if kind is None:
        who = _("open: the text does not say who") if undecided else _("nobody is given")
        return who, SourceKind.UNNAMED_GROUP.value
    return name or "", kind


def _together(voices: list[tuple[str, str]]) -> tuple[str, str]:
    """Several who say the same as one voice, of the first one's kind."""
    if len(voices) == 1:
        return voices[0]
    names = list(dict.fromkeys(name for name, _kind in voices))
    return get_text_list(names, _("and")), voices[0][1]
