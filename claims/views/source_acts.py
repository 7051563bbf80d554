"""What people decide about a source: its name and kind, merges, Wikidata entries, answers, who it is."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from claims import tasks
from claims.models import Act, Merge, Namesake, NamesakeSearch, Source
from claims.pipeline import answer, confide, merge, namesake, rename
from claims.views.access import source_for
from claims.views.requests import Request
from claims.views.sources import detail


@require_POST
@login_required
def source_change(request: Request, pk: UUID) -> HttpResponse:
    """Give the source another name or kind."""
    source = source_for(request, pk, Act.SOURCE)
    name, kind = request.POST.get("name", source.name), request.POST.get("kind", source.kind)
    try:
        if " ".join(name.split()) != source.name:
            source = rename.rename(source=source, name=name, by=request.user)
        if kind != source.kind:
            rename.set_kind(source=source, kind=kind, by=request.user, reason=request.POST.get("reason", ""))
    except ValidationError as error:
        return _wrong(request, source, "change_errors", error, typed=request.POST)
    return _done(request, source, _("Saved."))


@require_POST
@login_required
def source_merge(request: Request, pk: UUID) -> HttpResponse:
    """Merge another source of the project, named by its name or id, into this one."""
    into = source_for(request, pk, Act.SOURCE)
    name = " ".join(request.POST.get("name", "").split())
    others = Source.objects.heads().filter(project=into.project).exclude(pk=into.pk)
    other = others.filter(name__iexact=name).order_by("article", "pk").first()
    if other is None:
        missing = ValidationError(_("No other source of this project is called that."))
        return _wrong(request, into, "merge_errors", missing, merge_name=name)
    confirmed = bool(request.POST.get("confirmed"))
    reason = request.POST.get("reason", "")
    try:
        merge.merge(source=other, into=into, by=request.user, reason=reason, confirmed=confirmed)
    except merge.Refused as error:
        return _wrong(request, into, "merge_errors", error, merge_name=name, confirmable=error.confirmable)
    said = _("“%(name)s” is counted here from now on. It can be taken back below.") % {"name": other.name}
    return _done(request, into, said)


@require_POST
@login_required
def source_unmerge(request: Request, pk: UUID) -> HttpResponse:
    """Take a merge back."""
    row = get_object_or_404(Merge.objects.filter(into__in=Source.objects.seen_by(request.user)), pk=pk)
    into = source_for(request, row.into_id, Act.SOURCE)
    merge.unmerge(merge=row, by=request.user)
    return _done(request, into, _("The merge was taken back."))


@require_POST
@login_required
def namesake_search(request: Request, pk: UUID) -> HttpResponse:
    """Look for entries about the source in the background."""
    source = source_for(request, pk, Act.SOURCE)
    try:
        search = namesake.open_search(source=source, by=request.user)
    except ValidationError as error:
        return _wrong(request, source, "namesake_errors", error)
    tasks.start(NamesakeSearch, [search.pk])
    return redirect(f"{_address(source)}#namesakes")


@require_POST
@login_required
def namesake_decide(request: Request, pk: UUID) -> HttpResponse:
    """Say that an entry is the source, or that it is not (``no``)."""
    row = get_object_or_404(Namesake.objects.filter(source__in=Source.objects.seen_by(request.user)), pk=pk)
    source = source_for(request, row.source_id, Act.SOURCE)
    decide = namesake.refuse if request.POST.get("no") else namesake.confirm
    decide(namesake=row, by=request.user)
    return redirect(f"{_address(source)}#namesakes")


@require_POST
@login_required
def source_answer(request: Request, pk: UUID) -> HttpResponse:
    """Answer the questions of the sourcing policy; an emptied answer is taken back."""
    source = source_for(request, pk, Act.SOURCE)
    wrong: dict[str, list[str]] = {}
    for field, given in request.POST.items():
        slug = field.removeprefix("answer-")
        if slug == field:
            continue
        try:
            answer.answer(source=source, question=slug, answer=str(given), by=request.user)
        except ValidationError as error:
            wrong[slug] = error.messages
    if wrong:
        context = detail(request, source, answer_errors=wrong, typed=request.POST)
        return render(request, "claims/source_detail.html", context, status=422)
    return _done(request, source, _("The answers are saved."), "#answers")


@sensitive_post_parameters("identity")
@never_cache
@require_POST
@login_required
def source_identity(request: Request, pk: UUID) -> HttpResponse:
    """Enter, read or forget who an unnamed source is (``act``); every reading goes on record."""
    source = source_for(request, pk, Act.READ)
    act = request.POST.get("act")
    try:
        if act == "read":
            known = confide.read_identity(source=source, by=request.user)
            return render(request, "claims/source_detail.html", detail(request, source, identity=known))
        if act == "forget":
            confide.forget_identity(source=source, by=request.user)
            return _done(request, source, _("It is deleted, for good."), "#identity")
        confide.confide(source=source, identity=request.POST.get("identity", ""), by=request.user)
    except (ValidationError, confide.Unavailable) as error:
        return _wrong(request, source, "identity_errors", error)
    return _done(request, source, _("It is sealed. Reading it goes on record."), "#identity")


def _wrong(request: Request, source: Source, name: str, error: Exception, **more: Any) -> HttpResponse:
    words = error.messages if isinstance(error, ValidationError) else [str(error)]
    context = detail(request, source, **{name: words}, **more)
    return render(request, "claims/source_detail.html", context, status=422)


def _done(request: Request, source: Source, said: str, place: str = "") -> HttpResponse:
    messages.success(request, said)
    return redirect(f"{_address(source)}{place}")


def _address(source: Source) -> str:
    return source.get_absolute_url()
