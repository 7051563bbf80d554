"""Whether words are somebody's name, or a description that fits many ("the company", "officials")."""

import re
import unicodedata

_LEADING = re.compile(r"^(?:the|a|an|this|that|his|her|its|their|our|my)\s+", re.IGNORECASE)
_AGE = re.compile(r"\s*[,(]\s*\d{1,3}[\s,)]*$")
_AROUND = ' \t\n,;:–—-"“”„«»()[]'
_WORD = re.compile(r"[^\W_]+(?:[’'.&-][^\W_]+)*")


def is_name(words: str) -> bool:
    """Whether a word, an opening article aside, has a capital or stands in a script without them.

    “Maria Ortega”, “the White House”, “eBay” and “东京都” are names; “The company” and “a source” are none.
    """
    rest = _LEADING.sub("", words.strip())
    return any(
        unicodedata.category(letter) in ("Lu", "Lt", "Lo") for word in _WORD.findall(rest) for letter in word
    )


def is_acronym(words: str) -> bool:
    """Whether it is one word of two capitals or more: “ECB”, “U.N.”, “AT&T”."""
    letters = [letter for letter in words if letter.isalpha()]
    return len(letters) > 1 and len(words.split()) == 1 and all(letter.isupper() for letter in letters)


def called(words: str) -> str:
    """What somebody is called by words of a text: without an age and the marks around: “Maria Ortega, 71,”."""
    plain = " ".join(words.split())
    return _AGE.sub("", plain).strip(_AROUND) or plain
