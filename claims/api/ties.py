"""Whom words mean, over the API."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Prefetch
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from claims import tasks
from claims.api.access import attribution_for, reader, source_for
from claims.api.doors import Door
from claims.api.shapes.ties import AttributionWithPlaces, Chosen, Restored, Tied, TiedShape, TiedTo
from claims.models import Act, Attribution, Claim, Reading, Source
from claims.pipeline import tie
from claims.sourcing.grades import grades_of

_SOURCES = Source.objects.defer("search")
WITH_ATTRIBUTIONS = Prefetch(
    "attributions",
    Attribution.objects.select_related("set_by", "source__merged_into")
    .defer("source__search", "source__merged_into__search")
    .prefetch_related(Prefetch("readings", Reading.objects.prefetch_related(Prefetch("source", _SOURCES)))),
)
"""A claim's attributions with their sources and readings."""


def graded(claims: Iterable[Claim]) -> list[Claim]:
    """The claims, each with how well it is sourced. Expects attributions and the revision to have been read."""
    rows = list(claims)
    grades = grades_of(rows, said=[row for claim in rows for row in claim.attributions.all()])
    for row in rows:
        row.graded = grades[row.pk]  # type: ignore[attr-defined]
    return rows


class Attributions(Door):
    """Ties between claims and sources: suggestions, until a person decides."""

    queryset = Attribution.objects.all()
    serializer_class = AttributionWithPlaces

    def retrieve(self, request: Request, pk: str) -> Response:
        """One tie, with its readings where it is open."""
        return Response(AttributionWithPlaces(attribution_for(request, pk, Act.READ)).data)

    @extend_schema(request=TiedTo, responses=TiedShape)
    @action(detail=True, methods=["post"])
    def tie(self, request: Request, pk: str) -> Response:
        """Say whom the words mean: a source there is, or a new one by name and kind."""
        given = self.parsed(TiedTo)
        if pk_of_source := given.pop("source", None):
            given["source"] = source_for(request, str(pk_of_source), Act.READ)
        return self._decide(pk, tie.set_tie, given)

    @extend_schema(request=Tied, responses=TiedShape)
    @action(detail=True, methods=["post"], url_path="break")
    def break_tie(self, request: Request, pk: str) -> Response:
        """Say that the words do not mean this source."""
        return self._decide(pk, tie.break_tie, self.parsed(Tied))

    @extend_schema(request=Chosen, responses=TiedShape)
    @action(detail=True, methods=["post"])
    def choose(self, request: Request, pk: str) -> Response:
        """Decide for one of the readings."""
        given = self.parsed(Chosen)
        given["source"] = source_for(request, str(given["source"]), Act.READ)
        return self._decide(pk, tie.choose_reading, given)

    @extend_schema(request=Restored, responses=TiedShape)
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, pk: str) -> Response:
        """Take a decision back: the splitter's suggestion stands again."""
        return self._decide(pk, tie.restore_suggestion, self.parsed(Restored))

    def _decide(self, pk: str, act: Callable[..., list[Attribution]], given: dict[str, Any]) -> Response:
        attribution = attribution_for(self.request, pk, Act.SOURCE)
        decided = act(attribution=attribution, by=reader(self.request), **given)
        tasks.start_settle(*{row.claim_id for row in decided})
        now = attribution_for(self.request, pk, Act.READ)
        return Response(TiedShape({"attribution": now, "decided": [row.pk for row in decided]}).data)
