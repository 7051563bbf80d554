"""Give: an editor assigns claims to a member and takes them back; whoever holds a seat may give it back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from claims.models import Act, Claim, Event, Notice, NoticeKind, Release, Seat, allows, require, role_of
from claims.models.access import LEAST_ROLE
from claims.models.identity import new_id
from claims.pipeline.queue.refusing import why_not

if TYPE_CHECKING:
    from claims.models import Project, User

MOST_HOURS = 24 * 365


class Refused(ValidationError):
    """This cannot be assigned; the messages say which claims and why. ``claims`` are their ids."""

    def __init__(self, messages: list[str], claims: Iterable[UUID] = ()) -> None:
        super().__init__(messages)
        self.claims = set(claims)


@dataclass(frozen=True, slots=True)
class Assigned:
    """The seats of one assignment; ``batch`` is what ``undo_assignment`` takes it back by, None for nothing new."""

    seats: list[Seat]
    batch: UUID | None


class _Terms(NamedTuple):
    project: Project
    to: User
    by: User
    now: datetime
    until: datetime
    batch: UUID


@transaction.atomic
def assign(*, claims: Iterable[Claim], to: User, by: User, hours: int | None = None) -> Assigned:
    """Give the claims to a member, for the project's time or ``hours``; all of them or, raising Refused, none.

    What they were given before stays as it is (a double click). What they hold from the queue becomes assigned.
    An editor may put more people on a claim than the project asks for, and third ones on a disputed claim.
    """
    rows, project = _locked(claims)
    require(by, Act.ASSIGN, project)
    _check(rows, project, to, hours)
    now = timezone.now()
    terms = _Terms(project, to, by, now, now + timedelta(hours=hours or project.assignment_hours), new_id())
    Seat.objects.run_out(now).filter(claim__in=rows, holder=to).leave(Release.EXPIRED, now)
    standing = {seat.claim_id: seat for seat in Seat.objects.held(now).filter(claim__in=rows, holder=to)}
    old = [seat for seat in standing.values() if seat.assigned_by_id]
    taken = [seat for seat in standing.values() if not seat.assigned_by_id]
    told = {seat.pk: {"was_until": seat.expires_at.isoformat()} for seat in taken}
    for seat in taken:
        seat.assigned_by, seat.expires_at = by, max(seat.expires_at, terms.until)
    Seat.objects.bulk_update(taken, ["assigned_by", "expires_at"])
    fresh = Seat.objects.bulk_create(
        Seat(claim=row, holder=to, assigned_by=by, taken_at=now, expires_at=terms.until)
        for row in rows
        if row.pk not in standing
    )
    _tell_all("seat.assigned", [*taken, *fresh], rows, terms, told)
    return Assigned([*old, *taken, *fresh], terms.batch if taken or fresh else None)


def _locked(claims: Iterable[Claim]) -> tuple[list[Claim], Project]:
    """The claims as they are now, in order of id, each held off from others; of one project."""
    wanted = {claim.pk for claim in claims}
    if not wanted:
        raise Refused([_("Choose at least one claim.")])
    rows = Claim.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=wanted).order_by("pk")
    found = list(rows.select_related("revision__article__project").defer("search", "revision__text"))
    if not found or len({row.revision.article.project_id for row in found}) > 1:
        raise Refused([_("Choose claims of one project.")])
    return found, found[0].revision.article.project


def _check(rows: list[Claim], project: Project, to: User, hours: int | None) -> None:
    if hours is not None and not 1 <= hours <= MOST_HOURS:
        raise Refused([_("Give between 1 and %(most)d hours.") % {"most": MOST_HOURS}])
    role = role_of(to, project)
    if not allows(role, Act.JUDGE):
        words = _("%(who)s cannot judge in this project: that takes the role “%(role)s”.")
        raise Refused([words % {"who": to.label, "role": LEAST_ROLE[Act.JUDGE].label}], [row.pk for row in rows])
    messages, claims = why_not(rows, project, to)
    if messages:
        raise Refused(messages, claims)


def _tell_all(
    verb: str, seats: list[Seat], rows: list[Claim], terms: _Terms, told: dict[UUID, dict[str, str]]
) -> None:
    """One event for each claim, and one notice."""
    if not seats:
        return
    articles = {row.pk: row.revision.article_id for row in rows}
    common = {"verb": verb, "target_type": "seat", "by_id": terms.by.pk, "by_name": terms.by.username}
    data = {"batch": str(terms.batch), "to": terms.to.pk, "until": terms.until.isoformat()}
    Event.objects.bulk_create(
        Event(
            target_id=seat.pk, claim_id=seat.claim_id, article_id=articles[seat.claim_id],
            project_id=terms.project.pk, data=data | told.get(seat.pk, {}), **common,
        )
        for seat in seats
    )  # fmt: skip
    alone = next(row for row in rows if row.pk == seats[0].claim_id) if len(seats) == 1 else None
    about = {"count": len(seats), "until": terms.until.isoformat()}
    Notice.objects.tell(
        to=[terms.to], kind=NoticeKind.ASSIGNED, project=terms.project, claim=alone, by=terms.by, **about
    )


@transaction.atomic
def undo_assignment(*, project: Project, batch: UUID, by: User) -> int:
    """Take back what one assignment gave and nobody has used up; how many seats. Twice is once.

    What the person had taken from the queue before is theirs again as it was. Verdicts and drafts stay.
    """
    require(by, Act.ASSIGN, project)
    events = Event.objects.filter(project_id=project.pk, verb="seat.assigned", data__batch=str(batch))
    was = {event.target_id: parse_datetime(event.data.get("was_until", "")) for event in events}
    standing = Seat.objects.filter(pk__in=was, released_at=None).exclude(assigned_by=None)
    seats = list(standing.select_for_update(of=("self",)).order_by("pk"))
    for seat in seats:
        if until := was[seat.pk]:
            Seat.objects.filter(pk=seat.pk).update(assigned_by=None, expires_at=until)
        else:
            Seat.objects.filter(pk=seat.pk).leave(Release.TAKEN_AWAY, timezone.now())
    for seat in seats:
        _tell("seat.taken_away", seat, project, by)
    return len(seats)


def give_back(*, seat: Seat, by: User) -> None:
    """The holder gives their seat up; the claim goes to somebody else. Twice is once."""
    if seat.holder_id != by.pk:
        raise PermissionDenied(_("Somebody else holds this claim."))
    _leave(seat, by, Release.GIVEN_BACK, "seat.released")


def take_away(*, seat: Seat, by: User) -> None:
    """An editor takes a seat from its holder; what they wrote is kept. Twice is once."""
    require(by, Act.ASSIGN, seat.claim.revision.article.project)
    _leave(seat, by, Release.TAKEN_AWAY, "seat.taken_away")


@transaction.atomic
def _leave(seat: Seat, by: User, why: Release, verb: str) -> None:
    if Seat.objects.filter(pk=seat.pk).leave(why, timezone.now()):
        _tell(verb, seat, seat.claim.revision.article.project, by)


def _tell(verb: str, seat: Seat, project: Project, by: User) -> None:
    data: dict[str, Any] = {"claim": str(seat.claim_id), "holder": seat.holder_id}
    Event.objects.record(verb, seat, project_id=project.pk, by=by, **data)
