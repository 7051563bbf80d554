"""The claims of a text as lists and marks show them, read as plain values: there may be many hundreds."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from claims.models import Attribution, Claim, ClaimState, Reading, Ruling, SourceKind, Span, SpanRole, Verdict
from claims.models.rounds import took_part_in

if TYPE_CHECKING:
    from uuid import UUID

    from claims.models import Revision, User


class Place(NamedTuple):
    """Words of the text that a claim, its source or its cue stands on."""

    role: str
    start: int
    end: int


ARTICLE = ("", SourceKind.ARTICLE.value)
"""Name and kind of the source where a claim has no attribution."""

FIGURES = frozenset({"a figure", "a count", "an amount of money", "a share or a rate"})
"""Reasons of the splitter that say that a claim rests on a figure."""

TOLD = ("number", "text", "speech", "polarity", "reasons")
"""What a row takes from its claim as it stands there."""

NOWHERE = 2**31
"""Where a claim without words of its own is sorted: after all others."""


@dataclass(slots=True)
class Row:
    """A claim as lists show it. ``state`` is what the viewer may know: open, mine, disputed or settled.

    ``voice`` is the nearest source's name and kind; ``start`` is where its first words begin. ``by_person`` says
    that a person made it or changed its words or its voice; ``trashed`` that it is in the trash; ``stale`` that its
    ruling, where the viewer may know of it, is to be looked at again.
    """

    id: str
    state: str
    voice: tuple[str, str]
    start: int
    by_person: bool
    trashed: bool
    stale: bool
    number: int
    text: str
    speech: str
    polarity: str
    reasons: list[str]
    for_others: bool = False

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
        return self.voice[1] in _UNNAMED

    @property
    def has_figures(self) -> bool:
        """Whether its reasons are about figures."""
        return not FIGURES.isdisjoint(self.reasons)

    @property
    def waits(self) -> bool:
        """Whether the viewer has a verdict to give."""
        return self.state == ClaimState.OPEN and not self.trashed and not self.for_others


_UNNAMED = {kind.value for kind in SourceKind if not kind.is_named} - {SourceKind.ARTICLE.value}


class Rows:
    """Every claim of a revision, those in the trash too, as one person may see them: three queries."""

    def __init__(self, revision: Revision, viewer: User) -> None:
        self._revision = revision
        self._viewer = viewer

    @cached_property
    def all(self) -> list[Row]:
        """By place in the text: where the first words of each begin, the longer claim first."""
        rows = Claim.objects.filter(revision=self._revision).annotate(
            mine=Exists(counting(self._viewer)),
            touched=Q(created_by__isnull=False) | Q(reshaped_at__isnull=False),
            gone=Q(deleted_at__isnull=False),
            stale=Exists(_due(self._viewer)),
        )
        rows = rows.order_by("number")
        found = [
            Row(
                str(pk),
                "mine" if mine and state == ClaimState.OPEN else state,
                self._voices.get(pk, ARTICLE),
                self._edges.get(str(pk), (NOWHERE, 0))[0],
                *told,
            )
            for pk, state, mine, *told in rows.values_list("pk", "state", "mine", "touched", "gone", "stale", *TOLD)
        ]
        for row in found:
            row.for_others = row.id in self._for_others
        found.sort(key=lambda row: (row.start, -self._edges.get(row.id, (0, 0))[1]))
        return found

    @cached_property
    def _for_others(self) -> set[str]:
        """Claims in round two whose questions the viewer gathered; no query where there are no two rounds."""
        if not self._revision.article.project.two_rounds:
            return set()
        rows = took_part_in(self._viewer).filter(revision=self._revision)
        return {str(pk) for pk in rows.values_list("pk", flat=True)}

    @cached_property
    def _edges(self) -> dict[str, tuple[int, int]]:
        """Start and end of the first words of each claim."""
        edges: dict[str, tuple[int, int]] = {}
        for pk, places in self.spans.items():
            for place in places:
                if place.role == SpanRole.CONTENT:
                    edges[pk] = (place.start, place.end)
                    break
        return edges

    @cached_property
    def _voices(self) -> dict[UUID, tuple[str, str]]:
        """The nearest voices of each claim that has any: those who speak together as one name."""
        head = "source__merged_into__"
        rows = (
            Attribution.objects.filter(claim__revision=self._revision, hop=1)
            .order_by("claim_id", "place")
            .annotate(
                name=Coalesce(f"{head}name", "source__name"),
                kind=Coalesce(f"{head}kind", "source__kind"),
                undecided=Exists(Reading.objects.filter(attribution=OuterRef("pk"))),
            )
        )
        voices: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
        for claim_id, name, kind, undecided in rows.values_list("claim_id", "name", "kind", "undecided"):
            voices[claim_id].append(_voice(name, kind, undecided=undecided))
        return {claim_id: _together(several) for claim_id, several in voices.items()}

    @property
    def spans(self) -> dict[str, list[Place]]:
        """Where each claim stands, by its id; those in the trash too."""
        return self._places[0]

    @property
    def spoken(self) -> dict[UUID, list[Place]]:
        """Where the words of each attribution's source and cue stand, by the attribution's id."""
        return self._places[1]

    @cached_property
    def _places(self) -> tuple[dict[str, list[Place]], dict[UUID, list[Place]]]:
        claims: dict[str, list[Place]] = defaultdict(list)
        spoken: dict[UUID, list[Place]] = defaultdict(list)
        rows = Span.objects.filter(revision=self._revision).order_by("start", "end", "id")
        read = rows.values_list("claim_id", "attribution_id", "role", "start", "end")
        for claim_id, said_by, role, start, end in read:
            at = Place(role, start, end)
            claims[str(claim_id)].append(at)
            if said_by is not None:
                spoken[said_by].append(at)
        return claims, spoken


def _due(viewer: User) -> QuerySet[Ruling]:
    """The ruling of the claim of the query around this one, where it is stale and blind review lets it be seen."""
    return Ruling.objects.stale(timezone.localdate()).filter(claim=OuterRef("pk")).visible_to(viewer)


def counting(viewer: User) -> QuerySet[Verdict]:
    """The viewer's verdicts on the claim of the query around this one, as far as they still count.

    One given before a person changed the claim's words or its voice does not, nor one of an earlier round.
    """
    return Verdict.objects.counting().filter(claim=OuterRef("pk"), by=viewer)


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
