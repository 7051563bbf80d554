"""Reporting words and what they govern, read off the parse: verbs, "according to", nouns, documents."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from claims.splitting import building, grammar
from claims.splitting.findings import Finding, without
from claims.splitting.language import Passage
from claims.splitting.wording import prepositions, words

if TYPE_CHECKING:
    from spacy.tokens import Token


def findings(passage: Passage) -> Iterator[Finding]:
    """The attributions that the grammar of one passage shows, in the order of their cues."""
    for token in passage.doc:
        if token.lower_ == "according":
            found = _according(passage, token)
        elif token.pos_ in {"VERB", "AUX"}:
            found = _verb(passage, token)
        elif token.pos_ == "NOUN":
            found = _noun(passage, token)
        else:
            found = None
        if found is not None:
            yield found


def _verb(passage: Passage, token: "Token") -> Finding | None:
    rules: tuple[Callable[[Passage, Token], Finding | None], ...] = (
        _appearance,
        _passive,
        _clause,
        _inverted,
        _inserted,
        _infinitive,
        _preposition,
        _object,
        _document,
        _unsure,
    )
    for rule in rules:
        found = rule(passage, token)
        if found is not None:
            return found
    return None


def _clause(passage: Passage, token: "Token") -> Finding | None:
    """X said that …; …, said X; X denied the accusations and stated that …"""
    lemma = token.lemma_.lower()
    if not (lemma in words("verbs", "speech") or lemma in words("verbs", "belief")):
        return None
    clauses = grammar.children(token, "ccomp")
    if not clauses:
        return None
    parts = list(clauses)
    if not grammar.children(clauses[-1], "nsubj", "nsubjpass", "expl") and clauses[-1].i > token.i:
        # "Oracle, a spokesman said, will …": the subject is left hanging before the reporting verb.
        parts += [
            c for c in grammar.children(token, "intj", "dep", "npadvmod") if c.pos_ in {"PROPN", "NOUN", "PRON"}
        ]
    return building.govern(passage, token, parts, rule="clause")


def _inverted(passage: Passage, token: "Token") -> Finding | None:
    """Fewer people voted this year, reported the Washington Examiner."""
    objects = grammar.children(token, "dobj", "npadvmod")
    head, doc = token.head, passage.doc
    if token.lemma_.lower() not in words("verbs", "speech") or not objects or head.i >= token.i:
        return None
    named = objects[0].pos_ == "PROPN" or objects[0].lemma_.lower() in words("nouns", "person")
    if grammar.children(token, "nsubj") or token.tag_ not in {"VBD", "VBZ"} or not named:
        return None
    if token.left_edge.i != token.i or doc[token.i - 1].text not in {",", "”", '"'}:
        return None
    content = grammar.stripped(passage, head.left_edge.i, token.i - 1)
    return building.finding(passage, token, [content], rule="inverted", source=objects[0]) if content else None


def _inserted(passage: Passage, token: "Token") -> Finding | None:
    """Oracle, he said, participates …"""
    head = token.head
    inserted = token.dep_ == "parataxis" or (token.dep_ in {"ccomp", "advcl"} and head.i > token.i)
    if not inserted or token.lemma_.lower() not in words("verbs", "speech") or not grammar.children(token, "nsubj"):
        return None
    if token.left_edge.i == head.left_edge.i or token.right_edge.i - token.left_edge.i > 12:
        return None
    first = token.left_edge.i
    if passage.doc[first].text != "," and (first == 0 or passage.doc[first - 1].text != ","):
        return None
    span, own = grammar.phrase(passage, head), grammar.phrase(passage, token)
    if span is None or own is None:
        return None
    return building.finding(passage, token, without(span, [own]), rule="inserted")


def _infinitive(passage: Passage, token: "Token") -> Finding | None:
    """X vowed to …; X declined to comment."""
    if token.lemma_.lower() not in words("verbs", "infinitive"):
        return None
    found = grammar.children(token, "xcomp")
    return building.govern(passage, token, found, rule="infinitive", whole=True) if found else None


def _object(passage: Passage, token: "Token") -> Finding | None:
    """X criticised Y; X called Y a Z; X described Y as Z."""
    if token.lemma_.lower() not in words("verbs", "object") or grammar.passive(token):
        return None
    objects = [] if token.lemma_.lower() in words("verbs", "addressed") else grammar.children(token, "dobj", "oprd")
    if not objects or objects[0].i < token.i or grammar.subject(token) is None:
        return None
    extra = [c for c in token.rights if c.i > objects[0].i and c.dep_ in {"oprd", "xcomp", "dobj", "ccomp"}]
    extra += [
        c
        for c in grammar.children(token, "prep")
        if c.lower_ in {"as", "of", "for", "in", "on", "with", "to", "after", "over"} and c.i > objects[0].i
    ]
    return building.govern(passage, token, [objects[0], *extra], rule="object", whole=True)


def _preposition(passage: Passage, token: "Token") -> Finding | None:
    """X called for Y; X spoke about Y."""
    wanted = prepositions().get(token.lemma_.lower(), frozenset())
    for prep in grammar.children(token, "prep"):
        if prep.lower_ in wanted and grammar.subject(token) is not None:
            objects = grammar.children(prep, "pobj", "pcomp")
            if objects and prep.i - token.i <= 4 and not grammar.bare_participle(token):
                objects += [c for c in token.rights if c.i > prep.i and (c.dep_ == "xcomp" or c.lower_ == "as")]
                return building.govern(passage, token, objects, rule="preposition", whole=True, through=prep)
    return None


def _passive(passage: Passage, token: "Token") -> Finding | None:
    """It is understood that …; X was quoted as saying …; X is expected to …; X was criticised by Y."""
    if not grammar.passive(token) or token.lemma_.lower() not in words("verbs", "passive"):
        return None
    clauses = grammar.children(token, "ccomp", "xcomp")
    topic = grammar.children(token, "nsubjpass")
    by = grammar.agent(token)
    impersonal = bool(topic) and topic[0].lower_ == "it"
    parts = [*([] if impersonal else topic[:1]), *clauses]
    if not parts or not (clauses or by is not None):
        return None
    spans = [s for s in (grammar.phrase(passage, part, token) for part in parts) if s]
    found = building.finding(passage, token, spans, rule="passive", source=by)
    if by is None and found is not None:
        found.source, found.who = [], None
    return found


def _document(passage: Passage, token: "Token") -> Finding | None:
    """Trump's decree banned …; the company's statement made no mention of it."""
    own = grammar.children(token, "nsubj")
    if not own or own[0].lemma_.lower() not in words("nouns", "document"):
        return None
    if token.lemma_.lower() not in words("verbs", "document"):
        return None
    parts = [c for c in token.rights if c.dep_ in {"dobj", "ccomp", "xcomp", "prep", "advcl", "oprd"}]
    through = None
    if token.lemma_.lower() == "make":
        mentions = [c for c in parts if c.lemma_.lower() in {"mention", "reference"}]
        about = [p for m in mentions for p in grammar.children(m, "prep")]
        if not about:
            return None
        parts, through = grammar.children(about[0], "pobj", "pcomp"), about[0]
    return building.govern(passage, token, parts, rule="document", whole=True, through=through)


def _appearance(passage: Passage, token: "Token") -> Finding | None:
    """X seems to …: somebody says so, and nobody is named."""
    subjects = grammar.children(token, "nsubj")
    parts = grammar.children(token, "xcomp", "ccomp", "oprd", "acomp")
    if token.lemma_.lower() not in words("verbs", "appearance") or not subjects or not parts:
        return None
    topic = [] if subjects[0].lower_ in {"it", "there"} else subjects[:1]
    found = building.finding(
        passage, token, building.stretches(passage, token, [*topic, *parts[:1]]), rule="appearance", bare=True
    )
    if found is not None:
        found.whole = True
    return found


def _unsure(passage: Passage, token: "Token") -> Finding | None:
    """It is unclear whether …"""
    for adjective in grammar.children(token, "acomp"):
        if adjective.lower_ in words("verbs", "unsure"):
            clauses = [*grammar.children(adjective, "ccomp"), *grammar.children(token, "ccomp")]
            if clauses:
                found = building.govern(passage, token, clauses[:1], rule="unsure", through=adjective)
                if found is not None and found.who is not None and found.who.lower_ == "it":
                    found.source, found.who = [], None
                return found
    return None


def _noun(passage: Passage, token: "Token") -> Finding | None:
    """His claim that …; Trump's criticism of …"""
    if token.lemma_.lower() not in words("nouns", "cue"):
        return None
    owners = grammar.children(token, "poss")
    parts = [c for c in grammar.children(token, "acl", "ccomp") if c.i > token.i]
    parts += [
        p
        for prep in grammar.children(token, "prep")
        if prep.lower_ in {"of", "for", "to", "about", "on"}
        for p in grammar.children(prep, "pobj", "pcomp")
    ]
    if not owners or not parts:
        return None
    return building.finding(
        passage, token, building.stretches(passage, token, parts[:1]), rule="noun", source=owners[0], whole=True
    )


def _according(passage: Passage, token: "Token") -> Finding | None:
    """According to X, …; …, according to X."""
    nouns = [n for to in grammar.children(token, "prep") for n in grammar.children(to, "pobj")]
    if not nouns or token.head.i == token.i:
        return None
    head = token.sent.root
    whole, own = grammar.phrase(passage, head), grammar.phrase(passage, token)
    if whole is None or own is None:
        return None
    source = grammar.phrase(passage, nouns[0])
    content = building.tidy(passage, without(whole, [own]))
    if source is None or not content:
        return None
    cue = passage.span(token.i, nouns[0].head.i)
    return Finding(passage.at(token), [source], [cue], content, passage.paragraph, rule="according", who=nouns[0])
