"""Members of a project."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from claims.models import Membership, Role


class MemberShape(serializers.ModelSerializer[Membership]):
    """Who is in the project, and as what."""

    name = serializers.CharField(source="user.label", read_only=True)

    class Meta:
        model = Membership
        fields = ["id", "name", "role"]
        read_only_fields = fields


class MemberForOwners(MemberShape):
    """The same with what owners set and see."""

    username = serializers.CharField(source="user.username", read_only=True)

    class Meta(MemberShape.Meta):
        fields = [*MemberShape.Meta.fields, "username", "skills", "created_at"]
        read_only_fields = fields


class NewMember(serializers.Serializer[Any]):
    """An existing account to let in."""

    username = serializers.CharField(max_length=150)
    role = serializers.ChoiceField(choices=Role.choices)
    skills = serializers.ListField(child=serializers.CharField(), required=False)


class ChangedMember(serializers.Serializer[Any]):
    """Another role, other skills, or both."""

    role = serializers.ChoiceField(choices=Role.choices, required=False)
    skills = serializers.ListField(child=serializers.CharField(), required=False)
