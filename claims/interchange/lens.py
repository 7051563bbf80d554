"""What of every kind of row one reader sees: the rules of the pages, place by place.

A place that is not listed here, and not among ``PLAIN``, fails a test, so that it is decided on when it is made.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from claims.models import Act, Claim, ClaimState, Evidence, Role, User, Verdict, allows
from claims.models.rounds import shown_comments, shown_evidence, shown_lookups
from claims.models.verdict import fully_judged

Rows = QuerySet[Any]
Rule = Callable[[Rows, User, Role | None], Rows]

BLIND = "Review is blind: verdicts by others are left out on claims that you have not judged yourself."
NAMELESS = "Names are for editors: stand-ins take the place of other people's."
TRASHED = "Articles in the trash are for editors."
UNTOLD = {"claim": ("verdicts_counted",)}
"""Columns that tell how many judged; written as nothing where blind review keeps verdicts back."""


def opened(user: User) -> Rows:
    """Claims on which blind review keeps nobody's verdict from the person."""
    own = Verdict.objects.filter(claim=OuterRef("pk"), by=user)
    is_open = Q(revision__article__project__blind=False) | Exists(own)
    return Claim.objects.filter(is_open | Q(pk__in=fully_judged(user).values("pk")))


def _visible(rows: Rows, user: User, role: Role | None) -> Rows:
    return rows.visible_to(user)  # type: ignore[attr-defined, no-any-return]


def _of_opened(rows: Rows, user: User, role: Role | None) -> Rows:
    return rows.filter(claim__in=opened(user).values("pk"))


def _comments(rows: Rows, user: User, role: Role | None) -> Rows:
    return shown_comments(rows.visible_to(user), user)  # type: ignore[attr-defined]


def _cited(rows: Rows, user: User, role: Role | None) -> Rows:
    return rows.filter(evidence__in=shown_evidence(Evidence.objects.all(), user).values("pk"))


def _carried(rows: Rows, user: User, role: Role | None) -> Rows:
    return rows.filter(verdict__in=Verdict.objects.visible_to(user).values("pk"))


def _by_act(act: Act, rule: Rule) -> Rule:
    def narrowed(rows: Rows, user: User, role: Role | None) -> Rows:
        return rule(rows, user, role) if allows(role, act) else rows.none()

    return narrowed


def _all(rows: Rows, user: User, role: Role | None) -> Rows:
    return rows


RULES: dict[str, Rule] = {
    "article": lambda rows, user, role: rows if allows(role, Act.SETTLE) else rows.filter(deleted_at=None),
    "claim.lookups": lambda rows, user, role: shown_lookups(rows, user),
    "claim.evidence": lambda rows, user, role: shown_evidence(rows, user),
    "claim.verdicts": _visible,
    "claim.verdicts.cited": _cited,
    "claim.rulings": _visible,
    "claim.rulings.verdicts": _carried,
    "claim.panels": _of_opened,
    "claim.panels.votes": _visible,
    "claim.questions": _visible,
    "claim.comments": _comments,
    "claim.publications": _visible,
    "claim.corrections": _visible,
    "example": _visible,
    "expert_link": _by_act(Act.ASK_OUTSIDE, _all),
    "expert_link.questions": _by_act(Act.ASK_OUTSIDE, _visible),
}
"""By place: what of its rows a reader sees."""

PLAIN = frozenset({
    "scale", "scale.versions", "scale.versions.ratings", "project", "project.members", "project.guideline_versions",
    "source", "source.merges", "source.namesakes", "document", "document.wayback_saves", "fact_check", "claim",
    "article.mentions",
    "article.revisions", "article.revisions.split", "article.revisions.sentences",
    "article.revisions.sentences.waiver", "claim.spans", "claim.attributions", "claim.attributions.readings",
    "claim.grade_overrides", "claim.gatherings", "claim.gatherings.inquiries", "claim.gatherings.inquiries.answers",
})  # fmt: skip
"""Places that every member reads."""


def seen(place: str, rows: Rows, user: User, role: Role | None) -> Rows:
    """Those of the rows of a place that the reader sees; nothing where no rule says so."""
    if place in PLAIN:
        return rows
    return RULES[place](rows, user, role) if place in RULES else rows.none()


def veiled_from(user: User, role: Role | None, claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """Those of ``claims`` on which blind review keeps others' verdicts from the reader.

    The same claims whether or not there are such verdicts, so that the answer tells no reviewer how far
    others are. The rule is that of ``Verdict.objects.visible_to``.
    """
    own = Verdict.objects.filter(claim=OuterRef("pk"), by=user)
    veiled = claims.filter(~Exists(own), revision__article__project__blind=True)
    settles = role in (Role.EDITOR, Role.OWNER) and not user.is_superuser
    return veiled.filter(state=ClaimState.OPEN) if settles else veiled


def withheld(user: User, role: Role | None, claims: QuerySet[Claim]) -> list[dict[str, str]]:
    """What of ``claims`` is left out for this reader and why, in the same words whether or not there is any."""
    told = []
    if veiled_from(user, role, claims).exists():
        told.append({"what": "verdicts", "why": BLIND})
    if not allows(role, Act.SETTLE):
        told.append({"what": "names", "why": NAMELESS})
        told.append({"what": "trash", "why": TRASHED})
    return told
