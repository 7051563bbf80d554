"""How well claims and articles are sourced."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from claims.api.shapes.fields import Username
from claims.models import Grade, GradeOverride
from claims.sourcing.grades import Graded


class NewGrade(serializers.Serializer[Any]):
    """A grade in place of the computed one."""

    grade = serializers.ChoiceField(choices=Grade.choices)
    reason = serializers.CharField(max_length=5000)
    basis = serializers.CharField(
        required=False,
        allow_null=True,
        allow_blank=True,
        default=None,
        help_text="Id of the override you saw, empty for none; another one set meanwhile is a conflict.",
    )


class OverrideShape(serializers.ModelSerializer[GradeOverride]):
    """A grade that a person set, and why."""

    by = Username()

    class Meta:
        model = GradeOverride
        fields = ["id", "grade", "reason", "by", "created_at"]
        read_only_fields = fields


class InputShape(serializers.Serializer[Any]):
    """One thing that the computed grade rests on."""

    label = serializers.CharField()  # type: ignore[assignment]
    value = serializers.CharField()
    reason = serializers.CharField()


class GradedShape(serializers.Serializer[Graded]):
    """How well a claim is sourced: ``grade`` is in force, ``computed`` what the inputs give."""

    grade = serializers.ChoiceField(choices=Grade.choices, source="letter")
    computed = serializers.ChoiceField(choices=Grade.choices, source="computed.letter")
    inputs = InputShape(many=True, source="computed.inputs")
    missing = serializers.ListField(child=serializers.CharField(), source="computed.missing")
    source = serializers.UUIDField(source="source_id", allow_null=True, help_text="Whose voice decided.")  # type: ignore[assignment]
    override = OverrideShape(allow_null=True)


class ShareShape(serializers.Serializer[Any]):
    """Claims and words that fall to a key, and their shares (0 to 1) of the article's."""

    key = serializers.CharField(allow_blank=True)
    claims = serializers.IntegerField()
    words = serializers.IntegerField()
    claim_share = serializers.FloatField()
    word_share = serializers.FloatField()


class ArticleVoiceShape(serializers.Serializer[Any]):
    """What rests on one source; ``share.key`` is its id."""

    name = serializers.CharField()
    kind = serializers.CharField()
    share = ShareShape()
    denials = serializers.IntegerField()


class DenialShape(serializers.Serializer[Any]):
    """``denial`` answers ``accusation``: ids of claims, "" where none was found."""

    denial = serializers.CharField()
    accusation = serializers.CharField(allow_blank=True)
    reason = serializers.CharField()


class StandingShape(serializers.Serializer[Any]):
    """Where an unnamed voice stands in the text, from 0 (top) to 1 (bottom)."""

    claim = serializers.CharField()
    source_key = serializers.CharField()
    start = serializers.FloatField()
    end = serializers.FloatField()


class ProfileShape(serializers.Serializer[Any]):
    """The sourcing of one text."""

    claims = serializers.IntegerField()
    words = serializers.IntegerField()
    by_grade = ShareShape(many=True)
    by_kind = ShareShape(many=True)
    voices = ArticleVoiceShape(many=True)
    unnamed = ShareShape()
    single_unnamed = ShareShape()
    largest_unnamed = ArticleVoiceShape(allow_null=True)
    denials = DenialShape(many=True)
    standings = StandingShape(many=True)
    thirds = serializers.ListField(child=serializers.IntegerField(), min_length=3, max_length=3)
    unnamed_sentences = serializers.IntegerField()
    sentences = serializers.IntegerField()


class QuestionShape(serializers.Serializer[Any]):
    """What the project's policy wants to know."""

    slug = serializers.SlugField()
    wording = serializers.CharField()
    kind = serializers.CharField(help_text="text, yes-no, number or person.")
    read_in = serializers.CharField(help_text="Where the policy says so.")


class AskedShape(serializers.Serializer[Any]):
    """A source that the policy does not accept as it is; ``source`` null is open or not given."""

    source = serializers.UUIDField(source="source.pk", allow_null=True, default=None)  # type: ignore[assignment]
    name = serializers.CharField(source="source.name", default="")
    outcome = serializers.ChoiceField(choices=["refused", "needs-answers"])
    reasons = serializers.ListField(child=serializers.CharField())
    questions = QuestionShape(many=True)
    wishes = serializers.ListField(child=serializers.CharField())
    claims = serializers.SerializerMethodField()

    def get_claims(self, asked: Any) -> list[str]:
        """The ids of the claims that rest on it."""
        return [str(pk) for _number, pk, _letter in asked.claims]


class SourcingShape(serializers.Serializer[Any]):
    """The sourcing profile of an article's newest text, and what its policy still wants to know."""

    article = serializers.UUIDField()
    revision = serializers.UUIDField()
    policy = serializers.CharField(allow_blank=True, help_text="Slug of the project's policy; empty for none.")
    profile = ProfileShape()
    missing = AskedShape(many=True)
