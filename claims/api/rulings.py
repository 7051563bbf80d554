"""A settled claim as ClaimReview over the API."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404
from django.urls import re_path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.access import claim_for, reader
from claims.api.doors import Door
from claims.formats import claim_review
from claims.interchange.chosen import Chosen
from claims.models import Act, Ruling
from claims.pipeline.export import export


class Reviews(Door):
    """What a ruling says, for other systems."""

    queryset = Ruling.objects.all()

    @extend_schema(
        operation_id="rulings_claimreview",
        responses={(200, "application/json"): OpenApiTypes.OBJECT},
    )
    def retrieve(self, request: Request, pk: str) -> Response:
        """The claim's ruling in force as a ClaimReview, published or not.

        404 where none stands that the person who asks may know of, or its scale tells the public nothing. Its
        ``url`` is the public address, where it stands once it is published.
        """
        claim = claim_for(request, pk, Act.EXPORT)
        article = claim.revision.article
        site = request.build_absolute_uri("/").rstrip("/")
        chosen = Chosen(articles=(article.pk,))
        told = export(project=article.project, fmt="claimreview", viewer=reader(request), chosen=chosen, site=site)
        address = claim_review.address(str(claim.pk), site)
        for item in json.loads(b"".join(told))["dataFeedElement"]:
            review: dict[str, Any] = item["item"]
            if review["url"] == address:
                return Response({"@context": claim_review.CONTEXT, **review})
        raise Http404


PK = f"(?P<pk>{Reviews.lookup_value_regex})"
RULINGS = [
    re_path(rf"^rulings/{PK}/claimreview/?$", Reviews.as_view({"get": "retrieve"}), name="ruling-claimreview"),
]
