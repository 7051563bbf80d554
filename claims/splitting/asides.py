"""Sources set behind a comma with no verb: "…, a source familiar with the talks"."""

import re
from collections.abc import Iterator

from claims.splitting import grammar
from claims.splitting.findings import Finding
from claims.splitting.language import Passage

_SOURCE = re.compile(
    r"(?:(?:a|an|one|two|three|several|multiple|some)\s+)?(?:[\w-]+\s+){0,2}"
    r"(?:source|person|people|official|insider|individual|executive)s?\s+"
    r"(?:familiar|close|briefed|involved|with\s+(?:direct\s+)?knowledge|who\s+(?:is|was|are|were)\s+not)\b",
    re.I,
)


def asides(passage: Passage) -> Iterator[Finding]:
    """The attributions of sentences that end in an unnamed source instead of a reporting clause."""
    doc = passage.doc
    for sent in doc.sents:
        commas = [token for token in sent if token.text == ","]
        if not commas or not _SOURCE.match(doc.text, commas[-1].idx + 2):
            continue
        comma = commas[-1]
        content = grammar.stripped(passage, sent.start, comma.i - 1)
        source = grammar.stripped(passage, comma.i + 1, sent.end - 1)
        if content is None or source is None or _reports(passage, comma.i + 1, sent.end):
            continue
        head = next((t for t in doc[comma.i + 1 : sent.end] if t.pos_ == "NOUN"), doc[comma.i + 1])
        yield Finding(passage.at(comma), [source], [], [content], passage.paragraph, rule="aside", who=head)


def _reports(passage: Passage, first: int, end: int) -> bool:
    """Whether the words after the comma are a clause, which the other rules read."""
    return any(token.tag_ in {"VBD", "VBZ", "VBP"} and token.dep_ != "relcl" for token in passage.doc[first:end])
