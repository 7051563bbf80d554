"""What waits: the claims that a person could take now, and the seats they hold."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from claims.models import Claim, ClaimState, Membership, Release, Seat, Verdict
from claims.models.rounds import took_part_in

if TYPE_CHECKING:
    from django.db.models import Model

    from claims.models import Project, User
    from claims.models.claim import ClaimQuerySet
    from claims.models.seat import SeatQuerySet


def open_claims(project: Project) -> ClaimQuerySet:
    """The project's claims that take verdicts, outside the trash."""
    return Claim.objects.kept().filter(
        state=ClaimState.OPEN, revision__article__project=project, revision__article__deleted_at=None
    )


def waiting_for(project: Project, person: User, at: datetime) -> QuerySet[Claim]:
    """Open claims that the person may judge now: not their own article's, not judged by them, of their skills, and
    with fewer others on them than the project asks for."""
    # Counted claim by claim: a set of all that the person ever judged would be made anew for every pull.
    mine = _count(Verdict.objects.counting().filter(claim=OuterRef("pk"), by=person))
    claims = open_claims(project).alias(mine=mine).filter(mine=None)
    claims = claims.exclude(revision__article__written_by=person)
    skills = Membership.objects.filter(project=project, user=person).values_list("skills", flat=True).first()
    fits = Q(revision__article__tags=[])
    if skills:
        fits |= Q(revision__article__tags__overlap=skills)
    if project.two_rounds:
        claims = claims.exclude(pk__in=took_part_in(person).values("pk"))
    return claims.filter(fits).alias(others=_others(person, at)).filter(others__lt=project.reviewers_per_claim)


def _others(person: User, at: datetime) -> Coalesce:
    """How many others are on a claim: those whose verdict counts, and those who hold a seat and have given none."""
    counting = Verdict.objects.counting()
    judged = counting.filter(claim=OuterRef("pk")).exclude(by=person)
    gave = counting.filter(claim=OuterRef("claim"), by=OuterRef("holder"))
    seated = Seat.objects.held(at).filter(~Exists(gave), claim=OuterRef("pk")).exclude(holder=person)
    return Coalesce(_count(judged), 0) + Coalesce(_count(seated), 0)  # type: ignore[return-value]


def _count(rows: QuerySet[Model]) -> Subquery:
    per_claim = rows.order_by().values("claim").annotate(n=Count("pk")).values("n")
    return Subquery(per_claim, output_field=IntegerField())


def ranked(claims: QuerySet[Claim], person: User, *, given_back: bool = False) -> QuerySet[Claim]:
    """Those that the person never gave back, or, for afterwards, those they did; the most worth checking first.

    Asked for one after the other, as one order of both could not follow an index.
    """
    back = Exists(Seat.objects.filter(claim=OuterRef("pk"), holder=person, released_why=Release.GIVEN_BACK))
    return claims.filter(back if given_back else ~back).order_by("-worthiness", "id")


def in_hand(project: Project, person: User, at: datetime) -> SeatQuerySet:
    """The seats that the person holds at claims they can still judge: assigned ones first, then by rank."""
    judged = Verdict.objects.counting().filter(claim=OuterRef("claim"), by=person)
    seats = Seat.objects.held(at).filter(~Exists(judged), holder=person, claim__deleted_at=None)
    seats = seats.filter(claim__revision__article__project=project, claim__revision__article__deleted_at=None)
    seats = seats.exclude(claim__state=ClaimState.SETTLED)
    return seats.alias(pulled=Q(assigned_by=None)).order_by("pulled", "-claim__worthiness", "claim_id")
