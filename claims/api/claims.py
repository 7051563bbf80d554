"""Claims over the API: what was found, what people weigh and judge."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from claims import tasks
from claims.api.access import claim_for, document_for, reader
from claims.api.doors import Door
from claims.api.editing import ClaimEdits
from claims.api.shapes.claims import ClaimWithFindings
from claims.api.shapes.evidence import EvidenceShape, NewEvidence
from claims.api.shapes.grades import GradedShape, NewGrade
from claims.api.shapes.verdicts import NewRuling, NewVerdict, Reopening, RulingShape, VerdictShape
from claims.api.ties import WITH_ATTRIBUTIONS, graded
from claims.models import Act, Claim, Evidence, Lookup, Rating, Ruling, Verdict
from claims.models.rounds import shown_evidence, shown_lookups
from claims.pipeline import adjudicate, grade, judge, weigh
from claims.sourcing.grades import grades_of


class Claims(ClaimEdits, Door):
    """Statements that can be checked."""

    queryset = Claim.objects.all()
    serializer_class = ClaimWithFindings

    def retrieve(self, request: Request, pk: str) -> Response:
        """One claim with who it rests on, its look-ups, its evidence and the rulings on it."""
        claim = claim_for(request, pk, Act.READ)
        evidence = Evidence.objects.select_related("document", "stance_by", "added_by").defer("document__text")
        lookups = shown_lookups(Lookup.objects.select_related("asked_by"), reader(request))
        rulings = Ruling.objects.visible_to(reader(request)).select_related("rating__version__scale", "by")
        claim = (
            Claim.objects.select_related("revision")
            .defer("search")
            .prefetch_related(
                "spans",
                WITH_ATTRIBUTIONS,
                Prefetch("lookups", lookups),
                Prefetch("evidence", shown_evidence(evidence, reader(request))),
                Prefetch("rulings", rulings),
            )
            .get(pk=claim.pk)
        )
        return Response(ClaimWithFindings(graded([claim])[0]).data)

    @extend_schema(request=NewGrade, responses=GradedShape)
    @action(detail=True, methods=["post"])
    def grade(self, request: Request, pk: str) -> Response:
        """Set a sourcing grade in place of the computed one."""
        claim = claim_for(request, pk, Act.SOURCE)
        grade.override_grade(claim=claim, by=reader(request), **self.parsed(NewGrade))
        return Response(GradedShape(grades_of([claim])[claim.pk]).data)

    @extend_schema(request=None, responses=GradedShape)
    @action(detail=True, methods=["post"], url_path="grade/lift")
    def lift_grade(self, request: Request, pk: str) -> Response:
        """Let the computed grade stand again."""
        claim = claim_for(request, pk, Act.SOURCE)
        grade.lift_override(claim=claim, by=reader(request))
        return Response(GradedShape(grades_of([claim])[claim.pk]).data)

    @extend_schema(responses=VerdictShape(many=True), methods=["get"])
    @extend_schema(request=NewVerdict, responses={201: VerdictShape}, methods=["post"])
    @action(detail=True, methods=["get", "post"], filter_backends=[])
    def verdicts(self, request: Request, pk: str) -> Response:
        """The verdicts that the person who asks may see, newest first; POST gives one."""
        if request.method == "POST":
            return self._judge(claim_for(request, pk, Act.JUDGE))
        claim = claim_for(request, pk, Act.READ)
        rows = Verdict.objects.filter(claim=claim).visible_to(reader(request))
        rows = rows.select_related("by", "rating__version__scale")
        cited = Prefetch("cited", Evidence.objects.only("id").order_by("id"))
        return self.paged(rows.prefetch_related(cited), VerdictShape)

    def _judge(self, claim: Claim) -> Response:
        given = self.parsed(NewVerdict)
        given["rating"] = rating_of(claim, given["rating"])
        given["cited"] = _cited(claim, given.get("cited", []))
        verdict = judge.record_verdict(claim=claim, by=reader(self.request), **given)
        tasks.start_settle(claim.pk)
        return Response(VerdictShape(verdict).data, status=201)

    @extend_schema(request=NewRuling, responses={201: RulingShape})
    @action(detail=True, methods=["post"])
    def ruling(self, request: Request, pk: str) -> Response:
        """Settle a fully judged claim: accept one of its verdicts, or rule; those that differ are dissent."""
        claim = claim_for(request, pk, Act.SETTLE)
        given = self.parsed(NewRuling)
        given["accepts"] = _verdict(claim, given.get("accepts"))
        given["rating"] = rating_of(claim, given["rating"]) if given.get("rating") else None
        return Response(RulingShape(adjudicate.rule(claim=claim, by=reader(request), **given)).data, status=201)

    @extend_schema(request=Reopening, responses={201: RulingShape})
    @action(detail=True, methods=["post"], url_path="ruling/reopen")
    def reopen(self, request: Request, pk: str) -> Response:
        """Take an editor's ruling back; the claim follows its verdicts again."""
        claim = claim_for(request, pk, Act.SETTLE)
        row = adjudicate.reopen(claim=claim, by=reader(request), **self.parsed(Reopening))
        tasks.start_settle(claim.pk)
        return Response(RulingShape(row).data, status=201)

    @extend_schema(request=NewEvidence, responses={201: EvidenceShape})
    @action(detail=True, methods=["post"])
    def evidence(self, request: Request, pk: str) -> Response:
        """Set a passage of a document against the claim."""
        claim = claim_for(request, pk, Act.WEIGH)
        given: dict[str, Any] = self.parsed(NewEvidence)
        document = document_for(request, str(given.pop("document")), Act.READ)
        row = weigh.add_evidence(claim=claim, document=document, by=reader(request), **given)
        tasks.start_weighed(row)
        return Response(EvidenceShape(row).data, status=201)


def rating_of(claim: Claim, slug: str) -> Rating:
    """The rating in the scale's newest edition; whether it is still on offer is for the stage to say."""
    scale = claim.revision.article.project.scale
    rating = Rating.objects.filter(version=scale.current(), slug=slug).select_related("version__scale").first()
    if rating is None:
        raise ValidationError({"rating": f"The scale “{scale.name}” has no rating “{slug}”."})
    return rating


def _verdict(claim: Claim, pk: Any) -> Verdict | None:
    """The verdict to accept; whether it counts is for the stage to say."""
    if pk is None:
        return None
    row = Verdict.objects.filter(claim=claim, pk=pk).select_related("rating").first()
    if row is None:
        raise ValidationError({"accepts": f"This is no verdict on this claim: {pk}."})
    return row


def _cited(claim: Claim, ids: list[Any]) -> list[Evidence]:
    rows = {row.pk: row for row in Evidence.objects.filter(claim=claim, pk__in=ids)}
    if missing := [str(pk) for pk in ids if pk not in rows]:
        raise ValidationError({"cited": f"This is no evidence of this claim: {', '.join(missing)}."})
    return list(rows.values())
