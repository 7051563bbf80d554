"""All that the panel tells of the claim in hand, read at once: one query, however much there is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce, Greatest, Substr

from claims.models import (
    Article,
    Asked,
    Attribution,
    Claim,
    Comment,
    Draft,
    Evidence,
    ExpertQuestion,
    GradeOverride,
    Lookup,
    LookupRun,
    Mention,
    Publication,
    Question,
    Rating,
    Reading,
    Ruling,
    Scale,
    SourcingAnswer,
    SpeechKind,
    User,
    Verdict,
)
from claims.models.packed import Packed, Reader, prime
from claims.models.rounds import kept_from, shown_comments, shown_evidence, shown_lookups, shown_runs
from claims.views.backing import COPIES, with_copies

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from claims.models import Revision

NAME = ("id", "username", "display_name", "first_name", "last_name")
"""What is read of a person: what the label is made of."""

AROUND = 1500
"""Code points of a document read on either side of a passage: whoever speaks may be named before it."""

QUOTED = (SpeechKind.DIRECT, SpeechKind.MIXED)
"""Kinds of speech whose words are compared with the evidence."""

SOURCES: Mapping[str, Sequence[str] | None] = {"source": None, "source__merged_into": None}


@dataclass(frozen=True, slots=True)
class Dossier:
    """One claim with its rows, as the viewer may see them.

    ``said`` are the attributions in order; ``verdicts`` those that blind review lets be seen, newest first;
    ``rulings`` holds that in force, if any; ``returned`` what an editor sent back to those who judged;
    ``answers`` are by (head) source and question; ``evidence`` is what nobody set aside, each with ``around``,
    the text about its passage where the claim quotes, ``aside`` what somebody did; ``runs`` are the last two of
    each look-up, newest first; ``members`` those whom comments can name; ``asked`` the questions to the editor;
    ``expert_answers`` what somebody outside said;
    ``kept_back`` holds the claim where the viewer is to judge it from its answers alone, so that look-ups and
    what no answer rests on are left out.
    """

    claim: Claim
    said: list[Attribution]
    readings: list[Reading]
    mentions: list[Mention]
    answers: dict[UUID, dict[str, str]]
    overrides: list[GradeOverride]
    verdicts: list[Verdict]
    rulings: list[Any]
    lookups: list[Lookup]
    runs: list[LookupRun]
    evidence: list[Any]
    comments: list[Comment]
    members: list[User]
    asked: list[Question]
    aside: list[Any]
    ratings: list[Rating]
    drafts: list[Draft]
    lasts: list[Verdict]
    returned: list[Question]
    expert_answers: list[ExpertQuestion]
    publications: list[Publication]
    kept_back: list[Claim]

    @property
    def draft(self) -> Draft | None:
        """What the viewer began to write of a verdict."""
        return self.drafts[0] if self.drafts else None

    @property
    def last(self) -> Verdict | None:
        """The last verdict that the viewer gave in the article."""
        return self.lasts[0] if self.lasts else None

    @property
    def override(self) -> GradeOverride | None:
        """The person's grade in force; the newest counts, one without a grade lifts it."""
        newest = self.overrides[-1] if self.overrides else None
        return newest if newest and newest.grade else None


def dossier_of(pk: UUID | None, *, revision: Revision, article: Article, viewer: User) -> Dossier | None:
    """The dossier of a claim of the article; None where there is none, or where it is in the trash.

    ``revision`` is the text that it is shown with.
    """
    claim, found = _READER.read(claim=pk, article=article.pk, viewer=viewer.pk, scale=article.project.scale_id)
    if claim is None:
        return None
    claim.revision, revision.article = revision, article
    people = {person.pk: person for person in found.pop("people")}
    claim.created_by, claim.reshaped_by = people.get(claim.created_by_id), people.get(claim.reshaped_by_id)
    prime(claim, "attributions", found["said"])
    for verdict in found["verdicts"]:
        prime(verdict, "cited", [Evidence(pk=UUID(pk)) for pk in verdict.cited_ids])
    for row in (*found["said"], *found["lookups"], *found["evidence"], *found["verdicts"]):
        row.claim = claim
    answers: dict[UUID, dict[str, str]] = {}
    for row in found.pop("answers"):
        answers.setdefault(UUID(row.head), {})[row.question] = row.answer
    return Dossier(claim=claim, answers=answers, **found)


def _worded(claim: UUID, article: UUID, viewer: int, scale: UUID) -> tuple[QuerySet[Claim], dict[str, Packed]]:
    claims = Claim.objects.kept().filter(pk=claim, revision__article=article).order_by().defer("search")
    user = User(pk=viewer)
    return claims, _voices(article) | _judged(user, Scale(pk=scale)) | _said(article, user) | _found(user)


_READER = Reader(
    _worded, claim=UUID(int=0xC1A1), article=UUID(int=0xA271C1E), viewer=-7_001_003, scale=UUID(int=0x5CA1E)
)


def dossier_again(claim: Claim, viewer: User) -> Dossier:
    """The dossier of a claim that was read with its revision, as after an act; Claim.DoesNotExist where it went."""
    article = claim.revision.article
    found = dossier_of(claim.pk, revision=claim.revision, article=article, viewer=viewer)
    if found is None:
        raise Claim.DoesNotExist
    return found


