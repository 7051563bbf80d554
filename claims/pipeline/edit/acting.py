"""What every act on claims begins and ends with: who may, one at a time, the rows as they are, the trail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from claims.models import Act, Claim, ClaimState, EditVerb, Event, Revision, Source, allows, role_of
from claims.pipeline.edit.places import Refused
from claims.undoing import Step, mark_reshaped, recorded

if TYPE_CHECKING:
    from uuid import UUID

    from claims.models import Article, User


@dataclass(frozen=True, slots=True)
class Hand:
    """An act under way: its step, the text, and the claims, locked and as they are now, in the order given."""

    step: Step
    revision: Revision
    claims: list[Claim]
    by: User

    @property
    def article(self) -> Article:
        """The article."""
        return self.revision.article

    def reshaped(self, *claims: Claim) -> None:
        """Verdicts given so far no longer count for these."""
        mark_reshaped([claim.pk for claim in claims], by=self.by)

    def tell(self, verb: str, claims: Iterable[Claim], **data: Any) -> None:
        """One event for each claim; one query."""
        common = {
            "project_id": self.article.project_id, "article_id": self.article.pk, "verb": verb,
            "target_type": "claim", "by_id": self.by.pk, "by_name": self.by.username, "data": data,
        }  # fmt: skip
        Event.objects.bulk_create(Event(target_id=row.pk, claim_id=row.pk, **common) for row in claims)


@contextmanager
def at_hand(
    verb: EditVerb,
    claims: Sequence[Claim],
    *,
    by: User,
    whole: bool = True,
    trashed: bool | None = False,
    sources: bool = False,
) -> Iterator[Hand]:
    """Begin an act on claims of one text and keep it as an edit when the block ends.

    ``whole`` watches their attributions and spans, too; ``trashed`` says whether they must be in the trash (None:
    either); ``sources`` holds off whoever changes sources or ties. Raises Refused and PermissionDenied.
    """
    revision = _text_of(claims)
    with transaction.atomic():
        if sources:
            Source.objects.one_at_a_time(revision.article.project_id)
        alone = claims[0] if len(claims) == 1 else None
        with recorded(article=revision.article, by=by, verb=verb, claim=alone) as step:
            rows = _locked(revision, [claim.pk for claim in claims])
            _check(rows, trashed=trashed)
            refuse_settled(revision.article, rows, by)
            step.watch(claims=rows, whole=whole)
            yield Hand(step, revision, rows, by)


@contextmanager
def in_text(verb: EditVerb, revision: Revision, *, by: User) -> Iterator[Hand]:
    """Begin an act on a text that is about no claim there is."""
    with recorded(article=revision.article, by=by, verb=verb) as step:
        yield Hand(step, revision, [], by)


def refuse_settled(article: Article, rows: Iterable[Claim], by: User) -> None:
    """Raise PermissionDenied where one of the claims is settled and the person may not settle."""
    settled = [row.number for row in rows if row.state == ClaimState.SETTLED]
    if settled and not allows(role_of(by, article.project), Act.SETTLE):
        words = _("Claim %(n)d is settled: an editor or owner can change it. Tell them what is wrong in a comment.")
        raise PermissionDenied(words % {"n": settled[0]})


def _text_of(claims: Sequence[Claim]) -> Revision:
    texts = {claim.revision_id for claim in claims}
    if not texts:
        raise Refused(_("Choose at least one claim."))
    if len(texts) > 1:
        raise Refused(_("These claims stand in different texts. Choose claims of one text."))
    return Revision.objects.select_related("article__project").get(pk=texts.pop())


def _locked(revision: Revision, ids: list[UUID]) -> list[Claim]:
    rows = Claim.objects.select_for_update().filter(revision=revision, pk__in=ids).defer("search").order_by("pk")
    found = {row.pk: row for row in rows}
    if len(found) < len(set(ids)):
        raise Refused(_("One of these claims is no longer there: the text was split again. Reload the page."))
    for row in found.values():
        row.revision = revision
    return [found[pk] for pk in dict.fromkeys(ids)]


def _check(rows: list[Claim], *, trashed: bool | None) -> None:
    wrong = [row.number for row in rows if trashed is not None and (row.deleted_at is not None) != trashed]
    if wrong and not trashed:
        words = _("Claim %(n)d is in the trash. Take it out of the trash first.")
        raise Refused(words % {"n": wrong[0]})
