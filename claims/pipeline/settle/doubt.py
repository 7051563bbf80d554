"""Evidence that a person weighed after a ruling puts it in doubt; taking that back puts the ruling back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from claims.models import Event, Evidence, Ruling, RulingBasis, Stance
from claims.pipeline.settle.appending import append, tell

if TYPE_CHECKING:
    from claims.models import Claim, Verdict

NAMED = 3
"""Documents that the reason names."""


def reopen_for(claim: Claim, ruling: Ruling, fresh: list[Evidence], verdicts: list[Verdict]) -> Ruling:
    """Reopen a ruling for evidence that came after it; the reason names the documents."""
    why = _why(fresh)
    told = {"evidence": [str(row.pk) for row in fresh]}
    reopened = append(claim, ruling, basis=RulingBasis.REOPENED, rationale=why, told=told)
    tell(claim, ruling, verdicts, why=why)
    return reopened


def rests_on_evidence(ruling: Ruling) -> bool:
    """Whether this is a reopening for new evidence."""
    if ruling.basis != RulingBasis.REOPENED or ruling.by_id is not None:
        return False
    events = Event.objects.filter(target_id=ruling.pk, verb=f"claim.{RulingBasis.REOPENED}")
    found: bool = events.filter(data__has_key="evidence").exists()
    return found


def put_back(claim: Claim, reopening: Ruling, *, judged_since: bool) -> Ruling | None:
    """What was ruled before, once more, where the evidence was taken back and nobody judged since; else None."""
    before = reopening.supersedes
    if before is None or judged_since or reopening.is_outdated:
        return None
    if Evidence.objects.filter(claim=claim).turned_since(before.created_at).exists():
        return None
    content = {name: getattr(before, name) for name in _CONTENT}
    told = {"of": str(before.pk)}
    ruling = append(claim, reopening, verb="claim.put_back", told=told, **content)
    ruling.verdicts.set(before.verdicts.all())
    return ruling


_CONTENT = ("basis", "finding", "rating_id", "rationale", "by_id", "review_by")


def _why(fresh: list[Evidence]) -> str:
    titles = {row.document_id: (row.document.title, row.stance) for row in fresh}
    named = [_named(title, stance) for title, stance in list(titles.values())[:NAMED]]
    if more := len(titles) - len(named):
        named.append(_("%(n)d more") % {"n": more})
    return _("New evidence since the ruling: %(documents)s.") % {"documents": "; ".join(named)}


def _named(title: str, stance: str) -> str:
    words = _("“%(title)s” supports it") if stance == Stance.SUPPORTS else _("“%(title)s” refutes it")
    return words % {"title": title}
