"""Put an export together: one revision of an article with everything that hangs on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Protocol, TypeVar
from uuid import UUID

from claims.formats import export_shape as shape
from claims.models import Article, Attribution, Claim, SpanRole, role_of
from claims.pipeline.export import sourced, values
from claims.pipeline.export.judged import Judged, veiled_from
from claims.pipeline.export.people import People
from claims.pipeline.export.reading import Rows, one_snapshot, read_rows

if TYPE_CHECKING:
    from claims.models import User

BLIND = "Review is blind: verdicts by others are left out on claims that you have not judged yourself."
NAMELESS = "Names are for editors: stand-ins take the place of other people's."


class OfClaim(Protocol):
    """A row that hangs on a claim."""

    @property
    def claim_id(self) -> UUID: ...


Row = TypeVar("Row", bound=OfClaim)
Value = TypeVar("Value")


def gather(*, article: Article, viewer: User | None) -> shape.Export:
    """The article's latest revision for one reader; None is the operator, who sees everything.

    What the reader may not see yet is left out and said under ``withheld``, in words that are the same
    whether or not there is any. Raises Revision.DoesNotExist for an article without a text.
    """
    with one_snapshot():
        article = Article.objects.select_related("project__scale").get(pk=article.pk)
        revision = article.revisions.select_related("article__project__scale").latest("number")
        rows = read_rows(revision, viewer)
        role = role_of(viewer, article.project) if viewer else None
        veiled = bool(
            viewer
            and article.project.blind
            and veiled_from(viewer, role, Claim.objects.filter(revision=revision)).exists()
        )
        people = People({*rows.user_ids(), article.created_by_id}, viewer=viewer, role=role)
    return _export(article, rows, people, veiled=veiled)


def _export(article: Article, rows: Rows, people: People, *, veiled: bool) -> shape.Export:
    text = rows.revision.text
    withheld = _withheld(verdicts=veiled, names=people.withheld)
    return {
        "format": shape.FORMAT,
        "version": shape.VERSION,
        "minor": shape.MINOR,
        "offsets": {"unit": "code point", "end": "exclusive"},
        "complete": not withheld,
        "withheld": withheld,
        "people": people.listed(),
        "project": values.project(article.project, rows.guidelines_version),
        "scales": [values.scale_version(row) for row in rows.scales],
        "article": values.article(article, people),
        "revision": values.revision(rows.revision),
        "split": values.split(rows.split) if rows.split else None,
        "sentences": [values.sentence(row, text, people) for row in rows.sentences],
        "sources": [sourced.source(row, rows.mentions.get(row.pk), people) for row in rows.sources],
        "documents": [values.document(row, people) for row in rows.documents],
        "claims": _claims(rows, people),
    }


def _withheld(*, verdicts: bool, names: bool) -> list[shape.Withheld]:
    left_out: list[shape.Withheld] = []
    if verdicts:
        left_out.append({"what": "verdicts", "why": BLIND})
    if names:
        left_out.append({"what": "names", "why": NAMELESS})
    return left_out


def _claims(rows: Rows, people: People) -> list[shape.Claim]:
    text = rows.revision.text
    judged = Judged(rows.scales, rows.verdicts, people)
    content = [span for span in rows.spans if span.role == SpanRole.CONTENT]
    spans = _by_claim(content, lambda row: values.place(text, row))
    attributions = _by_claim(rows.attributions, _attribution(rows, people))
    lookups = _by_claim(rows.lookups, lambda row: values.lookup(row, people))
    evidence = _by_claim(rows.evidence, lambda row: values.evidence(row, people))
    verdicts = _by_claim(rows.verdicts, judged.verdict)
    rulings = _by_claim(rows.rulings, judged.ruling)
    return [
        {
            "id": str(row.pk),
            "number": row.number,
            "text": row.text,
            "speech": row.speech,
            "polarity": row.polarity,
            "worthiness": row.worthiness,
            "reasons": row.reasons,
            "hedges": row.hedges,
            "negated": row.negated,
            "confidence": row.confidence,
            "splitter_version": row.splitter_version,
            "state": row.state,
            "created_at": values.moment(row.created_at),
            "created_by": people.name(row.created_by_id),
            "deleted_at": values.moment(row.deleted_at),
            "spans": spans[row.pk],
            "sourcing": sourced.sourcing(rows.grades[row.pk], people),
            "attributions": attributions[row.pk],
            "lookups": lookups[row.pk],
            "evidence": evidence[row.pk],
            "verdicts": verdicts[row.pk],
            "rulings": rulings[row.pk],
        }
        for row in rows.claims
    ]


def _by_claim(rows: Iterable[Row], value: Callable[[Row], Value]) -> dict[UUID, list[Value]]:
    grouped: dict[UUID, list[Value]] = defaultdict(list)
    for row in rows:
        grouped[row.claim_id].append(value(row))
    return grouped


def _attribution(rows: Rows, people: People) -> Callable[[Attribution], shape.Attribution]:
    spans = defaultdict(list)
    for span in rows.spans:
        if span.attribution_id:
            spans[span.attribution_id].append(span)
    return lambda row: sourced.attribution(row, spans[row.pk], rows.revision.text, people)
