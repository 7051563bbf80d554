"""Scales. A rating that is no longer wanted is retired; what verdicts were given under stays as it was."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Max, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.admin import TabularInline

from claims.admin.base import RecordedAdmin, link, listing, record
from claims.models import Rating, Ruling, Scale, ScaleVersion, Verdict

FROZEN = ["version", "slug", "label", "definition", "value", "position", "retired_at"]


def in_use(version: ScaleVersion | None) -> bool:
    """Whether a verdict or a ruling was given under this edition."""
    if version is None:
        return False
    given = {"rating__version": version}
    return Verdict.objects.filter(**given).exists() or Ruling.objects.filter(**given).exists()


class RatingInline(TabularInline):  # type: ignore[misc] # unfold carries no types
    """The options of an edition; frozen once it was used."""

    model = Rating
    extra = 0
    min_num = 1
    fields = ["position", "slug", "label", "definition", "value"]

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """An edition without ratings would leave reviewers nothing to choose."""
        return super().get_formset(request, obj, **{**kwargs, "validate_min": True})

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Until it was used."""
        return super().has_add_permission(request, obj) and not in_use(obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Until it was used."""
        return super().has_change_permission(request, obj) and not in_use(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: ratings are retired."""
        return False


@admin.register(Scale)
class ScaleAdmin(RecordedAdmin):
    """Named scales; what can be chosen stands in the newest edition."""

    list_display = ["name", "slug", "newest"]
    search_fields = ["name", "slug"]
    readonly_fields = [listing("scaleversion", "scale__id__exact", "Its editions")]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Scale]:
        """With the number of the newest edition."""
        scales: QuerySet[Scale] = super().get_queryset(request)
        return scales.annotate(newest_number=Max("versions__number"))

    @admin.display(description="newest edition", empty_value="none yet")
    def newest(self, scale: Any) -> int | None:
        """Its number."""
        number: int | None = scale.newest_number
        return number


@admin.register(ScaleVersion)
class ScaleVersionAdmin(RecordedAdmin):
    """Editions. A new one takes the next number and is used from then on."""

    list_display = ["number", link("scale", "scale"), "created_at"]
    list_select_related = ["scale"]
    list_filter = ["scale"]
    readonly_fields = ["number", "created_at"]
    inlines = [RatingInline]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """An edition stays with its scale."""
        return [*self.readonly_fields, *(["scale"] if obj else [])]

    def save_model(self, request: HttpRequest, obj: ScaleVersion, form: Any, change: bool) -> None:
        """Give a new edition the next number of its scale."""
        if not change:
            newest = obj.scale.versions.aggregate(Max("number"))["number__max"]
            obj.number = (newest or 0) + 1
        super().save_model(request, obj, form, change)


@admin.register(Rating)
class RatingAdmin(RecordedAdmin):
    """Ratings of all editions; here they are retired and put back on offer."""

    list_display = ["label", "slug", link("version", "edition"), "value", "position", "retired_at"]
    list_select_related = ["version__scale"]
    list_filter = ["version__scale", ("retired_at", admin.EmptyFieldListFilter)]
    search_fields = ["label", "slug"]
    readonly_fields = FROZEN
    actions = ["retire", "offer_again"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """On the page of an edition."""
        return False

    @admin.action(description="Retire: no new verdict may use it", permissions=["change"])
    def retire(self, request: HttpRequest, ratings: QuerySet[Rating]) -> None:
        """Take ratings off the offer; verdicts given under them stand."""
        self._set(request, ratings.filter(retired_at=None), "retired", timezone.now())

    @admin.action(description="Put back on offer", permissions=["change"])
    def offer_again(self, request: HttpRequest, ratings: QuerySet[Rating]) -> None:
        """Let new verdicts use them again."""
        self._set(request, ratings.exclude(retired_at=None), "offered", None)

    def _set(self, request: HttpRequest, ratings: QuerySet[Rating], act: str, moment: Any) -> None:
        rows = list(ratings.select_related("version__scale"))
        for rating in rows:
            rating.retired_at = moment
            rating.save(update_fields=["retired_at"])
            record(request, rating, act, ["retired_at"])
        self.message_user(request, f"{len(rows)} ratings {act}.")
