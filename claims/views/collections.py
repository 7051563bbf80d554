"""Bringing in many at once: the form, a collection's progress, and feeds that are read again and again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from claims import tasks
from claims.forms import CollectionForm
from claims.models import Act, Claim, Collection, Document, Event, FactCheck, Project, Subscription
from claims.pipeline import collect, steer
from claims.views.access import powers, project_at_hand
from claims.views.requests import Request
from claims.views.shell import desk_of
from claims.views.shelves import collection_for, subscription_for

COLLECTIONS_ON_PAGE = 30
ADDED_SHOWN = 12


@require_safe
@login_required
def collection_list(request: Request) -> HttpResponse:
    """The project's feeds, and what was brought in, newest first."""
    project = project_at_hand(request, Act.READ)
    rows = Collection.objects.filter(project=project).select_related("created_by").defer("refused")
    page = Paginator(rows.order_by("-queued_at", "-id"), COLLECTIONS_ON_PAGE).get_page(request.GET.get("page"))
    context = {
        "nav": "library",
        "shelf": "collections",
        "collections": page.object_list,
        "page_obj": page,
        "subscriptions": Subscription.objects.kept().filter(project=project),
        **powers(desk_of(request).role),
    }
    return render(request, "claims/collection_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def collection_new(request: Request) -> HttpResponse:
    """The form: what, from where, and for a feed how often."""
    project = project_at_hand(request, Act.INGEST)
    if request.method != "POST":
        return _form(request, CollectionForm(initial={"kind": request.GET.get("kind", "")}))
    form = CollectionForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            collection = _begun(request, project, form.cleaned_data)
        except collect.Refused as error:
            form.add_error("url" if form.cleaned_data["url"] else "upload", str(error))
        else:
            tasks.start(Collection, [collection.pk])
            messages.success(request, _("Handed in. It is read in the background."))
            return redirect("claims:collection-detail", collection.pk)
    return _form(request, form)


def _begun(request: Request, project: Project, data: dict[str, Any]) -> Collection:
    given = {"project": project, "by": request.user, "kind": data["kind"]}
    if data["every"]:
        row = collect.subscribe(**given, url=data["url"], every=data["every"])
        return collect.read_now(subscription=row, by=request.user)
    return collect.open_collection(**given, url=data["url"] or "", upload=data["upload"])


def _form(request: Request, form: CollectionForm) -> HttpResponse:
    context = {"nav": "library", "form": form, **powers(desk_of(request).role)}
    return render(request, "claims/collection_new.html", context, status=422 if form.errors else 200)


@require_safe
@login_required
@vary_on_headers("HX-Request")
def collection_detail(request: Request, pk: UUID) -> HttpResponse:
    """How far the reading is, what it added, what it refused and why."""
    collection = collection_for(request, pk, Act.READ)
    context = {
        "nav": "library",
        "collection": collection,
        "added": _added(collection),
        "claim": _claim(request, collection),
        **powers(desk_of(request).role),
    }
    whole = not request.htmx
    template = "claims/collection_detail.html" if whole else "claims/_collection_state.html"
    return render(request, template, context)


def _added(collection: Collection) -> list[Any]:
    """The first of what it brought; for one address also the document that was there before."""
    verbs = ("document.added", "fact_check.added")
    since = Event.objects.filter(project_id=collection.project_id, created_at__gte=collection.queued_at)
    told = since.filter(verb__in=verbs, data__collection=str(collection.pk))
    ids = list(told.order_by("created_at", "id").values_list("target_id", flat=True)[:ADDED_SHOWN])
    if collect.KEEP[collection.kind] == "fact_check":
        return list(FactCheck.objects.kept().filter(pk__in=ids).defer("raw", "search", "embedding"))
    documents = Document.objects.library().filter(project_id=collection.project_id).defer("text")
    if not ids and collection.known == 1 and collection.filename.startswith(("http://", "https://")):
        return list(documents.filter(url=collection.filename)[:1])
    return list(documents.filter(pk__in=ids).order_by("id"))


def _claim(request: Request, collection: Collection) -> Claim | None:
    """The claim for which the page was fetched, where the address names one of the project."""
    try:
        wanted = UUID(request.GET.get("claim", ""))
    except ValueError:
        return None
    claims = Claim.objects.seen_by(request.user).filter(revision__article__project=collection.project_id)
    found: Claim | None = claims.filter(pk=wanted).first()
    return found


@require_POST
@login_required
def collection_retry(request: Request, pk: UUID) -> HttpResponse:
    """Go on where it failed or was cancelled."""
    row = collection_for(request, pk, Act.INGEST)
    tasks.start(Collection, steer.ask_again(work=[row], by=request.user))
    return redirect("claims:collection-detail", pk)


@require_POST
@login_required
def collection_cancel(request: Request, pk: UUID) -> HttpResponse:
    """Stop; what was taken in stays."""
    steer.cancel(work=[collection_for(request, pk, Act.INGEST)], by=request.user)
    return redirect("claims:collection-detail", pk)


@require_POST
@login_required
def subscription_change(request: Request, pk: UUID) -> HttpResponse:
    """Pause a feed, take it up again, read it now, or read it no more."""
    row = subscription_for(request, pk, Act.INGEST)
    act = request.POST.get("act", "")
    if act == "read":
        collection = collect.read_now(subscription=row, by=request.user)
        tasks.start(Collection, [collection.pk])
        return redirect("claims:collection-detail", collection.pk)
    if act == "delete":
        collect.unsubscribe(subscription=row, by=request.user)
    elif act in ("pause", "resume"):
        collect.set_active(subscription=row, by=request.user, active=act == "resume")
    else:
        get_object_or_404(Subscription.objects.none())
    return redirect("claims:collection-list")
