"""Events in words: what somebody did to a claim, for its history and for whoever looks at it now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.models import Grade, SourceKind, Stance

if TYPE_CHECKING:
    from claims.models import Event

TOLD = {
    "claim.made": gettext_lazy("%(who)s marked this claim"),
    "claim.reshaped": gettext_lazy("%(who)s changed these words"),
    "claim.split": gettext_lazy("%(who)s split this claim"),
    "claim.split_off": gettext_lazy("%(who)s split this claim"),
    "claim.merged": gettext_lazy("%(who)s merged claims"),
    "claim.trashed": gettext_lazy("%(who)s put this claim into the trash"),
    "claim.restored": gettext_lazy("%(who)s took this claim out of the trash"),
    "claim.described": gettext_lazy("%(who)s changed how it is said"),
    "claim.voiced": gettext_lazy("%(who)s marked who says it"),
    "claim.tied": gettext_lazy("%(who)s changed the source"),
    "claim.agreement": gettext_lazy("The verdicts agree: the claim is settled"),
    "claim.vote": gettext_lazy("The claim is settled by vote"),
    "claim.editor": gettext_lazy("%(who)s settled this claim"),
    "claim.reopened": gettext_lazy("The claim is open again"),
    "claim.published": gettext_lazy("%(who)s published the ruling"),
    "claim.withdrawn": gettext_lazy("%(who)s took the ruling from the public"),
    "claim.corrected": gettext_lazy("What was published of this claim was corrected"),
    "round.begun": gettext_lazy("%(who)s began round one"),
    "round.closed": gettext_lazy("%(who)s closed round one"),
    "round.returned": gettext_lazy("%(who)s returned the claim to round one"),
    "inquiry.asked": gettext_lazy("%(who)s asked what bears on this claim"),
    "inquiry.reworded": gettext_lazy("%(who)s changed a question on this claim"),
    "inquiry.withdrawn": gettext_lazy("%(who)s took a question on this claim back"),
    "inquiry.restored": gettext_lazy("%(who)s restored a question on this claim"),
    "answer.given": gettext_lazy("%(who)s answered a question on this claim"),
    "answer.changed": gettext_lazy("%(who)s changed an answer"),
    "answer.withdrawn": gettext_lazy("%(who)s took an answer back"),
    "answer.restored": gettext_lazy("%(who)s restored an answer"),
    "expert.answered": gettext_lazy("An expert answered"),
    "claim.unsettled": gettext_lazy("%(who)s reopened this claim"),
    "claim.put_back": gettext_lazy("The new evidence was taken back: what was ruled before stands again"),
    "claim.confirmed": gettext_lazy("%(who)s looked at the ruling again: it stands"),
    "claim.sent_back": gettext_lazy("%(who)s sent this claim back with a question"),
    "question.asked": gettext_lazy("%(who)s asked the editor"),
    "question.answered": gettext_lazy("%(who)s answered a question"),
    "question.withdrawn": gettext_lazy("%(who)s took a question to the editor back"),
    "question.returned": gettext_lazy("%(who)s answered what was sent back"),
    "question.taken_back": gettext_lazy("%(who)s withdrew a question to the reviewers"),
    "panel.opened": gettext_lazy("%(who)s put a ruling to the vote"),
    "panel.voted": gettext_lazy("%(who)s voted"),
    "panel.lost": gettext_lazy("A vote was not carried"),
    "panel.withdrawn": gettext_lazy("%(who)s withdrew a proposed ruling"),
    "tie.set": gettext_lazy("%(who)s changed the source"),
    "tie.broken": gettext_lazy("%(who)s broke the link to the source"),
    "tie.restored": gettext_lazy("%(who)s restored the suggested source"),
    "grade.overridden": gettext_lazy("%(who)s set the sourcing grade to %(grade)s"),
    "grade.lifted": gettext_lazy("%(who)s let the computed grade stand again"),
    "evidence.added": gettext_lazy("%(who)s added evidence"),
    "evidence.weighed": gettext_lazy("%(who)s weighed evidence"),
    "evidence.located": gettext_lazy("%(who)s said where evidence stands"),
    "evidence.set_aside": gettext_lazy("%(who)s set evidence aside"),
    "evidence.restored": gettext_lazy("%(who)s put evidence back"),
    "lookup.asked": gettext_lazy("%(who)s asked for a look-up"),
    "lookup.asked_again": gettext_lazy("%(who)s asked for a look-up again"),
    "lookup.cancelled": gettext_lazy("%(who)s cancelled a look-up"),
    "comment.added": gettext_lazy("%(who)s commented"),
    "comment.answered": gettext_lazy("%(who)s answered a comment"),
    "comment.reworded": gettext_lazy("%(who)s changed a comment"),
    "comment.withdrawn": gettext_lazy("%(who)s withdrew a comment"),
    "comment.resolved": gettext_lazy("%(who)s resolved a comment"),
    "comment.reopened": gettext_lazy("%(who)s opened a comment again"),
    "verdict.recorded": gettext_lazy("%(who)s gave a verdict"),
    "seat.taken": gettext_lazy("%(who)s took this claim from the queue"),
    "seat.assigned": gettext_lazy("%(who)s assigned this claim"),
    "seat.released": gettext_lazy("%(who)s gave this claim back"),
    "seat.taken_away": gettext_lazy("%(who)s took an assignment back"),
    "seat.run_out": gettext_lazy("The time to judge this claim ran out"),
    "sentence.waived": gettext_lazy("%(who)s waived a sentence"),
    "sentence.unwaived": gettext_lazy("%(who)s lifted a waiver"),
    "edit.undone": gettext_lazy("%(who)s undid a change"),
    "edit.redone": gettext_lazy("%(who)s redid a change"),
    "article.split": gettext_lazy("The text was split into claims"),
    "lookups.done": gettext_lazy("All look-ups have ended"),
    "split.asked_again": gettext_lazy("%(who)s had the text split again"),
}
CHANGED = gettext_lazy("%(who)s changed this claim")
"""What is said of an act that has no words here yet."""

LOOKUPS, COMMENTS, PANEL, TEXT, ALL = "lookups", "comments", "panel", "text", "all"
"""The part of the workbench that an act changes; ``TEXT`` goes with the row in the list."""

_BY_FAMILY = {"lookup": LOOKUPS, "comment": COMMENTS, "grade": PANEL, "evidence": PANEL}
_ANYWHERE = ("sentence", "edit", "claim")
"""Acts on places of the text; where they name no claim, any place may have changed."""


def told(event: Event) -> str:
    """The event in a sentence without a full stop; ``event`` was read ``with_names``."""
    data = event.data
    grade = data.get("grade") or ""
    words = {
        "who": getattr(event, "who", None) or _("The workbench"),
        "grade": Grade(grade).label if grade in Grade.values else grade,
    }
    return str(TOLD.get(event.verb, CHANGED)) % words


def detail(event: Event) -> str:
    """What more the event holds that a reader understands: the question asked, the stance, the name given."""
    data = event.data
    stance, kind = data.get("stance") or "", data.get("kind") or ""
    found = [
        data.get("query"),
        Stance(stance).label if stance in Stance.values else "",
        data.get("name"),
        SourceKind(kind).label if kind in SourceKind.values else "",
        data.get("locator"),
        data.get("reason"),
    ]
    return " · ".join(str(one) for one in found if one)


def part(event: Event) -> str:
    """Which part of the workbench it changes; "" for none."""
    family, _dot, _act = event.verb.partition(".")
    if family == "seat":
        return ""
    if family in _BY_FAMILY:
        return _BY_FAMILY[family]
    if claims_of(event):
        return TEXT
    return ALL if family in _ANYWHERE or event.verb == "article.split" else ""


def claims_of(event: Event) -> list[str]:
    """The ids of the claims that it tells of."""
    many: Any = event.data.get("claims") or []
    ids = [event.claim_id, *(many if isinstance(many, list) else [])]
    return list(dict.fromkeys(str(one) for one in ids if one))
