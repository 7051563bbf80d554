"""Articles."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from claims.api.shapes.fields import Username, WebAddress
from claims.api.shapes.telling import shaped
from claims.api.shapes.work import SplitShape
from claims.models import Article, Revision


class RevisionShape(serializers.ModelSerializer[Revision]):
    """What is known of a frozen text; ``length`` counts code points."""

    split = SplitShape(read_only=True, allow_null=True)

    class Meta:
        model = Revision
        fields = ["id", "number", "sha256", "length", "fetched_at", "extractor", "extractor_version", "split"]
        read_only_fields = fields


class RevisionWithText(RevisionShape):
    """The same with the text, which all offsets of the article's claims point into."""

    class Meta(RevisionShape.Meta):
        fields = [*RevisionShape.Meta.fields, "text"]
        read_only_fields = fields


def newest(article: Article) -> Revision | None:
    """The article's newest text: of those that a list has read together, or read now and kept."""
    if "revisions" in getattr(article, "_prefetched_objects_cache", {}):
        return max(article.revisions.all(), key=lambda row: row.number, default=None)
    if "newest_read" not in vars(article):
        vars(article)["newest_read"] = article.revisions.select_related("split").order_by("-number").first()
    revision: Revision | None = vars(article)["newest_read"]
    return revision


class ArticleShape(serializers.ModelSerializer[Article]):
    """A piece to be checked, without its words."""

    project = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True)
    created_by = Username()
    revision = serializers.SerializerMethodField()

    class Meta:
        model = Article
        fields = [
            "id", "project", "title", "url", "publisher", "byline", "published_at", "language", "created_at",
            "created_by", "revision",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(RevisionShape(allow_null=True))
    def get_revision(self, article: Article) -> Any:
        """The newest one."""
        revision = newest(article)
        return shaped(RevisionShape, revision) if revision else None


class ArticleWithText(ArticleShape):
    """A piece to be checked."""

    @extend_schema_field(RevisionWithText(allow_null=True))
    def get_revision(self, article: Article) -> Any:
        """The newest one, with its text."""
        revision = newest(article)
        return shaped(RevisionWithText, revision) if revision else None


class NewArticle(serializers.Serializer[Any]):
    """An article to take in: its ``text``, or a ``file``, or just the ``url`` it stands at."""

    project = serializers.SlugField(help_text="Slug of the project.")
    text = serializers.CharField(required=False, trim_whitespace=False, help_text="Answered with the article.")
    file = serializers.FileField(
        required=False,
        max_length=255,
        help_text="txt, html, docx or pdf, as multipart/form-data. Answered with an intake.",
    )
    url = WebAddress(
        required=False,
        help_text="With a text: where it was published. Alone: the address to read, answered with an intake.",
    )
    title = serializers.CharField(required=False, max_length=300)
    publisher = serializers.CharField(required=False, max_length=200)
    byline = serializers.CharField(required=False, max_length=200)
    published_at = serializers.DateField(required=False)
    language = serializers.CharField(required=False, max_length=12)
    written_by_me = serializers.BooleanField(
        required=False, help_text="With a text: the queue never gives the article to the person who puts it in."
    )
    tags = serializers.ListField(
        child=serializers.RegexField(r"^[-\w]{1,40}$"), required=False, max_length=20,
        help_text="With a text: skills; the queue gives its claims to members with one of them.",
    )  # fmt: skip
    again = serializers.BooleanField(
        default=False, help_text="Take a text in although it is here already, as another article."
    )
    accept_unseen = serializers.BooleanField(
        default=True,
        help_text="Make an article of what is read from a file or an address. false: wait for accept.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """One origin, and nothing said about a file or an address that would be dropped."""
        if "text" in attrs and "file" in attrs:
            raise serializers.ValidationError({"file": _("Give a text or a file, not both.")})
        if not {"text", "file", "url"} & attrs.keys():
            raise serializers.ValidationError({"text": _("Give the article's text, a file or an address.")})
        if "text" not in attrs:
            told = {"title", "publisher", "byline", "published_at", "language"} & attrs.keys()
            told |= {name for name in ("written_by_me", "tags") if attrs.get(name)}
            if told:
                message = _("For a file or an address this is read from it; correct it when you accept the intake.")
                raise serializers.ValidationError(dict.fromkeys(sorted(told), message))
        return attrs
