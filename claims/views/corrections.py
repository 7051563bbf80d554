"""Published outcomes: publishing and withdrawing, what was corrected since; the public page and its feeds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_POST, require_safe

from claims.figures.published import told_to_all
from claims.formats.feeds import Entry, Feed, atom, json_feed
from claims.models import Act, Correction, Project, Ruling
from claims.pipeline import publish
from claims.views.access import claim_for, powers, project_at_hand
from claims.views.shell import desk_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from claims.views.requests import Request

ON_PAGE = 30
IN_FEED = 100


@require_POST
@login_required
def claim_publish(request: Request, pk: UUID) -> HttpResponse:
    """Publish the ruling in force; with ``withdraw`` take the claim's outcome from the public."""
    claim = claim_for(request, pk, Act.PUBLISH)
    try:
        if "withdraw" in request.POST:
            publish.withdraw(claim=claim, by=request.user, why=request.POST.get("why", ""))
            messages.success(request, _("The outcome is no longer public."))
        else:
            publish.publish(claim=claim, by=request.user, ruling=request.POST.get("ruling"))
            messages.success(request, _("The outcome is published. What changes from now on is a correction."))
    except ValidationError as error:
        for words in error.messages:
            messages.error(request, words)
    return redirect("claims:claim-adjudicate", claim.pk)


@require_safe
@login_required
def correction_list(request: Request) -> HttpResponse:
    """What changed of the project's published outcomes, for its members, the latest first."""
    project = project_at_hand(request, Act.READ)
    rows = Correction.objects.of(project).visible_to(request.user).told()
    page = Paginator(rows, ON_PAGE).get_page(request.GET.get("page"))
    context = {
        "nav": "adjudication",
        "corrections": page.object_list,
        "page_obj": page,
        "by_name": True,
        **powers(desk_of(request).role),
    }
    return render(request, "claims/correction_list.html", context)


@require_safe
def correction_public(request: HttpRequest, slug: str) -> HttpResponse:
    """The same for everybody, without names of people, where the project publishes."""
    project = _publishing(slug)
    rows = Correction.objects.of(project).public().told()
    page = Paginator(rows, ON_PAGE).get_page(request.GET.get("page"))
    context = {"publisher": project, "corrections": told_to_all(page.object_list), "page_obj": page}
    return render(request, "claims/correction_public.html", context)


@conditional_page
@require_safe
def correction_atom(request: HttpRequest, slug: str) -> HttpResponse:
    """The feed as Atom; answers 304 to who has it."""
    return _fed(request, slug, atom, "application/atom+xml")


@conditional_page
@require_safe
def correction_json(request: HttpRequest, slug: str) -> HttpResponse:
    """The same as JSON Feed."""
    return _fed(request, slug, json_feed, "application/feed+json")


def _fed(request: HttpRequest, slug: str, write: Callable[[Feed], bytes], content_type: str) -> HttpResponse:
    project = _publishing(slug)
    home = request.build_absolute_uri(reverse("claims:correction-public", args=[slug]))
    rows = told_to_all(Correction.objects.of(project).public().told()[:IN_FEED])
    updated_at = rows[0].created_at if rows else project.created_at
    feed = Feed(
        id=f"urn:uuid:{project.pk}",
        title=_("Corrections of %(project)s") % {"project": project.name},
        home=home,
        url=request.build_absolute_uri(),
        author=project.name,
        updated_at=updated_at,
        entries=[_entry(row, home) for row in rows],
    )
    # By ETag alone: what is withdrawn leaves the feed, and no later time would tell of that.
    return HttpResponse(write(feed), content_type=f"{content_type}; charset=utf-8")


def _publishing(slug: str) -> Project:
    return get_object_or_404(Project.objects.kept(), slug=slug, publishes=True)


def _entry(row: Any, home: str) -> Entry:
    article = row.claim.revision.article
    lines = [
        _("Claim: %(words)s") % {"words": row.words_now or row.claim.text},
        _("Article: %(title)s") % {"title": f"{article.title} {article.url}".strip()},
        _("Before: %(outcome)s") % {"outcome": outcome(row.stood)},
        _("Now: %(outcome)s") % {"outcome": outcome(row.after)},
        _("Why: %(why)s") % {"why": row.told_why},
    ]
    title = _("Corrected: %(words)s") % {"words": row.claim.text}
    return Entry(f"urn:uuid:{row.pk}", title, f"{home}#c-{row.pk}", "\n".join(lines), row.created_at)


def outcome(ruling: Ruling) -> str:
    """What a ruling says, in the words of the scale."""
    if ruling.rating is None:
        return _("taken back; it is being checked again")
    return f"{ruling.rating.label}, {ruling.get_finding_display()}"
