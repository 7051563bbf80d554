"""Hold the database against what clients were told: ``python -m benchmarks.chaos.check < told.json``."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator

from benchmarks.chaos.told import Told


def findings(told: Told) -> Iterator[str]:
    """Everything that is not as it was told; nothing where all is well."""
    yield from lost_or_doubled(told)
    yield from missing_rows(told)
    yield from unfinished()
    yield from without_words(told)
    yield from unsettled()
    yield from unkept_constraints()


def lost_or_doubled(told: Told) -> Iterator[str]:
    """A verdict that was accepted is there once, as it was sent; one that was not accepted at most once."""
    from claims.models import Verdict  # noqa: PLC0415 - after Django's set-up

    rows = Verdict.objects.filter(rationale__in=told.tried).values_list("rationale", "claim_id", "pk")
    there = [(words, str(claim), str(pk)) for words, claim, pk in rows]
    number = Counter(words for words, _claim, _pk in there)
    where = {words: (claim, pk) for words, claim, pk in there}
    for words, about in told.verdicts.items():
        if words not in where:
            yield f"lost verdict: {words}"
        elif where[words][0] != about["claim"] or about["id"] not in ("", where[words][1]):
            yield f"verdict is not the one that was told: {words}"
    yield from (f"doubled verdict: {words}, {count} times" for words, count in number.items() if count > 1)


def missing_rows(told: Told) -> Iterator[str]:
    """What was taken in is there."""
    from claims.models import Article, Export, Intake  # noqa: PLC0415

    for kind, model in (("articles", Article), ("intakes", Intake), ("exports", Export)):
        rows = model.objects.filter(pk__in=getattr(told, kind))  # type: ignore[attr-defined]
        there = {str(pk) for pk in rows.values_list("pk", flat=True)}
        yield from (f"lost: {model.__name__} {pk}" for pk in getattr(told, kind) if pk not in there)


def kinds() -> list[type]:
    """All kinds of work."""
    from django.apps import apps  # noqa: PLC0415

    from claims.models import Work  # noqa: PLC0415

    return [model for model in apps.get_app_config("claims").get_models() if issubclass(model, Work)]


def unfinished() -> Iterator[str]:
    """Work that has neither ended nor waits for a time that a service named; failures without a reason."""
    from claims.models import WorkState  # noqa: PLC0415

    for model in kinds():
        rows = model._default_manager  # type: ignore[attr-defined]
        for pk, state, attempts in rows.unfinished().values_list("pk", "state", "attempts"):
            yield f"unfinished: {model.__name__} {pk} is {state} after {attempts} attempts"
        for pk in rows.filter(state=WorkState.FAILED, error="").values_list("pk", flat=True):
            yield f"failed without a reason: {model.__name__} {pk}"


def states() -> dict[str, Counter[str]]:
    """How all work stands, by kind; reasons of failures with their number."""
    found: dict[str, Counter[str]] = {}
    for model in kinds():
        rows = model._default_manager  # type: ignore[attr-defined]
        states = Counter(
            f"{state}: {error}" if error else state for state, error in rows.values_list("state", "error")
        )
        if states:
            found[model.__name__] = states
    return found


def without_words(told: Told) -> Iterator[str]:
    """Every sentence of an article that came in is in a claim or waived, once its split has succeeded."""
    from claims.models import Revision, Sentence, Span, Waiver, WorkState  # noqa: PLC0415

    revisions = Revision.objects.without_text().filter(article__in=told.articles)
    done = revisions.filter(split__state=WorkState.SUCCEEDED)
    for revision in done:
        waived = set(Waiver.objects.filter(sentence__revision=revision).values_list("sentence_id", flat=True))
        spans = list(Span.objects.filter(claim__revision=revision).values_list("start", "end"))
        sentences = list(Sentence.objects.filter(revision=revision))
        if not sentences:
            yield f"split without sentences: revision {revision.pk}"
        for one in sentences:
            if one.pk not in waived and not any(start < one.end and end > one.start for start, end in spans):
                yield f"sentence in no claim and not waived: {one.pk} of revision {revision.pk}"


def unsettled() -> Iterator[str]:
    """Claims whose verdicts were not counted."""
    from datetime import timedelta  # noqa: PLC0415

    from django.utils import timezone  # noqa: PLC0415

    from claims.models import Claim  # noqa: PLC0415

    since = timezone.now() - timedelta(days=1)
    yield from (
        f"verdicts not counted: claim {pk}"
        for pk in Claim.objects.uncounted(since=since).values_list("pk", flat=True)
    )


def unkept_constraints() -> Iterator[str]:
    """Constraints that the database has not validated, indexes that it does not trust."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint WHERE NOT convalidated")
        yield from (f"constraint not validated: {name}" for (name,) in cursor.fetchall())
        cursor.execute("SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid")
        yield from (f"index not valid: {name}" for (name,) in cursor.fetchall())


def main() -> None:
    """Findings, and how work stands, as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    import django  # noqa: PLC0415

    django.setup()
    told = Told.read(sys.stdin.read())
    json.dump({"findings": list(findings(told)), "states": states()}, sys.stdout)


if __name__ == "__main__":
    main()
