"""Why a narrated sentence is not to be checked: by its words and by its main verb."""

import re
from functools import cache
from typing import TYPE_CHECKING

from claims.splitting.spans import WaiverReason
from claims.splitting.wording import table, words

if TYPE_CHECKING:
    from spacy.tokens import Token

_ASKED = re.compile(r"[?？؟][\"'”’»)\]]*$")
_ENDED = re.compile(r"[.!…。！।:;,][\"'”’»)\]]*$")
_HEADLINE_WORDS = 16


@cache
def _patterns(reason: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in table("waivers")[reason]), re.I)


def waiver(said: str, root: "Token | None", *, alone: bool) -> WaiverReason | None:
    """The reason to waive a sentence, None if it is to be checked.

    ``root`` is its main word as far as it was parsed; ``alone`` says that it is a paragraph of its own.
    """
    if not any(c.isalnum() for c in said):
        return WaiverReason.BOILERPLATE
    if _ASKED.search(said):
        return WaiverReason.QUESTION
    if _patterns("boilerplate").search(said):
        return WaiverReason.BOILERPLATE
    if alone and not _ENDED.search(said) and len(said.split()) <= _HEADLINE_WORDS:
        return WaiverReason.HEADLINE
    return _by_stance(said, root)


def _by_stance(said: str, root: "Token | None") -> WaiverReason | None:
    if _patterns("opinion").search(said):
        return WaiverReason.OPINION
    if root is None:
        return None
    helpers = {child.lower_ for child in root.children if child.dep_ == "aux"}
    people = {child.lower_ for child in root.children if child.dep_ == "nsubj"}
    if helpers & words("waivers", "obliging"):
        return WaiverReason.OPINION
    if helpers & words("waivers", "future") or _patterns("prediction").search(said):
        return WaiverReason.PREDICTION
    if people & words("waivers", "first_persons") and root.tag_ == "VBD":
        return WaiverReason.EXPERIENCE
    return None
