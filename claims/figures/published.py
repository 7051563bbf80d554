"""Outcomes that a project published, as everybody may read them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Exists,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Greatest

from claims.formats.reviewed import (
    NAMED,
    Appeared,
    Cited,
    Publisher,
    Reviewed,
    Speaker,
    is_on_the_web,
    rated,
    speaker,
    without_names,
)
from claims.models import (
    Attribution,
    Claim,
    Correction,
    DocumentKind,
    Evidence,
    Membership,
    Publication,
    Rating,
    Ruling,
    User,
    Verdict,
    WaybackSave,
)

Rows = dict[Any, list[Any]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One published claim. ``newest`` is its last ruling; ``review`` is None where that does not stand any more:
    it was taken back, or the claim's words or voice were changed since. ``words`` are those that were ruled on."""

    claim: Claim
    publication: Publication
    newest: Ruling
    review: Reviewed | None
    words: str


def published() -> QuerySet[Publication]:
    """What is public: of projects that publish, not withdrawn, not in the trash; what changed last comes first."""
    ruled = Ruling.objects.filter(claim=OuterRef("claim")).order_by("-created_at", "-id").values("created_at")
    history: Any = Claim._meta.get_field("events").related_model
    worded = history.objects.filter(pgh_obj=OuterRef("claim"), pgh_created_at__lte=OuterRef("ruled_at"))
    project = "claim__revision__article__project"
    rows = Publication.objects.standing().filter(
        **{f"{project}__publishes": True, f"{project}__deleted_at": None},
        claim__deleted_at=None,
        claim__revision__article__deleted_at=None,
    )
    told: Any = rows.select_related(project).defer("claim__revision__text", "claim__search")
    told = told.annotate(
        changed_at=Greatest("published_at", Subquery(ruled[:1])),
        ruled_at=Subquery(ruled.exclude(rating=None)[:1]),
    )
    words = Subquery(worded.order_by("-pgh_created_at", "-pgh_id").values("text")[:1], output_field=TextField())
    public: QuerySet[Publication] = told.annotate(words_then=words).order_by("-changed_at", "-id")
    return public


def outcomes(publications: Iterable[Publication]) -> list[Outcome]:
    """Each with all that is told of it; as many queries for one as for a hundred."""
    rows = list(publications)
    ids = [row.claim_id for row in rows]
    rulings = Ruling.objects.filter(claim__in=ids, superseded_by=None)
    newest = {one.claim_id: one for one in rulings.select_related("rating__version__scale__copy_of")}
    reads = _Reads(newest.values())
    found = []
    for row in rows:
        ruling = newest[row.claim_id]
        ruling.claim = row.claim
        stands = ruling.rating is not None and not ruling.is_outdated
        review = reads.review(row, ruling) if stands else None
        words = row.claim.text if stands else row.words_then or row.claim.text  # type: ignore[attr-defined]
        found.append(Outcome(row.claim, row, ruling, review, words))
    return found


def told_to_all(corrections: Iterable[Correction]) -> list[Correction]:
    """Each with ``told_why``: its public reason, without the people who judged the claim or belong to its desk."""
    rows: list[Any] = list(corrections)
    names = _names([row.claim_id for row in rows])
    for row in rows:
        row.told_why = without_names(row.public_why, names)
    return rows


class _Reads:
    """What hangs on these rulings, read once for all of them."""

    def __init__(self, rulings: Iterable[Ruling]) -> None:
        standing = [one for one in rulings if one.rating is not None]
        claims = [one.claim_id for one in standing]
        self._names = _names(claims)
        self._values: Rows = defaultdict(list)
        editions = {one.rating.version_id for one in standing if one.rating}
        for version, value in Rating.objects.filter(version__in=editions).values_list("version", "value"):
            self._values[version].append(value)
        self._voices = _by_claim(_voices(claims))
        self._papers = _by_claim(_papers(claims, [one.pk for one in standing]))

    def review(self, row: Publication, ruling: Ruling) -> Reviewed:
        claim, rating = row.claim, ruling.rating
        assert rating is not None  # noqa: S101 - narrows the type: the caller asks for what stands
        article, scale = claim.revision.article, rating.version.scale
        project = article.project
        return Reviewed(
            id=str(claim.pk),
            words=claim.text,
            finding=ruling.finding,
            rating=rated(rating.label, rating.definition, rating.value, self._values[rating.version_id]),
            rationale=without_names(ruling.rationale, self._names),
            published_at=row.published_at,
            changed_at=ruling.created_at,
            publisher=Publisher(project.publisher or project.name, project.publisher_url, project.slug),
            article=Appeared(article.title, article.url, article.publisher, article.published_at, article.language),
            speakers=self._said(claim),
            evidence=tuple(map(_cited, self._papers[claim.pk])),
            scale=scale.copy_of.slug if scale.copy_of else scale.slug,
        )

    def _said(self, claim: Claim) -> tuple[Speaker, ...]:
        voices = self._voices[claim.pk]
        if not voices:
            return (Speaker("article", ""),)
        return tuple(_speaker(one) for one in voices if one.hop == 1 and one.source)


def _names(claims: list[Any]) -> list[str]:
    """Of the desk's members and of whoever judged these claims."""
    projects = Claim.objects.filter(pk__in=claims).values("revision__article__project")
    members = Membership.objects.filter(project__in=projects).values("user")
    judged = Verdict.objects.filter(claim__in=claims).values("by")
    return [person.label for person in User.objects.filter(Q(pk__in=members) | Q(pk__in=judged))]


def _voices(claims: list[Any]) -> QuerySet[Attribution]:
    """With ``described``: whether the article itself has the source's name."""
    told = When(claim__revision__text__icontains=F("source__name"), then=Value(True))
    rows = Attribution.objects.filter(claim__in=claims).select_related("source__merged_into")
    described = Case(told, default=Value(False), output_field=BooleanField())
    return rows.annotate(described=described).order_by("claim", "hop", "place")


def _speaker(one: Any) -> Speaker:
    source = one.source
    head = source.merged_into if source.merged_into and source.kind in NAMED else source
    return speaker(
        head.kind,
        head.name,
        described=one.described,
        key=str(head.pk),
        role=head.role,
        same_as=head.same_as,
    )


def _papers(claims: list[Any], rulings: list[Any]) -> QuerySet[Evidence]:
    """What the rulings' verdicts cite and what a person weighed; ``archived`` is the address of a saved copy."""
    cited = Exists(Verdict.objects.filter(cited=OuterRef("pk"), rulings__in=rulings))
    rows = Evidence.objects.kept().filter(~Q(stance="") | cited, claim__in=claims, document__deleted_at=None)
    saves = WaybackSave.objects.filter(document=OuterRef("document")).order_by().values("document")
    archived = Subquery(saves.annotate(last=Max("archived_url")).values("last"))
    rows = rows.exclude(document__kind=DocumentKind.RULING).exclude(document__url="")
    rows = rows.select_related("document").defer("document__text").annotate(archived=archived)
    return rows.order_by("claim", "rank", "created_at", "id")


def _cited(row: Any) -> Cited:
    paper = row.document
    return Cited(
        paper.url, paper.title, row.quote, row.stance, paper.publisher, paper.published_at, row.archived or ""
    )


def _by_claim(rows: Iterable[Any]) -> Rows:
    found: Rows = defaultdict(list)
    for row in rows:
        if not isinstance(row, Evidence) or is_on_the_web(row.document.url):
            found[row.claim_id].append(row)
    return found
