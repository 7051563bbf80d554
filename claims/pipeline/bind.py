"""The keys that a person chose, and whether single keys do anything for them. They follow on every device."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from claims.models import KeyBinding, User


@transaction.atomic
def bind_keys(*, by: User, keys: Mapping[str, str]) -> None:
    """Keep exactly these keys by act, "" for none, in place of all that the person had chosen.

    Acts that are not named have their usual key. A key given to two acts is refused by the database.
    """
    User.objects.select_for_update().get(pk=by.pk)  # two windows that save at once go one after the other
    KeyBinding.objects.filter(user=by).delete()
    KeyBinding.objects.bulk_create(KeyBinding(user=by, act=act, key=key) for act, key in keys.items())


def switch_single_keys(*, by: User, on: bool) -> None:
    """Let keys without a modifier do something for this person, or nothing (WCAG 2.1.4)."""
    by.single_keys = on
    by.save(update_fields=["single_keys"])
