"""What the article workbench shows, read in a number of queries that does not grow with the claims."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString

from claims.measures.coverage import Coverage, coverage
from claims.models import Article, Revision, Sentence, SpanRole
from claims.views.dossier import Dossier, dossier_of
from claims.views.filters import Filter
from claims.views.layers import layers
from claims.views.marked_text import Layer, marked_paragraphs, marked_text
from claims.views.rows import Place, Row, Rows

if TYPE_CHECKING:
    from uuid import UUID

    from claims.models import Attribution, User


class Bench:
    """One article as one person sees it. Each part is read when first asked for.

    ``show`` and ``words`` are the filter of its list; in hand is a claim (``in_hand``, its id), a ``sentence`` (its
    position, from 0) or nothing. ``revision`` is the newest text with its split, where that was read already.
    """

    def __init__(
        self,
        article: Article,
        viewer: User,
        show: str | None = "all",
        in_hand: UUID | None = None,
        *,
        words: str | None = "",
        sentence: int | None = None,
        revision: Revision | None = None,
    ) -> None:
        self.article = article
        self.filter = Filter.given(show, words)
        self.in_hand = str(in_hand or "")
        self.sentence = None if in_hand else sentence
        self.viewer = viewer
        self._dossiers: dict[UUID | None, Dossier | None] = {}
        if revision is not None:
            self.revision = revision

    @property
    def show(self) -> str:
        """Which claims the list shows."""
        return self.filter.show

    @cached_property
    def revision(self) -> Revision:
        """The newest text, with its split."""
        return self.article.revisions.select_related("split").latest("number")

    @cached_property
    def _read(self) -> Rows:
        return Rows(self.revision, self.viewer)

    @cached_property
    def claims(self) -> list[Row]:
        """Every claim of the text that is not in the trash, by place in the text."""
        return [row for row in self._read.all if not row.trashed]

    @cached_property
    def rows(self) -> list[Row]:
        """The claims that the filter lets through, by place in the text."""
        return self.filter.through(self._read.all)

    @property
    def spans(self) -> dict[str, list[Place]]:
        """Where each claim stands, by its id; those in the trash too."""
        return self._read.spans

    def dossier(self, pk: UUID | None) -> Dossier | None:
        """All that is known of a claim of this article; None where there is none, or where it is in the trash."""
        if pk not in self._dossiers:
            self._dossiers[pk] = dossier_of(pk, revision=self.revision, article=self.article, viewer=self.viewer)
        return self._dossiers[pk]

    def printed(self, said: Iterable[Attribution]) -> dict[UUID, list[str]]:
        """The words of the text that name each one's source, by the attribution's id."""
        text = self.revision.text
        return {
            row.pk: [
                text[place.start : place.end]
                for place in self._read.spoken.get(row.pk, ())
                if place.role == SpanRole.SOURCE
            ]
            for row in said
        }

    @cached_property
    def sentences(self) -> list[tuple[int, int, str | None]]:
        """Start, end and reason of the waiver (None: not waived) of each sentence, in order."""
        rows = Sentence.objects.filter(revision=self.revision).order_by("position")
        return list(rows.values_list("start", "end", "waiver__reason"))

    @cached_property
    def coverage(self) -> Coverage:
        """How much of the text is accounted for."""
        content = [
            (place.start, place.end)
            for row in self.claims
            for place in self.spans.get(row.id, ())
            if place.role == SpanRole.CONTENT
        ]
        return coverage(
            [(start, end) for start, end, _reason in self.sentences],
            content,
            [index for index, (*_place, reason) in enumerate(self.sentences) if reason],
        )

    @cached_property
    def layers(self) -> list[Layer]:
        """What is drawn over the text."""
        return layers(self)

    @property
    def marked_text(self) -> SafeString:
        """The text with every claim, source, cue, waiver and gap drawn over it."""
        return marked_text(self.revision.text, self.layers, link=self.link(claim=""))

    def marked_paragraphs(self, places: Iterable[tuple[int, int]]) -> list[tuple[int, SafeString]]:
        """``(start, HTML)`` of the paragraphs that any of ``places`` (start, end) touches, in order.

        Each is the element with the id ``p-<start>`` as it stands in ``marked_text``.
        """
        return marked_paragraphs(self.revision.text, self.layers, places, link=self.link(claim=""))

    def link(self, claim: Any = None, sentence: int | None = None) -> str:
        """The address of a claim, a sentence or (neither) the list in this article, keeping the filter."""
        if claim is not None:
            return self.filter.link(claim=claim)
        return self.filter.link(**({} if sentence is None else {"sentence": sentence}))

    @property
    def at(self) -> int:
        """Where in the text that stands what is in hand; -1 where nothing is."""
        if self.sentence is not None:
            return self.sentences[self.sentence][0] if self.sentence < len(self.sentences) else -1
        return next((row.start for row in self.claims if row.id == self.in_hand), -1)

    @property
    def next_gap_url(self) -> str:
        """The address of the first gap after what is in hand, else of the first of all; "" for none."""
        gaps, at = self.coverage.gaps, self.at
        after = (gap for gap in gaps if self.sentences[gap][0] > at)
        return self.link(sentence=next(after, gaps[0])) if gaps else ""

    @property
    def filters(self) -> list[dict[str, Any]]:
        """The filters with how many claims each lets through; empty ones are left out."""
        return self.filter.choices(self._read.all)

    def neighbours(self, claim_id: Any) -> dict[str, str]:
        """Addresses of the previous, the next and the next open claim in the filtered list ("" for none).

        Also of the gaps before and after its place in the text, and of the list.
        """
        wanted = str(claim_id)
        rows = self.rows if any(row.id == wanted for row in self.rows) else self.claims
        at = next((index for index, row in enumerate(rows) if row.id == wanted), 0)
        after = [*rows[at + 1 :], *rows[:at]]
        start = rows[at].start if rows else 0
        return {
            "prev_url": self._to(rows[at - 1] if at > 0 else None),
            "next_url": self._to(rows[at + 1] if at + 1 < len(rows) else None),
            "next_open_url": self._to(next((row for row in after if row.waits), None)),
            **self.gaps_around(start),
        }

    def gaps_around(self, place: int) -> dict[str, str]:
        """Addresses of the gaps before and after ``place`` (an offset) and of the list ("" for none)."""
        before = [gap for gap in self.coverage.gaps if self.sentences[gap][1] <= place]
        after = [gap for gap in self.coverage.gaps if self.sentences[gap][0] > place]
        return {
            "prev_gap_url": self.link(sentence=before[-1]) if before else "",
            "next_gap_url": self.link(sentence=after[0]) if after else "",
            "list_url": self.link(),
        }

    @property
    def first_open_url(self) -> str:
        """The address of the first claim that waits for the viewer."""
        return self._to(next((row for row in self.rows if row.waits), None))

    def _to(self, row: Row | None) -> str:
        return self.link(claim=row.id) if row else ""
