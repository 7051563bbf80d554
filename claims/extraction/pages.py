"""Pages of a paged text: which of them a passage stands on."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence


def pages_of(page_starts: Sequence[int], start: int, end: int) -> tuple[int, int] | None:
    """First and last page, counted from 1, of ``text[start:end]``; None where the text has no pages.

    ``page_starts`` are ascending offsets into the text, one a page; a page that begins where the next one does
    holds nothing.
    """
    if not page_starts or not 0 <= start < end:
        return None
    first = max(bisect_right(page_starts, start), 1)
    return first, max(bisect_left(page_starts, end), first)


def locator(page_starts: Sequence[int], start: int, end: int) -> str:
    """The pages as print names them: ``p. 3`` or ``pp. 3–4``; empty where there are none."""
    pages = pages_of(page_starts, start, end)
    if pages is None:
        return ""
    first, last = pages
    return f"p. {first}" if first == last else f"pp. {first}–{last}"
