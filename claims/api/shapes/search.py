"""What a search found."""

from __future__ import annotations

from rest_framework import serializers

from claims.pipeline.search import KINDS


class HitShape(serializers.Serializer[object]):
    """One thing that was found: which, where, and the words that speak for it."""

    kind = serializers.ChoiceField(choices=list(KINDS), help_text="What was found.")
    id = serializers.UUIDField(help_text="Of the claim, document, fact-check, verdict or source.")
    title = serializers.CharField(help_text="Of the article, document or fact-check; of a verdict, its claim.")
    text = serializers.CharField(help_text="The claim, the passage, the claim reviewed, the rationale, the name.")
    url = serializers.CharField(help_text="Its page in this workbench.")
    publisher = serializers.CharField(help_text="Of a document or a fact-check; else empty.")
    rating = serializers.CharField(help_text="Of a verdict; of a fact-check as its publisher gave it; else empty.")
    state = serializers.CharField(help_text="Of the claim; else empty.")


class FoundShape(serializers.Serializer[object]):
    """What answers a question, by kind in the order of the page, best first within a kind."""

    query = serializers.CharField()
    results = HitShape(many=True)
    more = serializers.ListField(child=serializers.CharField(), help_text="Kinds of which there may be others.")
