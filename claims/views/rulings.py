"""Published outcomes for everybody, without an account: a page for each, their list, feeds and ClaimReview."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from claims.figures.published import outcomes, published, told_to_all
from claims.formats import claim_review
from claims.formats.feeds import Entry, Feed, atom, json_feed
from claims.models import Correction, Project, Rating, Ruling
from claims.templatetags.words import label

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from claims.formats.reviewed import Reviewed

ON_PAGE = 30
IN_FEED = 100
LONGEST_TITLE = 200


@conditional_page
@require_safe
def ruling_public(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One outcome; 404 for what is not public, whatever there is."""
    found = outcomes(published().filter(claim=pk))
    if not found:
        raise Http404
    outcome = found[0]
    corrections = told_to_all(Correction.objects.filter(claim=pk).public().told())
    context = {
        "publisher": outcome.claim.revision.article.project,
        "outcome": outcome,
        "review": outcome.review,
        "words": outcome.words,
        "corrections": corrections,
        "canonical": request.build_absolute_uri(request.path),
        "judged_by": outcome.newest.verdicts.values("by").distinct().count(),
        "told": _block(outcome.review, _site(request)),
        **_scale(outcome.newest),
    }
    return render(request, "claims/ruling_public.html", context)


@conditional_page
@require_safe
def ruling_list(request: HttpRequest, slug: str) -> HttpResponse:
    """All of a project, what changed last comes first."""
    project = _publishing(slug)
    page = Paginator(published().filter(claim__revision__article__project=project), ON_PAGE).get_page(
        request.GET.get("page")
    )
    context = {"publisher": project, "outcomes": outcomes(page.object_list), "page_obj": page}
    return render(request, "claims/ruling_list.html", context)


@conditional_page
@require_safe
def ruling_atom(request: HttpRequest, slug: str) -> HttpResponse:
    """The outcomes that stand as Atom; answers 304 to who has it."""
    return _fed(request, slug, atom, "application/atom+xml")


@conditional_page
@require_safe
def ruling_json(request: HttpRequest, slug: str) -> HttpResponse:
    """The same as JSON Feed."""
    return _fed(request, slug, json_feed, "application/feed+json")


@conditional_page
@require_safe
def ruling_reviews(request: HttpRequest, slug: str) -> HttpResponse:
    """The same as a DataFeed of ClaimReviews, as aggregators read it."""
    project = _publishing(slug)
    reviews = [review for review in _standing(project) if review.is_for_all]
    told = b"".join(claim_review.feed(reviews, _site(request), name=_title(project)))
    return HttpResponse(told, content_type=claim_review.MEDIA_TYPE)


def _fed(request: HttpRequest, slug: str, write: Callable[[Feed], bytes], content_type: str) -> HttpResponse:
    project, site = _publishing(slug), _site(request)
    reviews = _standing(project)
    changed = [max(review.published_at, review.changed_at) for review in reviews]
    feed = Feed(
        id=f"urn:uuid:{project.pk}:rulings",
        title=_title(project),
        home=request.build_absolute_uri(reverse("claims:ruling-list", args=[slug])),
        url=request.build_absolute_uri(),
        author=project.publisher or project.name,
        updated_at=max(changed, default=project.created_at),
        entries=[_entry(review, site) for review in reviews],
    )
    # By ETag alone: what is withdrawn leaves the feed, and no later time would tell of that.
    return HttpResponse(write(feed), content_type=f"{content_type}; charset=utf-8")


def _standing(project: Project) -> list[Reviewed]:
    rows = published().filter(claim__revision__article__project=project)
    return [one.review for one in outcomes(rows[:IN_FEED]) if one.review]


def _entry(review: Reviewed, site: str) -> Entry:
    said = [one.name for one in review.speakers if one.name]
    lines = [
        _("Claim: %(words)s") % {"words": review.words},
        _("Said by: %(who)s") % {"who": ", ".join(said)} if said else "",
        _("Article: %(title)s") % {"title": f"{review.article.title} {review.article.url}".strip()},
        _("Outcome: %(outcome)s, %(finding)s")
        % {"outcome": review.rating.label, "finding": label(review.finding, "finding")},
        _("Why: %(why)s") % {"why": review.rationale} if review.rationale else "",
    ]
    title = f"{review.outcome}: {Truncator(' '.join(review.words.split())).chars(LONGEST_TITLE)}"
    return Entry(
        id=f"urn:uuid:{review.id}",
        title=title,
        url=claim_review.address(review.id, site),
        text="\n".join(filter(None, lines)),
        published_at=review.published_at,
        updated_at=max(review.published_at, review.changed_at),
    )


def _scale(ruling: Ruling) -> dict[str, Any]:
    """How the scale of the ruling reads: what is on offer in its edition, and its own rating."""
    if ruling.rating is None:
        return {}
    edition = list(Rating.objects.filter(version=ruling.rating.version_id))
    values = [one.value for one in edition if one.value is not None]
    return {
        "scale": ruling.rating.version.scale,
        "ratings": [one for one in edition if one.retired_at is None or one.pk == ruling.rating_id],
        "scale_low": min(values, default=0),
        "scale_high": max(values, default=0),
    }


def _block(review: Reviewed | None, site: str) -> SafeString | str:
    """ClaimReview for the page's data block; nothing where the scale tells the public nothing."""
    if review is None or not review.is_for_all:
        return ""
    return mark_safe(claim_review.embedded(review, site))  # noqa: S308 - every sign of HTML in it is escaped


def _publishing(slug: str) -> Project:
    return get_object_or_404(Project.objects.kept(), slug=slug, publishes=True)


def _title(project: Project) -> str:
    return _("Fact-checks by %(publisher)s") % {"publisher": project.publisher or project.name}


def _site(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")
