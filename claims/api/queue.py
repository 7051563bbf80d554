"""The queue over the API: the next claim, one's own seats, assignment."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.urls import re_path
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.access import project_for, reader
from claims.api.doors import Door
from claims.api.shapes.seats import AssignmentShape, NewAssignment, NextClaim, SeatShape, Undoing, Undone
from claims.models import Act, Claim, Project, Seat, User, allows, require, role_of
from claims.pipeline import queue

SLUG = r"(?P<slug>[-\w]+)"


class Queue(Door):
    """Who judges which claim of a project, and until when."""

    queryset = Seat.objects.all()
    serializer_class = SeatShape

    def list(self, request: Request, slug: str) -> Response:
        """The claims that the person holds now; those that anybody holds, for editors and owners."""
        project = project_for(request, slug, Act.JUDGE)
        rows = _shown(queue.in_hand(project, reader(request), timezone.now()))
        if allows(role_of(reader(request), project), Act.ASSIGN):
            held = Seat.objects.held(timezone.now()).filter(claim__deleted_at=None)
            held = held.filter(claim__revision__article__deleted_at=None)
            rows = _shown(held.filter(claim__revision__article__project=project))
        return self.paged(rows, SeatShape)

    @extend_schema(
        request=NextClaim, responses={200: SeatShape, 204: OpenApiResponse(description="Nothing waits.")}
    )
    def following(self, request: Request, slug: str) -> Response:
        """The next claim: the one held already, an assigned one first, else the best that is free."""
        project = project_for(request, slug, Act.JUDGE)
        skip = self.parsed(NextClaim).get("skip")
        skipped = _claims(project, [skip])[0] if skip else None
        seat = queue.take_next(project=project, by=reader(request), skip=skipped)
        if seat is None:
            return Response(status=204)
        return Response(SeatShape(_shown(Seat.objects.all()).get(pk=seat.pk)).data)

    @extend_schema(request=NewAssignment, responses={201: AssignmentShape})
    def assign(self, request: Request, slug: str) -> Response:
        """Give claims to a member: all of them or, where something is against one, none."""
        project = project_for(request, slug, Act.ASSIGN)
        given = self.parsed(NewAssignment)
        to = User.objects.filter(username=given["to"], memberships__project=project).first()
        if to is None:
            raise ValidationError({"to": f"Nobody in this project is called “{given['to']}”."})
        claims = _claims(project, given["claims"])
        done = queue.assign(claims=claims, to=to, by=reader(request), hours=given.get("hours"))
        seats = _shown(Seat.objects.filter(pk__in=[seat.pk for seat in done.seats]))
        return Response(AssignmentShape({"batch": done.batch, "seats": seats}).data, status=201)

    @extend_schema(request=Undoing, responses=Undone)
    def undo(self, request: Request, slug: str) -> Response:
        """Take back what one assignment gave and nobody has used."""
        project = project_for(request, slug, Act.ASSIGN)
        n = queue.undo_assignment(project=project, batch=self.parsed(Undoing)["batch"], by=reader(request))
        return Response(Undone({"seats": n}).data)


class Seats(Door):
    """One seat."""

    queryset = Seat.objects.all()
    serializer_class = SeatShape

    @extend_schema(responses=SeatShape)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One's own seat; anybody's for editors and owners."""
        return Response(SeatShape(self._seat(request, pk, Act.ASSIGN)).data)

    @extend_schema(request=None, responses={204: None})
    def release(self, request: Request, pk: str) -> Response:
        """Give one's own seat back; an editor takes away somebody else's."""
        seat = self._seat(request, pk, Act.JUDGE)
        act = queue.give_back if seat.holder_id == reader(request).pk else queue.take_away
        act(seat=seat, by=reader(request))
        return Response(status=204)

    def _seat(self, request: Request, pk: str, of_others: Act) -> Seat:
        rows = _shown(Seat.objects.filter(claim__in=Claim.objects.seen_by(reader(request))))
        seat: Seat = get_object_or_404(rows.select_related("claim__revision__article__project"), pk=UUID(pk))
        own = seat.holder_id == reader(request).pk
        require(reader(request), Act.JUDGE if own else of_others, seat.claim.revision.article.project)
        return seat


def _shown(seats: QuerySet[Seat]) -> QuerySet[Seat]:
    rows = seats.select_related("claim__revision", "holder", "assigned_by")
    return rows.defer("claim__revision__text", "claim__search")


def _claims(project: Project, ids: list[UUID]) -> list[Claim]:
    rows = list(Claim.objects.kept().filter(pk__in=ids, revision__article__project=project).defer("search"))
    known = {row.pk for row in rows}
    if missing := [str(pk) for pk in ids if pk not in known]:
        raise ValidationError({"claims": f"This is no claim of this project: {', '.join(missing)}."})
    return rows


QUEUE = [
    re_path(rf"^projects/{SLUG}/queue/?$", Queue.as_view({"get": "list"}), name="queue-list"),
    re_path(rf"^projects/{SLUG}/queue/next/?$", Queue.as_view({"post": "following"}), name="queue-next"),
    re_path(rf"^projects/{SLUG}/queue/assign/?$", Queue.as_view({"post": "assign"}), name="queue-assign"),
    re_path(rf"^projects/{SLUG}/queue/undo/?$", Queue.as_view({"post": "undo"}), name="queue-undo"),
    re_path(
        rf"^seats/(?P<pk>{Door.lookup_value_regex})/?$", Seats.as_view({"get": "retrieve"}), name="seat-detail"
    ),
    re_path(
        rf"^seats/(?P<pk>{Door.lookup_value_regex})/release/?$",
        Seats.as_view({"post": "release"}),
        name="seat-release",
    ),
]