def _voices(article: UUID) -> dict[str, Packed]:
    """Who says it, and what is known of them."""
    head = Coalesce("source__merged_into_id", "source_id")
    heads = Attribution.objects.filter(claim=OuterRef(OuterRef("pk"))).annotate(head=head).values("head")
    own = Attribution.objects.filter(claim=OuterRef(OuterRef("pk")))
    # Two lists to look in: joined as one condition they would have PostgreSQL read all attributions there are.
    known = Q(source__in=own.values("source")) | Q(source__in=own.values("source__merged_into"))
    answers = SourcingAnswer.objects.annotate(head=head).filter(head__in=heads)
    readings = Reading.objects.filter(attribution__claim=OuterRef("pk")).order_by("-confidence", "id")
    return {
        "said": Packed(
            Attribution.objects.filter(claim=OuterRef("pk")).order_by("hop", "place"),
            related={**SOURCES, "set_by": NAME},
        ),
        "readings": Packed(readings, related=SOURCES),
        "mentions": Packed(Mention.objects.filter(known, article=article)),
        "answers": Packed(answers.order_by("answered_at", "id"), more=["head"]),
        "overrides": Packed(
            GradeOverride.objects.filter(claim=OuterRef("pk")).order_by("created_at", "id"), related={"by": NAME}
        ),
    }


def _judged(viewer: User, scale: Scale) -> dict[str, Packed]:
    """What people judged, and the ratings on offer."""
    verdicts = Verdict.objects.filter(claim=OuterRef("pk")).visible_to(viewer)
    cited = Verdict.cited.through.objects.filter(verdict=OuterRef("pk")).values("evidence")
    returned = Question.objects.filter(claim=OuterRef("pk"), to=Asked.REVIEWERS, withdrawn_at=None).visible_to(
        viewer
    )
    lasts = Verdict.objects.filter(by=viewer, claim__revision__article=OuterRef("revision__article"))
    ratings = Rating.objects.newest_of(scale).on_offer()
    rulings = Ruling.objects.filter(claim=OuterRef("pk")).in_force().visible_to(viewer).with_dissent()
    return {
        "rulings": Packed(rulings, related={"rating": None, "by": NAME}, more=["dissent"]),
        "verdicts": Packed(
            verdicts.annotate(cited_ids=ArraySubquery(cited)).order_by("-created_at", "-id"),
            related={"rating": None, "by": NAME},
            more=["cited_ids"],
        ),
        "drafts": Packed(Draft.objects.filter(claim=OuterRef("pk"), by=viewer)),
        "lasts": Packed(lasts.order_by("-created_at", "-id")[:1], only=("id", "finding", "rating")),
        "returned": Packed(
            returned.order_by("answered_at", "-created_at"), related={"by": NAME, "answered_by": NAME}
        ),
        "publications": Packed(Publication.objects.filter(claim=OuterRef("pk")).standing().visible_to(viewer)),
        "people": Packed(
            User.objects.filter(Q(claims=OuterRef("pk")) | Q(claims_reshaped=OuterRef("pk"))).distinct(), only=NAME
        ),
        "ratings": Packed(ratings, related={"version": None, "version__scale": None}),
    }


def _said(article: UUID, viewer: User) -> dict[str, Packed]:
    """What people say to each other, and who they are."""
    comments = shown_comments(Comment.objects.filter(claim=OuterRef("pk")).visible_to(viewer), viewer)
    asked = Question.objects.filter(claim=OuterRef("pk")).visible_to(viewer).to_editor()
    project = Article.objects.filter(pk=article).values("project")
    members = User.objects.filter(memberships__project__in=project, is_active=True)
    experts = ExpertQuestion.objects.filter(claim=OuterRef("pk"), answered_at__isnull=False).visible_to(viewer)
    return {
        "expert_answers": Packed(experts.order_by("answered_at"), related={"link": ("id", "expert")}),
        "comments": Packed(comments.order_by("created_at", "id"), related={"by": NAME, "resolved_by": NAME}),
        "asked": Packed(asked.order_by("created_at", "id"), related={"by": NAME, "answered_by": NAME}),
        "members": Packed(members.order_by("username"), only=NAME),
    }


def _found(viewer: User) -> dict[str, Packed]:
    """Look-ups with their last two runs, and the evidence with its documents; whether most of it is kept back."""
    lookups = shown_lookups(Lookup.objects.filter(claim=OuterRef("pk")), viewer)
    kept = shown_evidence(Evidence.objects.kept().filter(claim=OuterRef("pk")), viewer)
    newest = LookupRun.objects.filter(lookup=OuterRef("lookup")).order_by("-number").values("number")[:1]
    runs = LookupRun.objects.filter(lookup__claim=OuterRef("pk"), number__gte=Subquery(newest) - 1)
    evidence = with_copies(kept).annotate(around=_around())
    aside = shown_evidence(Evidence.objects.filter(claim=OuterRef("pk")).exclude(dismissed_at=None), viewer)
    documents = {"document": None, "document__same_story_as": ("id", "title"), "lookup": ("id", "as_of")}
    return {
        "kept_back": Packed(kept_from(viewer).filter(pk=OuterRef("pk")).order_by(), only=("id",)),
        "lookups": Packed(lookups.order_by("provider", "id"), related={"asked_by": NAME}),
        "runs": Packed(shown_runs(runs, viewer).order_by("lookup", "-number")),
        "aside": Packed(aside.order_by("dismissed_at", "id")),
        "evidence": Packed(
            evidence.order_by("rank", "created_at", "id"),
            related=documents,
            without=["document__text"],
            more=[*COPIES, "around"],
        ),
    }


def _around() -> Case:
    """Each passage with what stands about it in its document; "" where its place is unknown or nothing compared."""
    first = Greatest(F("start") - Value(AROUND), Value(0))
    about = Substr("document__text", first + Value(1), F("end") - first + Value(AROUND))
    quoted = Q(claim__speech__in=QUOTED, start__isnull=False)
    return Case(When(quoted, then=about), default=Value(""), output_field=TextField())
