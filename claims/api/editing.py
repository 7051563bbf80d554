"""Editing claims over the API: make, reshape, cut, merge, re-attribute, trash, waive; undo and redo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.urls import re_path
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from claims import tasks
from claims.api.access import article_for, claim_for, reader, source_for
from claims.api.doors import Door
from claims.api.pages import ByPlace, ByPosition
from claims.api.places import places_of, refuse_outside, text_seen
from claims.api.shapes.claims import ClaimShape
from claims.api.shapes.edits import (
    ChosenClaims,
    CutClaim,
    DescribedClaim,
    EditShape,
    MarkedVoice,
    SeenEdit,
    SentenceShape,
    SourcedClaims,
    Standing,
    TakenIn,
    Unwaiving,
    Waiving,
)
from claims.api.ties import WITH_ATTRIBUTIONS, graded
from claims.models import Act, Article, Claim, Edit, EditVerb, Revision, Sentence, require
from claims.pipeline import edit as verbs
from claims.pipeline import undo as undos
from claims.undoing.recording import claims_of

TRASHED = {204: OpenApiResponse(description="It is in the trash, and can be restored.")}
DONE = {
    200: EditShape,
    204: OpenApiResponse(description="It was so already: there is no edit."),
}


class ClaimEdits:
    """For the door to claims: what people change of one."""

    @extend_schema(request=DescribedClaim, responses=ClaimShape)
    def partial_update(self: Any, request: Request, pk: str) -> Response:
        """Say what kind of speech it is, and what its source does with it."""
        claim, given = claim_for(request, pk, Act.EDIT), self.parsed(DescribedClaim)
        edited(claim.revision.article, request, lambda by: verbs.describe(claim=claim, by=by, **given))
        return Response(told(claim.pk))

    @extend_schema(request=None, responses=TRASHED)
    def destroy(self: Any, request: Request, pk: str) -> Response:
        """Into the trash; what is there already stays there."""
        claim = _thrown(request, pk)
        if claim.deleted_at is None:
            edited(claim.revision.article, request, lambda by: verbs.trash(claims=[claim], by=by))
        return Response(status=204)

    @extend_schema(request=None, responses=ClaimShape)
    @action(detail=True, methods=["post"])
    def restore(self: Any, request: Request, pk: str) -> Response:
        """Out of the trash, as it was; one that is not there stays as it is."""
        claim = _thrown(request, pk)
        if claim.deleted_at is not None:
            edited(claim.revision.article, request, lambda by: verbs.restore(claims=[claim], by=by))
        return Response(told(claim.pk))

    @extend_schema(request=Standing, responses=ClaimShape)
    @action(detail=True, methods=["post"])
    def reshape(self: Any, request: Request, pk: str) -> Response:
        """Let it stand on other words: earlier verdicts no longer count. The same words change nothing."""
        claim, given = claim_for(request, pk, Act.EDIT), self.parsed(Standing)
        places = places_of(text_seen(claim.revision, given), given["places"])
        edited(claim.revision.article, request, lambda by: verbs.reshape(claim=claim, places=places, by=by))
        return Response(told(claim.pk))

    @extend_schema(request=CutClaim, responses={201: ClaimShape})
    @action(detail=True, methods=["post"])
    def split(self: Any, request: Request, pk: str) -> Response:
        """Make some of its words a claim of their own, said by the same: the answer is the new claim."""
        claim, given = claim_for(request, pk, Act.EDIT), self.parsed(CutClaim)
        refuse_outside(claim.revision.text, given)
        verb = verbs.split_at if "at" in given else verbs.split_off
        made = edited(claim.revision.article, request, lambda by: verb(claim=claim, by=by, **given))[0]
        return Response(told(made.pk), status=201, headers={"Location": self.address("claim-detail", made.pk)})

    @extend_schema(request=TakenIn, responses=ClaimShape)
    @action(detail=True, methods=["post"])
    def merge(self: Any, request: Request, pk: str) -> Response:
        """Take in the words of others of the same text, which go to the trash; who says it stays."""
        claim = claim_for(request, pk, Act.EDIT)
        others = _of_text(claim.revision, self.parsed(TakenIn)["others"], "others")
        edited(claim.revision.article, request, lambda by: verbs.merge(claim=claim, others=others, by=by))
        return Response(told(claim.pk))

    @extend_schema(request=MarkedVoice, responses=ClaimShape)
    @action(detail=True, methods=["post"])
    def voice(self: Any, request: Request, pk: str) -> Response:
        """Mark the words that say who speaks or how: earlier verdicts no longer count."""
        claim, given = claim_for(request, pk, Act.EDIT), self.parsed(MarkedVoice)
        refuse_outside(claim.revision.text, given)
        given.pop("quote", None)
        edited(claim.revision.article, request, lambda by: verbs.mark_voice(claim=claim, by=by, **given))
        return Response(told(claim.pk))


class ArticleEdits(Door):
    """What people change in an article's newest text: several claims at once, sentences, and taking it back."""

    queryset = Edit.objects.all()
    serializer_class = EditShape

    @extend_schema(request=Standing, responses={201: ClaimShape})
    def make(self, request: Request, pk: str) -> Response:
        """Make a claim of words; who says it is not known yet."""
        article, given = article_for(request, pk, Act.EDIT), self.parsed(Standing)
        revision = text_seen(article.latest(), given)
        places = places_of(revision, given["places"])
        made = edited(article, request, lambda by: verbs.make_claim(revision=revision, places=places, by=by))[0]
        return Response(told(made.pk), status=201, headers={"Location": self.address("claim-detail", made.pk)})

    @extend_schema(request=SourcedClaims, responses=DONE)
    def source(self, request: Request, pk: str) -> Response:
        """Say whom claims rest on: it is their nearest voice that changes, or comes."""
        article, given = article_for(request, pk, Act.EDIT), self.parsed(SourcedClaims)
        claims = _of_text(article.latest(), given.pop("claims"), "claims")
        if "source" in given:
            given["source"] = source_for(request, str(given["source"]), Act.READ)
        return self._did(article, lambda by: verbs.set_source(claims=claims, by=by, **given))

    @extend_schema(request=ChosenClaims, responses=DONE)
    def trash(self, request: Request, pk: str) -> Response:
        """Put claims into the trash, as one edit."""
        article = article_for(request, pk, Act.EDIT)
        claims = _of_text(article.latest(), self.parsed(ChosenClaims)["claims"], "claims", trashed=None)
        return self._did(article, lambda by: verbs.trash(claims=claims, by=by))

    @extend_schema(request=ChosenClaims, responses=DONE)
    def restore(self, request: Request, pk: str) -> Response:
        """Take claims out of the trash, as one edit."""
        article = article_for(request, pk, Act.EDIT)
        claims = _of_text(article.latest(), self.parsed(ChosenClaims)["claims"], "claims", trashed=None)
        return self._did(article, lambda by: verbs.restore(claims=claims, by=by))

    @extend_schema(request=Waiving, responses=DONE)
    def waive(self, request: Request, pk: str) -> Response:
        """Say that sentences are not to be checked, and why."""
        article, given = article_for(request, pk, Act.EDIT), self.parsed(Waiving)
        revision = text_seen(article.latest(), given)
        return self._did(article, lambda by: verbs.waive(**{**given, "revision": revision}, by=by))

    @extend_schema(request=Unwaiving, responses=DONE)
    def unwaive(self, request: Request, pk: str) -> Response:
        """Take that back, also where the splitter said it."""
        article, given = article_for(request, pk, Act.EDIT), self.parsed(Unwaiving)
        revision = text_seen(article.latest(), given)
        return self._did(article, lambda by: verbs.unwaive(**{**given, "revision": revision}, by=by))

    @extend_schema(request=SeenEdit, responses=EditShape)
    def undo(self, request: Request, pk: str) -> Response:
        """Take back one's own newest edit that stands."""
        return self._turn(article_for(request, pk, Act.EDIT), undos.undo)

    @extend_schema(request=SeenEdit, responses=EditShape)
    def redo(self, request: Request, pk: str) -> Response:
        """Do again what was taken back last."""
        return self._turn(article_for(request, pk, Act.EDIT), undos.redo)

    def list(self, request: Request, pk: str) -> Response:
        """One's own edits of the article, newest first."""
        article = article_for(request, pk, Act.EDIT)
        return self.paged(Edit.objects.of(article, reader(request)).defer("changes"), EditShape)

    def _did(self, article: Article, act: Callable[[Any], Any]) -> Response:
        done = edited(article, self.request, act)[1]
        return Response(EditShape(done).data) if done else Response(status=204)

    def _turn(self, article: Article, turn: Callable[..., Edit]) -> Response:
        given = self.parsed(SeenEdit).get("edit")
        with transaction.atomic():
            done = turn(article=article, by=reader(self.request), edit_id=given)
            _begin(done, self.request)
        return Response(EditShape(done).data)


