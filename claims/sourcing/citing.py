"""What a rating asks of the evidence that a verdict cites, and what it lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.measures.independence import independent
from claims.models import Evidence
from claims.sourcing.pieces import pieces_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from claims.models import Rating


def asked_by(pieces: int, alone: int) -> str:
    """What a verdict must cite of a rating that needs so many pieces and so many independent ones, in words.

    Empty where it asks for nothing.
    """
    if alone and alone >= pieces:
        words = ngettext(
            "%(n)d independent piece of evidence", "%(n)d independent pieces of evidence", alone
        )  # fmt: skip
        return words % {"n": alone}
    words = ngettext("%(n)d piece of evidence", "%(n)d pieces of evidence", pieces) % {"n": pieces}
    if alone:
        return _("%(pieces)s, %(alone)d of them independent") % {"pieces": words, "alone": alone}
    return words if pieces else ""


def lacking(rating: Rating, cited: Iterable[Evidence]) -> str:
    """Why a verdict of this rating cannot rest on ``cited``, in words; empty where it can.

    Counted is what nobody set aside, of documents that are not in the trash. Copies of one story, whatever their
    addresses, are one independent piece. No query where the rating asks for nothing.
    """
    if not rating.asks_for_evidence:
        return ""
    rows = Evidence.objects.kept().filter(pk__in=[row.pk for row in cited], document__deleted_at=None)
    have, alone = rows.count(), len(independent(pieces_of(rows)))
    if have >= rating.needs_evidence and alone >= rating.needs_independent:
        return ""
    told = {
        "rating": rating.label,
        "asked": asked_by(rating.needs_evidence, rating.needs_independent),
        "have": have,
        "alone": alone,
    }
    if have >= max(rating.needs_evidence, rating.needs_independent):
        words = ngettext(
            "“%(rating)s” needs %(asked)s; the %(have)d you cite counts as %(alone)d, because copies of one story "
            "count once.",
            "“%(rating)s” needs %(asked)s; the %(have)d you cite count as %(alone)d, because copies of one story "
            "count once.",
            have,
        )
        return words % told
    if not have:
        return _("“%(rating)s” needs %(asked)s; you cite none. Tick what you rely on under Evidence.") % told
    return _("“%(rating)s” needs %(asked)s; you cite %(have)d.") % told
