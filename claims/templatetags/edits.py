"""What an edit did, in words: for the buttons that undo and redo it, the list of edits, and screen readers."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.models import Edit, EditVerb

register = template.Library()


@register.filter
def done(edit: Edit | None) -> str:
    """Such as "trimmed claim 5" or "waived 3 sentences"; empty for no edit."""
    if edit is None:
        return ""
    if edit.verb in (EditVerb.WAIVED, EditVerb.UNWAIVED):
        return _sentences(edit)
    if edit.rows > 1 and edit.verb not in (EditVerb.MERGED, EditVerb.SPLIT):
        return _many(edit)
    return _one(edit) % {"n": edit.number or "?", "rows": edit.rows}


def _sentences(edit: Edit) -> str:
    if edit.verb == EditVerb.WAIVED:
        words = ngettext("waived %(rows)d sentence", "waived %(rows)d sentences", edit.rows)
    else:
        words = ngettext("lifted %(rows)d waiver", "lifted %(rows)d waivers", edit.rows)
    return words % {"rows": edit.rows}


def _many(edit: Edit) -> str:
    words = {
        EditVerb.TRASHED: _("put %(rows)d claims into the trash"),
        EditVerb.RESTORED: _("took %(rows)d claims out of the trash"),
        EditVerb.TIED: _("changed the source of %(rows)d claims"),
    }
    return words.get(EditVerb(edit.verb), _("changed %(rows)d claims")) % {"rows": edit.rows}


def _one(edit: Edit) -> str:
    words = {
        EditVerb.MADE: _("made claim %(n)s"),
        EditVerb.SPLIT: _("split claim %(n)s"),
        EditVerb.MERGED: _("merged other words into claim %(n)s"),
        EditVerb.TRASHED: _("put claim %(n)s into the trash"),
        EditVerb.RESTORED: _("took claim %(n)s out of the trash"),
        EditVerb.DESCRIBED: _("changed how claim %(n)s is said"),
        EditVerb.VOICED: _("marked who says claim %(n)s"),
        EditVerb.TIED: _("changed the source of claim %(n)s"),
        EditVerb.WEIGHED: _("weighed evidence on claim %(n)s"),
    }
    return words.get(EditVerb(edit.verb)) or _way(edit)


def _way(edit: Edit) -> str:
    """Whether the words of a claim became fewer or more."""
    moved = getattr(edit, "moved", None) or edit.changes
    before, after = (sum(_length(row.get(side)) for row in moved) for side in ("before", "after"))
    if after < before:
        return _("trimmed claim %(n)s")
    return _("extended claim %(n)s") if after > before else _("moved claim %(n)s")


def _length(row: dict[str, Any] | None) -> int:
    """How many characters of the text a span covers; 0 for rows of other tables."""
    return row["end"] - row["start"] if row and "start" in row and row.get("role") == "content" else 0
