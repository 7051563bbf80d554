"""What was known on the claim's day first, what came later after it, where a service can be asked by date."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

from claims.providers.base import Hit, Question

Ask = Callable[[date | None, date | None], list[Hit]]
"""Asks for what was published from the first day to the second, both included; None leaves an end open."""


def earlier_first(question: Question, ask: Ask) -> Iterator[Hit]:
    """Hits up to the cut-off; then, where they are fewer than wanted, later ones, so that none is left out.

    Without a cut-off, or with one that lies not behind us, the service is asked once.
    """
    as_of = question.as_of
    if as_of is None or as_of >= datetime.now(UTC).date():
        yield from ask(None, as_of)
        return
    earlier = ask(None, as_of)
    yield from earlier
    if len({hit.provider_id for hit in earlier}) < question.limit:
        yield from ask(as_of + timedelta(days=1), None)