class Sentences(Door):
    """The sentences of a text."""

    queryset = Sentence.objects.all()
    serializer_class = SentenceShape

    def list(self, request: Request, pk: str) -> Response:
        """Those of the newest text, in order, with those that are not to be checked."""
        revision = article_for(request, pk, Act.READ).latest()
        return self.paged(Sentence.objects.filter(revision=revision).select_related("waiver"), SentenceShape)


def edited(article: Article, request: Request, act: Callable[[Any], Any]) -> tuple[Any, Edit | None]:
    """Do it and begin what follows; answers what it answered, and the edit that it is kept as."""
    by = reader(request)
    with transaction.atomic():
        mine = Edit.objects.of(article, by)
        last = mine.aggregate(last=Max("place"))["last"] or 0
        result = act(by)
        done = mine.filter(place__gt=last).last()
        if done:
            _begin(done, request)
    return result, done


def _begin(done: Edit, request: Request) -> None:
    """Ask anew for claims that say something else now, and settle them again."""
    claims = claims_of(done.changes)
    if done.rewords:
        tasks.start_looking_up(claims, by=reader(request))
    if done.rewords or done.verb == EditVerb.WEIGHED:
        tasks.start_settle(*claims)


def told(pk: Any) -> Any:
    """The claim as it is now."""
    rows = Claim.objects.select_related("revision").defer("search").prefetch_related("spans", WITH_ATTRIBUTIONS)
    return ClaimShape(graded([rows.get(pk=pk)])[0]).data


