"""Making a claim of words, and changing where it stands, how it is said and who says it.

A form sends ``place`` ("12-40", as often as there are spans) or ``words`` as they stand in the text. Offsets are
code points of the article's newest text, end exclusive.
"""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from claims.models import Act, Article, Claim, Revision, Sentence, Span, SpanRole
from claims.pipeline import edit
from claims.views import given
from claims.views.access import article_for
from claims.views.edited import Stay, claim_to_edit, edited
from claims.views.requests import Request
from claims.views.workbench import bench_for

NUDGES = {
    "start-earlier": ("start", -1),
    "start-later": ("start", 1),
    "end-earlier": ("end", -1),
    "end-later": ("end", 1),
}
"""The buttons that move an edge, and by how many words; earlier in the text is negative."""

NEWER = gettext_lazy("This article has a newer text since. Reload the page and select the words again.")


@require_POST
@login_required
def claim_make(request: Request, pk: UUID) -> HttpResponse:
    """A claim of ``place``, or of the ``words`` of a ``sentence``. ``revision`` is the text that the person saw."""
    article = article_for(request, pk, Act.EDIT)

    def act() -> Stay:
        revision = newest(article, request.POST.get("revision", ""))
        made = edit.make_claim(revision=revision, places=_wanted(request, revision), by=request.user)
        return Stay(request).at(claim=made.pk)

    return edited(request, article, act)


def newest(article: Article, seen: str) -> Revision:
    """The newest text; raises ValidationError where the person saw an earlier one."""
    revision = article.latest()
    if seen and seen != str(revision.pk):
        raise ValidationError(NEWER)
    return revision


def _wanted(request: Request, revision: Revision) -> list[given.Place]:
    """The words that are to be a claim."""
    if "sentence" not in request.POST:
        return given.places(request.POST, revision.text)
    sentence = get_object_or_404(Sentence, revision=revision, position=given.number(request.POST, "sentence"))
    if "words" not in request.POST:
        return [(sentence.start, sentence.end)]
    bounds = sentence.start, sentence.end
    return [given.places_of_words(revision.text, request.POST["words"], sentence.start, bounds)]


@require_POST
@login_required
def claim_reshape(request: Request, pk: UUID) -> HttpResponse:
    """Move an edge by a word (``nudge``), or stand on ``place`` or the ``words``; with ``add`` on these as well."""
    claim = claim_to_edit(request, pk)

    def act() -> Stay:
        if nudge := NUDGES.get(request.POST.get("nudge", "")):
            edge, by_words = nudge
            edit.nudge(claim=claim, edge=edge, by_words=by_words, by=request.user)
        else:
            places = _places_for(request, claim)
            edit.reshape(claim=claim, places=places, by=request.user, basis=request.POST.get("basis"))
        return Stay(request).at(claim=claim.pk)

    return edited(request, claim.revision.article, act)


def _places_for(request: Request, claim: Claim) -> list[given.Place]:
    now = _standing(claim)
    if "words" in request.POST:
        return [given.places_of_words(claim.revision.text, request.POST["words"], now[0][0])]
    return [*(now if "add" in request.POST else []), *_seen_places(request, claim)]


def _seen_places(request: Request, claim: Claim) -> list[given.Place]:
    """The places that were sent, of the text that the claim stands in."""
    if request.POST.get("revision", str(claim.revision_id)) != str(claim.revision_id):
        raise ValidationError(NEWER)
    return given.places(request.POST, claim.revision.text)


def _standing(claim: Claim) -> list[given.Place]:
    """Where the claim stands, in order; every claim has words of its own."""
    spans = Span.objects.filter(claim=claim, role=SpanRole.CONTENT).order_by("start", "end")
    return list(spans.values_list("start", "end")) or [(0, 0)]


@require_POST
@login_required
def claim_split(request: Request, pk: UUID) -> HttpResponse:
    """Cut the claim in two at ``at``, or make a claim of its own of the words from ``start`` to ``end``."""
    claim = claim_to_edit(request, pk)

    def act() -> Stay:
        if "at" in request.POST:
            edit.split_at(claim=claim, at=given.number(request.POST, "at"), by=request.user)
        else:
            start, end = _seen_places(request, claim)[0]
            edit.split_off(claim=claim, start=start, end=end, by=request.user)
        return Stay(request).at(claim=claim.pk)

    return edited(request, claim.revision.article, act)


