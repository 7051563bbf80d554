"""What the form of a ruling begins with: nothing, a verdict, or several put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from claims.forms import RulingForm
from claims.templatetags.words import label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from claims.models import Verdict
    from claims.views.case import Case


def blank(case: Case, initial: dict[str, Any]) -> RulingForm:
    """The form, beginning with ``initial`` and with the day that the project's settings give."""
    project = case.claim.revision.article.project
    day = {"review_by": project.review_by(timezone.localdate())}
    return RulingForm(scale=project.scale, claim_id=case.claim.pk, initial=day | initial)


def begun(case: Case, verdicts: Iterable[str]) -> dict[str, Any]:
    """What one verdict says, or several: what they agree on, and their rationales with who gave them.

    Nothing where none of the ids is that of a verdict that counts.
    """
    wanted = set(verdicts)
    found = [row.verdict for row in case.columns if str(row.verdict.pk) in wanted]
    if not found:
        return {}
    alike = len({one.rating.same_as for one in found}) == 1
    return {
        "finding": found[0].finding if len({one.finding for one in found}) == 1 else "",
        "rating": str(found[0].rating_id) if alike else "",
        "rationale": found[0].rationale if len(found) == 1 else "\n\n".join(map(_marked, found)),
    }


def _marked(verdict: Verdict) -> str:
    said = f"{label(verdict.finding, 'finding')}, {verdict.rating.label}"
    return f"{verdict.by.label} ({said}): {verdict.rationale}"
