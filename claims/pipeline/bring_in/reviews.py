"""ClaimReview files: fact-checks of others, which another stage keeps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, BinaryIO, Protocol

from django.db import transaction

from claims.extraction import Unreadable
from claims.extraction.fact_checks import read_fact_checks
from claims.extraction.refusal import Kept, Refusal
from claims.formats.records_reading import Broken
from claims.models import Project, User
from claims.pipeline.bring_in.report import Report

MOST_BYTES = 100 * 1024 * 1024
AT_ONCE = 500


class KeepReviews(Protocol):
    """The stage that keeps fact-checks of others: ``claims.pipeline.fact_checks.keep_fact_checks``."""

    def __call__(self, *, project: Project, by: User | None, items: Sequence[Any]) -> Kept:
        """Keep them."""
        ...


def bring_in_reviews(
    *,
    file: BinaryIO,
    project: Project,
    by: User | None,
    dry_run: bool,
    keep: KeepReviews,
    told: Callable[[int], None] | None = None,
) -> Report:
    """Have the reviews of a file kept; what is there already takes on what its publisher changed. Raises Broken."""
    file.seek(0)
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise Broken(f"The file is larger than {MOST_BYTES // (1024 * 1024)} MB; take it apart.")
    try:
        found = list(read_fact_checks(data))
    except (Unreadable, RecursionError) as error:
        raise Broken(str(error) or "There is nothing in it.") from None
    report = Report(project=project.slug)
    report.refused = [(one.number, one.name, one.why) for one in found if isinstance(one, Refusal)]
    reviews = [one for one in found if not isinstance(one, Refusal)]
    with transaction.atomic():
        for start in range(0, len(reviews), AT_ONCE):
            kept = keep(project=project, by=by, items=reviews[start : start + AT_ONCE])
            report.added += kept.added
            report.known += kept.known
            if told:
                told(len(data) * (start + AT_ONCE) // max(len(reviews), start + AT_ONCE))
        transaction.set_rollback(dry_run)
    report.rows["fact_check"] = report.added
    return report
