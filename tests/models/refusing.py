"""Saying that the database, not only a form, refuses something."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, transaction

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def refused(words: str) -> Iterator[None]:
    """The block must be refused by the database, with ``words`` (a pattern) in what it says."""
    with pytest.raises(DatabaseError, match=words), transaction.atomic():
        yield
