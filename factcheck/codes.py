"""The code of a second factor: as many wrong tries as for passwords, counted in the database."""

from __future__ import annotations

from typing import Any

from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django import forms
from django.utils.translation import gettext_lazy as _

from factcheck import guard


class Counted(forms.Form):
    """Refuses while locked, and counts what was wrong."""

    user: Any

    def clean_code(self) -> str:
        """The code. ValidationError says that it is wrong, or how long to wait."""
        name = self.user.get_username()
        if guard.is_locked(context.request, name):
            raise forms.ValidationError(guard.refusal(context.request, name), code="locked")
        try:
            return super().clean_code()  # type: ignore[misc]
        except forms.ValidationError:
            guard.note_failure(context.request, name)
            raise


class CodeForm(Counted, AuthenticateForm):
    """After the password."""

    code = forms.CharField(label=_("Code"), max_length=20)


class CodeAgainForm(Counted, ReauthenticateForm):
    """Before something that matters."""

    code = forms.CharField(label=_("Code"), max_length=20)
