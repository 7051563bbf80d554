"""Pull: the next claim for a person, by rank, to be theirs for a while."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import OperationalError, connection, transaction
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import Act, Article, Claim, Event, Release, Seat, SharedBy, require
from claims.pipeline.queue.running_out import release_run_out
from claims.pipeline.queue.waiting import in_hand, ranked, waiting_for

if TYPE_CHECKING:
    from claims.models import Project, User

ATTEMPTS = 40
LONGEST_WAIT = "1s"
"""For the row of a claim that somebody is just writing to."""


class Busy(Exception):
    """Claims wait, but others were quicker every time; nothing was taken."""

    def __init__(self) -> None:
        super().__init__(_("Many are taking claims just now. Try again in a moment."))


class _Again(Exception):
    """Somebody else was quicker, or has the row: look again."""


def take_next(*, project: Project, by: User, skip: Claim | None = None) -> Seat | None:
    """The person's seat at their next claim; None where truly nothing waits for them.

    What an editor assigned to them comes first, then what they hold from the queue already (a double click, two
    tabs), then the best claim that is free; of projects that share out whole articles, with seats at all claims of
    its article that are free for them. ``skip`` is not given now: where it came from the queue it goes back there,
    where it was assigned it stays assigned. Raises PermissionDenied, and Busy.
    """
    require(by, Act.JUDGE, project)
    if skip:
        _put_back(skip, by)
    release_run_out(project=project)
    for attempt in range(ATTEMPTS):
        try:
            return _attempt(project, by, skip, patient=attempt % 2 == 1)
        except _Again:
            continue
    raise Busy


@transaction.atomic
def _put_back(claim: Claim, by: User) -> None:
    """Before anything is locked: who waits for a claim must hold no seat's row."""
    mine = Seat.objects.held(timezone.now()).filter(claim=claim, holder=by, assigned_by=None)
    if seat := mine.select_for_update().first():
        Seat.objects.filter(pk=seat.pk).leave(Release.GIVEN_BACK, timezone.now())
        _tell("seat.released", seat, claim, by)


def _attempt(project: Project, by: User, skip: Claim | None, *, patient: bool) -> Seat | None:
    """One transaction. Impatient, it passes over rows that others have; patient, it waits for the best of them."""
    take = _take_article if project.shared_by == SharedBy.ARTICLE else _take_claim
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            key = f"seats {project.pk} {by.pk}"
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", [key])
            held = in_hand(project, by, timezone.now())
            if skip:
                held = held.exclude(claim=skip)
            if seat := held.first():
                return seat
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [LONGEST_WAIT])
            return take(project, by, skip, patient=patient)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == "55P03":  # lock_not_available
            raise _Again from error
        raise


def _free(project: Project, by: User, skip: Claim | None) -> QuerySet[Claim]:
    claims = waiting_for(project, by, timezone.now())
    return claims.exclude(pk=skip.pk) if skip else claims


def _take_claim(project: Project, by: User, skip: Claim | None, *, patient: bool) -> Seat | None:
    for given_back in (False, True):
        free = ranked(_free(project, by, skip), by, given_back=given_back)
        locked = free.select_for_update(skip_locked=not patient, no_key=True, of=("self",))
        pk = locked.values_list("pk", flat=True).first()
        if pk is not None:
            # Whoever had the row before us may have taken the last seat: this sees what they committed.
            claim = _with_project(_free(project, by, skip).filter(pk=pk)).first()
            if claim is None:
                raise _Again
            return _seats(project, by, [claim])[0]
        if free.exists():
            raise _Again
    return None


def _take_article(project: Project, by: User, skip: Claim | None, *, patient: bool) -> Seat | None:
    """Whoever takes whole articles locks the article's row first, so ``patient`` makes no difference."""
    free = _not_full(project, by, _free(project, by, skip))
    offered = (
        ranked(free, by, given_back=back).values_list("revision__article", flat=True) for back in (False, True)
    )
    article = next((first for rows in offered if (first := rows.first())), None)
    if article is None:
        return None
    Article.objects.select_for_update(no_key=True).only("pk").get(pk=article)
    rows = Claim.objects.filter(revision__article=article).order_by("pk")
    list(rows.select_for_update(no_key=True, of=("self",)).values_list("pk", flat=True))
    ours = _not_full(project, by, _free(project, by, skip).filter(revision__article=article))
    claims = [claim for back in (False, True) for claim in _with_project(ranked(ours, by, given_back=back))]
    if not claims:
        raise _Again
    return _seats(project, by, claims)[0]


def _not_full(project: Project, by: User, claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """Those of articles that fewer others hold seats at than judge a claim."""
    full = Coalesce(_holders(by, timezone.now()), 0)
    return claims.alias(holders=full).filter(holders__lt=project.reviewers_per_claim)


def _holders(by: User, at: datetime) -> Subquery:
    """How many others hold seats at claims of the claim's article."""
    article = "claim__revision__article"
    seats = Seat.objects.held(at).filter(**{article: OuterRef("revision__article")}).exclude(holder=by)
    counted = seats.order_by().values(article).annotate(n=Count("holder", distinct=True)).values("n")
    return Subquery(counted, output_field=IntegerField())


def _with_project(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    return claims.select_related("revision__article__project").defer("search", "revision__text")


def _seats(project: Project, by: User, claims: list[Claim]) -> list[Seat]:
    """Seats at claims whose rows are locked."""
    now = timezone.now()
    Seat.objects.filter(claim__in=claims, holder=by).leave(Release.EXPIRED, now)  # run out, and not released yet
    until = now + timedelta(minutes=project.seat_minutes)
    made = Seat.objects.bulk_create(
        Seat(claim=claim, holder=by, taken_at=now, expires_at=until) for claim in claims
    )
    for seat in made:
        _tell("seat.taken", seat, seat.claim, by, until=until.isoformat())
    return made


def _tell(verb: str, seat: Seat, claim: Claim, by: User, **data: Any) -> None:
    article = claim.revision.article
    where = {"project_id": article.project_id, "article_id": article.pk, "claim": str(claim.pk)}
    Event.objects.record(verb, seat, by=by, **where, **data)
