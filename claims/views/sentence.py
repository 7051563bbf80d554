"""Saying of a sentence that it is not to be checked, and why; and taking that back."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from claims.models import Act, Article, Claim, Revision, Sentence
from claims.pipeline import edit
from claims.views import given
from claims.views.access import article_for
from claims.views.edited import Stay, edited
from claims.views.editing import after, newest
from claims.views.requests import Request
from claims.views.workbench import bench_for


@require_POST
@login_required
def sentence_waive(request: Request, pk: UUID) -> HttpResponse:
    """Waive every ``position``, or the sentences that ``place`` touches, for a ``reason``; go on to the next gap.

    ``trash_claims`` puts the claims that stand on these sentences into the trash; else such a sentence is refused.
    """
    article = article_for(request, pk, Act.EDIT)

    def act() -> Stay:
        revision = newest(article, request.POST.get("revision", ""))
        positions = _positions(request, revision)
        instead = request.POST.get("trash_claims") == "1"
        following = _after_claim(request, article) if instead else None
        edit.waive(
            revision=revision,
            positions=positions,
            reason=request.POST.get("reason", ""),
            by=request.user,
            trash_claims=instead,
        )
        return following or _next_gap(request, article, positions[-1])

    return edited(request, article, act)


def _positions(request: Request, revision: Revision) -> list[int]:
    if "place" not in request.POST:
        return given.numbers(request.POST, "position")
    touched = Q()
    for start, end in given.places(request.POST, revision.text):
        touched |= Q(start__lt=end, end__gt=start)
    found = Sentence.objects.filter(touched, revision=revision).order_by("position")
    if not found:
        raise ValidationError(_("No sentence stands there."))
    return list(found.values_list("position", flat=True))


def _after_claim(request: Request, article: Article) -> Stay:
    """Where to go from the claim in hand, which a waiver is about to replace."""
    in_hand = Stay(request).claim
    claims = Claim.objects.kept().filter(revision__article=article)
    claim = claims.filter(pk=in_hand).first() if in_hand else None
    return after(request, article, claim) if claim else Stay(request).at()


def _next_gap(request: Request, article: Article, position: int) -> Stay:
    """The first gap after that sentence, else the first of all; the sentence itself where none is left."""
    gaps = bench_for(request, article).coverage.gaps
    later = [gap for gap in gaps if gap > position] or [*gaps, position]
    return Stay(request).at(sentence=later[0])


@require_POST
@login_required
def sentence_unwaive(request: Request, pk: UUID) -> HttpResponse:
    """Lift the waiver of every ``position``."""
    article = article_for(request, pk, Act.EDIT)

    def act() -> Stay:
        revision = newest(article, request.POST.get("revision", ""))
        positions = given.numbers(request.POST, "position")
        edit.unwaive(revision=revision, positions=positions, by=request.user)
        return Stay(request).at(sentence=positions[0])

    return edited(request, article, act)
