"""Searching lists by what an index answers: an id, a person, whole words, a part of a title, an exact value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.contrib.postgres.search import SearchQuery
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin

from claims.models import User
from claims.models.search import CONFIG

SHA256 = re.compile(r"[0-9a-f]{64}")
LEAST_LETTERS = 3
"""Trigrams of fewer letters name no rows."""


class SearchedAdmin(ModelAdmin):  # type: ignore[misc] # unfold carries no types
    """What is typed is looked up in the first of these that fits; small tables use ``search_fields`` as well."""

    words: ClassVar[str] = ""
    """The column with the words in an index, of the row itself or of one that it hangs on."""
    titles: ClassVar[str] = ""
    """A column of which any three letters are in an index."""
    person: ClassVar[str] = ""
    """The column with whose rows these are."""
    hashes: ClassVar[str] = ""
    """An indexed column with a SHA-256."""
    also_ids: ClassVar[Sequence[str]] = ()
    """Columns with ids that are no relations."""

    def get_search_fields(self, request: HttpRequest) -> Sequence[str]:
        """Anything at all where there is something to search by, so that there is a box."""
        return self.search_fields or ["pk"]

    @property
    def search_help_text(self) -> str:
        """What the box takes."""
        takes = [
            (self.words, _("whole words")),
            (self.titles, _("a part of the title")),
            (self.person, _("a user name")),
            (self.hashes, _("a SHA-256")),
            (self.search_fields, _("words")),
        ]
        return ", ".join([*(name for column, name in takes if column), _("an id")])

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        """The rows of this id or hanging on it; else of this person, this value, these words."""
        term = search_term.strip()
        if not term:
            return queryset, False
        fits = self._by_id(term) or self._by_person(term) or self._by_columns(term)
        if fits is not None:
            return queryset.filter(fits), False
        if not self.search_fields:
            return queryset.none(), False
        found: tuple[models.QuerySet[Any], bool] = super().get_search_results(request, queryset, search_term)
        return found

    def _by_id(self, term: str) -> Q | None:
        try:
            wanted = UUID(term)
        except ValueError:
            return None
        columns = [field.name for field in self.opts.concrete_fields if _leads_by_id(field)]
        return Q(*((column, wanted) for column in [*columns, *self.also_ids]), _connector=Q.OR)

    def _by_person(self, term: str) -> Q | None:
        who = User.objects.filter(username=term).first() if self.person else None
        return Q(**{self.person: who.pk}) if who else None

    def _by_columns(self, term: str) -> Q | None:
        if self.hashes and SHA256.fullmatch(term.lower()):
            return Q(**{self.hashes: term.lower()})
        if self.words:
            return Q(**{self.words: SearchQuery(term, config=CONFIG, search_type="websearch")})
        if self.titles and len(term) >= LEAST_LETTERS:
            return Q(**{f"{self.titles}__iregex": re.escape(term)})
        return None


def _leads_by_id(field: Any) -> bool:
    """The row's own id, or an indexed one of what it hangs on."""
    column = field.target_field if field.is_relation else field
    indexed = field.primary_key or (field.is_relation and (field.db_index or field.unique))
    return bool(indexed and isinstance(column, models.UUIDField))


def sorted_by_index(model: type[models.Model]) -> set[str]:
    """The columns that begin an index of all rows: to sort a large table by another would read it whole."""
    options: Any = model._meta
    first = {field.name for field in options.concrete_fields if field.primary_key or field.unique or field.db_index}
    for one in [*options.indexes, *options.constraints]:
        if (
            getattr(one, "fields", None)
            and not getattr(one, "condition", None)
            and not getattr(one, "opclasses", ())
        ):
            first.add(one.fields[0].lstrip("-"))
    return first
