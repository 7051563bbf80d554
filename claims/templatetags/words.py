"""Words: the labels of values, what they mean, and how long ago something was."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from claims.models import (
    ClaimState,
    Confidence,
    Directness,
    Finding,
    Grade,
    Polarity,
    SourceKind,
    SpeechKind,
    Stance,
    WaiverReason,
    WorkState,
)

register = template.Library()

VOCABULARIES: dict[str, type[TextChoices]] = {
    "claim": ClaimState,
    "confidence": Confidence,
    "directness": Directness,
    "finding": Finding,
    "grade": Grade,
    "polarity": Polarity,
    "source": SourceKind,
    "speech": SpeechKind,
    "stance": Stance,
    "waiver": WaiverReason,
    "work": WorkState,
}
FINDING_MEANS = {
    "confirmed": gettext_lazy("The source said this, in these words or fairly put."),
    "altered": gettext_lazy("Said, but the words were changed."),
    "out_of_context": gettext_lazy("Said, but about something else or cut short."),
    "misattributed": gettext_lazy("Somebody else said it."),
    "not_found": gettext_lazy("Looked for, and no trace that it was said."),
    "not_applicable": gettext_lazy("The article speaks for itself here."),
}


@register.filter
def label(value: str, vocabulary: str) -> str:
    """The word readers see for a stored value; the value itself where the vocabulary lacks it."""
    return _label(str(value), vocabulary, get_language())


@lru_cache(maxsize=512)
def _label(value: str, vocabulary: str, _language: str | None) -> str:
    """Kept by language: long lists ask for the same few words again and again."""
    choices = VOCABULARIES[vocabulary]
    return str(choices(value).label) if value in choices.values else value


@register.filter
def finding_means(value: str) -> str:
    """What an attribution finding means, in a sentence."""
    return str(FINDING_MEANS.get(value, ""))


@register.filter
def as_text(value: Any) -> str:
    """A value as a form field would send it back, so that it can be compared; None is the empty string."""
    return "" if value is None else str(value)


@register.filter
def as_date(value: date | str | None) -> str:
    """A date as a date field wants it; what a person typed is given back as it was."""
    return value.isoformat() if isinstance(value, date) else value or ""


@register.simple_tag
def age(when: datetime | None) -> SafeString | str:
    """How long ago, with the full time behind it; the page's script keeps the words fresh."""
    if when is None:
        return ""
    return format_html(
        '<time datetime="{}" data-age title="{}">{}</time>',
        when.isoformat(),
        date_format(timezone.localtime(when), "DATETIME_FORMAT"),
        ago((timezone.now() - when).total_seconds()),
    )


@register.filter
def seconds_between(end: datetime | None, start: datetime | None) -> str:
    """How long something took, in the largest fitting unit; empty where either end is missing."""
    return span_words((end - start).total_seconds()) if end and start else ""


def ago(seconds: float) -> str:
    """``12`` → "12 s ago"; below one second "now"."""
    return _("now") if seconds < 1 else _("%(span)s ago") % {"span": span_words(seconds)}


def span_words(seconds: float) -> str:
    """A length of time in words: tenths below ten seconds, else seconds, minutes, hours or days."""
    if seconds < 10:
        return _("%(n).1f s") % {"n": max(seconds, 0)}
    for size, unit in ((86400, None), (3600, _("h")), (60, _("min")), (1, _("s"))):
        if seconds >= size:
            count = int(seconds // size)
            if unit is None:
                return ngettext("%(n)d day", "%(n)d days", count) % {"n": count}
            return f"{count} {unit}"
    return ""
