"""The verdict's form as its author left it: from their draft, from their verdict, or empty."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse, QueryDict
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from claims.models import Act, Draft, Finding, Rating, Verdict
from claims.pipeline import draft as drafting
from claims.views.access import claim_for
from claims.views.compared import compared
from claims.views.requests import Request

if TYPE_CHECKING:
    from claims.models import Draft, Verdict
    from claims.views.dossier import Dossier

ONE = ("finding", "rating", "rationale", "confidence", "seen")
LONGEST = 100_000
"""Characters of a draft; a verdict's rationale has at most 20,000, and what is too long for it is kept as well."""


@require_POST
@login_required
def draft_save(request: Request, pk: UUID) -> HttpResponse:
    """Keep what is typed: ``{number, saved_at}``; 409 with both texts where a newer draft is there."""
    claim = claim_for(request, pk, Act.JUDGE)
    fields = typed(request.POST)
    if sum(len(str(value)) for value in fields.values()) > LONGEST:
        return JsonResponse({"error": _("This is too long to be kept here.")}, status=413)
    try:
        kept = drafting.save_draft(claim=claim, by=request.user, fields=fields, basis=given_number(request.POST))
    except drafting.Changed as changed:
        html = render_to_string("claims/_conflict.html", _differing(changed.current, fields), request)
        return JsonResponse(_told(changed.current) | {"html": html}, status=409)
    return JsonResponse(_told(kept))


def typed(data: QueryDict) -> dict[str, Any]:
    """The form's values as typed, but for NUL, which the database refuses; nothing where nothing was filled in."""
    fields: dict[str, Any] = {name: data.get(name, "").replace("\0", "") for name in ONE}
    fields["evidence"] = sorted(set(data.getlist("evidence")))
    return fields if any(value for name, value in fields.items() if name != "seen") else {}


def given_number(data: QueryDict) -> int:
    """The number of the draft that what was sent goes on from; 0 for none."""
    number = data.get("draft", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0


def begun(dossier: Dossier, mine: list[Verdict]) -> dict[str, Any]:
    """What the form starts from (``initial``), its draft, and the last verdict in this article.

    ``mine`` are the viewer's verdicts on the claim, newest first. Where the article itself speaks, the first
    question does not apply.
    """
    draft, last, own_voice = dossier.draft, dossier.last, not dossier.said
    fields = draft.fields if draft else {}
    before = starting_from(mine) or ({"finding": Finding.NOT_APPLICABLE.value} if own_voice else {})
    is_draft = bool(fields) and not _says(before, fields)
    return {
        "initial": fields if is_draft else before,
        "before": _as_json(before) if is_draft else "",
        "draft_number": draft.number if draft else 0,
        "draft_saved_at": draft.saved_at if draft and is_draft else None,
        "own_voice": own_voice,
        "last_finding": last.finding if last else "",
        "last_rating": last.rating_id if last else "",
    }


def starting_from(mine: list[Verdict]) -> dict[str, Any]:
    """The form starts from the person's current verdict, so that changing one's mind is changing one field."""
    if not mine:
        return {}
    current = mine[0]
    return {
        "finding": current.finding,
        "rating": str(current.rating_id),
        "rationale": current.rationale,
        "confidence": current.confidence,
        "evidence": sorted(str(one.pk) for one in current.cited.all()),
        "seen": str(current.pk),
    }


def side(fields: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """One of two texts for _conflict.html: its answers in words, and its rationale with what the other lacks."""
    finding, rating = str(fields.get("finding", "")), str(fields.get("rating", ""))
    pieces, _theirs = compared(str(fields.get("rationale", "")), str(other.get("rationale", "")))
    return {
        "json": _as_json(fields),
        "finding": finding,
        "rating": _label(rating),
        "finding_differs": finding != other.get("finding", ""),
        "rating_differs": rating != other.get("rating", ""),
        "pieces": pieces,
        "cited": len(fields.get("evidence") or ()),
    }


def _differing(current: Draft, fields: dict[str, Any]) -> dict[str, Any]:
    return {"theirs": side(current.fields, fields), "ours": side(fields, current.fields), "at": current.saved_at}


def _as_json(fields: dict[str, Any]) -> str:
    """What the script puts into the form."""
    return json.dumps({name: fields.get(name, "") for name in (*ONE[:4], "evidence")})


def _label(rating: str) -> str:
    try:
        return Rating.objects.filter(pk=UUID(rating)).values_list("label", flat=True).first() or ""
    except ValueError:
        return ""


def _told(draft: Draft) -> dict[str, Any]:
    return {"number": draft.number, "saved_at": draft.saved_at}


def _says(initial: dict[str, Any], fields: dict[str, Any]) -> bool:
    """Whether a draft only repeats the verdict that was given from it."""
    return "seen" in initial and all(
        str(initial[name]).strip() == str(fields.get(name, "")).strip() for name in (*ONE[:4], "evidence")
    )
