"""What reaches an open workbench without a reload: who is there, what others did, and the parts that changed."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from claims.models import Act, Article, Event, Revision
from claims.pipeline import presence
from claims.views.access import article_for, powers
from claims.views.company import in_words
from claims.views.marked_text import paragraphs
from claims.views.requests import uuid_of
from claims.views.shell import desk_of
from claims.views.telling import claims_of, part, told
from claims.views.workbench import bench_for, list_context, page

if TYPE_CHECKING:
    from claims.pipeline.presence import Present
    from claims.views.bench import Bench
    from claims.views.requests import Request

OVERLAP_MS = 10_000
"""Events are found by the time of their ids, but seen when their transaction commits: look back by so much."""

MOST_EVENTS = 100

_PARAGRAPH = re.compile(r'<p [^>]*?(?:\bid="p-|data-start=")(\d+)".*?</p>', re.DOTALL)
"""A paragraph of the marked text, which holds no other, and where it begins."""


@require_safe
@login_required
def article_pulse(request: Request, pk: UUID) -> HttpResponseBase:
    """Who is here and what others did since a moment, as JSON; 304 where the reader knows it already.

    ``since`` is a time in milliseconds: that of the page, later the ``since`` of the last answer. Events of the
    last seconds before it come along again: who asks forgets those whose ids they have seen. ``claim`` is the
    claim in hand, ``away`` says that nobody looks at the page.
    """
    split = _split_of(request, pk)
    since = _number(request.GET.get("since", ""), timezone.now())
    events = _events(request, pk, since)
    in_hand = str(uuid_of(request.GET.get("claim", "")) or "")
    told_events = [_as_data(event, in_hand) for event in events[:MOST_EVENTS] if part(event)]
    answer = JsonResponse(
        {
            "since": max([since, *(_born(event.pk) for event in events[:MOST_EVENTS])]),
            "split": split,
            "company": in_words(_company(request, pk, in_hand), in_hand),
            "events": told_events,
            "more": len(events) > MOST_EVENTS,
        }
    )
    answer["ETag"] = f'"{hashlib.sha256(answer.content).hexdigest()[:20]}"'
    patch_cache_control(answer, private=True, no_cache=True)
    known: HttpResponseBase | None = get_conditional_response(request, etag=answer["ETag"], response=answer)
    return known or answer


@require_safe
@login_required
def article_parts(request: Request, pk: UUID) -> HttpResponse:
    """Parts of the page as they are now: the head, paragraphs of the text and with ``list`` the list of claims.

    Of the paragraphs those where ``claims`` (ids) stand now and those that begin at ``at`` (offsets); all of
    them with ``all``. ``claim`` and the filter are those of the page. Somebody who only follows the address
    gets the page.
    """
    article = article_for(request, pk, Act.READ)
    if request.GET.get("for") != "script":
        return redirect(article)
    bench = bench_for(request, article)
    role = desk_of(request).role
    context = page(bench, role) | powers(role) | {"paragraphs": _paragraphs(request, bench)}
    if "list" in request.GET:
        context |= list_context(bench, role) | {"with_list": True}
    return render(request, "claims/_parts.html", context)


def _split_of(request: Request, pk: UUID) -> str:
    """State and step of the newest text's split; 404 for who may not read the article."""
    newest = Revision.objects.filter(article=OuterRef("pk")).order_by("-number")
    readable = Article.objects.seen_by(request.user).filter(pk=pk)
    splits = readable.annotate(
        at=Subquery(newest.values("split__state")[:1]), step=Subquery(newest.values("split__step")[:1])
    )
    found = splits.values_list("at", "step").first()
    if found is None:
        raise Http404
    return " ".join(filter(None, found))


def _events(request: Request, pk: UUID, since: int) -> list[Event]:
    """What others did from a little before ``since``, as far as the reader may know; one more than are told."""
    begins = UUID(int=max(since - OVERLAP_MS, 0) << 80)  # the smallest id that was born then
    rows = Event.objects.filter(article_id=pk, id__gte=begins).visible_to(request.user)
    others = rows.exclude(by_id=request.user.pk).with_names().order_by("id")
    return list(others[: MOST_EVENTS + 1])


def _company(request: Request, pk: UUID, in_hand: str) -> list[Present]:
    if "away" in request.GET or request.method != "GET":
        return presence.others(article_id=pk, besides=request.user)
    return presence.arrive(article_id=pk, by=request.user, claim_id=in_hand)


def _as_data(event: Event, in_hand: str) -> dict[str, Any]:
    claims = claims_of(event)
    return {
        "id": str(event.pk),
        "at": int(event.created_at.timestamp() * 1000),
        "says": told(event),
        "part": part(event),
        "claims": claims,
        "hand": bool(in_hand) and in_hand in claims,
    }


def _paragraphs(request: Request, bench: Bench) -> SafeString:
    """The wanted paragraphs of the marked text, one after the other."""
    text: str = bench.marked_text
    if "all" not in request.GET:
        wanted = _wanted(request, bench)
        text = "".join(match[0] for match in _PARAGRAPH.finditer(text) if int(match[1]) in wanted)
    return mark_safe(text)  # noqa: S308 - the marked text, which is escaped, or pieces of it


def _wanted(request: Request, bench: Bench) -> set[int]:
    """Where the paragraphs begin that were named, or that the named claims stand in."""
    spans = [span for pk in _list(request, "claims") for span in bench.spans.get(pk, ())]
    named = {int(one) for one in _list(request, "at") if one.isascii() and one.isdigit()}
    places = paragraphs(bench.revision.text) if spans else []
    return named | {start for start, end in places if any(span.start < end and span.end > start for span in spans)}


def _list(request: Request, name: str) -> list[str]:
    return [one for one in request.GET.get(name, "").split(",") if one]


def _born(pk: UUID) -> int:
    """When an id was made, in milliseconds."""
    return pk.int >> 80


def _number(given: str, otherwise: Any) -> int:
    fits = given.isascii() and given.isdigit() and len(given) <= 13
    return int(given) if fits else int(otherwise.timestamp() * 1000)
