"""Guide: the guidelines a desk judges by, version by version, and the examples that show how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import Act, Event, Example, Finding, Guideline, Project, Rating, require

if TYPE_CHECKING:
    from claims.models import Claim, Question, User

LONGEST = 60_000
"""Code points of a project's guidelines."""

LONGEST_EXAMPLE = 2_000
"""Code points of an example's statement, and of its reason."""


class Refused(ValidationError):
    """This cannot stand like that; the message says why, by field where there is one."""


class Changed(Exception):
    """Somebody saved another version meanwhile: ``current``, None where there is none. Nothing was written."""

    def __init__(self, current: Guideline | None) -> None:
        super().__init__(_("Somebody else changed the guidelines meanwhile."))
        self.current = current


@transaction.atomic
def change_guidelines(
    *, project: Project, by: User, text: str, note: str = "", basis: int | None = None
) -> Guideline:
    """Write the next version of the project's guidelines, which is in force at once; earlier ones stay.

    ``basis`` is the number of the version that the person read, 0 for none; another one in force by now raises
    Changed, None asks for no such check. The text in force again (a double click) answers with its version.
    """
    require(by, Act.GUIDE, project)
    Project.objects.select_for_update(no_key=True).only("pk").get(pk=project.pk)
    text, note = _clean(text), _clean(note)
    if len(text) > LONGEST:
        raise Refused({"text": _too_long(LONGEST, text)})
    if len(note) > 300:
        raise Refused({"note": _too_long(300, note)})
    newest = Guideline.objects.in_force(project)
    if newest and newest.text == text:
        return newest
    if basis is not None and basis != (newest.number if newest else 0):
        raise Changed(newest)
    if not newest and not text:
        raise Refused({"text": _("Write something first.")})
    return Guideline.objects.write(project=project, by=by, text=text, note=note)


@transaction.atomic
def add_example(
    *,
    project: Project,
    by: User,
    statement: str,
    why: str,
    rating: str = "",
    finding: str = "",
    claim: Claim | None = None,
    question: Question | None = None,
) -> Example:
    """Show how this desk judges: a statement, the rating (its slug on the project's scale) or finding, and why.

    ``question`` is the one whose answer it is made from; its claim is taken unless ``claim`` is given. The same
    example again (a double click), or another one from the same question's answer, answers with what there is.
    Raises Refused with a message for each field, and PermissionDenied.
    """
    require(by, Act.GUIDE, project)
    Project.objects.select_for_update(no_key=True).only("pk").get(pk=project.pk)
    claim = claim or (question.claim if question else None)
    told = _told(project, statement, why, rating, finding)
    if claim and claim.revision.article.project_id != project.pk:
        raise Refused({"claim": _("This claim belongs to another project.")})
    standing = Example.objects.filter(project=project)
    same = standing.filter(question=question) if question else standing.standing().filter(question=None, **told)
    if there := same.first():
        return there
    example = Example.objects.create(project=project, by=by, claim=claim, question=question, **told)
    _record("example.added", example, by)
    return example


@transaction.atomic
def change_example(
    *, example: Example, by: User, statement: str, why: str, rating: str = "", finding: str = ""
) -> Example:
    """Word an example anew, or set it against another rating or finding; how it was stays in the history."""
    row = _locked(example, by)
    told = _told(row.project, statement, why, rating, finding, keeps=row.rating)
    changed = {name: value for name, value in told.items() if getattr(row, name) != value}
    if changed:
        before = {name: getattr(row, name) for name in changed}
        for name, value in changed.items():
            setattr(row, name, value)
        row.save(update_fields=list(changed))
        _record("example.changed", row, by, before=before)
    return row


def retire_example(*, example: Example, by: User) -> Example:
    """Take it off the guidelines; it stays on record. Twice is once."""
    return _set_retired(example, by, retired=True)


def offer_example(*, example: Example, by: User) -> Example:
    """Put a retired example back. Twice is once."""
    return _set_retired(example, by, retired=False)


@transaction.atomic
def _set_retired(example: Example, by: User, *, retired: bool) -> Example:
    row = _locked(example, by)
    if (row.retired_at is not None) != retired:
        row.retired_at = timezone.now() if retired else None
        row.save(update_fields=["retired_at"])
        _record("example.retired" if retired else "example.offered", row, by)
    return row


def _locked(example: Example, by: User) -> Example:
    row = Example.objects.select_for_update(of=("self",)).select_related("project__scale").get(pk=example.pk)
    require(by, Act.GUIDE, row.project)
    return row


def _told(
    project: Project, statement: str, why: str, rating: str, finding: str, *, keeps: str = ""
) -> dict[str, str]:
    """The fields as they are kept; Refused for each that is wrong. ``keeps`` may stay though off the scale now."""
    told = {"statement": _clean(statement), "why": _clean(why), "rating": rating, "finding": finding}
    known = {*Rating.objects.newest_of(project.scale).values_list("slug", flat=True), keeps, ""}
    wrong = {
        "statement": _wrong_words(told["statement"], _("Write the statement that is the example.")),
        "why": _wrong_words(told["why"], _("Say why it is judged like that.")),
        "rating": "" if rating in known else _("The project's scale has no such rating."),
        "finding": "" if finding in ("", *Finding.values) else _("Choose one of the findings."),
    }
    if not rating and not finding:
        wrong["rating"] = _("Say which rating or which finding it is an example of.")
    if messages := {field: message for field, message in wrong.items() if message}:
        raise Refused(messages)
    return told


def _wrong_words(words: str, missing: str) -> str:
    if not words:
        return missing
    return _too_long(LONGEST_EXAMPLE, words) if len(words) > LONGEST_EXAMPLE else ""


def _too_long(limit: int, words: str) -> str:
    return _("At most %(limit)d characters; this has %(length)d.") % {"limit": limit, "length": len(words)}


def _clean(words: str) -> str:
    return words.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n").strip()


def _record(verb: str, example: Example, by: User, **data: object) -> None:
    """An event of the project alone: which claim an example comes from is not told in the claim's history."""
    told = {"rating": example.rating, "finding": example.finding}
    Event.objects.record(verb, example, project_id=example.project_id, by=by, **told, **data)
