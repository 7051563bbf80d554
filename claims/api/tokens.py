"""One's own tokens over the API."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.access import reader
from claims.api.bearer import Bearer
from claims.api.doors import Door
from claims.api.shapes.tokens import MadeToken, NewToken, TokenShape
from claims.models import Project, Token
from claims.pipeline import tokens


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the description tells of it."""

    target_class = Bearer
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """An HTTP scheme."""
        return {"type": "http", "scheme": "bearer", "description": "A token of Settings, Tokens."}


class Tokens(Door):
    """One's own tokens."""

    queryset = Token.objects.all()
    serializer_class = TokenShape

    def list(self, request: Request) -> Response:
        """Newest first, revoked ones too; never the secrets."""
        return self.paged(self._own(request), TokenShape)

    @extend_schema(request=NewToken, responses={201: MadeToken})
    def create(self, request: Request) -> Response:
        """Make a token. Its secret is in this answer and nowhere after it. A token makes no tokens."""
        if request.auth is not None:
            raise PermissionDenied(_("A token makes no tokens: sign in with your name and password."))
        given = self.parsed(NewToken)
        slug = given.pop("project", None)
        seen = Project.objects.seen_by(reader(request))
        project = get_object_or_404(seen, slug=slug) if slug else None
        row, secret = tokens.make_token(user=reader(request), project=project, **given)
        return Response(MadeToken({"token": row, "secret": secret}).data, status=201)

    def retrieve(self, request: Request, pk: str) -> Response:
        """One of one's own, never its secret."""
        return Response(TokenShape(get_object_or_404(self._own(request), pk=pk)).data)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Revoke one; it opens nothing from then on."""
        tokens.revoke_token(token=get_object_or_404(self._own(request), pk=pk), by=reader(request))
        return Response(status=204)

    def _own(self, request: Request) -> QuerySet[Token]:
        rows = Token.objects.filter(user=reader(request)).select_related("project")
        only = reader(request).only_project
        return rows if only is None else rows.filter(project=only)
