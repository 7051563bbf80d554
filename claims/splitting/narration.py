"""What the article says in its own voice: claims of narrated sentences, and the sentences that are waived."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from claims.splitting import statements, waivers
from claims.splitting.clauses import Part
from claims.splitting.findings import joined
from claims.splitting.language import Passage
from claims.splitting.spans import Claim, Polarity, Span, SpeechKind, Waiver, WaiverReason
from claims.splitting.wording import words

if TYPE_CHECKING:
    from spacy.tokens import Token

_THIN = 0.4  # of a statement in clauses of others only: below this the article says more than its sources do
_MARKS = "\"“‘«'"
_SURE, _DIVIDED = 0.9, 0.8  # the splitter's confidence in a whole sentence and in a part of one


def narrated(
    ground: statements.Ground, claims: Sequence[Claim], wholes: Iterable[Span], passages: Sequence[Passage]
) -> tuple[list[Claim], list[Waiver]]:
    """The claims of the article's own voice, and the waivers: between them every sentence left over.

    ``claims`` are those of the sources, ``wholes`` the clauses of those that are claimed with their source.
    """
    full, told = _covered(ground, claims, set(wholes))
    roots = _roots(ground, passages)
    alone = set(ground.paragraphs)
    made: list[Claim] = []
    waived = []
    for place, sentence in enumerate(ground.sentences):
        pieces = told.get(place, [])
        reason = waivers.by_form(sentence.of(ground.text), roots.get(place), alone=sentence in alone)
        own: list[Claim] = []
        if reason is None:
            own, reason = _own(ground, sentence, pieces, roots.get(place), spoken=place in full)
        if reason is not None and not own and not pieces:
            waived.append(Waiver(place, reason))
        made += own
    return made, waived


def _own(
    ground: statements.Ground, sentence: Span, told: Sequence[Span], root: "Token | None", *, spoken: bool
) -> tuple[list[Claim], WaiverReason | None]:
    """The claims of one sentence that no source makes, and why the first of the others is none."""
    mostly = _common([sentence], told) >= _THIN * (sentence.end - sentence.start)
    parts = ground.clauses.parts(sentence)
    if mostly and len(parts) == 1:
        return [], None
    if spoken:
        parts = (
            [part for part in parts if ground.text[part.spans[0].start] not in _MARKS] if len(parts) > 1 else parts
        )
    left = [part for part in parts if _free(part, told, strict=mostly or (spoken and _reports(ground, part)))]
    reasons = [waivers.by_stance(ground.worded(part.spans), part.head or root) for part in left]
    sure = _SURE if len(parts) == 1 else _DIVIDED
    kept = [part for part, reason in zip(left, reasons, strict=True) if reason is None]
    return [_claim(ground, part, sure) for part in kept], next((r for r in reasons if r), None)


def _reports(ground: statements.Ground, part: Part) -> bool:
    """Whether a statement is there to say what somebody says: "the mayor, who is new here, said no"."""
    if part.head is None or ground.text[part.spans[0].start] in _MARKS:
        return True
    lemma, below = part.head.lemma_.lower(), list(part.head.children)
    holds = lemma in words("verbs", "belief") and any(child.dep_ == "ccomp" for child in below)
    return holds or lemma in words("verbs", "speech") or any(child.lower_ == "according" for child in below)


def _free(part: Part, told: Sequence[Span], *, strict: bool) -> bool:
    """Whether a part is the article's own: touched by no source, or if not ``strict``, told by it only in small."""
    common, size = _common(part.spans, told), sum(s.end - s.start for s in part.spans)
    return not common if strict else common < _THIN * size


def _common(spans: Iterable[Span], told: Sequence[Span]) -> int:
    """Code points of the spans that lie in what is told."""
    return sum(max(0, min(s.end, t.end) - max(s.start, t.start)) for s in spans for t in told)


def _claim(ground: statements.Ground, part: Part, confidence: float) -> Claim:
    return statements.claim(ground, part, SpeechKind.NARRATED, Polarity.ASSERTS, (), None, confidence)


def _covered(
    ground: statements.Ground, claims: Sequence[Claim], wholes: set[Span]
) -> tuple[set[int], dict[int, list[Span]]]:
    """Sentences that hold what a source says, and for every sentence the pieces that are claimed already."""
    full: set[int] = set()
    told: defaultdict[int, list[Span]] = defaultdict(list)
    for claim in claims:
        for span in joined(claim.spans):
            for place, piece in ground.cut(span):
                told[place].append(piece)
                if span not in wholes:
                    full.add(place)
    return full, {place: joined(pieces) for place, pieces in told.items()}


def _roots(ground: statements.Ground, passages: Sequence[Passage]) -> "dict[int, Token]":
    roots: dict[int, Token] = {}
    for passage in passages:
        for sent in passage.doc.sents:
            at = passage.at(sent.root)
            roots.setdefault(bisect_right(ground.sentences, at, key=lambda s: s.start) - 1, sent.root)
    return roots
