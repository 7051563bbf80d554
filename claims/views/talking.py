"""What people say about the claim in hand, as its panel shows it: threads, by what they are about; questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from claims.measures.handles import Person, find_named, handles
from claims.models import Comment, Question, User
from claims.models.rounds import shown_comments

if TYPE_CHECKING:
    from uuid import UUID

    from claims.models import Claim, Project


@dataclass(slots=True)
class Talk:
    """The threads on a claim, or on one piece of its evidence (``about``), oldest first.

    ``count`` are the comments that have words left, ``waiting`` the threads that nobody resolved.
    """

    about: UUID | None = None
    threads: list[Any] = field(default_factory=list)
    count: int = 0
    waiting: int = 0

    @property
    def id(self) -> str:
        """The id of the part of the page that shows it."""
        return f"talk-{self.about}" if self.about else "comments"


class Talks:
    """All talks on a claim, by what they are about: None is the claim itself."""

    def __init__(self, rows: Iterable[Comment], people: Sequence[User]) -> None:
        """``rows`` are the comments that the viewer may see, oldest first; ``people`` the project's members."""
        self._people = persons(people)
        self._labels = {one.key: one.label for one in self._people}
        answers: dict[UUID, list[Comment]] = defaultdict(list)
        first: list[Any] = []
        for row in rows:
            self._describe(row)
            answers[row.answers_id].append(row) if row.answers_id else first.append(row)
        by_place: dict[UUID | None, list[Any]] = defaultdict(list)
        for thread in first:
            thread.answered = answers[thread.pk]
            # A thread that was withdrawn and that nobody answered has nothing left to show.
            if thread.answered or not thread.withdrawn_at:
                by_place[thread.evidence_id].append(thread)
        self._by_place = {place: _talk(place, threads) for place, threads in by_place.items()}

    def on(self, evidence: UUID | None = None) -> Talk:
        """The talk on a piece of evidence, or on the claim; an empty one where nobody said anything."""
        return self._by_place.get(evidence) or Talk(evidence)

    def on_evidence(self) -> list[Talk]:
        """Those on evidence that have anything to show."""
        return [talk for place, talk in self._by_place.items() if place]

    def _describe(self, row: Any) -> None:
        row.said = marked(row.text, find_named(row.text, self._people), self._labels)


def _talk(about: UUID | None, threads: list[Any]) -> Talk:
    told = [row for thread in threads for row in (thread, *thread.answered) if not row.withdrawn_at]
    waiting = sum(1 for thread in threads if not thread.resolved_at and not thread.withdrawn_at)
    return Talk(about, threads, len(told), waiting)


def persons(people: Iterable[User]) -> list[Person]:
    """Members as those who can be named."""
    return [Person(one.pk, one.username, one.label) for one in people]


def marked(text: str, named: Iterable[Any], labels: dict[int, str]) -> SafeString:
    """The text, escaped, with the names of those who are meant marked."""
    pieces: list[tuple[str, SafeString | str]] = []
    at = 0
    for found in named:
        name = format_html('<b class="named" title="{}">{}</b>', labels[found.key], text[found.start : found.end])
        pieces.append((text[at : found.start], name))
        at = found.end
    return format_html_join("", "{}{}", [*pieces, (text[at:], "")])


def members_of(project: Project) -> list[User]:
    """Who can be named in the project's comments, by name; one query."""
    rows = User.objects.filter(memberships__project=project, is_active=True).order_by("username")
    return list(rows.only("username", "display_name", "first_name", "last_name"))


def comments_of(claim: Claim, viewer: User) -> list[Comment]:
    """The comments on a claim that the viewer may see, oldest first; one query."""
    rows = shown_comments(Comment.objects.filter(claim=claim).visible_to(viewer), viewer)
    return list(rows.select_related("by", "resolved_by").order_by("created_at", "id"))


def talk_shown(talks: Talks, people: Sequence[User]) -> dict[str, Any]:
    """Context for _claim_comments.html about the claim, and for naming people in it."""
    offered = handles(persons(people))
    return {"talk": talks.on(None), "handles": [(offered[one.pk], one.label) for one in people]}


def questions_of(claim: Claim, viewer: User) -> dict[str, Any]:
    """Context for _claim_questions.html: what was asked of the editor, as the viewer may see it; one query."""
    rows = Question.objects.filter(claim=claim).visible_to(viewer).select_related("by", "answered_by")
    return questions_shown(list(rows.to_editor().order_by("created_at", "id")))


def questions_shown(rows: list[Question]) -> dict[str, Any]:
    """Context for _claim_questions.html, from rows that were read."""
    return {"asked": rows, "asked_waiting": sum(1 for row in rows if not row.answered_at)}
