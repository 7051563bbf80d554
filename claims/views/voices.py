"""Who said the claim in hand, and how well it is sourced: what is shown of it, and deciding otherwise."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from claims.measures import policy as rules
from claims.models import (
    Act,
    Attribution,
    Claim,
    Grade,
    GradeOverride,
    Mention,
    Reading,
    Source,
    SourceKind,
    Span,
    SpanRole,
    Tie,
)
from claims.pipeline import grade, tie
from claims.sourcing.grades import answers_of, grades_of
from claims.sourcing.policies import policy_of
from claims.views.access import claim_for, powers
from claims.views.requests import Request
from claims.views.shell import desk_of


@dataclass(slots=True)
class Voice:
    """One attribution of the claim. ``words`` are those of the text; ``source`` is None where it is open."""

    row: Attribution
    words: str
    source: Source | None
    role: str
    readings: list[Reading]
    basis: str

    @property
    def kind(self) -> str:
        """The kind of source; an unnamed group's where nobody is tied to the words."""
        return self.source.kind if self.source else SourceKind.UNNAMED_GROUP.value

    @property
    def by_person(self) -> bool:
        """Whether a person decided."""
        return self.row.set_at is not None

    @property
    def is_broken(self) -> bool:
        """Whether a person said that the words do not mean whom they were tied to."""
        return self.row.tie == Tie.BROKEN

    @property
    def tells(self) -> bool:
        """Whether the tie needs a word: the words of the text are not the source's own name."""
        return bool(self.words) and (self.source is None or self.words.casefold() != self.source.name.casefold())


def voices_shown(claim: Claim, text: str) -> dict[str, Any]:
    """Context for _claim_voices.html; ``text`` is that of the claim's revision."""
    graded = grades_of([claim])[claim.pk]
    policy = policy_of(claim.revision.article.project)
    answers = answers_of([graded.source_id]).get(graded.source_id, {}) if graded.source_id else {}
    newest = GradeOverride.objects.filter(claim=claim).order_by("-created_at", "-id").first()
    return {
        "voices": _voices(claim, text),
        "graded": graded,
        "policy": policy,
        "policy_says": rules.verdict(policy, graded.letter, answers) if policy else None,
        "grades": list(Grade),
        "grade_basis": newest.pk if newest else "",
        "source_kinds": [kind for kind in SourceKind if kind != SourceKind.ARTICLE],
    }


def _voices(claim: Claim, text: str) -> list[Voice]:
    readings = Reading.objects.select_related("source__merged_into").defer("source__search")
    rows = Attribution.objects.filter(claim=claim).select_related("source__merged_into", "set_by")
    hops = list(rows.defer("source__search").prefetch_related(Prefetch("readings", readings)))
    words: dict[UUID | None, list[str]] = defaultdict(list)
    for place in Span.objects.filter(claim=claim, role=SpanRole.SOURCE).order_by("start"):
        words[place.attribution_id].append(text[place.start : place.end])
    mentions = Mention.objects.filter(article=claim.revision.article_id, source__attributions__in=hops)
    roles = dict(mentions.values_list("source", "role"))
    return [
        Voice(
            row=row,
            words=" … ".join(words[row.pk]),
            source=(row.source.merged_into or row.source) if row.source else None,
            role=(roles.get(row.source.pk, "") or row.source.role) if row.source else "",
            readings=list(row.readings.all()),
            basis=tie.basis_of(attribution=row),
        )
        for row in hops
    ]


@require_POST
@login_required
def attribution_tie(request: Request, pk: UUID) -> HttpResponse:
    """Tie the words to a source, break the tie, or let the suggestion stand again (``act``)."""
    row = get_object_or_404(Attribution.objects.filter(claim__in=Claim.objects.seen_by(request.user)), pk=pk)
    claim = claim_for(request, row.claim_id, Act.SOURCE)
    given = request.POST
    how: dict[str, Any] = {"attribution": row, "by": request.user, "everywhere": bool(given.get("everywhere"))}
    act = given.get("act")
    try:
        if act == "restore":
            tie.restore_suggestion(**how)
        elif act == "break":
            tie.break_tie(**how, basis=given.get("basis"))
        else:
            tie.set_tie(**how, **_whom(request, claim), basis=given.get("basis"))
    except (ValidationError, tie.Changed) as error:
        return _voices_again(request, claim, tie_errors=_words(error), tie_open=row.pk)
    return _voices_again(request, claim)


def _whom(request: Request, claim: Claim) -> dict[str, Any]:
    """A source that is there, by its id, or a name and kind typed in; the name of one that is there finds it."""
    given = request.POST
    sources = Source.objects.filter(project=claim.revision.article.project_id)
    if chosen := given.get("source", ""):
        try:
            return {"source": get_object_or_404(sources, pk=UUID(chosen))}
        except ValueError as error:
            raise ValidationError(_("This source is not known here.")) from error
    name, kind = " ".join(given.get("name", "").split()), given.get("kind", "")
    if not kind and (known := sources.filter(name__iexact=name).first()):
        return {"source": known}
    return {"name": name, "kind": kind}


@require_POST
@login_required
def claim_grade(request: Request, pk: UUID) -> HttpResponse:
    """Set another sourcing grade with a reason, or lift the one that was set (``lift``)."""
    claim = claim_for(request, pk, Act.SOURCE)
    given = request.POST
    reason, basis = given.get("reason", ""), given.get("basis")
    try:
        if given.get("lift"):
            grade.lift_override(claim=claim, by=request.user, reason=reason, basis=basis)
        else:
            letter = given.get("grade", "")
            grade.override_grade(claim=claim, grade=letter, reason=reason, by=request.user, basis=basis)
    except (ValidationError, grade.Changed) as error:
        return _voices_again(request, claim, grade_errors=_words(error), typed=given)
    return _voices_again(request, claim)


def _words(error: Exception) -> list[str]:
    return list(error.messages) if isinstance(error, ValidationError) else [str(error)]


def _voices_again(request: Request, claim: Claim, **more: Any) -> HttpResponse:
    wrong = [*more.get("tie_errors", []), *more.get("grade_errors", [])]
    if not request.htmx:
        for words in wrong:
            messages.error(request, words)
        return redirect(claim)
    claim.revision.refresh_from_db(fields=["text"])
    context = {"claim": claim, **voices_shown(claim, claim.revision.text), **powers(desk_of(request).role), **more}
    return render(request, "claims/_claim_voices.html", context, status=422 if wrong else 200)
