"""What kind of source a phrase speaks of, and what decided it, in a checker's words."""

import re
from functools import cache
from typing import TYPE_CHECKING

from claims.splitting import roles, voices
from claims.splitting.namebook import Names
from claims.splitting.naming import Naming, bare
from claims.splitting.spans import SourceKind
from claims.splitting.voices import Phrase, Shape, Voice
from claims.splitting.wording import table, words

if TYPE_CHECKING:
    from spacy.tokens import Token

_PLURALS = frozenset({"NNS", "NNPS"})
_OWN_MIND = frozenset(
    {"office", "campaign", "administration", "management", "team", "government", "cabinet", "transition"}
)
_ROLE = 160  # code points; a longer apposition is no role


def voices_of(phrase: Phrase, names: Names) -> list[Voice]:
    """Those who speak in a phrase: one, or every body that "A and B representatives" speak for."""
    token = voices.head(phrase)
    if token.lower_ in words("voices", "spoken_for") | words("voices", "official") and token.tag_ in _PLURALS:
        bodies = [n for n in names.within(phrase.doc, phrase.first, token.i) if n.last < token.i]
        bodies = [naming for naming in bodies if names.label(naming.name) not in {"person", "group"}]
        if len(bodies) > 1 and voices.person_in(phrase, names) is None:
            return [_spoken_for(phrase, token, naming.name) for naming in bodies]
    return [voice(phrase, names)]


def _spoken_for(phrase: Phrase, token: "Token", name: str) -> Voice:
    verb = "speak" if token.tag_ in _PLURALS else "speaks"
    reason = f"“{token.text}” {verb} for {name}"
    made = _voice(phrase, Shape.NAME, SourceKind.ORGANISATION, reason, token.lemma_.lower(), name)
    made.role = token.text
    return made


def voice(phrase: Phrase, names: Names) -> Voice:
    """The one who speaks in a phrase."""
    token = voices.head(phrase)
    if phrase.first == phrase.last and (found := _pronoun(phrase, token) or _known(phrase, names)):
        return found
    if person := voices.person_in(phrase, names):
        return _person(phrase, person)
    naming = next(
        (n for n in names.within(phrase.doc, phrase.first, phrase.last) if n.first <= token.i <= n.last), None
    )
    if naming is not None and (found := _named(phrase, naming, names)):
        return found
    return _described(phrase, token, names)


def _pronoun(phrase: Phrase, token: "Token") -> Voice | None:
    low = "" if token.is_upper and len(token) > 1 else token.lower_
    for key, gender, kind in (
        ("he", "he", SourceKind.UNNAMED_PERSON),
        ("she", "she", SourceKind.UNNAMED_PERSON),
        ("it", "", SourceKind.ORGANISATION),
        ("they", "", SourceKind.UNNAMED_GROUP),
        ("first", "", SourceKind.ARTICLE),
        ("relative", "", SourceKind.UNNAMED_PERSON),
    ):
        if low in words("voices", key):
            reason = f"“{token.text}” is a pronoun, and nothing tells for whom"
            return Voice(token.text, Shape.PRONOUN, kind, reason, token.text, token.idx, noun=key, gender=gender)
    if low in words("voices", "anyone"):
        return _voice(
            phrase, Shape.DESCRIPTION, SourceKind.UNNAMED_PERSON, f"“{token.text}” names nobody", token.lower_
        )
    if low in words("voices", "many"):
        return _voice(
            phrase, Shape.DESCRIPTION, SourceKind.UNNAMED_GROUP, f"“{token.text}” are not told apart", low
        )
    return None


def _known(phrase: Phrase, names: Names) -> Voice | None:
    """A name that the parse does not take for one here, but did elsewhere."""
    word = phrase.text
    if not word[:1].isupper() or names.within(phrase.doc, phrase.first, phrase.last) or names.entry(word) is None:
        return None
    if names.label(word) == "person":
        return _voice(phrase, Shape.NAME, SourceKind.PERSON, f"“{word}” is a person’s name", "", word)
    return _voice(phrase, Shape.NAME, SourceKind.ORGANISATION, f"“{word}” is the name of a body", "", word)


def _voice(phrase: Phrase, shape: Shape, kind: SourceKind, reason: str, noun: str, name: str = "") -> Voice:
    short = bare(phrase.doc[phrase.first : max(voices.core(phrase), phrase.first) + 1].text)
    return Voice(phrase.text, shape, kind, reason, name or short, phrase.doc[phrase.first].idx, noun=noun)


