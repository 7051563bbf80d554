"""What people send in, checked where they stand. Field names are those of the stages' arguments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.models import CollectionKind, Confidence, Evidence, Finding, Rating, Scale
from claims.pipeline.collect import FROM_ADDRESS


class TextField(forms.CharField):
    """Words to be kept as they are, but for NUL, which freezing takes out."""

    def to_python(self, value: Any) -> str:
        """The words without NUL."""
        return str(super().to_python(value) or "").replace("\0", "")


class ExtractionForm(forms.Form):
    """A text with what is known about it: pasted, or read from a file and corrected."""

    title = forms.CharField(required=False, max_length=300)
    text = TextField(strip=False, error_messages={"required": gettext_lazy("Paste the text of the article here.")})
    publisher = forms.CharField(required=False, max_length=200)
    byline = forms.CharField(required=False, max_length=200)
    published_at = forms.DateField(required=False)
    again = forms.BooleanField(required=False)
    mine = forms.BooleanField(required=False)
    tags = forms.CharField(required=False, max_length=400)

    def clean_tags(self) -> list[str]:
        """Skills, parted by commas or spaces, each once and in small letters."""
        found = [slugify(tag, allow_unicode=True) for tag in self.cleaned_data["tags"].replace(",", " ").split()]
        if too_long := [tag for tag in found if len(tag) > 40]:
            raise forms.ValidationError(_("“%(tag)s” is longer than 40 characters.") % {"tag": too_long[0]})
        return list(dict.fromkeys(tag for tag in found if tag))


class ArticleForm(ExtractionForm):
    """An article by one of three ways; only the fields of the chosen ``way`` count."""

    way = forms.ChoiceField(choices=[(way, way) for way in ("text", "file", "url")], required=False)
    upload = forms.FileField(
        max_length=255,
        error_messages={
            "required": gettext_lazy("Choose a file first."),
            "empty": gettext_lazy("This file is empty."),
        },
    )
    url = forms.URLField(
        max_length=2000,
        assume_scheme="https",
        error_messages={
            "required": gettext_lazy("Give the address of the article."),
            "invalid": gettext_lazy("This is not a web address. It begins with https:// or http://."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = {"text": "text", "file": "upload", "url": "url"}[self.chosen]
        self._unused = {"text", "upload", "url"} - {wanted}
        for name in self._unused:
            self.fields[name].required = False

    @property
    def chosen(self) -> str:
        """The chosen way: text, file or url; text where none is chosen."""
        way = self.data.get("way", "") if self.is_bound else ""
        return way if way in ("file", "url") else "text"

    def clean(self) -> dict[str, Any] | None:
        """What stands in a way that was not chosen is kept but not held against anybody."""
        for name in self._unused:
            self.errors.pop(name, None)
        return super().clean()

    def clean_upload(self) -> Any:
        """Too large is refused here, before anything reads it."""
        return _small_enough(self.cleaned_data["upload"])

    def clean_url(self) -> str:
        """Only the web; anything else is said here rather than by a failed fetch."""
        url: str = self.cleaned_data["url"]
        if url and not url.lower().startswith(("http://", "https://")):
            raise forms.ValidationError(_("Only addresses that begin with http:// or https:// can be fetched."))
        return url


class DocumentForm(forms.Form):
    """A document for the library: its text, or a file that holds it."""

    title = forms.CharField(required=False, max_length=300)
    text = TextField(required=False, strip=False)
    upload = forms.FileField(required=False, max_length=255)
    url = forms.URLField(required=False, max_length=2000, assume_scheme="https")
    publisher = forms.CharField(required=False, max_length=200)
    published_at = forms.DateField(required=False)

    def clean_upload(self) -> Any:
        """Too large is refused here, before anything reads it."""
        return _small_enough(self.cleaned_data["upload"])

    def clean(self) -> dict[str, Any]:
        """One of text and file must be there."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("text", "").strip() and not data.get("upload") and "upload" not in self.errors:
            self.add_error("text", _("Paste the text of the document here, or choose a file below."))
        return data