@require_POST
@login_required
def claim_merge(request: Request, pk: UUID) -> HttpResponse:
    """Take the words of each ``other`` claim into this one; the others go to the trash."""
    claim = claim_to_edit(request, pk)

    def act() -> Stay:
        others = of_text(claim.revision, given.ids(request.POST, "other"))
        edit.merge(claim=claim, others=others, by=request.user)
        return Stay(request).at(claim=claim.pk)

    return edited(request, claim.revision.article, act)


def of_text(revision: Revision, wanted: list[UUID], *, trashed: bool = False) -> list[Claim]:
    """The claims of a text with these ids; raises ValidationError where one is no longer there."""
    rows = Claim.objects.filter(revision=revision, pk__in=wanted, deleted_at__isnull=not trashed)
    found = list(rows.select_related("revision__article__project").defer("search"))
    if len(found) != len(wanted):
        raise ValidationError(_("One of these claims is no longer there. Look at the list, then choose again."))
    return found


@require_POST
@login_required
def claim_trash(request: Request, pk: UUID) -> HttpResponse:
    """Put the claim into the trash and go on to the next; done twice it is done once."""
    claim = claim_or_trashed(request, pk)
    article = claim.revision.article

    def act() -> Stay:
        following = after(request, article, claim)
        if claim.deleted_at is None:
            edit.trash(claims=[claim], by=request.user)
        return following

    return edited(request, article, act)


def claim_or_trashed(request: Request, pk: UUID) -> Claim:
    """The claim, also out of the trash, for a person who may change it; errors as for articles."""
    rows = Claim.objects.filter(revision__article__in=Article.objects.seen_by(request.user))
    found = get_object_or_404(rows.select_related("revision").defer("revision__text", "search"), pk=pk)
    found.revision.article = article_for(request, found.revision.article_id, Act.EDIT)
    return found


def after(request: Request, article: Article, claim: Claim) -> Stay:
    """The claim that follows in the list as it is shown, the one before where it is the last, else the list."""
    stay = Stay(request)
    stay.go(request)
    rows = [row.id for row in bench_for(request, article).rows]
    at = rows.index(str(claim.pk)) if str(claim.pk) in rows else len(rows)
    return stay.at(claim=next(iter([*rows[at + 1 : at + 2], *rows[max(at - 1, 0) : at]]), ""))


@require_POST
@login_required
def claim_restore(request: Request, pk: UUID) -> HttpResponse:
    """Take the claim out of the trash; done twice it is done once."""
    claim = claim_or_trashed(request, pk)

    def act() -> Stay:
        if claim.deleted_at is not None:
            edit.restore(claims=[claim], by=request.user)
        stay = Stay(request).at(claim=claim.pk)
        stay.query.pop("show", None)  # the list of the trash no longer has it
        return stay

    return edited(request, claim.revision.article, act)


@require_POST
@login_required
def claim_describe(request: Request, pk: UUID) -> HttpResponse:
    """Say what kind of speech the claim is (``speech``) and what its source does with it (``polarity``)."""
    claim = claim_to_edit(request, pk)
    wanted = {name: request.POST.get(name) or None for name in ("speech", "polarity")}

    def act() -> Stay:
        edit.describe(claim=claim, by=request.user, **wanted)
        return Stay(request).at(claim=claim.pk)

    return edited(request, claim.revision.article, act)


@require_POST
@login_required
def claim_voice(request: Request, pk: UUID) -> HttpResponse:
    """Words of the text, ``start`` to ``end`` or ``words`` near the claim, say who speaks or how (``role``)."""
    claim = claim_to_edit(request, pk)

    def act() -> Stay:
        start, end = _said(request, claim)
        hop = given.number(request.POST, "hop") if request.POST.get("hop") else 1
        role = request.POST.get("role", "")
        edit.mark_voice(claim=claim, role=role, start=start, end=end, by=request.user, hop=hop)
        return Stay(request).at(claim=claim.pk)

    return edited(request, claim.revision.article, act)


def _said(request: Request, claim: Claim) -> given.Place:
    if "words" in request.POST:
        return given.places_of_words(claim.revision.text, request.POST["words"], _standing(claim)[0][0])
    return _seen_places(request, claim)[0]
