"""Where a project works in two rounds, verdicts that differ return the claim to round one, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from claims.models import Event, Gathering, Notice, NoticeKind, Panel, User, rounds_of

if TYPE_CHECKING:
    from claims.models import Claim


def returned(claim: Claim) -> bool:
    """Return a claim whose verdicts differ to round one, if they were given on its first answers.

    Later ones go to an editor. The reason says that verdicts differed, not how.
    """
    rounds = rounds_of(claim)
    if rounds.number != 2 or len(rounds.gatherings) != 1:
        return False
    because = _("The verdicts on these answers differed: what is still to be found out?")
    gathering = Gathering.objects.open_next(claim, because=because)
    Panel.objects.end_open(claim)
    article = claim.revision.article
    where = {"project_id": article.project_id, "article_id": article.pk, "claim": str(claim.pk)}
    Event.objects.record("round.returned", gathering, by=None, reason=because, **where)
    people = User.objects.filter(pk__in=rounds.took_part)
    Notice.objects.tell(
        to=people, kind=NoticeKind.SENT_BACK, project=article.project, claim=claim, text=because[:200]
    )
    return True
