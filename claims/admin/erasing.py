"""Erasing a person: a page of the administration for superusers, who type the user name."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from claims.models import User
from claims.pipeline import erase


def person_erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what goes and what stays, and erase once the user name is typed."""
    by = request.user
    if not isinstance(by, User) or not by.is_superuser:
        raise PermissionDenied(_("This is for those who run the installation."))
    person = get_object_or_404(User, pk=pk)
    wrong = _erased(request, person, by) if request.method == "POST" else ""
    if request.method == "POST" and not wrong:
        return redirect("admin:claims_user_changelist")
    about = _(
        "Name, mail address, sign-in, drafts and notices go for ever. Verdicts, comments and figures stay, "
        "as those of an erased person."
    )
    context = {
        "title": _("Erase the person “%(name)s”") % {"name": person.label},
        "about": about,
        "typed": person.username,
        "wrong": wrong,
        "for_good": True,
        "back": reverse("admin:claims_user_change", args=[pk]),
    }
    return render(request, "claims/trash_confirm.html", context, status=422 if wrong else 200)


def _erased(request: HttpRequest, person: User, by: User) -> str:
    """What was wrong; empty where the person is erased."""
    if request.POST.get("confirm", "").strip() != person.username:
        return _("That is not the user name. Nothing was changed.")
    try:
        name = erase.erase_person(person=person, by=by)
    except erase.Refused as error:
        return " ".join(error.messages)
    messages.success(request, _("From now on this person is called %(name)s.") % {"name": name})
    return ""
