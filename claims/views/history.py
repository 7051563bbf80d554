"""The history of a claim: who found it, who changed what from what to what, in one trail, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from claims.models import Act, Claim, Event, Evidence, Polarity, Ruling, Source, SpeechKind, Verdict
from claims.models.rounds import shown_evidence
from claims.views.access import claim_for
from claims.views.telling import detail, told

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from claims.models import User
    from claims.views.requests import Request

ON_PAGE = 50
FOUND = "found"
ONE_ACT = timedelta(seconds=5)
"""No act of a person on a claim takes longer than this."""


@dataclass
class Entry:
    """One line of the trail; ``was`` and ``now`` are the claim's words before and after, "" where they stayed."""

    at: datetime
    says: str
    more: str = ""
    was: str = ""
    now: str = ""
    quote: str = ""
    verdict: Verdict | Ruling | None = None
    verb: str = ""


@require_safe
@login_required
@vary_on_headers("HX-Request")
def claim_history(request: Request, pk: UUID) -> HttpResponse:
    """A page of the trail; the fragment alone where htmx opens the fold."""
    claim = claim_for(request, pk, Act.READ)
    given = request.GET.get("page", "1")
    number = max(int(given), 1) if given.isascii() and given.isdigit() and len(given) < 5 else 1
    entries = trail(claim, request.user, number * ON_PAGE + 1)
    shown = entries[(number - 1) * ON_PAGE : number * ON_PAGE]
    context = {
        "claim": claim,
        "article": claim.revision.article,
        "entries": shown,
        "page_number": number,
        "older": number + 1 if len(entries) > number * ON_PAGE else 0,
        "newer": number - 1,
        "nav": "articles",
    }
    return render(request, "claims/_claim_history.html" if request.htmx else "claims/claim_history.html", context)


def trail(claim: Claim, viewer: User, most: int) -> list[Entry]:
    """The newest ``most`` entries that the viewer may read, newest first; queries do not grow with them."""
    many = Q(article_id=claim.revision.article_id, data__claims__contains=[str(claim.pk)])
    rows = Event.objects.filter(Q(claim_id=claim.pk) | many).visible_to(viewer).with_names()
    events = list(rows.order_by("-created_at", "-id")[:most])
    entries = [_entry(event) for event in events]
    _explain(list(zip(entries, events, strict=True)), viewer)
    for change in _changes(claim):
        if change.verb == FOUND or not _joined(change, entries):
            entries.append(change)
    return sorted(entries, key=lambda entry: entry.at, reverse=True)[:most]


def _entry(event: Event) -> Entry:
    return Entry(event.created_at, told(event), detail(event), verb=event.verb)


def _explain(told_events: list[tuple[Entry, Event]], viewer: User) -> None:
    """Add what the events point at: the verdict, the ruling, the source, the passage."""
    verdicts = Verdict.objects.visible_to(viewer).select_related("rating")
    rulings = Ruling.objects.select_related("rating")
    found: dict[Any, Any] = {**_targets(verdicts, told_events), **_targets(rulings, told_events)}
    quotes = _targets(shown_evidence(Evidence.objects.only("quote"), viewer), told_events)
    named = {_pk(event.data.get("source")) for _entry, event in told_events} - {None}
    sources = Source.objects.only("name").in_bulk(list(named)) if named else {}
    for entry, event in told_events:
        entry.verdict = found.get(event.target_id)
        if evidence := quotes.get(event.target_id):
            entry.quote = evidence.quote
        if source := sources.get(_pk(event.data.get("source"))):
            entry.more = source.name


def _targets(rows: QuerySet[Any], told_events: list[tuple[Entry, Event]]) -> dict[Any, Any]:
    """The rows of this kind that the events are about, by id."""
    name = rows.model._meta.model_name
    ids = {event.target_id for _entry, event in told_events if event.target_type == name}
    return rows.in_bulk(list(ids)) if ids else {}


def _changes(claim: Claim) -> list[Entry]:
    """What the row's own history says: how it began, and each change of words, of speech and of the trash."""
    history: Any = claim.events.order_by("pgh_id")  # type: ignore[attr-defined]
    rows = list(
        history.values(
            "pgh_created_at", "text", "speech", "polarity", "deleted_at", "splitter_version", "created_by_id"
        )
    )
    first = [_beginning(rows[0])] if rows else []
    return first + [entry for was, now in pairwise(rows) if (entry := _change(was, now))]


def _beginning(row: dict[str, Any]) -> Entry:
    version = row["splitter_version"]
    if version.startswith("file "):
        return Entry(row["pgh_created_at"], _("This claim came with a file"), version[5:], now=row["text"])
    if row["created_by_id"]:
        return Entry(row["pgh_created_at"], _("This claim was marked"), now=row["text"])
    more = _("version %(version)s") % {"version": version} if version else ""
    return Entry(row["pgh_created_at"], _("The splitter found this claim"), more, now=row["text"], verb=FOUND)


def _change(was: dict[str, Any], now: dict[str, Any]) -> Entry | None:
    """The change between two states of the row; None for one that this trail tells otherwise, or not at all."""
    more = " · ".join(_described(was, now))
    if was["text"] != now["text"]:
        return Entry(now["pgh_created_at"], _("The words were changed"), more, was["text"], now["text"])
    if bool(was["deleted_at"]) != bool(now["deleted_at"]):
        gone = _("It was put into the trash") if now["deleted_at"] else _("It was taken out of the trash")
        return Entry(now["pgh_created_at"], gone, more)
    return Entry(now["pgh_created_at"], _("It was described otherwise"), more) if more else None


def _described(was: dict[str, Any], now: dict[str, Any]) -> Iterable[str]:
    for field, words in (("speech", SpeechKind), ("polarity", Polarity)):
        if was[field] != now[field]:
            yield f"{words(was[field]).label} → {words(now[field]).label}"


def _joined(change: Entry, entries: list[Entry]) -> bool:
    """Give the change to the act that made it.

    A row's history bears the time when its transaction began, an event the moment within it: the act is the first
    one after the change that has none yet, a moment later.
    """
    acts = ("claim.", "edit.", "sentence.")
    later = [entry for entry in entries if change.at <= entry.at < change.at + ONE_ACT and not entry.now]
    same = [entry for entry in later if entry.verb.startswith(acts) and not isinstance(entry.verdict, Ruling)]
    if not same:
        return False
    act = min(same, key=lambda entry: entry.at)
    act.was, act.now = change.was, change.now
    act.more = " · ".join(filter(None, [act.more, change.more]))
    return True


def _pk(value: Any) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None
