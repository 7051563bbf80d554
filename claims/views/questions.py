"""Asking the editor: from the claim in hand, the editors' queue, and the answer, which may become an example."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims.models import Act, Article, Asked, Claim, Finding, Project, Question, Rating, allows
from claims.pipeline import ask, guide
from claims.views.access import claim_for, powers, project_at_hand, question_for
from claims.views.shell import desk_of
from claims.views.talking import questions_of

if TYPE_CHECKING:
    from uuid import UUID

    from claims.models import User
    from claims.models.question import QuestionQuerySet
    from claims.views.requests import Request

ON_A_PAGE = 30
SHOWN = {
    "waiting": gettext_lazy("Waiting"),
    "answered": gettext_lazy("Answered"),
    "mine": gettext_lazy("Mine"),
}


def questions_in(project: Project, viewer: User) -> QuestionQuerySet:
    """What was asked of the project's editors, as the viewer may see it."""
    live = {"claim__deleted_at": None, "claim__revision__article__deleted_at": None}
    rows = Question.objects.filter(claim__revision__article__project=project, **live)
    return rows.to_editor().visible_to(viewer)


@require_safe
@login_required
def question_list(request: Request) -> HttpResponse:
    """The editors' queue, the longest waiting first; what is answered; and one's own."""
    project = project_at_hand(request, Act.COMMENT)
    rows = questions_in(project, request.user)
    usual = "waiting" if allows(desk_of(request).role, Act.SETTLE) else "mine"
    show = request.GET.get("show", usual)
    show = show if show in SHOWN else usual
    narrowed = {
        "waiting": rows.waiting().order_by("created_at", "id"),
        "answered": rows.exclude(answered_at=None).order_by("-answered_at", "-id"),
        "mine": rows.filter(by=request.user).order_by("-created_at", "-id"),
    }[show]
    narrowed = narrowed.select_related("by", "answered_by", "claim__revision__article", "example")
    narrowed = narrowed.defer("claim__search", "claim__revision__text")
    page = Paginator(narrowed, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"nav": "questions", "show": show, "filters": SHOWN.items(), "page_obj": page, "questions": page}
    return render(request, "claims/question_list.html", context | powers(desk_of(request).role))


@require_POST
@login_required
def question_ask(request: Request, pk: UUID) -> HttpResponse:
    """Put a question about the claim to the editors."""
    claim = claim_for(request, pk, Act.COMMENT)
    text = request.POST.get("text", "")
    try:
        ask.ask_editor(claim=claim, by=request.user, text=text)
    except ValidationError as error:
        return _questions(request, claim, question_refused=error.messages, question_typed=text)
    return _questions(request, claim, accepted_question=f"ask:{claim.pk}")


@require_POST
@login_required
def question_withdraw(request: Request, pk: UUID) -> HttpResponse:
    """Take one's own question back."""
    question = question_for(request, pk, Act.COMMENT)
    try:
        ask.withdraw_question(question=question, by=request.user)
    except ValidationError as error:
        return _questions(request, question.claim, question_refused=error.messages)
    except PermissionDenied as error:
        return _questions(request, question.claim, question_refused=[str(error)])
    return _questions(request, question.claim)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def question_answer(request: Request, pk: UUID) -> HttpResponse:
    """Answer a question; by a tick the answer becomes an example in the guidelines, also later."""
    question = question_for(request, pk, Act.SETTLE)
    if request.method != "POST":
        return _answering(request, question, _example_of(question))
    given = {name: request.POST.get(name, "") for name in ("answer", "rating", "finding", "statement", "why")}
    wants_example = request.POST.get("example") == "on"
    try:
        with transaction.atomic():
            if not question.answered_at or given["answer"]:
                ask.answer_question(question=question, by=request.user, answer=given["answer"])
            if wants_example:
                _keep_example(request, question, given)
    except ValidationError as error:
        question.refresh_from_db()
        return _answering(request, question, given, wants_example=wants_example, errors=error.message_dict)
    messages.success(request, _("The answer is given, and is an example.") if wants_example else _("Answered."))
    return redirect("claims:question-list")


def _keep_example(request: Request, question: Question, given: dict[str, str]) -> None:
    told = {name: given[name] for name in ("rating", "finding", "statement")}
    why = given["why"].strip() or given["answer"] or question.answer
    project = question.claim.revision.article.project
    guide.add_example(project=project, by=request.user, question=question, claim=question.claim, why=why, **told)


def _example_of(question: Question) -> dict[str, str]:
    """What the example's fields begin with: the claim, and the answer where there is one."""
    return {"statement": question.claim.text, "why": question.answer}


def _answering(
    request: Request,
    question: Question,
    given: dict[str, str],
    *,
    wants_example: bool = False,
    errors: dict[str, list[str]] | None = None,
) -> HttpResponse:
    project = question.claim.revision.article.project
    context: dict[str, Any] = {
        "nav": "questions",
        "question": question,
        "claim": question.claim,
        "article": question.claim.revision.article,
        "example": getattr(question, "example", None),
        "given": given,
        "wants_example": wants_example,
        "errors": errors or {},
        "findings": list(Finding),
        "ratings": Rating.objects.newest_of(project.scale).on_offer(),
        **powers(desk_of(request).role),
    }
    return render(request, "claims/question_answer.html", context, status=422 if errors else 200)


def _questions(request: Request, claim: Claim, **more: Any) -> HttpResponse:
    """The part of the panel; without a script the article with the claim in hand."""
    refused = more.get("question_refused", [])
    article: Article = claim.revision.article
    if not request.htmx:
        for words in refused:
            messages.error(request, words)
        return redirect(f"{article.get_absolute_url()}?claim={claim.pk}#questions")
    context = {"claim": claim, "article": article, **questions_of(claim, request.user)}
    context |= powers(desk_of(request).role) | more
    return render(request, "claims/_claim_questions.html", context, status=422 if refused else 200)


def waiting_for_editors(project: Project, viewer: User) -> int:
    """How many questions wait for an editor's answer."""
    return questions_in(project, viewer).filter(to=Asked.EDITOR).waiting().count()
