"""Editing claims: what is sent, and what an edit is."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from claims.models import Edit, Polarity, Sentence, SourceKind, SpanRole, SpeechKind, WaiverReason

LARGEST = 2**31 - 1
MANY = 500


class EditShape(serializers.ModelSerializer[Edit]):
    """One act on an article's claims; ``claim`` and ``number`` name the claim it was about, if it was about one."""

    class Meta:
        model = Edit
        fields = ["id", "article", "verb", "claim", "number", "rows", "created_at", "undone_at"]
        read_only_fields = fields


class GivenPlace(serializers.Serializer[Any]):
    """Words of the text: code points, ``end`` exclusive. With a ``quote``, these words must stand there."""

    start = serializers.IntegerField(min_value=0, max_value=LARGEST)
    end = serializers.IntegerField(min_value=1, max_value=LARGEST)
    quote = serializers.CharField(required=False, trim_whitespace=False)


class Standing(serializers.Serializer[Any]):
    """Where a claim is to stand. ``revision`` is the text the offsets were read from; left out, the newest."""

    places = GivenPlace(many=True, allow_empty=False, max_length=100)  # type: ignore[call-arg]
    revision = serializers.UUIDField(required=False)


class CutClaim(serializers.Serializer[Any]):
    """Where to cut a claim: ``at`` an offset, or the words from ``start`` to ``end``, which become a new claim."""

    at = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST)
    start = serializers.IntegerField(required=False, min_value=0, max_value=LARGEST)
    end = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """One way of saying it."""
        if attrs.keys() not in ({"at"}, {"start", "end"}):
            raise serializers.ValidationError({"at": _("Give at, or start and end.")})
        return attrs


class TakenIn(serializers.Serializer[Any]):
    """The claims whose words are taken in."""

    others = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MANY)


class DescribedClaim(serializers.Serializer[Any]):
    """How a claim is said; what is left out stays."""

    speech = serializers.ChoiceField(choices=SpeechKind.choices, required=False)
    polarity = serializers.ChoiceField(choices=Polarity.choices, required=False)


class MarkedVoice(GivenPlace):
    """The words that say who speaks (``source``) or how (``cue``); ``hop`` 1 is the nearest voice."""

    role = serializers.ChoiceField(choices=[SpanRole.SOURCE.value, SpanRole.CUE.value])
    hop = serializers.IntegerField(default=1, min_value=1, max_value=50)


class ChosenClaims(serializers.Serializer[Any]):
    """Claims of the article's newest text."""

    claims = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MANY)


class SourcedClaims(ChosenClaims):
    """Whom the claims rest on: a ``source`` of the project, or one of a ``name`` and ``kind``, made if need be."""

    source = serializers.UUIDField(required=False)  # type: ignore[assignment]
    name = serializers.CharField(required=False, max_length=300)
    kind = serializers.ChoiceField(choices=SourceKind.choices, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """One way of saying it."""
        if attrs.keys() - {"claims"} not in ({"source"}, {"name", "kind"}):
            raise serializers.ValidationError({"source": _("Give a source, or a name and a kind.")})
        return attrs


class SentenceShape(serializers.ModelSerializer[Sentence]):
    """A sentence of the newest text; ``waived`` is why it is not to be checked, null where it is."""

    waived = serializers.ChoiceField(
        choices=WaiverReason.choices, source="waiver.reason", read_only=True, allow_null=True, default=None
    )

    class Meta:
        model = Sentence
        fields = ["position", "start", "end", "waived"]
        read_only_fields = fields


class Unwaiving(serializers.Serializer[Any]):
    """Sentences by their positions. ``revision`` is the text they were read from; left out, the newest."""

    positions = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=LARGEST), min_length=1, max_length=MANY
    )
    revision = serializers.UUIDField(required=False)


class Waiving(Unwaiving):
    """Sentences that are not to be checked, and why."""

    reason = serializers.ChoiceField(choices=WaiverReason.choices)
    trash_claims = serializers.BooleanField(
        default=False,
        help_text="Put the claims on these sentences into the trash; else it is refused.",
    )


class SeenEdit(serializers.Serializer[Any]):
    """The edit that is meant, so that the same twice is done once; left out, the one that is next."""

    edit = serializers.UUIDField(required=False)
