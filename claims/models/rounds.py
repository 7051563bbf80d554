"""Two rounds: which of them a claim is in, who may judge it, and what is kept from whoever is to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from .claim import Claim, ClaimState
from .comment import Comment
from .evidence import Evidence
from .gathering import Answer, Gathering, Inquiry
from .lookup import Lookup, LookupRun
from .project import Membership, Project, Role
from .verdict import Verdict

if TYPE_CHECKING:
    from .user import User


@dataclass(frozen=True, slots=True)
class Rounds:
    """Where a claim stands: its ``gatherings`` in order, and the ids of those who asked, answered or closed one.

    ``number`` is the round, 1 or 2; 0 where there are none: the project does not work in two rounds, or the claim
    was judged before it did and nobody has asked anything about it since.
    """

    on: bool
    state: str
    gatherings: Sequence[Gathering]
    took_part: frozenset[int]

    @property
    def number(self) -> int:
        """The round that the claim is in."""
        if not self.on or (not self.gatherings and self.state != ClaimState.OPEN):
            return 0
        return 2 if self.gatherings and self.gatherings[-1].closed_at else 1

    @property
    def returned(self) -> Gathering | None:
        """The latest gathering, where it is not the first."""
        return self.gatherings[-1] if self.gatherings and self.gatherings[-1].number > 1 else None

    def outlived(self, verdict: Verdict) -> bool:
        """Whether a verdict no longer counts because of a gathering that ended after it, or has not ended."""
        last = self.gatherings[-1] if self.on and self.gatherings else None
        return last is not None and (last.closed_at is None or last.closed_at >= verdict.created_at)

    def why_not_judged_by(self, user: User) -> str:
        """Why this person gives no verdict on the claim now; "" where nothing stands against it."""
        if self.number == 1:
            return _("This claim is in round one: questions and answers come first, the verdict after them.")
        if self.number == 2 and user.pk in self.took_part:
            return _("You took part in round one of this claim; somebody else judges it.")
        return ""


def rounds_of(claim: Claim) -> Rounds:
    """Where a claim stands, read anew; no query beyond the project's where there are no two rounds."""
    project = claim.revision.article.project
    if not project.two_rounds:
        return Rounds(False, claim.state, (), frozenset())
    gatherings = list(Gathering.objects.filter(claim=claim).order_by("number"))
    people = {row.closed_by_id for row in gatherings}
    people |= set(Inquiry.objects.filter(gathering__claim=claim).values_list("by_id", flat=True))
    people |= set(Answer.objects.filter(inquiry__gathering__claim=claim).values_list("by_id", flat=True))
    return Rounds(True, claim.state, gatherings, frozenset(pk for pk in people if pk is not None))


def refuse_out_of_round(claim: Claim, by: User, cited: Iterable[Evidence]) -> None:
    """ValidationError where the person may not judge the claim now, or cites what no answer rests on."""
    rounds = rounds_of(claim)
    if why := rounds.why_not_judged_by(by):
        raise ValidationError({NON_FIELD_ERRORS: why})
    if rounds.number == 2:
        answered = set(answering(claim).values_list("pk", flat=True))
        if any(row.pk not in answered for row in cited):
            why = _("In round two a verdict cites only passages that an answer rests on.")
            raise ValidationError({"cited": why})


def answering(claim: Claim) -> QuerySet[Evidence]:
    """The evidence that the claim's answers rest on."""
    return Evidence.objects.filter(_rests(), claim=claim)


def took_part_in(user: User) -> QuerySet[Claim]:
    """Claims in round two whose questions the person helped to gather: somebody else judges them."""
    return _in_round_two().filter(_took_part(user))


def kept_from(user: User) -> QuerySet[Claim]:
    """Claims that the person is to judge from the answers alone, and has not judged yet.

    They are in round two, and the person, a reviewer, took no part in round one. Editors and owners, who settle,
    and viewers, who never judge, read all.
    """
    project = OuterRef("revision__article__project")
    judges = Membership.objects.filter(project=project, user=user, role=Role.REVIEWER)
    own = Verdict.objects.counting().filter(claim=OuterRef("pk"), by=user)
    return _in_round_two().filter(Exists(judges), ~_took_part(user), ~Exists(own))


def shown_evidence(rows: QuerySet[Evidence], user: User) -> QuerySet[Evidence]:
    """Without what is kept from the person: of a claim to be judged from its answers, what they do not rest on.

    What the verdicts of an earlier round cite stays open to those who gave one.
    """
    known = Verdict.cited.through.objects.filter(evidence=OuterRef("pk"), verdict__claim__verdicts__by=user)
    return rows.filter(~_kept(user) | _rests() | Exists(known))


def shown_lookups(rows: QuerySet[Lookup], user: User) -> QuerySet[Lookup]:
    """Without those of claims that the person is to judge from the answers alone."""
    return rows.filter(~_kept(user))


def shown_runs(rows: QuerySet[LookupRun], user: User) -> QuerySet[LookupRun]:
    """As for look-ups."""
    return rows.filter(~_kept(user, "lookup__claim"))


def shown_comments(rows: QuerySet[Comment], user: User) -> QuerySet[Comment]:
    """Without those on a verdict, or on evidence that is kept from the person, but for their own."""
    plain = Q(about_verdict=False) & (Q(evidence=None) | _rests("evidence"))
    return rows.filter(~_kept(user) | Q(by=user) | plain)


def count_anew(project: Project) -> int:
    """Have claims with questions settled anew by the sweeper: the project begins or ends to work in two rounds.

    What is settled stays so. Answers how many there are.
    """
    asked = Claim.objects.filter(Exists(Gathering.objects.filter(claim=OuterRef("pk"))))
    unsettled = asked.filter(revision__article__project=project).in_work()
    return unsettled.update(verdicts_counted=0)


def _in_round_two() -> QuerySet[Claim]:
    gatherings = Gathering.objects.filter(claim=OuterRef("pk"))
    rows = Claim.objects.filter(revision__article__project__two_rounds=True)
    return rows.filter(Exists(gatherings), ~Exists(gatherings.open()))


def _took_part(user: User) -> Q:
    claim = OuterRef("pk")
    asked = Exists(Inquiry.objects.filter(gathering__claim=claim, by=user))
    answered = Exists(Answer.objects.filter(inquiry__gathering__claim=claim, by=user))
    closed = Exists(Gathering.objects.filter(claim=claim, closed_by=user))
    return Q(asked) | Q(answered) | Q(closed)


def _kept(user: User, claim: str = "claim") -> Exists:
    return Exists(kept_from(user).filter(pk=OuterRef(claim)))


def _rests(evidence: str = "pk") -> Exists:
    return Exists(Answer.objects.stated().filter(evidence=OuterRef(evidence)))
