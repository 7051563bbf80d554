"""An article as its export has it, put the way the tests ask: the newest text, its claims, who said them where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page


def exported(page: Page, article: str = "") -> dict[str, Any]:
    """``complete``, ``revision`` and ``claims`` of an article, by the address of its workbench; else of the page's.

    A claim's ``spans`` are those of its content; those of its voices stand in ``source_spans`` and ``cue_spans`` of
    each of ``attributions``.
    """
    address = (article or page.url).partition("?")[0]
    found = page.request.get(address + "export.json").json()
    [written] = found["articles"]
    return {
        "complete": found["complete"],
        "revision": written["revisions"][-1],
        "claims": [_claim(claim) for claim in written["claims"]],
    }


def _claim(claim: dict[str, Any]) -> dict[str, Any]:
    def of(role: str, voice: str | None) -> list[dict[str, Any]]:
        return [span for span in claim["spans"] if span["role"] == role and span["attribution"] == voice]

    voices = [
        {**voice, "source_spans": of("source", voice["id"]), "cue_spans": of("cue", voice["id"])}
        for voice in claim["attributions"]
    ]
    return {**claim, "spans": of("content", None), "attributions": voices}
