"""Why a narrated sentence is not to be checked: by its form, and by what it says of the world.

In doubt a sentence is not waived: a claim too many is set aside in a moment, one too few is never seen.
"""

import re
from functools import cache
from typing import TYPE_CHECKING

from claims.splitting.spans import WaiverReason
from claims.splitting.wording import table, words

if TYPE_CHECKING:
    from spacy.tokens import Token

_ASKED = re.compile(r"[?？؟][\"'”’»)\]]*$")
_ASKED_INSIDE = re.compile(r"[?？؟]\s?[\"”’»]+$")
_OPENING = tuple("\"“‘«'")
_ENDED = re.compile(r"[.!…。！।:;,][\"'”’»)\]]*$")
_HEADLINE_WORDS = 16
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


@cache
def _patterns(name: str) -> re.Pattern[str]:
    given = table("waivers")[name]
    patterns = [given] if isinstance(given, str) else given
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


def by_form(said: str, root: "Token | None", *, alone: bool) -> WaiverReason | None:
    """The reason that a sentence shows by its form: a question, a headline, boilerplate.

    ``root`` is its main word as far as it was parsed; ``alone`` says that it is a paragraph of its own.
    """
    if not any(c.isalnum() for c in said):
        return WaiverReason.BOILERPLATE
    if _patterns("boilerplate").search(said):
        return WaiverReason.BOILERPLATE
    if _asks(said):
        return WaiverReason.QUESTION
    return WaiverReason.HEADLINE if alone and _heads(said, root) else None


def _asks(said: str) -> bool:
    """Whether the sentence itself asks; one that tells of a question in quotation marks does not."""
    if not _ASKED.search(said):
        return False
    return not _ASKED_INSIDE.search(said) or said.startswith(_OPENING)


def _heads(said: str, root: "Token | None") -> bool:
    """Whether a paragraph is a headline: short, without an end, no item of a list, not told in the past."""
    if _ENDED.search(said) or len(said.split()) > _HEADLINE_WORDS or said[0] in table("waivers")["bullets"]:
        return False
    if root is None or root.tag_ != "VBD":
        return True
    articles = [inner.lower_ for child in root.children if child.dep_ in _SUBJECTS for inner in child.lefts]
    return not {"the", "a", "an"} & set(articles)  # headlines leave them out


def by_stance(said: str, root: "Token | None") -> WaiverReason | None:
    """The reason that a statement shows by what it says: an opinion, a prediction, somebody's own life.

    ``root`` is its main word, None where the parser gave none.
    """
    if _patterns("opinion").search(said):
        return WaiverReason.OPINION
    if _patterns("prediction").search(said):
        return WaiverReason.PREDICTION
    if root is None:
        return None
    if _opines(said, root):
        return WaiverReason.OPINION
    if _foretells(root):
        return WaiverReason.PREDICTION
    return WaiverReason.EXPERIENCE if _lived(said, root) else None


def _opines(said: str, root: "Token") -> bool:
    """Whether somebody wants it so, or holds it good or bad."""
    if _subjects(root) & words("waivers", "first_persons") and root.lemma_.lower() in words("waivers", "opining"):
        return True
    helpers = _helpers(root)
    if helpers & words("waivers", "obliging"):
        return not ("must" in helpers and _patterns("rules").search(said))
    return root.lemma_ == "be" and not any(c.isdigit() for c in said) and _valued(root)


def _valued(root: "Token") -> bool:
    said_of = [child for child in root.children if child.dep_ in {"acomp", "attr"} and child.i > root.i]
    names = [child for child in said_of if child.dep_ == "attr"]
    inner = [adjective for noun in names for adjective in noun.lefts if adjective.dep_ == "amod"]
    return any(token.lower_ in words("waivers", "valuing") for token in [*said_of, *inner])


def _foretells(root: "Token") -> bool:
    """Whether it is told of what is to come: "will close", "is likely to close", "is going to close"."""
    helpers = _helpers(root)
    if helpers & words("waivers", "future"):
        return True
    now = {"is", "are", "am", "'s", "’s", "'re", "’re"}
    if not (root.lower_ in now or helpers & now):
        return False
    pivots = [root, *(c for c in root.children if c.dep_ in {"acomp", "attr"})]
    return any(p.lower_ in words("waivers", "coming") and _infinitive_after(p, root) for p in pivots)


def _infinitive_after(pivot: "Token", root: "Token") -> bool:
    clauses = [c for token in {pivot, root} for c in token.children if c.dep_ == "xcomp" and c.i > pivot.i]
    return any(inner.lower_ == "to" for clause in clauses for inner in clause.children if inner.dep_ == "aux")


def _lived(said: str, root: "Token") -> bool:
    """Whether somebody tells of his or her own life, with nothing in it that records would show."""
    who = _subjects(root) & words("waivers", "first_persons")
    if not who or root.tag_ != "VBD" or _patterns("recorded").search(said):
        return False
    return not ("we" in who and root.lemma_.lower() in words("waivers", "newsroom"))


def _subjects(root: "Token") -> set[str]:
    return {child.lower_ for child in root.children if child.dep_ in _SUBJECTS}


def _helpers(root: "Token") -> set[str]:
    return {child.lower_ for child in root.children if child.dep_ in {"aux", "auxpass"}}
