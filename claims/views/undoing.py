"""Undoing and redoing one's own edits of an article, and the list of them."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from claims.models import Act, Article, Claim, Edit
from claims.pipeline import undo as undos
from claims.templatetags.edits import done
from claims.views.access import article_for
from claims.views.edit_bar import edit_bar, told
from claims.views.edited import Stay, refused, show
from claims.views.requests import Request
from claims.views.shell import desk_of

EDITS_ON_PAGE = 50


@require_POST
@login_required
def edit_undo(request: Request, pk: UUID) -> HttpResponse:
    """Take back ``edit``, the person's newest that stands; asked twice it is done once."""
    article = article_for(request, pk, Act.EDIT)
    try:
        edit = undos.undo(article=article, by=request.user, edit_id=_seen(request))
    except (undos.Nothing, undos.Changed) as reason:
        return refused(request, article, [str(reason)], status=409)
    return _done(request, article, edit, _("Undone: %(what)s"))


@require_POST
@login_required
def edit_redo(request: Request, pk: UUID) -> HttpResponse:
    """Do ``edit`` again, the first that the person took back."""
    article = article_for(request, pk, Act.EDIT)
    try:
        edit = undos.redo(article=article, by=request.user, edit_id=_seen(request))
    except (undos.Nothing, undos.Changed) as reason:
        return refused(request, article, [str(reason)], status=409)
    return _done(request, article, edit, _("Done again: %(what)s"))


def _seen(request: Request) -> UUID | None:
    try:
        return UUID(request.POST.get("edit", ""))
    except ValueError:
        return None


def _done(request: Request, article: Article, edit: Edit, words: str) -> HttpResponse:
    """Show the claim that it was about; where that is in the trash or it was about many, stay."""
    stay = Stay(request)
    if edit.claim_id and Claim.objects.kept().filter(pk=edit.claim_id).exists():
        stay.at(claim=edit.claim_id)
    return show(request, article, stay.unless_gone(), edit, said=words % {"what": done(edit)})


@require_safe
@login_required
def edit_list(request: Request, pk: UUID) -> HttpResponse:
    """What the person changed in the article, newest first."""
    article = article_for(request, pk, Act.EDIT)
    mine = told(Edit.objects.of(article, request.user)).order_by("-place")
    page = Paginator(mine, EDITS_ON_PAGE).get_page(request.GET.get("page"))
    context = {"article": article, "page_obj": page, "edits": page.object_list, "nav": "articles"}
    context |= edit_bar(article, request.user, desk_of(request).role)
    return render(request, "claims/edit_list.html", context)
