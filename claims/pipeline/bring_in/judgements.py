"""What people found and said of a claim in another tool, as rows: evidence, questions with answers, verdicts."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid5

from django.db.models import Model
from django.utils.translation import gettext as _

from claims.formats import incoming as shape
from claims.formats.incoming import Proof, Stated
from claims.interchange.writing import Refused
from claims.models import (
    Answer,
    Article,
    Claim,
    Document,
    DocumentKind,
    Evidence,
    Finding,
    Gathering,
    Inquiry,
    Project,
    User,
    Verdict,
)
from claims.pipeline.bring_in.voices import People

TITLE = 300
CITED: Any = Verdict.cited.through


class Judgements:
    """Adds to ``rows``, which are kept by model and key."""

    def __init__(
        self,
        rows: dict[type[Model], dict[Any, Model]],
        project: Project,
        fmt: str,
        by: User | None,
        moment: datetime,
        ratings: Mapping[str, Any],
        people: People,
    ) -> None:
        self.rows, self.project, self.fmt, self.by, self.moment = rows, project, fmt, by, moment
        self.ratings, self.people = ratings, people
        self._ranks: Counter[UUID] = Counter()

    def add(self, article: Article, claim: Claim, told: Stated) -> None:
        """All that is said of one claim; a verdict cites all that was found. Raises Refused."""
        proofs = [self._proof(claim, one) for one in told.proofs]
        proofs += self._asked(article, claim, told)
        self._verdicts(claim, told, proofs)

    def _keep(self, row: Model, key: Any = None) -> None:
        self.rows[type(row)][key or row.pk] = row

    def _proof(self, claim: Claim, proof: Proof) -> Evidence:
        sha256 = hashlib.sha256(proof.quote.encode()).hexdigest()
        named = f"{proof.url}\n{proof.title}\n{proof.publisher}\n{proof.quote}"
        document = Document(
            pk=uuid5(self.project.pk, f"document {self.fmt}\n{named}"),
            project=self.project,
            kind=DocumentKind.OUTSIDE,
            key=f"{self.fmt} {hashlib.sha256(named.encode()).hexdigest()}",
            title=(proof.title or _address(proof.url) or _("No address is given"))[:TITLE],
            url=proof.url,
            publisher=proof.publisher,
            retrieved_at=self.moment,
            text=proof.quote,
            sha256=sha256,
            added_by=self.by,
        )
        self._keep(document)
        evidence = Evidence(
            pk=uuid5(claim.pk, f"evidence {document.pk}"),
            claim=claim,
            document=document,
            quote=proof.quote,
            start=0,
            end=len(proof.quote),
            rank=self._ranks[claim.pk],
            stance=proof.stance,
            stance_by=self.by if proof.stance else None,
            added_by=self.by,
            created_at=self.moment,
        )
        rows: dict[Any, Any] = self.rows[Evidence]
        known: Evidence = rows.setdefault(evidence.pk, evidence)
        self._ranks[claim.pk] += known is evidence
        return known

    def _asked(self, article: Article, claim: Claim, told: Stated) -> list[Evidence]:
        """Questions and answers stand in a gathering, which is closed where a verdict rests on it."""
        if not told.asked:
            return []
        asker = self.people.id_of(told.verdicts[0].person if told.verdicts else self.fmt)
        closed = {"closed_at": self.moment - timedelta(seconds=1), "closed_by_id": asker} if told.verdicts else {}
        began = self.moment - timedelta(minutes=1)
        gathering = Gathering(pk=uuid5(claim.pk, "gathering"), claim=claim, number=1, opened_at=began, **closed)
        self._keep(gathering)
        found = []
        for asked in told.asked:
            key = UUID(shape.question_id(str(article.pk), asked.place))
            at = began + timedelta(microseconds=asked.place)
            inquiry = Inquiry(pk=key, gathering=gathering, text=asked.text, by_id=asker, created_at=at)
            self._keep(inquiry)
            found += [self._answer(article, claim, inquiry, asked.place, *one) for one in asked.replies]
        return [one for one in found if one]

    def _answer(
        self, article: Article, claim: Claim, inquiry: Inquiry, question: int, place: int, reply: shape.Reply
    ) -> Evidence | None:
        evidence = self._proof(claim, reply.proof) if reply.proof else None
        row = Answer(
            pk=UUID(shape.answer_id(str(article.pk), question, place)),
            inquiry=inquiry,
            kind=reply.kind,
            text=reply.text,
            explanation=reply.explanation,
            evidence=evidence,
            by_id=inquiry.by_id,
            created_at=inquiry.created_at + timedelta(microseconds=place),
        )
        self._keep(row)
        return evidence

    def _verdicts(self, claim: Claim, told: Stated, proofs: list[Evidence]) -> None:
        last: dict[int, Verdict] = {}
        for number, judged in enumerate(told.verdicts):
            if judged.rating not in self.ratings:
                raise Refused(_("There is no rating “%(slug)s” here.") % {"slug": judged.rating[:80]})
            by = self.people.id_of(judged.person)
            row = Verdict(
                pk=uuid5(claim.pk, f"verdict {number}"),
                claim=claim,
                by_id=by,
                finding=judged.finding or Finding.NOT_APPLICABLE,
                rating_id=self.ratings[judged.rating],
                rationale=judged.rationale if judged.rationale.strip() else _("The file gives no reason."),
                supersedes=last.get(by),
                created_at=judged.at or self.moment + timedelta(microseconds=number),
            )
            last[by] = row
            self._keep(row)
            for evidence in {one.pk: one for one in proofs}.values():
                cited = CITED(verdict_id=row.pk, evidence_id=evidence.pk)
                self._keep(cited, (row.pk, evidence.pk))


def _address(url: str) -> str:
    """An address for people."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return f"{parts.netloc}{parts.path}".rstrip("/")
