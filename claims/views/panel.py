"""The claim in hand: who said it, what was found, what was judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.utils import timezone

from claims.forms import VerdictForm
from claims.models import Act, Claim, ClaimState, Confidence, Finding, Project, Role, allows, rounds_of
from claims.views.access import powers
from claims.views.drafts import begun
from claims.views.editable import editing_shown
from claims.views.looking_up import lookups_shown
from claims.views.queue_shown import seat_shown
from claims.views.round_shown import round_shown
from claims.views.talking import Talks, questions_shown, talk_shown
from claims.views.voices import voices_shown
from claims.views.weighing import evidence_shown

if TYPE_CHECKING:
    from claims.models import User
    from claims.views.bench import Bench
    from claims.views.dossier import Dossier


def panel(bench: Bench, claim: Claim, viewer: User, role: Role | None, **more: Any) -> dict[str, Any]:
    """Context for _claim_panel.html; ``more`` overrides, as the form with what a person typed."""
    project = bench.article.project
    dossier = bench.dossier(claim.pk)
    if dossier is None:
        raise Http404
    claim = dossier.claim
    verdicts = verdicts_on(dossier, viewer, project)
    talks = Talks(dossier.comments, dossier.members)
    start = begun(dossier, verdicts["my_verdicts"])
    context = {
        "article": bench.article,
        "claim": claim,
        "place": next((place for place, row in enumerate(bench.claims, 1) if row.id == str(claim.pk)), 0),
        "state": "mine" if verdicts["mine_counts"] and claim.state == ClaimState.OPEN else claim.state,
        "claim_total": len(bench.claims),
        "show_query": bench.link() if bench.filter.is_on else "",
        **voices_shown(dossier, bench.printed(dossier.said)),
        "form": VerdictForm(
            scale=project.scale, claim_id=claim.pk, ratings=dossier.ratings, initial=start.pop("initial")
        ),
        **start,
        **powers(role),
        **bench.neighbours(claim.pk),
        **seat_shown(claim, viewer, role),
        **verdicts,
        **_ruled(dossier),
        **lookups_shown(dossier),
        **talk_shown(talks, dossier.members),
        **questions_shown(dossier.asked),
        **round_shown(claim, viewer, role),
        **(editing_shown(claim, bench) if role and allows(role, Act.EDIT) else {}),
    } | more
    return context | _to_choose_from(context["form"], dossier, talks)


def _to_choose_from(form: VerdictForm, dossier: Dossier, talks: Talks) -> dict[str, Any]:
    """What the form of a verdict offers: the evidence, those passages ticked that it cites, and the answers."""
    cited = {str(pk) for pk in form["evidence"].value() or ()}
    return {
        **evidence_shown(dossier, cited, talks),
        **({"answers_only": True, "may_weigh": False} if dossier.kept_back else {}),
        **_choices(form),
    }


def _choices(form: VerdictForm) -> dict[str, Any]:
    """What the form offers, and where the scale begins and ends."""
    values = [rating.value for rating in form.ratings if rating.value is not None]
    return {
        "findings": list(Finding),
        "ratings": form.ratings,
        "scale_low": min(values, default=None),
        "scale_high": max(values, default=None),
        "confidences": list(Confidence),
    }


def _ruled(dossier: Dossier) -> dict[str, Any]:
    """The ruling in force, None where there is none or the claim was changed since; and what was sent back."""
    changed = dossier.claim.reshaped_at
    standing = next((row for row in dossier.rulings if changed is None or row.created_at > changed), None)
    stale = standing is not None and standing.is_due(timezone.localdate())
    return {
        "ruling": standing,
        "ruling_is_stale": stale,
        "returned": dossier.returned,
        "publication": dossier.publications[0] if dossier.publications else None,
        "expert_answers": dossier.expert_answers,
    }


def verdicts_on(dossier: Dossier, viewer: User, project: Project) -> dict[str, Any]:
    """The viewer's own verdicts, newest first, and of others' current ones what blind review lets be seen."""
    rows = dossier.verdicts
    replaced = {row.supersedes_id for row in rows}
    mine = [row for row in rows if row.by_id == viewer.pk]
    others = [row for row in rows if row.by_id != viewer.pk and row.pk not in replaced]
    changed = dossier.claim.reshaped_at
    counts = bool(mine) and (changed is None or mine[0].created_at > changed)
    outlived = bool(mine) and rounds_of(dossier.claim).outlived(mine[0])
    return {
        "my_verdicts": mine,
        "other_verdicts": others,
        "blind": project.blind and not mine,
        "mine_counts": counts and not outlived,
        "mine_outlived": outlived,
        "words_then": dossier.claim.worded_at(mine[0].created_at) if mine and not counts else "",
    }
