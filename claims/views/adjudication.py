"""Settling: the claims on which verdicts differ, one of them with all that was said, the ruling and its undo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from claims import tasks
from claims.forms import RulingForm
from claims.models import (
    Act,
    Article,
    Attribution,
    Claim,
    ClaimState,
    Finding,
    Project,
    Rating,
    Ruling,
    RulingBasis,
    Verdict,
)
from claims.pipeline import adjudicate
from claims.views.access import claim_for, powers, project_at_hand
from claims.views.case import Case, case_of
from claims.views.shell import desk_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from claims.views.requests import Request

ON_PAGE = 30
ARTICLES_OFFERED = 200
"""Articles with the most open disputes that the filter offers."""


@require_safe
@login_required
def adjudication_list(request: Request) -> HttpResponse:
    """The project's disputed claims, the most worth checking first, or those that editors settled lately."""
    project = project_at_hand(request, Act.SETTLE)
    show = "settled" if request.GET.get("show") == "settled" else "disputed"
    article = _uuid(request.GET.get("article", ""))
    claims = settled(project) if show == "settled" else disputed(project)
    if article:
        claims = claims.filter(revision__article=article)
    page = Paginator(_with_verdicts(claims, request), ON_PAGE).get_page(request.GET.get("page"))
    ratings = Rating.objects.newest_of(project.scale).on_offer().only("value", "version")
    context = {
        **_ends(ratings),
        "nav": "adjudication",
        "claims": page.object_list,
        "page_obj": page,
        "show": show,
        "articles": _articles(project),
        "article": article,
        "filters": [("disputed", _("To settle")), ("settled", _("Settled by an editor"))],
        **powers(desk_of(request).role),
    }
    return render(request, "claims/adjudication_list.html", context)


def disputed(project: Project) -> QuerySet[Claim]:
    """What waits for an editor, the most worth checking first."""
    return _claims(project).filter(state=ClaimState.DISPUTED).order_by("-worthiness", "id")


def settled(project: Project) -> QuerySet[Claim]:
    """What an editor settled and nobody reopened, the latest first."""
    standing = Q(rulings__basis=RulingBasis.EDITOR, rulings__superseded_by=None)
    return _claims(project).filter(standing, state=ClaimState.SETTLED).order_by("-rulings__created_at", "id")


def _claims(project: Project) -> QuerySet[Claim]:
    return Claim.objects.kept().filter(revision__article__project=project, revision__article__deleted_at=None)


def _with_verdicts(claims: QuerySet[Claim], request: Request) -> QuerySet[Claim]:
    """With the article, who said it, the verdicts that count and the viewer may see, and the ruling."""
    verdicts = Verdict.objects.counting().visible_to(request.user).select_related("rating", "by")
    verdicts = verdicts.defer("rationale", "search").order_by("created_at", "id")
    said = Attribution.objects.select_related("source").order_by("hop", "place")
    rulings = Ruling.objects.in_force().with_dissent().select_related("rating", "by")
    return (
        claims.select_related("revision__article")
        .defer("search", "revision__text")
        .prefetch_related(
            Prefetch("verdicts", verdicts, to_attr="counting"),
            Prefetch("attributions", said, to_attr="said"),
            Prefetch("rulings", rulings, to_attr="in_force"),
        )
    )


def _articles(project: Project) -> QuerySet[Article, dict[str, Any]]:
    """Articles with disputed claims, those with the most first."""
    found = Claim.objects.kept().filter(state=ClaimState.DISPUTED, revision__article__project=project)
    counted = found.filter(revision__article__deleted_at=None).order_by()
    rows = counted.values("revision__article_id", "revision__article__title").annotate(n=Count("pk"))
    return rows.order_by("-n", "revision__article__title")[:ARTICLES_OFFERED]  # type: ignore[return-value]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@vary_on_headers("HX-Request")
def claim_adjudicate(request: Request, pk: UUID) -> HttpResponse:
    """The verdicts side by side; POST accepts one as it is (``accepts``) or writes a ruling."""
    claim = claim_for(request, pk, Act.SETTLE)
    if request.method == "POST":
        return _ruled(request, claim)
    case = case_of(claim, request.user)
    if request.htmx:
        return render(request, "claims/_dissent.html", case.split(*_chosen(request.GET)))
    return _page(request, case, _form(case, initial=_start(case, request.GET.get("from", ""))))


def _ruled(request: Request, claim: Claim) -> HttpResponse:
    given = request.POST
    form = RulingForm(given, scale=claim.revision.article.project.scale, claim_id=claim.pk)
    try:
        fields = _accepted(claim, given["accepts"]) if given.get("accepts") else None
        if fields is None and not form.is_valid():
            return _again(request, claim, form)
        fields = fields or {name: form.cleaned_data[name] for name in ("finding", "rating", "rationale")}
        ruling = adjudicate.rule(claim=claim, by=request.user, basis=_uuid(given.get("seen", "")), **fields)
    except adjudicate.Changed:
        return _again(request, claim, form, changed=True, status=409)
    except ValidationError as error:
        return _again(request, claim, form, error=error)
    words = _("Claim %(number)d is settled: %(finding)s, %(rating)s. It stands under “Settled by an editor”.")
    named = {"finding": ruling.get_finding_display(), "rating": ruling.rating.label if ruling.rating else ""}
    messages.success(request, words % {"number": claim.number, **named})
    return _on(request, claim)


