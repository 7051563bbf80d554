"""Undo: a person takes back what they did to an article's claims, step by step, or does it again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from claims.models import Act, Claim, ClaimState, Edit, Event, Source, User, allows, role_of
from claims.undoing import Mismatch, apply, clock, one_at_a_time
from claims.undoing.recording import claims_of

if TYPE_CHECKING:
    from claims.models import Article
    from claims.undoing.tracked import Key


class Nothing(Exception):
    """There is nothing to undo, or to redo."""


class Changed(Exception):
    """Somebody changed the same rows since, ``who`` did; ``number`` is the claim's. Nothing was written."""

    def __init__(self, message: str, *, who: str = "", number: int | None = None) -> None:
        super().__init__(message)
        self.who, self.number = who, number


def undo(*, article: Article, by: User, edit_id: Any = None) -> Edit:
    """Take back the person's newest edit of the article that stands.

    ``edit_id`` is the edit that the person saw: where it is undone already (a double click) it is answered and
    nothing else is done. Raises Nothing, and Changed where that edit is not the newest or its rows are not as
    it left them.
    """
    return _turn(article, by, edit_id, back=True)


def redo(*, article: Article, by: User, edit_id: Any = None) -> Edit:
    """Do the edit again that was undone last, where no other was done since. Otherwise like ``undo``."""
    return _turn(article, by, edit_id, back=False)


@transaction.atomic
def _turn(article: Article, by: User, edit_id: Any, *, back: bool) -> Edit:
    Source.objects.one_at_a_time(article.project_id)
    one_at_a_time(article.pk)
    seen = Edit.objects.of(article, by).filter(pk=edit_id).first() if edit_id else None
    if seen and (seen.undone_at is not None) == back:
        return seen
    edit = Edit.objects.to_undo(article, by) if back else Edit.objects.to_redo(article, by)
    if edit is None:
        raise Nothing(_("There is nothing to undo.") if back else _("There is nothing to redo."))
    if edit_id and seen != edit:
        raise Changed(_("You did something else meanwhile, in another window. Look at it, then decide."))
    _done(article, edit, by, back=back)
    return edit


def _done(article: Article, edit: Edit, by: User, *, back: bool) -> None:
    claims = claims_of(edit.changes)
    rows = Claim.objects.select_for_update().filter(pk__in=claims).only("pk", "state", "number").order_by("pk")
    _refuse_settled(article, edit, list(rows), by)
    try:
        apply(edit, by=by, back=back)
    except Mismatch as error:
        raise _changed(article, edit, error.key, by) from error
    edit.undone_at = clock() if back else None
    edit.save(update_fields=["undone_at"])
    told: dict[str, Any] = {"claims": [str(pk) for pk in claims], "did": edit.verb}
    if edit.claim_id:
        told["claim"] = str(edit.claim_id)
    verb = "edit.undone" if back else "edit.redone"
    Event.objects.record(verb, edit, project_id=article.project_id, article_id=article.pk, by=by, **told)


def _refuse_settled(article: Article, edit: Edit, rows: list[Claim], by: User) -> None:
    """A claim that was settled since is an editor's to change; what weighs evidence alone is not meant."""
    words = {"claim", "attribution", "reading", "span"}
    if not any(change["table"] in words for change in edit.changes):
        return
    settled = [row.number for row in rows if row.state == ClaimState.SETTLED]
    if settled and not allows(role_of(by, article.project), Act.SETTLE):
        message = _("Claim %(n)d is settled by now: an editor or owner can change it.") % {"n": settled[0]}
        raise Changed(message, number=settled[0])


def _changed(article: Article, edit: Edit, key: Key | None, by: User) -> Changed:
    """Who changed what, in words."""
    number = _number(edit, key)
    who = _who(article, edit, key, number, by)
    what = _("claim %(n)d") % {"n": number} if number else _("the same sentence")
    if not who:
        message = _("%(what)s was changed since, by a new split of the text or a task. It cannot be undone.")
        return Changed(message % {"what": what[:1].upper() + what[1:]}, number=number)
    message = _("%(who)s changed %(what)s since. Look at it, then decide.") % {"who": who, "what": what}
    return Changed(message, who=who, number=number)


def _number(edit: Edit, key: Key | None) -> int | None:
    changes = [change for change in edit.changes if key in (None, (change["table"], change["id"]))]
    ids = claims_of(changes) or claims_of(edit.changes)
    found = Claim.objects.filter(pk__in=ids).order_by("number").values_list("number", flat=True).first()
    return found if found is not None else edit.number


def _who(article: Article, edit: Edit, key: Key | None, number: int | None, by: User) -> str:
    """The person whose edit touched the row last, or who else did something to the claim since; "" for nobody."""
    since = edit.undone_at or edit.created_at
    others = Edit.objects.filter(article=article).exclude(pk=edit.pk).select_related("by")
    if key:
        others = others.filter(changes__contains=[{"table": key[0], "id": key[1]}])
    recent = [row for row in others.defer("changes") if _when(row) >= since]
    if recent:
        return max(recent, key=_when).by.label
    claims = [str(pk) for pk in claims_of(edit.changes)]
    events = Event.objects.filter(article_id=article.pk, claim_id__in=claims, created_at__gte=since)
    last = events.exclude(by_id=None).exclude(by_id=by.pk).exclude(target_type="verdict").first()
    person = User.objects.filter(pk=last.by_id).first() if last else None
    return person.label if person else ""


def _when(edit: Edit) -> datetime:
    return max(edit.created_at, edit.undone_at or edit.created_at)
