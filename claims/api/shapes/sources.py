"""Sources, and what is known of them. Confidential identities have no shape here, by design."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from claims.api.shapes.fields import Username
from claims.models import Mention, Merge, Namesake, NamesakeSearch, Source, SourceKind, SourcingAnswer


class SourceShape(serializers.ModelSerializer[Source]):
    """Whoever a claim rests on; ``merged_into`` is the source that it is shown as."""

    class Meta:
        model = Source
        fields = ["id", "kind", "kind_reason", "name", "role", "aliases", "same_as", "merged_into"]
        read_only_fields = fields


class MentionShape(serializers.ModelSerializer[Mention]):
    """How one article presents a source."""

    title = serializers.CharField(source="article.title", read_only=True)

    class Meta:
        model = Mention
        fields = ["article", "title", "name", "role", "aliases"]
        read_only_fields = fields


class MergeShape(serializers.ModelSerializer[Merge]):
    """One source taken for another; ``undone_at`` null is in force."""

    by = Username()
    undone_by = Username()

    class Meta:
        model = Merge
        fields = ["id", "source", "into", "reason", "by", "created_at", "undone_at", "undone_by"]
        read_only_fields = fields


class NewMerge(serializers.Serializer[Any]):
    """Show a source as another from now on."""

    into = serializers.UUIDField()
    reason = serializers.CharField(required=False, max_length=500, allow_blank=True)
    confirmed = serializers.BooleanField(default=False, help_text="Insist, where the answer was that one may.")


class ChangedSource(serializers.Serializer[Any]):
    """What a person corrects; fields left out stay as they are."""

    name = serializers.CharField(required=False, max_length=300)
    kind = serializers.ChoiceField(choices=SourceKind.choices, required=False)
    kind_reason = serializers.CharField(required=False, max_length=300, allow_blank=True)


class AnswerShape(serializers.ModelSerializer[SourcingAnswer]):
    """What the desk answers about a source."""

    by = Username()

    class Meta:
        model = SourcingAnswer
        fields = ["question", "answer", "by", "answered_at"]
        read_only_fields = fields


class NewAnswer(serializers.Serializer[Any]):
    """An answer to one question; an empty one takes an earlier one back."""

    question = serializers.SlugField(max_length=60)
    answer = serializers.CharField(max_length=500, allow_blank=True)


class NamesakeShape(serializers.ModelSerializer[Namesake]):
    """An entry that may be the source; ``confirmed`` null is undecided."""

    decided_by = Username()

    class Meta:
        model = Namesake
        fields = ["id", "source", "url", "label", "description", "rank", "confirmed", "decided_by", "decided_at"]
        read_only_fields = fields


class NamesakeSearchShape(serializers.ModelSerializer[NamesakeSearch]):
    """A search for entries about a source."""

    hits = serializers.IntegerField(source="hit_count", read_only=True)

    class Meta:
        model = NamesakeSearch
        fields = ["id", "source", "provider", "query", "hits", "state", "attempts", "queued_at", "error"]
        read_only_fields = fields


class VoiceShape(SourceShape):
    """A source of a project with what rests on it; merged ones count for the source they are shown as.

    Made from a ``Voice``.
    """

    project = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True)
    kind_set_by = Username()
    claims = serializers.IntegerField(read_only=True)
    articles = serializers.IntegerField(read_only=True)
    denied = serializers.IntegerField(read_only=True, help_text="Claims in which it denies something.")
    first_seen = serializers.DateField(read_only=True, allow_null=True)
    last_seen = serializers.DateField(read_only=True, allow_null=True)

    class Meta(SourceShape.Meta):
        fields = [
            *SourceShape.Meta.fields, "project", "article", "kind_set_by", "claims", "articles", "denied",
            "first_seen", "last_seen",
        ]  # fmt: skip
        read_only_fields = fields

    def to_representation(self, voice: Any) -> dict[str, Any]:
        """The row with its counts."""
        row = voice.source
        for name in ("claims", "articles", "denied", "first_seen", "last_seen"):
            setattr(row, name, getattr(voice, name))
        value: dict[str, Any] = super().to_representation(row)
        return value


class PartShape(serializers.Serializer[Any]):
    """How often one rating was given; ``value`` null is off the scale and has no number."""

    scale = serializers.SlugField()
    slug = serializers.SlugField()
    label = serializers.CharField()  # type: ignore[assignment]
    value = serializers.IntegerField(allow_null=True)
    count = serializers.IntegerField()


class MixShape(serializers.Serializer[Any]):
    """Rulings in force, and current verdicts that you may see."""

    rulings = PartShape(many=True)
    verdicts = PartShape(many=True)


class VoiceWithAll(VoiceShape):
    """A source with how articles present it, how its claims were judged, and what the desk knows."""

    mentions = MentionShape(many=True, read_only=True)
    absorbed = SourceShape(many=True, read_only=True)
    merges = MergeShape(many=True, read_only=True)
    answers = AnswerShape(many=True, read_only=True)
    namesakes = NamesakeShape(many=True, read_only=True)
    mix = MixShape(read_only=True)

    class Meta(VoiceShape.Meta):
        fields = [*VoiceShape.Meta.fields, "mentions", "absorbed", "merges", "answers", "namesakes", "mix"]
        read_only_fields = fields

    def to_representation(self, voice: Any) -> dict[str, Any]:
        """The row with its counts and how its claims were judged."""
        voice.source.mix = self.context["mix"]
        return super().to_representation(voice)
