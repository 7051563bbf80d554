"""What every editing door answers: the panel and what the edit touched, or the article again."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Max
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.loader import render_to_string

from claims import tasks
from claims.models import Act, Claim, Edit, EditVerb
from claims.templatetags.edits import done
from claims.views.access import claim_for, powers
from claims.views.shell import desk_of
from claims.views.touched import paragraphs_again, touched_claims
from claims.views.workbench import bench_for, claim_in_hand, page, render_panel

if TYPE_CHECKING:
    from claims.models import Article
    from claims.views.bench import Bench
    from claims.views.requests import Request


class Stay:
    """Where the person is on the workbench: the filter, and the claim or sentence in hand."""

    def __init__(self, request: Request) -> None:
        """htmx says where the page is now; a plain form carries it in its own address."""
        _path, _mark, query = (request.htmx.current_url or "").partition("?") if request.htmx else ("", "", "")
        self.query = QueryDict(query, mutable=True) if request.htmx else request.GET.copy()

    def at(self, *, claim: UUID | str = "", sentence: int | None = None) -> Stay:
        """The same filter with that claim, that sentence or neither in hand."""
        self.query.pop("claim", None)
        self.query.pop("sentence", None)
        if claim:
            self.query["claim"] = str(claim)
        elif sentence is not None:
            self.query["sentence"] = str(sentence)
        return self

    def go(self, request: Request) -> None:
        """Let the rest of the request see that address."""
        request.GET = cast("Any", self.query)

    @property
    def claim(self) -> UUID | None:
        """The claim in hand; None for none, and for what is no id."""
        try:
            return UUID(self.query.get("claim", ""))
        except ValueError:
            return None

    def unless_gone(self) -> Stay:
        """Without the claim in hand where it is no longer there."""
        if "claim" in self.query and not (self.claim and Claim.objects.kept().filter(pk=self.claim).exists()):
            self.at()
        return self


def edited(request: Request, article: Article, act: Callable[[], Stay], *, status: int = 422) -> HttpResponse:
    """Do ``act``, which answers where the person shall be then, and show what came of it.

    What the act refuses is said in words and nothing else on the page moves.
    """
    mine = Edit.objects.of(article, request.user)
    last = mine.aggregate(last=Max("place"))["last"] or 0
    try:
        stay = act()
    except ValidationError as error:
        return refused(request, article, list(error.messages), status=status)
    except PermissionDenied as error:
        return refused(request, article, [str(error)], status=status)
    return show(request, article, stay, mine.filter(place__gt=last).last())


def show(request: Request, article: Article, stay: Stay, edit: Edit | None, *, said: str = "") -> HttpResponse:
    """The page after ``edit``, which was done, undone or redone just now; ``said`` goes to screen readers."""
    claims = touched_claims(edit) if edit else []
    if edit and edit.rewords:
        tasks.start_looking_up(claims, by=request.user)
    if edit and (edit.rewords or edit.verb == EditVerb.WEIGHED):
        tasks.start_settle(*claims)
    url = f"{article.get_absolute_url()}?{stay.query.urlencode()}".rstrip("?")
    if not request.htmx:
        return redirect(url)
    stay.go(request)
    bench = bench_for(request, article)
    response = _panel(request, bench)
    response.content += _around(request, bench, edit, said).encode()
    response["HX-Push-Url"] = url
    told = {"id": str(edit.pk) if edit else "", "claims": [str(pk) for pk in claims]}
    response["HX-Trigger-After-Swap"] = json.dumps({"edited": told})
    return response


def _panel(request: Request, bench: Bench) -> HttpResponse:
    in_hand = claim_in_hand(request, bench)
    return render_panel(request, bench, in_hand, desk_of(request).role)


def _around(request: Request, bench: Bench, edit: Edit | None, said: str) -> str:
    """Out of band: the touched paragraphs, the head of the page, the small map, and what was done in words."""
    role = desk_of(request).role
    context = (
        page(bench, role)
        | powers(role)
        | {
            "oob": True,
            "paragraphs": paragraphs_again(bench, edit) if edit else "",
            "said": said or done(edit),
        }
    )
    return render_to_string("claims/_edited.html", context, request)


def refused(request: Request, article: Article, words: list[str], *, status: int = 422) -> HttpResponse:
    """Say why nothing was changed; what is on the page stays as it is."""
    for one in words:
        messages.error(request, one)
    if not request.htmx:
        query = Stay(request).unless_gone().query.urlencode()
        return redirect(f"{article.get_absolute_url()}?{query}".rstrip("?"))
    said = render_to_string("_messages.html", {"oob": True}, request)
    response = HttpResponse(said, status=status)
    response["HX-Reswap"] = "none"
    return response


def claim_to_edit(request: Request, pk: UUID) -> Claim:
    """The claim with its text, for a person who may change it; errors as for articles."""
    claim = claim_for(request, pk, Act.EDIT)
    claim.revision.refresh_from_db(fields=["text"])
    return claim
