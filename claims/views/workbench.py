"""The article workbench: the text with its claims, the claim in hand, the progress of the split."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import trigger_client_event

from claims import tasks
from claims.models import Act, Article, Claim, Revision, Role, SourceKind, User, allows
from claims.pipeline import split as splits
from claims.pipeline import steer
from claims.views.access import article_for, claim_for, powers, text_for
from claims.views.bench import Bench
from claims.views.company import company
from claims.views.edit_bar import edit_bar
from claims.views.gaps import sentence_shown
from claims.views.listed import listed
from claims.views.minimap import minimap
from claims.views.panel import panel
from claims.views.requests import Request, uuid_of
from claims.views.shell import desk_of


@require_safe
@login_required
@vary_on_headers("HX-Request")
def article_detail(request: Request, pk: UUID) -> HttpResponse:
    """The whole page, or only its panel where htmx asks for that."""
    revision = text_for(request, pk, Act.READ)
    bench = bench_for(request, revision.article, revision)
    in_hand = claim_in_hand(request, bench)
    role = desk_of(request).role
    if request.htmx.target == "panel":
        return render_panel(request, bench, in_hand, role)
    context = page(bench, role) | company(request, bench.article, in_hand)
    context |= in_panel(bench, in_hand, request.user, role)
    return render(request, "claims/article_detail.html", context)


@require_safe
@login_required
def claim(request: Request, pk: UUID) -> HttpResponse:
    """A claim's lasting address leads into its article."""
    found = claim_for(request, pk, Act.READ)
    url = found.revision.article.get_absolute_url()
    return redirect(f"{url}?claim={found.pk}")


@require_safe
@login_required
def split_progress(request: Request, pk: UUID) -> HttpResponse:
    """How far the split is; once it has ended, the page's parts come along."""
    article = article_for(request, pk, Act.READ)
    return _progress(request, bench_for(request, article))


@require_POST
@login_required
def split_again(request: Request, pk: UUID) -> HttpResponse:
    """Split the text once more; what people judged, weighed or decided stays as it is."""
    article = article_for(request, pk, Act.INGEST)
    job = bench_for(request, article).revision.split
    if splits.split_again(split=job, by=request.user):
        tasks.start_split(job.pk)
    return redirect(article)


@require_POST
@login_required
def split_retry(request: Request, pk: UUID) -> HttpResponse:
    """Split again after a failure or a cancellation."""
    article = article_for(request, pk, Act.INGEST)
    bench = bench_for(request, article)
    for waiting in steer.ask_again(work=[bench.revision.split], by=request.user):
        tasks.start_split(waiting)
    return _progress(request, bench_for(request, article))


@require_POST
@login_required
def split_cancel(request: Request, pk: UUID) -> HttpResponse:
    """Cancel a split that has not ended."""
    article = article_for(request, pk, Act.INGEST)
    steer.cancel(work=[bench_for(request, article).revision.split], by=request.user)
    return _progress(request, bench_for(request, article))


def bench_for(request: Request, article: Article, revision: Revision | None = None) -> Bench:
    """The article as this person sees it with this address's filter; ``revision`` is the newest, if at hand."""
    asked = request.GET
    sentence = asked.get("sentence", "")
    return Bench(
        article,
        request.user,
        asked.get("show"),
        uuid_of(asked.get("claim")),
        words=asked.get("q"),
        sentence=int(sentence) if sentence.isascii() and sentence.isdigit() and len(sentence) < 10 else None,
        revision=revision,
    )


def claim_in_hand(request: Request, bench: Bench) -> Claim | None:
    """The claim that the address names, if any; 404 for one of another article."""
    wanted = request.GET.get("claim")
    if not wanted:
        return None
    found = bench.dossier(uuid_of(wanted))
    if found is None:
        raise Http404
    return found.claim


def page(bench: Bench, role: Role | None) -> dict[str, Any]:
    """Context for the parts of the page that stay while claims change."""
    return {
        "article": bench.article,
        "revision": bench.revision,
        "split": bench.revision.split,
        "coverage": bench.coverage,
        "marked_text": bench.marked_text,
        "minimap": minimap(bench),
        "nav": "articles",
        **edit_bar(bench.article, bench.viewer, role),
        **powers(role),
    }


def list_context(bench: Bench, role: Role | None) -> dict[str, Any]:
    """Context for _claim_list.html."""
    may_edit = role is not None and allows(role, Act.EDIT)
    return {
        "article": bench.article,
        "split": bench.revision.split,
        "claims": bench.rows,
        "listed": listed(bench.rows, bench.link(claim=""), pick=may_edit),
        "filters": bench.filters,
        "filtered": bench.filter.is_on,
        "show": bench.show,
        "words": bench.filter.words,
        "show_query": show_query(bench),
        "in_hand": bench.in_hand,
        "source_kinds": [kind for kind in SourceKind if kind != SourceKind.ARTICLE],
        "next_open_url": bench.first_open_url,
    }


def show_query(bench: Bench) -> str:
    """What the addresses of forms carry, so that the filter stays; "" where there is none."""
    return bench.link() if bench.filter.is_on else ""


def render_panel(
    request: Request, bench: Bench, in_hand: Claim | None, role: Role | None, **more: Any
) -> HttpResponse:
    """The right-hand side alone: the claim in hand, or the list."""
    context = in_panel(bench, in_hand, request.user, role, **more)
    return render(request, "claims/_panel.html", context, status=more.get("status", 200))


def in_panel(bench: Bench, in_hand: Claim | None, viewer: User, role: Role | None, **more: Any) -> dict[str, Any]:
    """Context for _panel.html: the claim in hand, else the sentence in hand, else the list."""
    if in_hand is not None:
        return panel(bench, in_hand, viewer, role, **more)
    shown = list_context(bench, role) if bench.sentence is None else sentence_shown(bench)
    return shown | powers(role)


def _progress(request: Request, bench: Bench) -> HttpResponse:
    if not request.htmx:
        return redirect(bench.article)
    split = bench.revision.split
    role = desk_of(request).role
    if split.is_unfinished:
        context = {"article": bench.article, "split": split, **powers(role)}
        return render(request, "claims/_split_progress.html", context)
    if "claim=" in (request.htmx.current_url or ""):  # somebody works on a claim: its panel stays
        return trigger_client_event(render(request, "claims/_split_progress.html", page(bench, role)), "split-done")
    return render(request, "claims/_split_done.html", page(bench, role) | list_context(bench, role))
