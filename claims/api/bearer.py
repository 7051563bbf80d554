"""How a program comes in: by a token, in a person's name and within what the token is for."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import SAFE_METHODS, BasePermission

from claims.models import Scope, Token
from claims.models.token import digest
from claims.whence import by_token

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.views import APIView

    from claims.models import User

USED_AGAIN_AFTER = timedelta(minutes=1)
WRITES = frozenset({Scope.WRITE, Scope.JUDGE, Scope.MANAGE, Scope.EXPORT})


class Bearer(BaseAuthentication):
    """`Authorization: Bearer cw_…`. The person acts with the token's scopes, in its project if it has one."""

    def authenticate(self, request: Request) -> tuple[User, Token] | None:
        """The person and the token; None for another scheme. AuthenticationFailed says what is wrong."""
        scheme, _blank, secret = get_authorization_header(request).partition(b" ")
        if scheme.lower() != b"bearer":
            return None
        token = Token.objects.filter(sha256=digest(secret.strip().decode("latin-1"))).select_related("user").first()
        if why := _refused(token):
            raise AuthenticationFailed(why)
        assert token is not None  # noqa: S101 - narrows the type
        _note_use(token)
        by_token(token.pk)
        token.user.only_project = token.project_id
        token.user.scopes = frozenset(token.scopes)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        """The challenge of a 401."""
        return 'Bearer realm="api"'


def _refused(token: Token | None) -> str:
    if token is None or not token.user.is_active:
        return _("There is no such token.")
    if token.revoked_at:
        return _("This token was revoked.")
    return _("This token has run out.") if token.expires_at <= timezone.now() else ""


def _note_use(token: Token) -> None:
    """At most once a minute, so that many requests do not wait for one row."""
    now = timezone.now()
    long_ago = Q(last_used_at=None) | Q(last_used_at__lt=now - USED_AGAIN_AFTER)
    if token.last_used_at is None or token.last_used_at < now - USED_AGAIN_AFTER:
        Token.objects.filter(long_ago, pk=token.pk).update(last_used_at=now)


class InScope(BasePermission):
    """Whatever takes no act of a project: a token reads with the scope to read,
    and writes with any other."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """PermissionDenied names the scope."""
        if not isinstance(request.auth, Token):
            return True
        scopes = set(request.auth.scopes)
        if request.method in SAFE_METHODS:
            if Scope.READ not in scopes:
                raise PermissionDenied(_("This takes a token with the scope “%(scope)s”.") % {"scope": "read"})
        elif not scopes & WRITES:
            raise PermissionDenied(_("This takes a token with the scope “%(scope)s”.") % {"scope": "write"})
        return True
