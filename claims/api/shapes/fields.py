"""Fields that several shapes use."""

from __future__ import annotations

from typing import Any

from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from claims.models import Span, User


class Username(serializers.SlugRelatedField[User]):
    """A person by user name; null for nobody, or an account that is gone."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(slug_field="username", read_only=True, **{"allow_null": True, **kwargs})


class WebAddress(serializers.URLField):
    """An address that begins with http:// or https://."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=2000, **kwargs)
        message = _("This is not a web address: it must begin with http:// or https://.")
        others = [check for check in self.validators if not isinstance(check, URLValidator)]
        self.validators = [*others, URLValidator(schemes=["http", "https"], message=message)]


class PlaceShape(serializers.Serializer[Any]):
    """Words of a text: ``quote`` is ``text[start:end]``; offsets count code points, end exclusive."""

    start = serializers.IntegerField(min_value=0)
    end = serializers.IntegerField(min_value=1)
    quote = serializers.CharField()


def place(span: Span, text: str) -> dict[str, Any]:
    """The value of a place."""
    return {"start": span.start, "end": span.end, "quote": text[span.start : span.end]}


@extend_schema_field(PlaceShape(many=True))
class Places(serializers.ReadOnlyField):
    """A list of places."""