def _thrown(request: Request, pk: str) -> Claim:
    """The claim, in the trash or out of it; 404 for a stranger, 403 where the role is not enough."""
    mine = Claim.objects.filter(revision__article__in=Article.objects.seen_by(reader(request)))
    claim: Claim = get_object_or_404(mine.select_related("revision__article__project").defer("search"), pk=UUID(pk))
    require(reader(request), Act.EDIT, claim.revision.article.project)
    return claim


def _of_text(revision: Revision, wanted: list[UUID], field: str, *, trashed: bool | None = False) -> list[Claim]:
    """The claims of the text; raises ValidationError that names those that are not there."""
    rows = Claim.objects.filter(revision=revision, pk__in=wanted).defer("search")
    if trashed is not None:
        rows = rows.filter(deleted_at__isnull=not trashed)
    found = {row.pk: row for row in rows}
    if missing := [str(pk) for pk in wanted if pk not in found]:
        raise ValidationError({field: [_("No claim of this text: %(ids)s.") % {"ids": ", ".join(missing)}]})
    for row in found.values():
        row.revision = revision
    return [found[pk] for pk in dict.fromkeys(wanted)]


PK = f"(?P<pk>{Door.lookup_value_regex})"
_POSTS = {
    "claims/make": "make",
    "claims/source": "source",
    "claims/trash": "trash",
    "claims/restore": "restore",
    "sentences/waive": "waive",
    "sentences/unwaive": "unwaive",
    "edits/undo": "undo",
    "edits/redo": "redo",
}
EDITING = [
    re_path(
        rf"^articles/{PK}/edits/?$",
        ArticleEdits.as_view({"get": "list"}, pagination_class=ByPlace, filter_backends=[]),
        name="edits",
    ),
    re_path(
        rf"^articles/{PK}/sentences/?$",
        Sentences.as_view({"get": "list"}, pagination_class=ByPosition, filter_backends=[]),
        name="sentences",
    ),
    *(
        re_path(rf"^articles/{PK}/{where}/?$", ArticleEdits.as_view({"post": verb}), name=where.replace("/", "-"))
        for where, verb in _POSTS.items()
    ),
]
