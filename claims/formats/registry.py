"""Every file format by the name that people type."""

from __future__ import annotations

from functools import cache

from claims import plugins
from claims.formats import (
    averitec,
    checked_copy_docx,
    checked_copy_html,
    claim_review,
    claims_csv,
    records_json,
    records_jsonl,
    replication_pack,
    web_annotations,
)
from claims.formats.format import Format


class UnknownFormat(ValueError):
    """There is no such format; the message lists those there are."""

    def __init__(self, slug: str) -> None:
        super().__init__(f"There is no format “{slug}”. There are: {', '.join(formats())}.")


def formats() -> dict[str, Format]:
    """All there are, the lossless ones first, those of installed packages last."""
    return _ours() | dict(plugged().values)


def plugged() -> plugins.Found:
    """The formats of installed packages."""
    return plugins.plugged(plugins.FORMATS, _format, list(_ours()))


def _format(name: str, value: object) -> Format:
    if not isinstance(value, Format):
        raise TypeError("it is no claims.formats.format.Format")
    if value.slug != name:
        raise ValueError(f"its slug {value.slug!r} is not the name of its entry point")
    return value


@cache
def _ours() -> dict[str, Format]:
    there = (
        records_json.FORMAT,
        records_jsonl.FORMAT,
        claims_csv.FORMAT,
        claims_csv.OF_VERDICTS,
        checked_copy_html.FORMAT,
        checked_copy_docx.FORMAT,
        claim_review.FORMAT,
        web_annotations.FORMAT,
        averitec.FORMAT,
        replication_pack.FORMAT,
    )
    return {one.slug: one for one in there}


def find(slug: str) -> Format:
    """The format of that name; raises UnknownFormat."""
    if slug not in formats():
        raise UnknownFormat(slug)
    return formats()[slug]
