"""A vote: one editor proposes a ruling, others vote on it, and so many of them carry it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.models import (
    Act,
    Claim,
    Correction,
    Notice,
    NoticeKind,
    Panel,
    PanelOutcome,
    PanelVote,
    Project,
    Rating,
    Ruling,
    RulingBasis,
    User,
    require,
)
from claims.pipeline.adjudicate.standing import (
    BY_PROJECT,
    Refused,
    Said,
    carry,
    check,
    counting_on,
    due,
    judged,
    locked,
    newest_of,
    refuse_other,
    tell,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet


@transaction.atomic
def open_panel(
    *, claim: Claim, by: User, finding: str, rating: Rating | None, rationale: str, basis: Any = None
) -> Panel:
    """Put a ruling to the vote, with as many voters and votes that carry as the project says.

    All editors and owners but the author may vote, the first so many of them do. ``basis`` is as for ``rule``. The
    same proposal again (a double click) answers with the vote there is. Raises Changed, Refused where another vote
    runs, where the claim waits for verdicts and where the project has too few editors, PermissionDenied, and
    ValidationError with a message for each field that is wrong.
    """
    project = claim.revision.article.project
    require(by, Act.SETTLE, project)
    claim, given = locked(claim), Said(finding, rating, rationale.strip())
    project = claim.revision.article.project
    if running := Panel.objects.open().filter(claim=claim).first():
        return _the_same(running, by, given)
    refuse_other(newest_of(claim), basis)
    check(claim, given, None, judged(claim))
    if few := too_few(project, by):
        raise Refused(few)
    panel = Panel.objects.create(
        claim=claim, proposed_by=by, size=project.panel_size, needed=project.panel_needed, **given._asdict()
    )
    tell("panel.opened", claim, panel, by, about_verdict=True, size=panel.size, needed=panel.needed)
    Notice.objects.tell(to=voters(project, by), kind=NoticeKind.VOTE, project=project, claim=claim, by=by)
    return panel


def voters(project: Project, author: User) -> QuerySet[User]:
    """Who may vote on a proposal of ``author``: the project's other editors and owners."""
    settles = User.objects.filter(memberships__project=project, memberships__role__in=["editor", "owner"])
    return settles.filter(is_active=True).exclude(pk=author.pk)


def too_few(project: Project, author: User) -> str:
    """Why no vote can be held in the project, in words; empty where there are enough voters."""
    there = voters(project, author).count()
    if there >= project.panel_size:
        return ""
    needs = ngettext("A vote takes %(n)d voter besides its author", "A vote takes %(n)d voters besides its author",
                     project.panel_size)  # fmt: skip
    has = ngettext("this project has %(n)d other editor or owner", "this project has %(n)d other editors or owners",
                   there)  # fmt: skip
    return f"{needs % {'n': project.panel_size}}; {has % {'n': there}}."


@transaction.atomic
def cast_vote(*, panel: Panel, by: User, agrees: bool, reason: str = "") -> Panel:
    """Vote once; the vote ends as soon as it is carried, or can no longer be.

    The same vote again (a double click) answers with the vote as it stands. A carried one makes the ruling. Raises
    Refused for its author, for a second and other vote, for one that has ended or whose claim was changed
    meanwhile, PermissionDenied, and ValidationError for a vote against without a reason.
    """
    require(by, Act.SETTLE, panel.claim.revision.article.project)
    claim, reason = locked(panel.claim), reason.strip()
    panel = Panel.objects.select_for_update(of=("self",)).select_related("proposed_by", "rating").get(pk=panel.pk)
    panel.claim = claim
    if (given := panel.votes.filter(by=by).first()) and (given.agrees, given.reason) == (agrees, reason):
        return panel
    _may_vote(panel, by, given)
    if not agrees and not reason:
        raise ValidationError({"reason": _("Say why not: a vote against is recorded with its reason.")})
    row = PanelVote.objects.create(panel=panel, by=by, agrees=agrees, reason=reason)
    tell("panel.voted", claim, row, by, about_verdict=True, panel=str(panel.pk))
    _count(panel)
    return panel


@transaction.atomic
def withdraw_panel(*, panel: Panel, by: User) -> Panel:
    """Take one's own proposal back; the votes given stay on record. Twice is once.

    Raises Refused for one that was decided, and for anybody but its author.
    """
    require(by, Act.SETTLE, panel.claim.revision.article.project)
    claim = locked(panel.claim)
    panel = Panel.objects.select_for_update(of=("self",)).get(pk=panel.pk)
    if panel.proposed_by_id != by.pk:
        raise Refused(_("Only the person who proposed this ruling can withdraw it."))
    if panel.outcome in (PanelOutcome.CARRIED, PanelOutcome.LOST):
        raise Refused(_("This vote has ended."))
    if not panel.closed_at:
        _close(panel, PanelOutcome.WITHDRAWN)
        tell("panel.withdrawn", claim, panel, by, about_verdict=True)
    return panel


def _the_same(running: Panel, by: User, given: Said) -> Panel:
    same = (running.finding, running.rating, running.rationale) == given and running.proposed_by_id == by.pk
    if same:
        return running
    raise Refused(_("Another vote on this claim is running. Vote on it, or wait for its end."))


def _may_vote(panel: Panel, by: User, given: PanelVote | None) -> None:
    project = panel.claim.revision.article.project
    changed_at = panel.claim.reshaped_at
    if panel.closed_at:
        raise Refused(_("This vote has ended."))
    if given:
        raise Refused(_("You have voted already; a vote is given once."))
    if panel.proposed_by_id == by.pk:
        raise Refused(_("You proposed this ruling; others vote on it."))
    if not voters(project, panel.proposed_by).filter(pk=by.pk).exists():
        raise Refused(_("Only editors and owners who are members of the project vote."))
    if changed_at is not None and changed_at >= panel.opened_at:
        raise Refused(_("The claim was changed after this was proposed, so the vote ends without a result."))


def _count(panel: Panel) -> None:
    """End the vote where it is decided."""
    votes = list(panel.votes.values_list("agrees", flat=True))
    agree = sum(votes)
    if agree >= panel.needed:
        _carried(panel)
    elif len(votes) - agree > panel.size - panel.needed:
        _close(panel, PanelOutcome.LOST)
        tell("panel.lost", panel.claim, panel, None, about_verdict=True)


def _carried(panel: Panel) -> None:
    claim = panel.claim
    ruling = Ruling.objects.create(
        claim=claim,
        basis=RulingBasis.VOTE,
        by=panel.proposed_by,
        finding=panel.finding,
        rating=panel.rating,
        rationale=panel.rationale,
        supersedes=newest_of(claim),
        review_by=due(claim, BY_PROJECT),
    )
    Correction.objects.follow(ruling)
    _close(panel, PanelOutcome.CARRIED, ruling)
    tell("claim.vote", claim, ruling, None, **carry(ruling, counting_on(claim)))


def _close(panel: Panel, outcome: PanelOutcome, ruling: Ruling | None = None) -> None:
    panel.outcome, panel.ruling = outcome, ruling
    Panel.objects.filter(pk=panel.pk).update(closed_at=Now(), outcome=outcome, ruling=ruling)
    panel.refresh_from_db(fields=["closed_at"])
