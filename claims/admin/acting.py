"""Acts of the admin: chosen in a list or on a row's page, shown beforehand, done once confirmed.

An act is one stage, called row by row in the person's name: the stage checks, changes and records as it does for
the pages. What cannot be done is said beforehand, row by row, and left as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin

AT_ONCE = 500
REASONS_TOLD = 5


@dataclass(frozen=True)
class Act:
    """Something that people who run the installation do to rows.

    ``why_not`` says why nothing happens to a row, empty where the act is done; ``effect`` what happens to it beyond
    what ``about`` says of all. ``perform`` calls the stage and enqueues what follows; it may raise ValidationError.
    """

    name: str
    label: Any
    about: Any
    perform: Callable[[Any, Any], None]
    why_not: Callable[[Any, Any], Any]
    effect: Callable[[Any], Any] = lambda _row: ""


@dataclass(frozen=True)
class Fate:
    """What will happen to one row."""

    row: Any
    url: str
    why_not: str
    effect: str


class ActingAdmin(ModelAdmin):  # type: ignore[misc] # unfold carries no types
    """A list with acts. They take the permission to change the rows, although no form here changes them."""

    acts: ClassVar[Sequence[Act]] = ()
    change_form_outer_before_template = "admin/claims/acts.html"

    def may_act(self, request: HttpRequest) -> bool:
        """Superusers, and staff who were given the permission to change such rows."""
        user: Any = request.user
        return bool(user.has_perm(f"{self.opts.app_label}.change_{self.opts.model_name}"))

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """The acts, for rows chosen in the list; each shows its preview."""
        actions: dict[str, Any] = super().get_actions(request)
        if self.may_act(request):
            actions |= {act.name: (_previewed(act), act.name, act.label) for act in self.acts}
        return actions

    def get_urls(self) -> list[Any]:
        """With the page of each act."""
        view = self.admin_site.admin_view(self.act_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_act"
        return [path("acts/<slug:name>/", view, name=name), *super().get_urls()]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """With the acts that this row is ready for."""
        extra = dict(extra_context or {})
        if object_id and self.may_act(request) and (row := self.get_object(request, object_id)):
            extra["acts_here"] = [
                {"label": act.label, "url": f"{self._act_url(act)}?ids={row.pk}"}
                for act in self.acts
                if not act.why_not(row, request.user)
            ]
        return super().changeform_view(request, object_id, form_url, extra)

    def act_view(self, request: HttpRequest, name: str) -> HttpResponse:
        """What will happen to which rows (GET), and doing it (POST with ``confirm``)."""
        act = next((one for one in self.acts if one.name == name), None)
        if act is None:
            raise Http404
        if not self.may_act(request):
            raise PermissionDenied(_("This takes the permission to change these rows."))
        given = request.POST if request.method == "POST" else request.GET
        rows = self._rows(request, given.get("ids", ""))
        if request.method == "POST" and request.POST.get("confirm"):
            return self._acted(request, act, rows)
        return self.preview(request, act, rows)

    def preview(self, request: HttpRequest, act: Act, rows: Iterable[Any], *, more: bool = False) -> HttpResponse:
        """The page that says what will happen."""
        fates = [self._fate(request, act, row) for row in rows]
        willing = [fate for fate in fates if not fate.why_not]
        context = {
            **self.admin_site.each_context(request),
            "title": act.label,
            "opts": self.opts,
            "act": act,
            "willing": willing,
            "unwilling": [fate for fate in fates if fate.why_not],
            "ids": ",".join(str(fate.row.pk) for fate in willing),
            "act_url": self._act_url(act),
            "back": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"),
            "more": more,
            "at_once": AT_ONCE,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/claims/preview.html", context)

    def _fate(self, request: HttpRequest, act: Act, row: Any) -> Fate:
        address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk])
        why_not = str(act.why_not(row, request.user))
        return Fate(row, address, why_not, "" if why_not else str(act.effect(row)))

    def _acted(self, request: HttpRequest, act: Act, rows: Sequence[Any]) -> HttpResponse:
        done, refused = [], []
        for row in rows:
            try:
                if reason := act.why_not(row, request.user):
                    raise ValidationError(str(reason))
                act.perform(row, request.user)
            except (ValidationError, PermissionDenied) as error:
                said = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
                refused.append(f"{row}: {said}")
            else:
                done.append(row)
        said = ngettext("%(act)s: done for %(n)d row.", "%(act)s: done for %(n)d rows.", len(done))
        level = messages.SUCCESS if done else messages.WARNING
        self.message_user(request, said % {"act": act.label, "n": len(done)}, level)
        for words in refused[:REASONS_TOLD]:
            self.message_user(request, words, messages.WARNING)
        if len(refused) > REASONS_TOLD:
            self.message_user(request, _("%d rows were left as they are.") % len(refused), messages.WARNING)
        where = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        one = len(rows) == 1
        return redirect(f"{where}_change", rows[0].pk) if one else redirect(f"{where}_changelist")

    def _rows(self, request: HttpRequest, ids: str) -> list[Any]:
        wanted = [one for one in ids.split(",") if one][:AT_ONCE]
        try:
            column = self.opts.pk
            found: models.QuerySet[Any] = self.get_queryset(request).filter(
                pk__in=[column.to_python(one) for one in wanted]
            )
        except ValidationError as error:
            raise Http404 from error
        return list(self._with_relations(found))

    def _with_relations(self, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """As the list reads them, so that no row is asked for by itself."""
        related = self.list_select_related
        return rows.select_related(*related) if isinstance(related, list | tuple) and related else rows

    def _act_url(self, act: Act) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_act", args=[act.name])


def _previewed(act: Act) -> Callable[[Any, HttpRequest, models.QuerySet[Any]], HttpResponse]:
    """The act as Django's lists know them: nothing is done, the preview is shown."""

    def action(admin: ActingAdmin, request: HttpRequest, chosen: models.QuerySet[Any]) -> HttpResponse:
        rows = list(admin._with_relations(chosen)[: AT_ONCE + 1])
        return admin.preview(request, act, rows[:AT_ONCE], more=len(rows) > AT_ONCE)

    action.__name__ = act.name
    return action
