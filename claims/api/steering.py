"""Asking for more over the API: look-ups in one's own words, a copy in the Wayback Machine, reading again."""

from __future__ import annotations

from typing import Any

from django.urls import re_path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from claims import tasks
from claims.api.access import claim_for, document_for, intake_for, reader
from claims.api.doors import Door
from claims.api.shapes.fields import Username
from claims.api.shapes.work import WORK, IntakeShape, LookupShape
from claims.models import Act, Intake, Lookup, WaybackSave
from claims.pipeline import look_up, steer, wayback


class Asked(serializers.Serializer[Any]):
    """A question to one service; the same words again ask the same look-up again."""

    provider = serializers.CharField(max_length=60)
    query = serializers.CharField(max_length=2000)
    as_of = serializers.DateField(
        required=False, help_text="What was known on that day; the article's where left out."
    )


class WaybackSaveShape(serializers.ModelSerializer[WaybackSave]):
    """A copy asked of the Wayback Machine. Only ``archived_url`` says that there is one."""

    asked_by = Username()

    class Meta:
        model = WaybackSave
        fields = ["id", "document", "url", "archived_url", "asked_by", *WORK]
        read_only_fields = fields


class LookupsOfClaim(Door):
    """Asking for a claim."""

    queryset = Lookup.objects.all()
    serializer_class = LookupShape

    @extend_schema(request=Asked, responses={202: LookupShape})
    def create(self, request: Request, pk: str) -> Response:
        """Ask a service in one's own words: see the look-up for how it goes."""
        claim = claim_for(request, pk, Act.LOOK_UP)
        lookup = look_up.ask_anew(claim=claim, by=reader(request), **self.parsed(Asked))
        tasks.start_lookups([lookup.pk])
        location = self.address("lookup-detail", lookup.pk)
        return Response(LookupShape(lookup).data, status=202, headers={"Location": location})


class WaybackSaves(Door):
    """Copies of a document's page in the Wayback Machine."""

    queryset = WaybackSave.objects.all()
    serializer_class = WaybackSaveShape

    def list(self, request: Request, pk: str) -> Response:
        """Those that were asked for, newest first."""
        rows = WaybackSave.objects.filter(document=document_for(request, pk, Act.READ))
        return self.paged(rows.select_related("asked_by"), WaybackSaveShape)

    @extend_schema(request=None, responses={202: WaybackSaveShape})
    def create(self, request: Request, pk: str) -> Response:
        """Ask for one; while one is under way, that one."""
        document = document_for(request, pk, Act.WEIGH)
        try:
            row = wayback.ask_save(document=document, by=reader(request))
        except wayback.Refused as error:
            raise ValidationError({"": [str(error)]}) from error
        tasks.start(WaybackSave, [row.pk])
        return Response(WaybackSaveShape(row).data, status=202)


@extend_schema(request=None, responses=IntakeShape)
class IntakeSteering(Door):
    """Reading a file or an address again, and ending it."""

    queryset = Intake.objects.all()
    serializer_class = IntakeShape

    def retry(self, request: Request, pk: str) -> Response:
        """Read again after a failure or a cancellation; one that runs or is done stays as it is."""
        intake = intake_for(request, pk, Act.INGEST)
        for waiting in steer.ask_again(work=[intake], by=reader(request)):
            tasks.start_intake(waiting)
        return Response(IntakeShape(intake_for(request, pk, Act.INGEST)).data)

    def cancel(self, request: Request, pk: str) -> Response:
        """Cancel a reading that has not ended."""
        steer.cancel(work=[intake_for(request, pk, Act.INGEST)], by=reader(request))
        return Response(IntakeShape(intake_for(request, pk, Act.INGEST)).data)


PK = f"(?P<pk>{Door.lookup_value_regex})"
STEERING = [
    re_path(rf"^claims/{PK}/lookups/?$", LookupsOfClaim.as_view({"post": "create"}), name="claim-lookups"),
    re_path(
        rf"^documents/{PK}/wayback/?$",
        WaybackSaves.as_view({"get": "list", "post": "create"}, filter_backends=[]),
        name="wayback-saves",
    ),
    re_path(rf"^intakes/{PK}/retry/?$", IntakeSteering.as_view({"post": "retry"}), name="intake-retry"),
    re_path(rf"^intakes/{PK}/cancel/?$", IntakeSteering.as_view({"post": "cancel"}), name="intake-cancel"),
]
