"""Tokens."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from claims.models import Scope, Token
from claims.pipeline.tokens import DAYS, MOST_DAYS


class TokenShape(serializers.ModelSerializer[Token]):
    """A token without its secret; ``prefix`` is how it begins."""

    project = serializers.CharField(source="project.slug", read_only=True, allow_null=True, default=None)

    class Meta:
        model = Token
        fields = [
            "id", "name", "prefix", "project", "scopes", "created_at", "expires_at", "last_used_at", "revoked_at",
        ]  # fmt: skip
        read_only_fields = fields


class NewToken(serializers.Serializer[Any]):
    """What a token is to be for; without ``project`` it is for all projects of the person."""

    name = serializers.CharField(max_length=80)
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=Scope.choices), allow_empty=False)
    project = serializers.SlugField(required=False, allow_null=True)
    days = serializers.IntegerField(min_value=1, max_value=MOST_DAYS, default=DAYS)


class MadeToken(serializers.Serializer[Any]):
    """The token and, this once, its secret."""

    token = TokenShape()
    secret = serializers.CharField()