class CollectionForm(forms.Form):
    """Many documents or fact-checks at once: a file or an address, by what ``kind`` says."""

    kind = forms.ChoiceField(
        choices=CollectionKind.choices,
        error_messages={"required": gettext_lazy("Choose what is brought in.")},
    )
    upload = forms.FileField(required=False, max_length=255)
    url = forms.URLField(
        required=False,
        max_length=2000,
        assume_scheme="https",
        error_messages={"invalid": gettext_lazy("This is not a web address. It begins with https:// or http://.")},
    )
    every = forms.TypedChoiceField(
        required=False,
        coerce=int,
        empty_value=None,
        choices=[
            ("", gettext_lazy("once")),
            (15, gettext_lazy("every 15 minutes")),
            (60, gettext_lazy("every hour")),
            (360, gettext_lazy("every 6 hours")),
            (1440, gettext_lazy("every day")),
        ],
    )

    @property
    def chosen(self) -> str:
        """The chosen kind; documents from lines of JSON where none is chosen."""
        given = str(self["kind"].value() or "")
        return given if given in CollectionKind.values else CollectionKind.DOCUMENTS_JSONL.value

    def clean(self) -> dict[str, Any]:
        """Only what belongs to the kind counts, and it must be there."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        kind = data.get("kind", "")
        from_address = kind in FROM_ADDRESS
        data["upload" if from_address else "url"] = None if from_address else ""
        self.errors.pop("upload" if from_address else "url", None)
        if from_address and not data.get("url") and "url" not in self.errors:
            self.add_error("url", _("Give the address."))
        if kind and not from_address and not data.get("upload") and "upload" not in self.errors:
            self.add_error("upload", _("Choose a file first."))
        if not kind.endswith("_feed"):
            data["every"] = 0
        return data


def _small_enough(upload: Any) -> Any:
    if upload and upload.size > settings.ARTICLE_MAX_BYTES:
        limit = settings.ARTICLE_MAX_BYTES // (1024 * 1024)
        raise forms.ValidationError(
            _("This file is larger than %(limit)d MB, the most that is read here.") % {"limit": limit}
        )
    return upload


class VerdictForm(forms.Form):
    """Did they say it, is it true, why, on what evidence; ``seen`` is the own verdict it was written upon."""

    finding = forms.ChoiceField(
        choices=Finding.choices,
        error_messages={"required": gettext_lazy("Say whether they said it.")},
    )
    rating = forms.TypedChoiceField(
        empty_value=None,
        error_messages={
            "required": gettext_lazy("Choose a rating."),
            "invalid_choice": gettext_lazy("This rating is no longer on offer. Choose another one."),
        },
    )
    rationale = forms.CharField(
        max_length=20000,
        error_messages={"required": gettext_lazy("Say why: a verdict needs a rationale.")},
    )
    confidence = forms.ChoiceField(choices=[("", ""), *Confidence.choices], required=False)
    evidence = forms.ModelMultipleChoiceField(queryset=Evidence.objects.none(), required=False)
    seen = forms.UUIDField(required=False)

    def __init__(
        self, *args: Any, scale: Scale, claim_id: Any, ratings: list[Rating] | None = None, **kwargs: Any
    ) -> None:
        """``ratings`` are those of the scale that are on offer, where they were read already."""
        super().__init__(*args, **kwargs)
        offered = Rating.objects.newest_of(scale).on_offer().select_related("version__scale")
        self.ratings = list(offered) if ratings is None else ratings
        on_offer = {str(rating.pk): rating for rating in self.ratings}
        rating: Any = self.fields["rating"]
        rating.choices, rating.coerce = [(pk, each.label) for pk, each in on_offer.items()], on_offer.__getitem__
        if cited := self.fields.get("evidence"):
            cited.queryset = Evidence.objects.filter(claim=claim_id)  # type: ignore[attr-defined]


class RulingForm(VerdictForm):
    """An editor's own ruling; ``seen`` is the claim's newest ruling, upon which it was written."""

    rationale = forms.CharField(
        max_length=20000,
        error_messages={"required": gettext_lazy("Say why: a ruling needs a rationale.")},
    )
    review_by = forms.DateField(required=False)
    confidence = None  # type: ignore[assignment]
    evidence = None  # type: ignore[assignment]

    def said(self) -> dict[str, Any]:
        """What was ruled, as the stage takes it; the project's day to look again where none was asked for."""
        names = ("finding", "rating", "rationale", *(["review_by"] if "review_by" in self.data else []))
        return {name: self.cleaned_data[name] for name in names}
