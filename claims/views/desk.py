"""The desk: the next claim for me, what I began, the articles in work, what waits on whom, what failed."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from claims.models import Act, Asked, Claim, Draft, Project, Question, Role, User, Verdict, allows
from claims.views.access import powers
from claims.views.articles import in_project
from claims.views.jobs import recent_failures
from claims.views.questions import waiting_for_editors
from claims.views.queue_shown import MANY, next_up
from claims.views.requests import Request
from claims.views.shell import desk_of

ARTICLES_ON_DESK = 12
DRAFTS_ON_DESK = 5
CAME_BACK_ON_DESK = 20


@require_safe
@login_required
def desk(request: Request) -> HttpResponse:
    """The first page after signing in."""
    project, role = desk_of(request).project, desk_of(request).role
    if project is None:
        return render(request, "claims/desk_without_project.html", {"nav": "desk"})
    judges = allows(role, Act.JUDGE)
    articles = in_project(project, request.user)[:ARTICLES_ON_DESK]
    context = {
        "nav": "desk",
        **(next_up(project, request.user) if judges else {}),
        "articles": articles,
        "failures": recent_failures(project),
        "drafts": _drafts(project, request.user),
        "came_back": _came_back(project, request.user),
        "waiting": _waiting(project, request.user, role),
        **powers(role),
    }
    return render(request, "claims/desk.html", context)


def _drafts(project: Project, user: User) -> QuerySet[Draft]:
    """Verdicts that the person began and did not give, the latest first."""
    drafts = Draft.objects.filter(by=user, claim__revision__article__project=project, claim__deleted_at=None)
    drafts = drafts.filter(claim__revision__article__deleted_at=None)
    return drafts.select_related("claim").order_by("-saved_at")[:DRAFTS_ON_DESK]


def _came_back(project: Project, user: User) -> QuerySet[Question]:
    """What an editor sent back to those who judged a claim, the person among them, and nobody answered."""
    rows = Question.objects.waiting().filter(to=Asked.REVIEWERS, claim__revision__article__project=project)
    rows = rows.filter(claim__deleted_at=None, claim__revision__article__deleted_at=None)
    mine = Verdict.objects.filter(claim=OuterRef("claim"), by=user)
    rows = rows.filter(Exists(mine)).exclude(by=user).select_related("claim", "by").defer("claim__search")
    return rows.order_by("created_at", "id")[:CAME_BACK_ON_DESK]


def _waiting(project: Project, user: User, role: Role | None) -> list[dict[str, str]]:
    """What waits on whom: one's own verdicts on a second reviewer, disputed claims on an editor."""
    claims = Claim.objects.kept().filter(revision__article__project=project, revision__article__deleted_at=None)
    claims = claims.order_by("-worthiness", "id")  # in an order that an index has: counting stops early
    waiting = claims.filter(state="open", verdicts__by=user, verdicts__superseded_by=None).order_by()
    others = waiting[:MANY].count()
    disputed = claims.filter(state="disputed")[:MANY].count()
    editor = _("You, as an editor") if allows(role, Act.SETTLE) else _("An editor")
    mine = ngettext("%(n)s claim that you judged", "%(n)s claims that you judged", others)
    split = ngettext("%(n)s disputed claim", "%(n)s disputed claims", disputed)
    to_settle = reverse("claims:adjudication-list") if allows(role, Act.SETTLE) else ""
    asked = waiting_for_editors(project, user) if allows(role, Act.SETTLE) else 0
    asks = ngettext("%(n)s question to the editor", "%(n)s questions to the editor", asked)
    questions = reverse("claims:question-list")
    rows = [
        (_("Another reviewer"), others, mine, ""),
        (editor, disputed, split, to_settle),
        (editor, asked, asks, questions),
    ]
    return [
        {"who": who, "what": what % {"n": f"{MANY}+" if count == MANY else count}, "url": url}
        for who, count, what, url in rows
        if count
    ]
