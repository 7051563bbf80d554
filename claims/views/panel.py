"""The claim in hand: who said it, what was found, what was judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, prefetch_related_objects

from claims.forms import VerdictForm
from claims.models import (
    Attribution,
    Claim,
    Confidence,
    Finding,
    Project,
    Role,
    Verdict,
)
from claims.views.access import powers
from claims.views.comments import comments_shown
from claims.views.looking_up import lookups_shown
from claims.views.voices import voices_shown
from claims.views.weighing import evidence_shown

if TYPE_CHECKING:
    from claims.models import User
    from claims.views.bench import Bench


def panel(bench: Bench, claim: Claim, viewer: User, role: Role | None, **more: Any) -> dict[str, Any]:
    """Context for _claim_panel.html; ``more`` overrides, as the form with what a person typed."""
    project = bench.article.project
    claim.revision, bench.revision.article = bench.revision, bench.article  # read already
    prefetch_related_objects([claim], Prefetch("attributions", Attribution.objects.select_related("source")))
    verdicts = verdicts_on(claim, viewer, project)
    mine = verdicts["my_verdicts"]
    context = {
        "article": bench.article,
        "claim": claim,
        "claim_total": len(bench.claims),
        "show_query": f"?show={bench.show}" if bench.show != "all" else "",
        **voices_shown(claim, bench.revision.text),
        "form": VerdictForm(scale=project.scale, claim_id=claim.pk, initial=_starting_from(mine)),
        **powers(role),
        **bench.neighbours(claim.pk),
        **verdicts,
        **lookups_shown(claim),
        **comments_shown(claim, viewer),
    } | more
    form = context["form"]
    cited = {str(pk) for pk in form["evidence"].value() or ()}
    values = [rating.value for rating in form.ratings if rating.value is not None]
    return context | {
        **evidence_shown(claim, bench.article, cited),
        "findings": list(Finding),
        "ratings": form.ratings,
        "scale_low": min(values, default=None),
        "scale_high": max(values, default=None),
        "confidences": list(Confidence),
    }


def verdicts_on(claim: Claim, viewer: User, project: Project) -> dict[str, Any]:
    """The viewer's own verdicts, newest first, and of others' current ones what blind review lets be seen."""
    visible = Verdict.objects.filter(claim=claim).visible_to(viewer).select_related("rating", "by", "superseded_by")
    rows = list(visible.order_by("-created_at", "-id"))
    mine = [row for row in rows if row.by_id == viewer.pk]
    others = [row for row in rows if row.by_id != viewer.pk and not hasattr(row, "superseded_by")]
    return {"my_verdicts": mine, "other_verdicts": others, "blind": project.blind and not mine}


def _starting_from(mine: list[Verdict]) -> dict[str, Any]:
    """The form starts from the person's current verdict, so that changing one's mind is changing one field."""
    if not mine:
        return {}
    current = mine[0]
    return {
        "finding": current.finding,
        "rating": current.rating_id,
        "rationale": current.rationale,
        "confidence": current.confidence,
        "evidence": list(current.cited.values_list("pk", flat=True)),
        "seen": current.pk,
    }
