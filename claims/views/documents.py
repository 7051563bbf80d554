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
from django.views.decorators.http import require_http_methods, require_safe

from claims.extraction import Unreadable, read
from claims.forms import DocumentForm
from claims.models import Act, Document
from claims.pipeline import library
from claims.views.access import document_for, powers, project_at_hand
from claims.views.requests import Request
from claims.views.shell import desk_of

DOCUMENTS_ON_PAGE = 50
CLAIMS_SHOWN = 100


@require_safe
@login_required
def document_list(request: Request) -> HttpResponse:
    """The documents of the project at hand, newest first."""
    project = project_at_hand(request, Act.READ)
    documents = Document.objects.library().filter(project=project).defer("text").order_by("-id")
    counted = documents.annotate(evidence_count=Count("evidence__claim", distinct=True))
    page = Paginator(counted, DOCUMENTS_ON_PAGE).get_page(request.GET.get("page"))
    context = {"nav": "library", "documents": page.object_list, "page_obj": page}
    return render(request, "claims/document_list.html", context | powers(desk_of(request).role))


@require_safe
@login_required
def document_detail(request: Request, pk: UUID) -> HttpResponse:
    """A document's text, and the claims its passages are set against."""
    document = document_for(request, pk, Act.READ)
    evidence = document.evidence.kept().select_related("claim__revision").defer("claim__revision__text")
    context = {"nav": "library", "document": document, "evidence": evidence[:CLAIMS_SHOWN]}
    return render(request, "claims/document_detail.html", context | powers(desk_of(request).role))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def document_new(request: Request) -> HttpResponse:
    """Add a document by its text or a file."""
    project = project_at_hand(request, Act.WEIGH)
    form = DocumentForm(request.POST, request.FILES) if request.method == "POST" else DocumentForm()
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
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
