"""What the page of the queue shows: own seats, what waits and who holds it, the load of each member."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, Min, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import Act, Claim, Membership, Project, Role, Seat, User, allows
from claims.pipeline import queue
from claims.views.paging import Bounded
from claims.views.requests import uuid_of

if TYPE_CHECKING:
    from collections.abc import Mapping

ON_PAGE = 50
OWN_AT_MOST = 100
ARTICLES_OFFERED = 200
MANY = 100
"""Nobody who has so many before them needs to know how many more; counting them all would take seconds."""


def own_seats(project: Project, user: User, now: datetime) -> QuerySet[Seat]:
    """What the person holds, in the order in which it comes."""
    seats = queue.in_hand(project, user, now).select_related("claim__revision__article", "assigned_by")
    return seats.defer("claim__search", "claim__revision__text")[:OWN_AT_MOST]


def sifted(project: Project, asked: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """Claims that take verdicts, the most worth checking first, with the seats held at them.

    Nothing here tells who has given a verdict, or that anybody has.
    """
    held = Seat.objects.held(now).select_related("holder", "assigned_by").order_by("taken_at", "id")
    claims = queue.open_claims(project)
    article, show = uuid_of(asked.get("article", "")), asked.get("show", "")
    if article:
        claims = claims.filter(revision__article=article)
    anybody = Exists(Seat.objects.held(now).filter(claim=OuterRef("pk")))
    by_show = {"free": claims.exclude(anybody), "held": claims.filter(anybody)}
    show = show if show in by_show else "all"
    rows = by_show.get(show, claims).order_by("-worthiness", "id").select_related("revision__article__written_by")
    rows = rows.defer("search", "revision__text").prefetch_related(Prefetch("seats", held, to_attr="held"))
    page = Bounded(rows, ON_PAGE).get_page(asked.get("page"))
    return {
        "claims": page.object_list,
        "page_obj": page,
        "article": article,
        "show": show,
        "filters": [("all", _("All open")), ("free", _("Held by nobody")), ("held", _("Held"))],
        "articles": _articles(project),
    }


def load(project: Project, now: datetime) -> dict[str, Any]:
    """Each member who may judge, with what they hold; and the skills that open claims take and nobody has."""
    judging = [role for role in Role if allows(role, Act.JUDGE)]
    in_project = Q(user__seats__claim__revision__article__project=project, user__seats__released_at=None)
    mine = in_project & Q(user__seats__expires_at__gt=now)
    members = Membership.objects.filter(project=project, role__in=judging, user__is_active=True)
    members = members.select_related("user").annotate(
        assigned=Count("user__seats", filter=mine & Q(user__seats__assigned_by__isnull=False), distinct=True),
        pulled=Count("user__seats", filter=mine & Q(user__seats__assigned_by=None), distinct=True),
        first_ends=Min("user__seats__expires_at", filter=mine),
    )
    rows = sorted(members, key=lambda row: row.user.label.casefold())
    known = {skill for row in rows for skill in row.skills}
    return {"members": rows, "missing": _missing(project, known)}


def _missing(project: Project, known: set[str]) -> list[tuple[str, int]]:
    """Tags of articles whose open claims nobody can get from the queue, and how many claims; most first."""
    tagged = queue.open_claims(project).exclude(revision__article__tags=[])
    tagged = tagged.exclude(revision__article__tags__overlap=sorted(known)) if known else tagged
    counted = tagged.order_by().values("revision__article__tags").annotate(n=Count("pk"))
    found: dict[str, int] = {}
    for row in counted:
        for tag in row["revision__article__tags"]:
            found[tag] = found.get(tag, 0) + row["n"]
    return sorted(found.items(), key=lambda item: (-item[1], item[0]))


def _articles(project: Project) -> QuerySet[Claim, dict[str, Any]]:
    """Articles with open claims, those with the most first."""
    best = queue.open_claims(project).order_by("-worthiness", "id").values("pk")[:MANY]
    rows = Claim.objects.filter(pk__in=best).order_by().values("revision__article_id", "revision__article__title")
    counted = rows.annotate(n=Count("pk")).order_by("-n", "revision__article__title")
    return counted[:ARTICLES_OFFERED]  # type: ignore[return-value]


def next_up(project: Project, user: User) -> dict[str, Any]:
    """The claim that the queue would give the person now, the seat they hold at it, and how many there are."""
    now = timezone.now()
    waiting = queue.waiting_for(project, user, now)
    seat = queue.in_hand(project, user, now).select_related("assigned_by").first()
    if seat:
        found: list[QuerySet[Claim]] = [Claim.objects.filter(pk=seat.claim_id)]
    else:
        found = [queue.ranked(waiting, user, given_back=back) for back in (False, True)]
    rows = (claims.select_related("revision__article").defer("revision__text", "search") for claims in found)
    claim = next((first for claims in rows if (first := claims.first())), None)
    if claim is None:
        return {"next_claim": None, "open_for_me": 0}
    hop = claim.attributions.select_related("source").order_by("hop").first()
    shown = {
        "id": claim.pk,
        "seat": seat,
        "text": claim.text,
        "reasons": claim.reasons,
        "article_title": claim.revision.article.title,
        "source_name": hop.source.name if hop and hop.source else "",
        "source_kind": hop.source.kind if hop and hop.source else "article",
    }
    held = queue.in_hand(project, user, now).values("claim")
    best = waiting.exclude(pk__in=held).order_by(
        "-worthiness", "id"
    )  # in an order that an index has: it stops early
    number = best[:MANY].count() + held.count()
    return {"next_claim": shown, "open_for_me": min(number, MANY), "many_open_for_me": number >= MANY}


def seat_shown(claim: Claim, viewer: User, role: Role | None) -> dict[str, Any]:
    """The viewer's own seat at the claim in hand, None where they hold none."""
    if not allows(role, Act.JUDGE):
        return {}
    seats = Seat.objects.held(timezone.now()).filter(claim=claim, holder=viewer)
    return {"seat": seats.select_related("assigned_by").first()}
