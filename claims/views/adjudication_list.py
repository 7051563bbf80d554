"""What waits for the editors: verdicts that differ, claims with the reviewers again, in a vote, or due again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from claims.models import (
    Act,
    Article,
    Asked,
    Attribution,
    Claim,
    ClaimState,
    Panel,
    Project,
    Question,
    Rating,
    Ruling,
    RulingBasis,
    Verdict,
)
from claims.views.access import powers, project_at_hand
from claims.views.paging import Bounded
from claims.views.requests import uuid_of
from claims.views.shell import desk_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from claims.views.requests import Request

ON_PAGE = 30
ARTICLES_OFFERED = 200
"""Articles with the most open disputes that the filter offers."""
OFFERED_OF = 2000
"""It looks at so many claims, those most worth checking."""

LABELS = {
    "disputed": gettext_lazy("To settle"),
    "sent_back": gettext_lazy("Sent back"),
    "voting": gettext_lazy("In a vote"),
    "stale": gettext_lazy("To look at again"),
    "settled": gettext_lazy("Settled by people"),
}


@require_safe
@login_required
def adjudication_list(request: Request) -> HttpResponse:
    """The project's disputed claims, the most worth checking first, or another shelf (``show``)."""
    project = project_at_hand(request, Act.SETTLE)
    show = request.GET.get("show", "")
    show = show if show in SHELVES else "disputed"
    article = uuid_of(request.GET.get("article", ""))
    claims = SHELVES[show](project)
    if article:
        claims = claims.filter(revision__article=article)
    page = Bounded(_with_verdicts(claims, request), ON_PAGE).get_page(request.GET.get("page"))
    ratings = Rating.objects.newest_of(project.scale).on_offer().only("value", "version")
    context = {
        **ends(ratings),
        "nav": "adjudication",
        "claims": page.object_list,
        "page_obj": page,
        "show": show,
        "today": timezone.localdate(),
        "articles": _articles(project),
        "article": article,
        "filters": LABELS.items(),
        **powers(desk_of(request).role),
    }
    return render(request, "claims/adjudication_list.html", context)


def disputed(project: Project) -> QuerySet[Claim]:
    """What waits for an editor, the most worth checking first; without what is with the reviewers again."""
    rows = _claims(project).filter(~Exists(_returned()), state=ClaimState.DISPUTED)
    return rows.order_by("-worthiness", "id")


def settled(project: Project) -> QuerySet[Claim]:
    """What people settled and nobody reopened, the latest first."""
    people = [RulingBasis.EDITOR, RulingBasis.VOTE]
    standing = Q(rulings__basis__in=people, rulings__superseded_by=None)
    return _claims(project).filter(standing, state=ClaimState.SETTLED).order_by("-rulings__created_at", "id")


def sent_back(project: Project) -> QuerySet[Claim]:
    """What waits for an answer of those who judged it, the longest first."""
    asked = models.Subquery(_returned().order_by("created_at").values("created_at")[:1])
    return _claims(project).filter(Exists(_returned())).annotate(asked=asked).order_by("asked", "id")


def voting(project: Project) -> QuerySet[Claim]:
    """What is voted on, the longest first."""
    running = Q(panels__closed_at=None, panels__isnull=False)
    return _claims(project).filter(running).order_by("panels__opened_at", "id")


def stale(project: Project) -> QuerySet[Claim]:
    """What was to be looked at again by a day that has passed, the longest ago first."""
    due = Ruling.objects.stale(timezone.localdate()).filter(claim__revision__article__project=project)
    rows = _claims(project).filter(rulings__in=due, state=ClaimState.SETTLED)
    return rows.order_by("rulings__review_by", "id")


SHELVES: dict[str, Callable[[Project], QuerySet[Claim]]] = {
    "disputed": disputed,
    "sent_back": sent_back,
    "voting": voting,
    "stale": stale,
    "settled": settled,
}


def next_disputed(claim: Claim, article: UUID | None = None) -> UUID | None:
    """The disputed claim after this one in the list, from the beginning again after the last; None for no other."""
    waiting = disputed(claim.revision.article.project).exclude(pk=claim.pk)
    if article:
        waiting = waiting.filter(revision__article=article)
    after = Q(worthiness__lt=claim.worthiness) | Q(worthiness=claim.worthiness, pk__gt=claim.pk)
    round_again = models.Case(models.When(after, then=0), default=1)
    return waiting.order_by(round_again, "-worthiness", "id").values_list("pk", flat=True).first()


def ends(ratings: Iterable[Rating]) -> dict[str, int | None]:
    """Where the scale begins and ends, for the place of a rating on it."""
    values = [rating.value for rating in ratings if rating.value is not None]
    return {"scale_low": min(values, default=None), "scale_high": max(values, default=None)}


def _claims(project: Project) -> QuerySet[Claim]:
    return Claim.objects.kept().filter(revision__article__project=project, revision__article__deleted_at=None)


def _returned() -> QuerySet[Question]:
    return Question.objects.waiting().filter(claim=OuterRef("pk"), to=Asked.REVIEWERS)


def _with_verdicts(claims: QuerySet[Claim], request: Request) -> QuerySet[Claim]:
    """With the article, who said it, the verdicts that count and the viewer may see, and the newest ruling."""
    verdicts = Verdict.objects.counting().visible_to(request.user).select_related("rating", "by")
    verdicts = verdicts.defer("rationale", "search").order_by("created_at", "id")
    said = Attribution.objects.select_related("source").order_by("hop", "place")
    rulings = Ruling.objects.filter(superseded_by=None).with_dissent().select_related("rating", "by")
    questions = Question.objects.waiting().filter(to=Asked.REVIEWERS).select_related("by").order_by("created_at")
    panels = Panel.objects.open().select_related("proposed_by", "rating")
    return (
        claims.select_related("revision__article")
        .defer("search", "revision__text")
        .prefetch_related(
            Prefetch("verdicts", verdicts, to_attr="counting"),
            Prefetch("attributions", said, to_attr="said"),
            Prefetch("rulings", rulings, to_attr="newest"),
            Prefetch("questions", questions, to_attr="returned"),
            Prefetch("panels", panels, to_attr="voted_on"),
        )
    )


def _articles(project: Project) -> QuerySet[Article, dict[str, Any]]:
    """Articles with disputed claims, those with the most first; of very many claims, those most worth checking."""
    found = Claim.objects.kept().filter(state=ClaimState.DISPUTED, revision__article__project=project)
    found = found.filter(revision__article__deleted_at=None).order_by("-worthiness", "id")
    counted = Claim.objects.filter(pk__in=found.values("pk")[:OFFERED_OF]).order_by()
    rows = counted.values("revision__article_id", "revision__article__title").annotate(n=Count("pk"))
    return rows.order_by("-n", "revision__article__title")[:ARTICLES_OFFERED]  # type: ignore[return-value]
