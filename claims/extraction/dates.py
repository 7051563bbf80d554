"""Days as feeds, pages and files write them."""

import re
from datetime import date, datetime

_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\S.*)?")


class BadDate(ValueError):
    """Words that name no day; the message quotes them."""


def day(given: str) -> date | None:
    """The day of an ISO 8601 date or time; None for an empty text. Raises BadDate for anything else."""
    given = given.strip()
    if not given:
        return None
    found = _DAY.fullmatch(given)
    try:
        if found:
            return date(*map(int, found.groups()))
        return datetime.strptime(given, "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError as error:
        raise BadDate(f"“{given[:40]}”") from error
