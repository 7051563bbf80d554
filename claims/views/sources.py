"""The sources of a project: the list and one page a source."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from claims.models import Act, ConfidentialIdentity, Mention, Merge, Source, SourceKind
from claims.pipeline import confide, namesake
from claims.sourcing import voices
from claims.sourcing.grades import answers_of, grades_of
from claims.sourcing.policies import policy_of, questions_of
from claims.views.access import powers, project_at_hand, source_for
from claims.views.requests import Request
from claims.views.shell import desk_of

ON_PAGE = 50
OPTIONS = 20


@require_safe
@login_required
def source_list(request: Request) -> HttpResponse:
    """Everybody the project's claims rest on, with search, filter and sort."""
    project = project_at_hand(request, Act.READ)
    given = request.GET
    sort = given.get("sort", "")
    sort = sort if sort in voices.SORTS else "claims"
    kind = given.get("kind", "") if given.get("kind") in SourceKind.values else ""
    found = voices.voices(projects=[project], search=given.get("q", "")[:200], kind=kind, sort=sort)
    page = Paginator(found, ON_PAGE).get_page(given.get("page"))
    context = {
        "nav": "sources",
        "voices": page.object_list,
        "page_obj": page,
        "q": given.get("q", ""),
        "kind": kind,
        "kinds": [one for one in SourceKind if one != SourceKind.ARTICLE],
        "sort": sort,
        "narrowed": bool(given.get("q") or kind),
        **powers(desk_of(request).role),
    }
    return render(request, "claims/source_list.html", context)


@require_safe
@login_required
def source_detail(request: Request, pk: UUID) -> HttpResponse:
    """What a source said, how it was judged, where it was seen; a merged one leads to what it was merged into."""
    source = source_for(request, pk, Act.READ)
    if source.merged_into_id:
        return redirect("claims:source-detail", source.merged_into_id)
    return render(request, "claims/source_detail.html", detail(request, source))


def detail(request: Request, source: Source, **more: Any) -> dict[str, Any]:
    """Context for source_detail.html; ``more`` brings what went wrong and what was typed."""
    claims = voices.claims_of(source).select_related("revision__article").defer("revision__text", "search")
    claims = claims.order_by("-revision__article__created_at", "number")
    page = Paginator(claims, ON_PAGE).get_page(request.GET.get("page"))
    rows: list[Any] = list(page.object_list)
    grades = grades_of(rows)
    for claim in rows:
        claim.grade_letter = grades[claim.pk].letter
    mix = voices.mix_of(source=source, viewer=request.user)
    return {
        "nav": "sources",
        "source": source,
        "voice": voices.voice(source),
        "claims": rows,
        "page_obj": page,
        "verdict_mix": _shares(mix.verdicts),
        "ruling_mix": _shares(mix.rulings),
        "mentions": _mentions(source),
        "merges": Merge.objects.filter(into=source).select_related("source", "by", "undone_by"),
        "namesakes": source.namesakes.all(),
        "search": source.namesake_searches.first(),
        "wikidata_on": source.is_named and namesake.knowledge_base() is not None,
        "kinds": [one for one in SourceKind if one != SourceKind.ARTICLE],
        **_questions(source),
        **_identity(request, source),
        **powers(desk_of(request).role),
        **more,
    }


def _shares(parts: list[voices.Part]) -> list[dict[str, Any]]:
    total = sum(part.count for part in parts)
    return [{"label": part.label, "count": part.count, "total": total} for part in parts]


def _mentions(source: Source) -> QuerySet[Mention]:
    """How each article presents the source, and what was merged into it."""
    rows = Mention.objects.filter(Q(source=source) | Q(source__merged_into=source), article__deleted_at=None)
    return rows.select_related("article").order_by("-article__created_at", "name")


def _questions(source: Source) -> dict[str, Any]:
    """What the desk may answer about an unnamed source, with its answers."""
    if source.is_named:
        return {"questions": []}
    answers = answers_of([source.pk]).get(source.pk, {})
    policy = policy_of(source.project)
    asked = questions_of(source.project).values()
    rows = [{"question": one, "answer": answers.get(one.slug, "")} for one in asked]
    return {"questions": rows, "policy": policy}


def _identity(request: Request, source: Source) -> dict[str, Any]:
    """Whether somebody entered who it is, and what the viewer may do about it; never the identity itself."""
    if source.is_named:
        return {}
    user, project = request.user, source.project
    return {
        "confidable": True,
        "confided": ConfidentialIdentity.objects.filter(source=source).select_related("entered_by").first(),
        "may_confide": confide.may_enter(user=user, project=project),
        "may_read_identity": confide.may_read(user=user, project=project),
    }


@require_safe
@login_required
def source_options(request: Request) -> HttpResponse:
    """Names of the project's sources for a field that is being typed in."""
    project = project_at_hand(request, Act.READ)
    typed = " ".join(request.GET.get("name", "").split())[:300]
    known = Source.objects.kept().heads().filter(project=project, article=None, name__icontains=typed)
    names = known.order_by("name").values_list("name", flat=True)[:OPTIONS]
    return render(request, "claims/_source_options.html", {"names": names})
