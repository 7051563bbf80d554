"""The library: the desk's own documents."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims import tasks
from claims.extraction import Unreadable, read
from claims.forms import DocumentForm
from claims.models import Act, Claim, Collection, Directness, Document, Project, Stance
from claims.models.rounds import shown_evidence
from claims.pipeline import collect, library, wayback
from claims.views.access import document_for, powers, project_at_hand
from claims.views.quoted import quoted_text
from claims.views.requests import Request
from claims.views.shell import desk_of
from claims.views.shelves import shelved_document_for

DOCUMENTS_ON_PAGE = 50
CLAIMS_SHOWN = 100
READ_AT_ONCE = 200_000
"""A file of more bytes, and every PDF, is read in the background."""


@require_safe
@login_required
def document_list(request: Request) -> HttpResponse:
    """The documents of the project at hand, newest first; ``claim`` is the one that a passage is looked for."""
    project = project_at_hand(request, Act.READ)
    documents = Document.objects.library().filter(project=project).defer("text").order_by("-id")
    counted = documents.annotate(evidence_count=Count("evidence__claim", distinct=True))
    page = Paginator(counted, DOCUMENTS_ON_PAGE).get_page(request.GET.get("page"))
    context = {
        "nav": "library",
        "shelf": "documents",
        "documents": page.object_list,
        "page_obj": page,
        "claim": _claim(request, project),
        **powers(desk_of(request).role),
    }
    return render(request, "claims/document_list.html", context)


@require_safe
@login_required
def document_detail(request: Request, pk: UUID) -> HttpResponse:
    """A document's text with what was quoted from it marked, its copies, and the claims it is set against."""
    document = document_for(request, pk, Act.READ)
    kept = shown_evidence(document.evidence.kept(), request.user)
    rows = kept.select_related("claim__revision").defer("claim__revision__text", "claim__search")
    evidence = list(rows.order_by("start", "created_at")[:CLAIMS_SHOWN])
    placed = [item for item in evidence if item.start is not None and item.end is not None]
    for number, item in enumerate(placed, 1):
        item.number = number  # type: ignore[attr-defined]
    places = [(item.start, item.end) for item in placed]
    context = {
        "nav": "library",
        "document": document,
        "origin": Document.objects.defer("text").filter(copies=document).first(),
        "paragraphs": quoted_text(document.text, places, document.page_starts),  # type: ignore[arg-type]
        "evidence": evidence,
        "captures": list(document.captures.defer("text")[:10]),
        "wayback_saves": list(document.wayback_saves.all()[:10]),
        "may_save_away": wayback.service() is not None,
        "claim": _claim(request, document.project),
        "stances": list(Stance),
        "directnesses": list(Directness),
        **powers(desk_of(request).role),
    }
    return render(request, "claims/document_detail.html", context)


def _claim(request: Request, project: Project) -> Claim | None:
    """The claim that the address names, if it is one of the project."""
    try:
        wanted = UUID(request.GET.get("claim", ""))
    except ValueError:
        return None
    claims = Claim.objects.kept().filter(revision__article__project=project, revision__article__deleted_at=None)
    found: Claim | None = claims.filter(pk=wanted).first()
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def document_new(request: Request) -> HttpResponse:
    """Add a document by its text or a file; a file that takes a while is read in the background."""
    project = project_at_hand(request, Act.WEIGH)
    form = DocumentForm(request.POST, request.FILES) if request.method == "POST" else DocumentForm()
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        if _takes_a_while(data.get("upload")):
            return _in_background(request, project, data)
        try:
            document = library.add_document(project=project, by=request.user, **_fields(data))
        except Unreadable as error:
            form.add_error("upload", str(error))
        except library.Refused as error:
            form.add_error("text", str(error))
        else:
            messages.success(request, _("It is in the library."), extra_tags="draft:document-new")
            return redirect("claims:document-detail", document.pk)
    context = {"nav": "library", "form": form, **powers(desk_of(request).role)}
    return render(request, "claims/document_new.html", context, status=422 if form.errors else 200)


def _takes_a_while(upload: Any) -> bool:
    if not upload:
        return False
    beginning = upload.read(1024)
    upload.seek(0)
    return upload.size > READ_AT_ONCE or b"%PDF-" in beginning


def _in_background(request: Request, project: Project, data: dict[str, Any]) -> HttpResponse:
    told = {key: data[key] for key in ("title", "url", "publisher", "published_at")}
    collection = collect.open_file(project=project, by=request.user, upload=data["upload"], told=told)
    tasks.start(Collection, [collection.pk])
    said = _("Handed in. It is read in the background.")
    messages.success(request, said, extra_tags="draft:document-new")
    return redirect("claims:collection-detail", collection.pk)


@require_POST
@login_required
def document_trash(request: Request, pk: UUID) -> HttpResponse:
    """Out of the library, or back (``restore``); what was quoted from it stays with its claims."""
    document = shelved_document_for(request, pk, Act.WEIGH)
    if request.POST.get("restore"):
        library.restore_document(document=document, by=request.user)
        messages.success(request, _("It is back in the library."))
        return redirect("claims:document-detail", pk)
    library.trash_document(document=document, by=request.user)
    messages.success(request, _("It is in the trash. The same text handed in again brings it back."))
    return redirect("claims:document-list")


def _fields(data: dict[str, Any]) -> dict[str, Any]:
    """What the form gives, with what a file says of itself where the form is silent."""
    fields = {key: data[key] for key in ("title", "text", "url", "publisher", "published_at")}
    upload = data.get("upload")
    if not upload:
        return fields
    found = read(upload.read(), filename=upload.name or "", content_type=upload.content_type or "")
    told = {"title": found.title or upload.name, "text": found.text, "publisher": found.publisher}
    return (
        fields
        | {key: fields[key] or value for key, value in told.items()}
        | {"published_at": fields["published_at"] or found.published_at}
    )
