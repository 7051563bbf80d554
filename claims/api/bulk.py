"""Many articles over the API in one request: each comes in whole, or is refused with its reason."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import Any

from django.urls import re_path
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.exceptions import APIException, ParseError, ValidationError
from rest_framework.parsers import BaseParser, JSONParser
from rest_framework.request import Request
from rest_framework.response import Response

from claims import tasks
from claims.api.access import project_for, reader
from claims.api.doors import Door
from claims.api.problems import TooLarge, answer
from claims.api.shapes.bulk import ManyArticles, ManyTold
from claims.api.strict import refuse_unknown
from claims.models import Act, Article, Project
from claims.pipeline import ingest

MOST = 500
"""Articles in one request; its size is that of every request."""


class JsonLines(BaseParser):
    """One JSON value a line; blank lines are nothing. A line that is no JSON becomes the error that says so."""

    media_type = "application/x-ndjson"

    def parse(  # type: ignore[override]  # it answers a list, as JSONParser does for an array
        self, stream: Any, media_type: str | None = None, parser_context: Any = None
    ) -> list[Any]:
        """A value or a ParseError for each line. ParseError for what is not UTF-8."""
        try:
            text = stream.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ParseError(_("This is not UTF-8.")) from error
        return [_line(number, line) for number, line in enumerate(io.StringIO(text), start=1) if line.strip()]


def _line(number: int, line: str) -> Any:
    try:
        return json.loads(line, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return ParseError(_("Line %(number)d is not JSON.") % {"number": number})


def _no_number(name: str) -> Any:
    raise ValueError(name)


class Bulk(Door):
    """Many articles of one project."""

    queryset = Article.objects.all()
    serializer_class = ManyTold
    parser_classes = (JSONParser, JsonLines)

    @extend_schema(
        operation_id="articles_bulk_create",
        request={"application/json": ManyArticles(many=True), "application/x-ndjson": ManyArticles},
        responses={200: OpenApiResponse(ManyTold, description="What became of each.")},
    )
    def create(self, request: Request, slug: str) -> Response:
        """Take up to 500 texts in, as a JSON array or as JSON Lines; each is split as if it had come alone.

        Each comes in whole or is refused with its own problem; the others come in all the same.
        """
        project = project_for(request, slug, Act.INGEST)
        results = [self._one(project, index, given) for index, given in enumerate(_several(request.data))]
        added = sum(1 for one in results if one["article"])
        return Response(ManyTold({"added": added, "refused": len(results) - added, "results": results}).data)

    def _one(self, project: Project, index: int, given: Any) -> dict[str, Any]:
        try:
            article = self._take_in(project, given)
        except (APIException, ingest.Refused, ingest.AlreadyHere) as error:
            told = answer(error, {"request": self.request, "view": self})
            assert told is not None  # noqa: S101 - narrows the type: these all have an answer
            return {"index": index, "status": told.status_code, "article": None, "problem": told.data}
        return {"index": index, "status": 201, "article": article.pk, "problem": None}

    def _take_in(self, project: Project, given: Any) -> Article:
        if isinstance(given, APIException):
            raise given
        if not isinstance(given, Mapping):
            raise ValidationError({"": [_("An article is an object.")]})
        shape = ManyArticles(data=dict(given))
        refuse_unknown(shape, given)
        shape.is_valid(raise_exception=True)
        told = dict(shape.validated_data)
        told["written_by"] = reader(self.request) if told.pop("written_by_me", False) else None
        article = ingest.create_article(project=project, by=reader(self.request), extractor="api", **told)
        tasks.start_split(article.latest().split.pk)
        return article


def _several(data: Any) -> list[Any]:
    """What was sent; raises ValidationError for no list or an empty one, TooLarge for too many."""
    if not isinstance(data, list) or not data:
        raise ValidationError({"": [_("Send a JSON array of articles, or JSON Lines.")]})
    if len(data) > MOST:
        raise TooLarge(
            _("These are %(number)d articles; %(most)d go at once.") % {"number": len(data), "most": MOST}
        )
    return data


BULK = [
    re_path(r"^projects/(?P<slug>[-\w]+)/articles/bulk/?$", Bulk.as_view({"post": "create"}), name="article-bulk"),
]
