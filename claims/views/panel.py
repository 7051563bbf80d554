"""The claim in hand: who said it, what was found, what was judged."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from claims.forms import VerdictForm
from claims.models import (
    Act,
    Claim,
    Confidence,
    Directness,
    Evidence,
    Finding,
    Lookup,
    Project,
    Role,
    SourceKind,
    Stance,
    Verdict,
    allows,
)
from claims.pipeline.look_up import provider_names

if TYPE_CHECKING:
    from claims.models import User
    from claims.views.bench import Bench


def panel(bench: Bench, claim: Claim, viewer: User, role: Role | None, **more: Any) -> dict[str, Any]:
    """Context for _claim_panel.html; ``more`` overrides, as the form with what a person typed."""
    project = bench.article.project
    verdicts = verdicts_on(claim, viewer, project)
    mine = verdicts["my_verdicts"]
    context = {
        "article": bench.article,
        "claim": claim,
        "claim_total": len(bench.claims),
        "show_query": f"?show={bench.show}" if bench.show != "all" else "",
        "hops": hops(claim),
        "form": VerdictForm(scale=project.scale, claim_id=claim.pk, initial=_starting_from(mine)),
        **powers(role),
        **bench.neighbours(claim.pk),
        **verdicts,
        **lookups_of(claim),
    } | more
    form = context["form"]
    cited = {str(pk) for pk in form["evidence"].value() or ()}
    values = [rating.value for rating in form.ratings if rating.value is not None]
    return context | {
        "evidence": evidence_on(claim, bench.article, cited),
        "findings": list(Finding),
        "ratings": form.ratings,
        "scale_low": min(values, default=None),
        "scale_high": max(values, default=None),
        "confidences": list(Confidence),
        **STANCES,
    }


STANCES: dict[str, Any] = {"stances": list(Stance), "directnesses": list(Directness)}


def powers(role: Role | None) -> dict[str, bool]:
    """What the templates may offer."""
    return {f"may_{act.value}": allows(role, act) for act in Act}


def hops(claim: Claim) -> list[dict[str, str]]:
    """The voices a claim passed through, nearest first."""
    return [
        {
            "source_name": hop.source.name if hop.source else "",
            "source_kind": hop.source.kind if hop.source else SourceKind.UNNAMED_GROUP.value,
            "role": hop.source.role if hop.source else "",
            "cue": hop.cue,
        }
        for hop in claim.attributions.select_related("source").order_by("hop")
    ]


def lookups_of(claim: Claim) -> dict[str, Any]:
    """The look-ups with their providers' names, and whether any has not ended."""
    names = provider_names()
    lookups = list(Lookup.objects.filter(claim=claim).order_by("provider", "id"))
    for lookup in lookups:
        lookup.provider_name = names.get(lookup.provider, lookup.provider)
    return {"lookups": lookups, "lookups_running": any(lookup.is_unfinished for lookup in lookups)}


def evidence_on(claim: Claim, article: Any, cited: Iterable[str] = ()) -> list[Evidence]:
    """The passages set against the claim, with what the page wants to know of each."""
    rows = Evidence.objects.kept().filter(claim=claim).select_related("document").defer("document__text")
    ticked = set(cited)
    evidence = list(rows)
    for item in evidence:
        published = item.document.published_at
        item.cited = str(item.pk) in ticked  # type: ignore[attr-defined]
        item.after_claim = bool(  # type: ignore[attr-defined]
            published and article.published_at and published > article.published_at
        )
    return evidence


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
