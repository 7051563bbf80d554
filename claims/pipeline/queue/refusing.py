"""Why a claim cannot be given to a person, in words that tell no verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.models import Claim, ClaimState, Release, Seat
from claims.models.rounds import took_part_in

if TYPE_CHECKING:
    from uuid import UUID

    from claims.models import Project, User

WORDS = {
    "gone": gettext_lazy("settled or in the trash: %(claims)s"),
    "wrote": gettext_lazy("%(who)s wrote the article: %(claims)s"),
    "judged": gettext_lazy("%(who)s has judged these already: %(claims)s"),
    "gathered": gettext_lazy("%(who)s took part in round one, so somebody else judges: %(claims)s"),
    "had": gettext_lazy("%(who)s wrote, judged or gave back these: %(claims)s"),
}
"""``had`` says one thing for three reasons: in blind review, who assigns must not learn who has judged."""


def why_not(rows: list[Claim], project: Project, to: User) -> tuple[list[str], set[UUID]]:
    """Messages that name the claims, reason by reason, and the claims' ids; empty where nothing is against it."""
    ids = [row.pk for row in rows]
    still = set(Claim.objects.filter(pk__in=ids).unjudged_by(to).values_list("pk", flat=True))
    judged = set(ids) - still
    wrote = {row.pk for row in rows if row.revision.article.written_by_id == to.pk}
    found = {"gone": {row.pk for row in rows if _is_gone(row)}}
    if project.blind:
        back = Seat.objects.filter(claim__in=ids, holder=to, released_why=Release.GIVEN_BACK)
        found["had"] = wrote | judged | set(back.values_list("claim", flat=True))
    else:
        found |= {"wrote": wrote, "judged": judged}
    if project.two_rounds:
        found["gathered"] = set(took_part_in(to).filter(pk__in=ids).values_list("pk", flat=True))
    return [_said(reason, rows, claims, to) for reason, claims in found.items() if claims], set().union(
        *found.values()
    )


def _is_gone(row: Claim) -> bool:
    away = row.deleted_at or row.revision.article.deleted_at
    return bool(away) or row.state == ClaimState.SETTLED


def _said(reason: str, rows: list[Claim], claims: set[UUID], to: User) -> str:
    named = [
        _("claim %(n)d of “%(title)s”") % {"n": row.number, "title": row.revision.article.title[:60]}
        for row in rows
        if row.pk in claims
    ]
    words = WORDS[reason] % {"who": to.label, "claims": ", ".join(named)}
    return f"{words[:1].upper()}{words[1:]}."
