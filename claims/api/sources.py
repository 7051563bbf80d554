"""Sources over the API. Confidential identities are read on the source's page alone: no door here leads to them."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Prefetch, prefetch_related_objects
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from claims import tasks
from claims.api.access import namesake_for, reader, source_for
from claims.api.articles import PROJECT
from claims.api.doors import Door
from claims.api.pages import ByOffset
from claims.api.shapes.claims import ClaimShape
from claims.api.shapes.sources import (
    AnswerShape,
    ChangedSource,
    MergeShape,
    NamesakeSearchShape,
    NamesakeShape,
    NewAnswer,
    NewMerge,
    VoiceShape,
    VoiceWithAll,
)
from claims.api.shapes.telling import listed
from claims.api.ties import WITH_ATTRIBUTIONS, graded
from claims.api.trash import SourcesInTrash
from claims.models import Act, Mention, Merge, Namesake, NamesakeSearch, Project, Source, SourceKind, SourcingAnswer
from claims.pipeline import answer, merge, namesake, rename
from claims.sourcing.voices import SORTS, claims_of, mix_of, voice, voices

SEARCH = OpenApiParameter("q", str, description="Words of a name or an alias.")
KIND = OpenApiParameter("kind", str, enum=SourceKind.values, description="Only those of this kind.")
SORT = OpenApiParameter("sort", str, enum=list(SORTS), description="name, unless told otherwise.")


class Sources(SourcesInTrash, Door):
    """Whoever claims rest on."""

    queryset = Source.objects.all()
    serializer_class = VoiceShape
    pagination_class = ByOffset

    @extend_schema(parameters=[PROJECT, SEARCH, KIND, SORT])
    def list(self, request: Request) -> Response:
        """Those that stand for themselves, with what rests on each; merged ones count for the one they are."""
        given = request.query_params
        projects = Project.objects.seen_by(reader(request))
        if slug := given.get("project"):
            projects = projects.filter(slug=slug)
        kind, sort = given.get("kind", ""), given.get("sort", "name")
        _known("kind", kind, ["", *SourceKind.values])
        _known("sort", sort, list(SORTS))
        rows: Any = voices(projects=projects, search=given.get("q", ""), kind=kind, sort=sort)
        return self.paged(rows, VoiceShape)

    @extend_schema(responses=VoiceWithAll)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One source with how articles present it, how its claims were judged, and what the desk knows of it."""
        return self._told(source_for(request, pk, Act.READ))

    @extend_schema(request=ChangedSource, responses=VoiceWithAll)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Correct its name or its kind."""
        source = source_for(request, pk, Act.SOURCE)
        _change(source, reader(request), self.parsed(ChangedSource))
        return self._told(source_for(request, pk, Act.READ))

    @extend_schema(responses=ClaimShape(many=True))
    @action(detail=True, filter_backends=[])
    def claims(self, request: Request, pk: str) -> Response:
        """The claims that rest on it or on what was merged into it, newest article first."""
        rows = claims_of(source_for(request, pk, Act.READ)).select_related("revision").defer("search")
        rows = rows.order_by("-revision", "number").prefetch_related("spans", WITH_ATTRIBUTIONS)
        page = self.paginate_queryset(rows) or []
        return self.get_paginated_response(listed(ClaimShape, graded(page)))

    @extend_schema(request=NewMerge, responses={201: MergeShape})
    @action(detail=True, methods=["post"])
    def merge(self, request: Request, pk: str) -> Response:
        """Show this source as another from now on. Some merges take confirming: the conflict says so."""
        given = self.parsed(NewMerge)
        source = source_for(request, pk, Act.SOURCE)
        into = source_for(request, str(given.pop("into")), Act.SOURCE)
        done = merge.merge(source=source, into=into, by=reader(request), **given)
        return Response(MergeShape(done).data, status=201)

    @extend_schema(request=None, responses=VoiceWithAll)
    @action(detail=True, methods=["post"])
    def unmerge(self, request: Request, pk: str) -> Response:
        """Take the merge of this source back; one that is not merged stays as it is."""
        source = source_for(request, pk, Act.SOURCE)
        for done in Merge.objects.filter(source=source, undone_at=None).select_related("source"):
            merge.unmerge(merge=done, by=reader(request))
        return self._told(source_for(request, pk, Act.READ))

    @extend_schema(request=NewAnswer, responses=AnswerShape(many=True))
    @action(detail=True, methods=["post"])
    def answers(self, request: Request, pk: str) -> Response:
        """Answer a question of the grade or of the project's policy; tells all answers."""
        source = source_for(request, pk, Act.SOURCE)
        answer.answer(source=source, by=reader(request), **self.parsed(NewAnswer))
        return Response(
            AnswerShape(SourcingAnswer.objects.filter(source=source).select_related("by"), many=True).data
        )

    @extend_schema(
        request=None,
        responses={202: OpenApiResponse(NamesakeSearchShape, description="The search runs in the background.")},
    )
    @action(detail=True, methods=["post"])
    def namesakes(self, request: Request, pk: str) -> Response:
        """Look for entries of its name in the knowledge base; what is found stands with the source."""
        source = source_for(request, pk, Act.SOURCE)
        search: NamesakeSearch = namesake.open_search(source=source, by=reader(request))
        if search.is_unfinished:
            tasks.start(NamesakeSearch, [search.pk])
        return Response(NamesakeSearchShape(search).data, status=202)

    def _told(self, source: Source) -> Response:
        mix = mix_of(source=source, viewer=reader(self.request))
        prefetch_related_objects([source], *_ALL)
        told: Any = voice(source)
        return Response(VoiceWithAll(told, context={"mix": mix}).data)


_ALL = [
    Prefetch("absorbed", Source.objects.defer("search")),
    Prefetch("mentions", Mention.objects.filter(article__deleted_at=None).select_related("article")),
    Prefetch("merges", Merge.objects.select_related("by", "undone_by")),
    Prefetch("answers", SourcingAnswer.objects.select_related("by")),
    Prefetch("namesakes", Namesake.objects.select_related("decided_by")),
]


class Namesakes(Door):
    """Entries of a knowledge base that may be a source."""

    queryset = Namesake.objects.all()
    serializer_class = NamesakeShape

    @extend_schema(responses=NamesakeShape)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One entry, and what was decided of it."""
        return Response(NamesakeShape(namesake_for(request, pk, Act.READ)).data)

    @extend_schema(request=None, responses=NamesakeShape)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str) -> Response:
        """This entry is the source."""
        entry = namesake_for(request, pk, Act.SOURCE)
        return Response(NamesakeShape(namesake.confirm(namesake=entry, by=reader(request))).data)

    @extend_schema(request=None, responses=NamesakeShape)
    @action(detail=True, methods=["post"])
    def refuse(self, request: Request, pk: str) -> Response:
        """This entry is not the source."""
        entry = namesake_for(request, pk, Act.SOURCE)
        return Response(NamesakeShape(namesake.refuse(namesake=entry, by=reader(request))).data)


def _known(field: str, given: str, known: list[str]) -> None:
    if given not in known:
        raise ValidationError({field: f"“{given}” is none of: {', '.join(one for one in known if one)}."})


@transaction.atomic
def _change(source: Source, by: Any, given: dict[str, Any]) -> None:
    """All that was said, or nothing."""
    if "name" in given:
        rename.rename(source=source, name=given["name"], by=by)
    if "kind" in given:
        rename.set_kind(source=source, kind=given["kind"], by=by, reason=given.get("kind_reason", ""))
