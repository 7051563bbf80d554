"""One act on many claims of the list at once."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from claims.models import Act, Article, Claim, Source
from claims.pipeline import edit
from claims.views import given
from claims.views.access import article_for
from claims.views.edited import Stay, edited
from claims.views.editing import of_text
from claims.views.requests import Request
from claims.views.workbench import bench_for


@require_POST
@login_required
def claim_bulk(request: Request, pk: UUID) -> HttpResponse:
    """Do ``act`` (trash, restore, merge, source) to every ``claim``, or to all that the list shows (``all``)."""
    article = article_for(request, pk, Act.EDIT)

    def act() -> Stay:
        wanted = request.POST.get("act", "")
        claims = _chosen(request, article, trashed=wanted == "restore")
        if wanted == "trash":
            edit.trash(claims=claims, by=request.user)
        elif wanted == "restore":
            edit.restore(claims=claims, by=request.user)
        elif wanted == "merge":
            return Stay(request).at(claim=_merged(request, claims).pk)
        elif wanted == "source":
            _tie(request, article, claims)
        else:
            raise ValidationError(_("Choose what to do with these claims."))
        return Stay(request).at()

    return edited(request, article, act)


def _chosen(request: Request, article: Article, *, trashed: bool) -> list[Claim]:
    """The claims in the order of the text."""
    stay = Stay(request)
    stay.go(request)
    bench = bench_for(request, article)
    shown = [row.id for row in bench.rows]
    wanted = [UUID(pk) for pk in shown] if "all" in request.POST else given.ids(request.POST, "claim")
    place = {pk: number for number, pk in enumerate(shown)}
    found = of_text(bench.revision, wanted, trashed=trashed)
    return sorted(found, key=lambda claim: place.get(str(claim.pk), claim.number))


def _merged(request: Request, claims: list[Claim]) -> Claim:
    """The first in the text takes in the others."""
    first, *others = claims
    if not others:
        raise ValidationError(_("Choose at least two claims to merge."))
    edit.merge(claim=first, others=others, by=request.user)
    return first


def _tie(request: Request, article: Article, claims: list[Claim]) -> None:
    """To a source that has the name, or to a new one of that name and kind."""
    name, kind = " ".join(request.POST.get("name", "").split()), request.POST.get("kind", "")
    known = None
    if not kind and name:
        there = Source.objects.filter(Q(article=None) | Q(article=article), project=article.project_id)
        known = there.filter(name__iexact=name).order_by("article").first()
    edit.set_source(claims=claims, source=known, name=name, kind=kind, by=request.user)
