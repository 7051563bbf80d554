"""Who said the claim in hand, and how well it is sourced: what is shown of it, and deciding otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import F
from django.db.models.functions import Substr
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from claims import tasks
from claims.measures import policy as rules
from claims.models import (
    Act,
    Attribution,
    Claim,
    Grade,
    Reading,
    Source,
    SourceKind,
    Span,
    SpanRole,
    Tie,
)
from claims.pipeline import grade, tie
from claims.sourcing.grades import grade_from
from claims.sourcing.policies import policy_of
from claims.views.access import claim_for, powers
from claims.views.dossier import Dossier, dossier_again
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


def voices_shown(dossier: Dossier, printed: Mapping[UUID, list[str]]) -> dict[str, Any]:
    """Context for _claim_voices.html; ``printed`` are the words of the text for each attribution's source."""
    graded = grade_from(
        dossier.said,
        mentions=dossier.mentions,
        printed=printed,
        answers=dossier.answers,
        override=dossier.override,
    )
    policy = policy_of(dossier.claim.revision.article.project)
    answers = dossier.answers.get(graded.source_id, {}) if graded.source_id else {}
    return {
        "voices": (voices := _voices(dossier, printed)),
        "unsure": any(voice.source is None for voice in voices),
        "graded": graded,
        "policy": policy,
        "policy_says": rules.verdict(policy, graded.letter, answers) if policy else None,
        "grades": list(Grade),
        "grade_basis": dossier.overrides[-1].pk if dossier.overrides else "",
        "source_kinds": [kind for kind in SourceKind if kind != SourceKind.ARTICLE],
    }


def _voices(dossier: Dossier, printed: Mapping[UUID, list[str]]) -> list[Voice]:
    readings: dict[UUID, list[Reading]] = defaultdict(list)
    for reading in dossier.readings:
        readings[reading.attribution_id].append(reading)
    roles = {row.source_id: row.role for row in dossier.mentions}
    return [
        Voice(
            row=row,
            words=" … ".join(printed.get(row.pk, ())),
            source=(row.source.merged_into or row.source) if row.source else None,
            role=(roles.get(row.source.pk, "") or row.source.role) if row.source else "",
            readings=readings[row.pk],
            basis=tie.basis_of(attribution=row),
        )
        for row in dossier.said
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
            rows = tie.restore_suggestion(**how)
        elif act == "break":
            rows = tie.break_tie(**how, basis=given.get("basis"))
        else:
            rows = tie.set_tie(**how, **_whom(request, claim), basis=given.get("basis"))
    except (ValidationError, tie.Changed) as error:
        return _voices_again(request, claim, tie_errors=_words(error), tie_open=row.pk)
    tasks.start_settle(*{row.claim_id for row in rows})
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
    dossier = dossier_again(claim, request.user)
    shown = voices_shown(dossier, _printed(claim))
    context = {"claim": dossier.claim, **shown, **powers(desk_of(request).role), **more}
    return render(request, "claims/_claim_voices.html", context, status=422 if wrong else 200)


def _printed(claim: Claim) -> dict[UUID, list[str]]:
    """The words of the text for each attribution's source."""
    words = Substr("revision__text", F("start") + 1, F("end") - F("start"))
    rows = Span.objects.filter(claim=claim, role=SpanRole.SOURCE).order_by("start").annotate(words=words)
    printed: dict[UUID, list[str]] = defaultdict(list)
    for said_by, part in rows.values_list("attribution", "words"):
        printed[said_by].append(part)
    return printed
