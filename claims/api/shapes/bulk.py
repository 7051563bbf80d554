"""Many articles at once."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from claims.api.shapes.articles import NewArticle


class ManyArticles(NewArticle):
    """One of many articles: its text, and what is known of it."""

    text = serializers.CharField(trim_whitespace=False)
    project: None = None  # type: ignore[assignment]  # the address names it
    file: None = None  # type: ignore[assignment]
    accept_unseen: None = None  # type: ignore[assignment]


class ProblemShape(serializers.Serializer[Any]):
    """Why one was refused, as an answer to it alone would say."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = serializers.ListField(  # type: ignore[assignment]  # the metaclass takes it off the class
        child=serializers.DictField(child=serializers.CharField()), required=False
    )
    article = serializers.UUIDField(required=False, help_text="The article that has this text already.")


class OneOfMany(serializers.Serializer[Any]):
    """What became of one: an article (status 201), or a problem (its status)."""

    index = serializers.IntegerField(help_text="Its place among those sent, from 0.")
    status = serializers.IntegerField()
    article = serializers.UUIDField(allow_null=True)
    problem = ProblemShape(allow_null=True)


class ManyTold(serializers.Serializer[Any]):
    """What became of each, in the order in which they were sent."""

    added = serializers.IntegerField()
    refused = serializers.IntegerField()
    results = OneOfMany(many=True)