def _accepted(claim: Claim, pk: str) -> dict[str, Any]:
    rows = Verdict.objects.filter(claim=claim).select_related("rating")
    verdict = next((row for row in rows if str(row.pk) == pk), None)
    if verdict is None:
        raise ValidationError(_("This verdict is not one on this claim."))
    return {"accepts": verdict}


def _on(request: Request, claim: Claim) -> HttpResponse:
    """To the next disputed claim, within the article where the list was narrowed to it; else to the list."""
    article = _uuid(request.POST.get("article", ""))
    following = next_disputed(claim, article)
    query = f"?article={article}" if article else ""
    if following is None:
        return redirect(reverse("claims:adjudication-list"))
    return redirect(reverse("claims:claim-adjudicate", args=[following]) + query)


def next_disputed(claim: Claim, article: UUID | None = None) -> UUID | None:
    """The disputed claim after this one in the list, from the beginning again after the last; None for no other."""
    waiting = disputed(claim.revision.article.project).exclude(pk=claim.pk)
    if article:
        waiting = waiting.filter(revision__article=article)
    after = Q(worthiness__lt=claim.worthiness) | Q(worthiness=claim.worthiness, pk__gt=claim.pk)
    round_again = models.Case(models.When(after, then=0), default=1)
    return waiting.order_by(round_again, "-worthiness", "id").values_list("pk", flat=True).first()


@require_POST
@login_required
def claim_reopen(request: Request, pk: UUID) -> HttpResponse:
    """Take an editor's ruling back; its verdicts decide again."""
    claim = claim_for(request, pk, Act.SETTLE)
    given = request.POST
    try:
        adjudicate.reopen(
            claim=claim, by=request.user, why=given.get("why", ""), basis=_uuid(given.get("ruling", ""))
        )
    except adjudicate.Changed:
        return _again(request, claim, None, changed=True, status=409)
    except ValidationError as error:
        return _again(request, claim, None, error=error, why=given.get("why", ""))
    tasks.start_settle(claim.pk)
    messages.success(request, _("The ruling is taken back. The claim follows its verdicts again."))
    return redirect("claims:claim-adjudicate", claim.pk)


def _again(
    request: Request,
    claim: Claim,
    form: RulingForm | None,
    *,
    error: ValidationError | None = None,
    status: int = 422,
    **more: Any,
) -> HttpResponse:
    """The page with what went wrong; what was typed is still in it, written upon what stands now."""
    claim.refresh_from_db(fields=["state", "reshaped_at"])
    case = case_of(claim, request.user)
    if form is None or request.POST.get("accepts"):
        form = _form(case, initial=_start(case, ""))
    fields = error.message_dict if error and hasattr(error, "error_dict") else {}
    for name, told in fields.items():
        if name in form.fields and form.is_bound:
            form.add_error(name, told)
    said = [one for name, told in fields.items() if not (name in form.fields and form.is_bound) for one in told]
    said += error.messages if error and not fields else []
    return _page(request, case, form, status=status, said=said, **more)


def _page(request: Request, case: Case, form: RulingForm, *, status: int = 200, **more: Any) -> HttpResponse:
    article = _uuid(request.GET.get("article", "") or request.POST.get("article", ""))
    following = next_disputed(case.claim, article)
    finding, rating = (str(form[name].value() or "") for name in ("finding", "rating"))
    context = {
        "nav": "adjudication",
        "case": case,
        "claim": case.claim,
        "narrowed_to": article,
        "next_id": following,
        "form": form,
        "findings": list(Finding),
        "ratings": form.ratings,
        **_ends(form.ratings),
        **case.split(finding, rating),
        **powers(desk_of(request).role),
    } | more
    return render(request, "claims/claim_adjudicate.html", context, status=status)


def _ends(ratings: Iterable[Rating]) -> dict[str, int | None]:
    """Where the scale begins and ends, for the place of a rating on it."""
    values = [rating.value for rating in ratings if rating.value is not None]
    return {"scale_low": min(values, default=None), "scale_high": max(values, default=None)}


def _form(case: Case, initial: dict[str, Any]) -> RulingForm:
    return RulingForm(scale=case.claim.revision.article.project.scale, claim_id=case.claim.pk, initial=initial)


def _start(case: Case, verdict: str) -> dict[str, Any]:
    """What the form starts from: the verdict that is to be the start, or nothing."""
    found = next((row.verdict for row in case.columns if str(row.verdict.pk) == verdict), None)
    if found is None:
        return {}
    return {"finding": found.finding, "rating": str(found.rating_id), "rationale": found.rationale}


def _chosen(given: Any) -> tuple[str, str]:
    return given.get("finding", ""), given.get("rating", "")


def _uuid(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None
