"""Published outcomes and their corrections over the API."""

from __future__ import annotations

from django.urls import re_path
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.access import claim_for, project_for, reader
from claims.api.doors import Door
from claims.api.shapes.corrections import CorrectionShape, NewPublication, PublicationShape, Withdrawal
from claims.models import Act, Correction, Publication
from claims.pipeline import publish


class Corrections(Door):
    """What changed of published outcomes."""

    queryset = Correction.objects.all()
    serializer_class = CorrectionShape

    @extend_schema(responses=CorrectionShape(many=True))
    def list(self, request: Request, slug: str) -> Response:
        """The project's, as far as blind review lets the person who asks see them, newest first."""
        project = project_for(request, slug, Act.READ)
        rows = Correction.objects.of(project).visible_to(reader(request)).told()
        return self.paged(
            rows.select_related(
                "claim__revision__article",
                "by",
                "after__rating__version__scale",
                "before__rating__version__scale",
                "before__supersedes__rating__version__scale",
            ),
            CorrectionShape,
        )


class Publications(Door):
    """A claim's outcome, made public or taken from the public."""

    queryset = Publication.objects.all()
    serializer_class = PublicationShape

    @extend_schema(request=NewPublication, responses={201: PublicationShape})
    def create(self, request: Request, pk: str) -> Response:
        """Publish the ruling in force."""
        claim = claim_for(request, pk, Act.PUBLISH)
        row = publish.publish(claim=claim, by=reader(request), **self.parsed(NewPublication))
        return Response(PublicationShape(row).data, status=201)

    @extend_schema(request=Withdrawal, responses=PublicationShape)
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take it from the public, with a reason."""
        claim = claim_for(request, pk, Act.PUBLISH)
        row = publish.withdraw(claim=claim, by=reader(request), **self.parsed(Withdrawal))
        return Response(PublicationShape(row).data)


PK = f"(?P<pk>{Publications.lookup_value_regex})"
CORRECTIONS = [
    re_path(
        r"^projects/(?P<slug>[\w-]+)/corrections/?$", Corrections.as_view({"get": "list"}), name="correction-list"
    ),
    re_path(rf"^claims/{PK}/publish/?$", Publications.as_view({"post": "create"}), name="claim-publish"),
    re_path(rf"^claims/{PK}/withdraw/?$", Publications.as_view({"post": "withdraw"}), name="claim-withdraw"),
]
