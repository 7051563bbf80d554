"""Figures of agreement, as programs read them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from claims.figures.selection import Dimension, Which
from claims.measures.agreement import Undefined
from claims.models import Claim


class IntervalShape(serializers.Serializer[Any]):
    """Ends of the middle 95 per cent of 2,000 draws of as many units."""

    low = serializers.FloatField()
    high = serializers.FloatField()


class MeasuredShape(serializers.Serializer[Any]):
    """A figure; ``value`` null where there is none, and ``why`` says why not. ``units`` are claims or sentences."""

    value = serializers.FloatField(allow_null=True)
    interval = IntervalShape(allow_null=True)
    units = serializers.IntegerField()
    ratings = serializers.IntegerField()
    why = serializers.ChoiceField(choices=[one.value for one in Undefined], allow_null=True)


class FigureShape(serializers.Serializer[Any]):
    """One measure of all verdicts; ordinal ones leave out what is off the scale."""

    key = serializers.CharField()
    name = serializers.CharField()
    ordinal = serializers.BooleanField()
    raters = serializers.IntegerField()
    measured = MeasuredShape()


class OfCategoryShape(serializers.Serializer[Any]):
    """One answer: agreement on it alone, and Fleiss' kappa against all others."""

    key = serializers.CharField(source="category.key")
    name = serializers.CharField(source="category.label")
    verdicts = serializers.IntegerField(source="chosen")
    claims = serializers.IntegerField()
    specific = MeasuredShape()
    kappa = MeasuredShape()


class PairShape(serializers.Serializer[Any]):
    """Two people, with Cohen's kappa."""

    people = serializers.ListField(child=serializers.CharField(), source="names")
    one = serializers.IntegerField()
    other = serializers.IntegerField()
    raw = MeasuredShape()
    kappa = MeasuredShape()


class OfArticleShape(serializers.Serializer[Any]):
    """One article, without intervals."""

    article = serializers.UUIDField()
    claims = serializers.IntegerField()
    observed = MeasuredShape()
    alpha_nominal = MeasuredShape(source="alpha")
    gwet_nominal = MeasuredShape(source="gwet")


class ExcludedShape(serializers.Serializer[Any]):
    """What is in no figure; ``verdicts`` null where nobody is to know how many there are."""

    why = serializers.CharField()
    claims = serializers.IntegerField()
    verdicts = serializers.IntegerField(allow_null=True)


class AgreementShape(serializers.Serializer[Any]):
    """All figures of the verdicts that were asked for."""

    project = serializers.CharField(source="selection.project.slug")
    dimension = serializers.ChoiceField(choices=[one.value for one in Dimension], source="selection.dimension")
    which = serializers.ChoiceField(choices=[one.value for one in Which], source="selection.which")
    edition = serializers.IntegerField(source="selection.edition.number", allow_null=True)
    claims = serializers.IntegerField()
    agreeing = serializers.IntegerField()
    disagreeing = serializers.IntegerField()
    figures = FigureShape(many=True)
    by_category = OfCategoryShape(many=True)
    categories = serializers.ListField(child=serializers.CharField())
    matrix = serializers.ListField(child=serializers.ListField(child=serializers.IntegerField()))
    pairs = PairShape(many=True)
    articles = OfArticleShape(many=True)
    excluded = ExcludedShape(many=True)


class SaidShape(serializers.Serializer[Any]):
    """What one person says of a claim."""

    id = serializers.UUIDField()
    by = serializers.CharField(source="by.username")
    rating = serializers.CharField(source="rating.slug")
    finding = serializers.CharField()
    created_at = serializers.DateTimeField()


class BehindShape(serializers.ModelSerializer[Claim]):
    """A claim behind a figure, with the verdicts in question."""

    article = serializers.UUIDField(source="revision.article_id")
    verdicts = SaidShape(many=True, source="shown")

    class Meta:
        model = Claim
        fields = ["id", "number", "text", "state", "article", "verdicts"]
        read_only_fields = fields


class MatchedShape(serializers.Serializer[Any]):
    """The splitter's claims, as it left them, against those that stand now."""

    found = serializers.IntegerField()
    hits = serializers.IntegerField()
    there = serializers.IntegerField()
    met = serializers.IntegerField()
    precision = serializers.FloatField(allow_null=True)
    recall = serializers.FloatField(allow_null=True)
    f1 = serializers.FloatField(allow_null=True)


class SpansShape(serializers.Serializer[Any]):
    """Who takes which sentences for claims; ``silent`` are those about which only the splitter spoke."""

    articles = serializers.IntegerField()
    sentences = serializers.IntegerField()
    silent = serializers.IntegerField()
    observed = MeasuredShape()
    alpha_nominal = MeasuredShape(source="alpha")
    gwet_nominal = MeasuredShape(source="gwet")
    exact = MatchedShape()
    overlapping = MatchedShape()