def _person(phrase: Phrase, naming: Naming) -> Voice:
    made = _voice(phrase, Shape.NAME, SourceKind.PERSON, f"“{naming.name}” is a person’s name", "", naming.name)
    made.role = _role(phrase, naming)
    made.gender = roles.title_gender(naming.title)
    return made


def _role(phrase: Phrase, naming: Naming) -> str:
    """The role as stated: behind the name, in front of it with its title, or before a comma."""
    doc = phrase.doc
    behind = doc[naming.last + 1 : phrase.last + 1].text.strip()
    if behind[:1] in {",", "("} and not re.match(r",\s?\d+", behind):
        told = re.split(r"(?:,?\s+|^)(?:who|which|that)\b", behind.lstrip(",( "))[0].strip(" ,)")
        if told and len(told) <= _ROLE:
            return f"{naming.title} ({told})" if naming.title and behind[0] == "(" else told
    if naming.title and not roles.courtesy(naming.title):
        return naming.title
    opening = naming.first - len(naming.title.split())
    before = doc[phrase.first : max(opening, phrase.first)].text.strip(" ,")
    return re.sub(r"^(?:an?|the)\s+", "", before) if before and len(before) <= _ROLE else ""


def _named(phrase: Phrase, naming: Naming, names: Names) -> Voice | None:
    """The voice whose head is a name that is no person's, or a person's that owns nothing."""
    label, owned = names.label(naming.name), naming.owns and naming.last + 1 < phrase.last
    if owned:
        return None
    if label == "group" or (not label and phrase.doc[naming.last].tag_ == "NNPS") or _plural_noun(naming):
        reason = f"“{naming.name}” are many who are not told apart"
        return _voice(phrase, Shape.DESCRIPTION, SourceKind.UNNAMED_GROUP, reason, naming.name.lower())
    if label == "person":
        return _person(phrase, naming)
    tail = naming.parts[-1].lower()
    if tail in words("naming", "papers") and len(naming.parts) > 1:
        return _voice(
            phrase, Shape.NAME, SourceKind.DOCUMENT, f"“{naming.name}” is a paper by its name", tail, naming.name
        )
    return _voice(
        phrase, Shape.NAME, SourceKind.ORGANISATION, f"“{naming.name}” is the name of a body", tail, naming.name
    )


def _plural_noun(naming: Naming) -> bool:
    """Whether a name is but a noun of persons that begins a sentence or a headline: "Rabbis"."""
    low = naming.name.lower()
    return len(naming.parts) == 1 and low.endswith("s") and low[:-1] in words("nouns", "person")


def _described(phrase: Phrase, token: "Token", names: Names) -> Voice:
    """A voice told by a noun: the first rule that fits decides."""
    lemma = token.lemma_.lower()
    for rule in (_implied, _spokesman, _own_body, _polled, _document):
        found = rule(phrase, token, lemma, names)
        if found is not None:
            break
    else:
        found = _plain(phrase, token, lemma)
    found.plural = token.tag_ in _PLURALS or token.lower_ in words("nouns", "plural_only")
    found.gender = _gender(token)
    if found.shape is not Shape.NAME and voices.definite(phrase):
        found.shape = Shape.NOUN
    return found


def _gender(token: "Token") -> str:
    low = token.lower_
    return "he" if low in words("voices", "masculine") else "she" if low in words("voices", "feminine") else ""


def _implied(phrase: Phrase, token: "Token", lemma: str, names: Names) -> Voice | None:
    if lemma in words("nouns", "anonymous.heads") and token.pos_ != "PROPN":
        return _voice(
            phrase,
            Shape.DESCRIPTION,
            SourceKind.ANONYMOUS,
            f"“{token.text}” stands for a name that is kept back",
            lemma,
        )
    sign = pattern("implied").search(phrase.text)
    if sign is None or lemma not in words("anonymity", "knowing"):
        return None
    reason = f"“{' '.join(sign.group().split())}” says how the source knows, and nobody is named"
    return _voice(phrase, Shape.DESCRIPTION, SourceKind.ANONYMOUS, reason, lemma)


def _spokesman(phrase: Phrase, token: "Token", lemma: str, names: Names) -> Voice | None:
    """A body with a name, through somebody who speaks for it."""
    low = token.lower_
    official = low in words("voices", "official")
    press = low in {"secretary", "secretaries"} and token.i > 0 and token.nbor(-1).lower_ == "press"
    if not (official or press or low in words("voices", "spoken_for")):
        return None
    body = voices.body_in(phrase, names, before=token.i)
    if body is None or (official and names.label(body.name) != "body"):
        return None
    return _spoken_for(phrase, token, body.name)


def _own_body(phrase: Phrase, token: "Token", lemma: str, names: Names) -> Voice | None:
    """A body that is told by a name and a noun: "Mayor Breed's office", "Oslo police"."""
    before = [n for n in names.within(phrase.doc, phrase.first, token.i) if n.last < token.i]
    body = lemma in words("nouns", "organisation") or lemma in _OWN_MIND or token.lower_ == "police"
    if not before or not body:
        return None
    owner = before[-1]
    name = bare(phrase.doc[phrase.first : token.i + 1].text)
    reason = f"“{token.text}” is a body, and “{owner.name}” says whose"
    made = _voice(phrase, Shape.NAME, SourceKind.ORGANISATION, reason, lemma, name)
    made.owner = owner.name
    return made


def _document(phrase: Phrase, token: "Token", lemma: str, names: Names) -> Voice | None:
    if lemma not in words("nouns", "document") and token.lower_ not in words("nouns", "document"):
        return None
    made = _voice(phrase, Shape.DESCRIPTION, SourceKind.DOCUMENT, f"“{token.text}” is a document", lemma)
    owners = [
        n
        for n in names.within(phrase.doc, phrase.first, phrase.last)
        if n.last < token.i or _by(phrase, n, token.i)
    ]
    if owners:
        fuller = names.full_names(owners[0].name)
        made.owner = fuller[0] if len(fuller) == 1 else owners[0].name
        made.role = f"{token.text} of {made.owner}"
    return made


def _polled(phrase: Phrase, token: "Token", lemma: str, names: Names) -> Voice | None:
    """Those who answered a poll speak through it: "52% of voters in the Reuters poll"."""
    if token.tag_ not in _PLURALS and token.lower_ not in words("voices", "shares") and token.pos_ != "NUM":
        return None
    polls = (t for t in phrase.doc[token.i + 1 : phrase.last + 1] if t.lemma_.lower() in words("voices", "polls"))
    poll = next((t for t in polls if t.dep_ == "pobj"), None)
    if poll is None:
        return None
    inner = Phrase(phrase.doc, max(poll.left_edge.i, phrase.first), poll.i)
    found = _document(inner, poll, poll.lemma_.lower(), names)
    if found is not None and voices.definite(inner):
        found.shape = Shape.NOUN
    return found


def _by(phrase: Phrase, naming: Naming, noun: int) -> bool:
    between = [t.lower_ for t in phrase.doc[noun + 1 : naming.first]]
    return (bool(between) and between[-1] in {"by", "from"}) or between[-2:] in (["by", "the"], ["from", "the"])


def _plain(phrase: Phrase, token: "Token", lemma: str) -> Voice:
    """A voice without a name: many, a body, or one."""
    low = token.lower_
    several = words("nouns", "plural_only") | words("voices", "many") | words("voices", "shares")
    many = token.tag_ in _PLURALS or low in several or token.pos_ == "NUM" or bool(token.conjuncts)
    many = many or (low in words("voices", "crowds") and _of_many(token))
    body = lemma in words("nouns", "organisation") and not (many and low != "police")
    if body and low not in words("nouns", "plural_only"):
        return _voice(phrase, Shape.DESCRIPTION, SourceKind.ORGANISATION, f"“{token.text}” is a body", lemma)
    if many or (token.pos_ in {"DET", "ADJ"} and lemma not in words("nouns", "person")):
        return _voice(
            phrase, Shape.DESCRIPTION, SourceKind.UNNAMED_GROUP, f"“{token.text}” are not told apart", lemma
        )
    return _voice(
        phrase, Shape.DESCRIPTION, SourceKind.UNNAMED_PERSON, f"“{token.text}” is somebody without a name", lemma
    )


def _of_many(token: "Token") -> bool:
    """Whether "of" and a plural follow: "a group of rabbis"."""
    return any(child.lower_ == "of" and any(t.tag_ in _PLURALS for t in child.children) for child in token.children)


@cache
def pattern(name: str) -> re.Pattern[str]:
    """One list of ``rules/anonymity.toml`` as a pattern."""
    given = table("anonymity")[name]
    parts = [given] if isinstance(given, str) else given
    return re.compile("|".join(f"(?:{part})" for part in parts), re.IGNORECASE)


def kept_back(found: Voice, reason: str) -> None:
    """Make an unnamed voice, or a body's unnamed official, an anonymous one."""
    found.kind, found.reason = SourceKind.ANONYMOUS, reason
    if found.shape is Shape.NAME:
        found.shape, found.owner, found.name = Shape.DESCRIPTION, found.name, found.words
