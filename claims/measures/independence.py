"""How many independent sources a set of documents is: three copies of one wire story count once."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from urllib.parse import parse_qsl, urlencode, urlsplit
from zlib import crc32

from claims.measures.wording import table

SHINGLE = 5  # words
COPIED = 0.5  # of the shorter text's shingles: from there on it is a copy, or the longer one holds it
_SHORTEST = 12  # words of a text that can be told for a copy
_COMMON = 50  # texts that hold one shingle, beyond which it is boilerplate
_HEAD, _TAIL = 200, 300  # code points in which a story says where it comes from

_WORD = re.compile(r"[^\W_]+")
_TRACKING = re.compile(r"^(?:utm_\w+|fbclid|gclid|igshid|mc_[ce]id|ref|cmpid|smid|ocid|ito|share)$", re.IGNORECASE)
_NOISE = re.compile(r"\b(?:the|inc|ltd|llc|plc|gmbh|co|corp|company|group|media|news|online|www|com)\b")


@dataclass(frozen=True, slots=True)
class Piece:
    """One document that evidence comes from. ``primary``: it is the thing itself, not a report of it."""

    key: str
    text: str = ""
    publisher: str = ""
    url: str = ""
    credit: str = ""
    primary: bool = False


@dataclass(frozen=True, slots=True)
class Tie:
    """Why two pieces (keys) are one source: ``kind`` is address, publisher, wire or copy."""

    one: str
    other: str
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Group:
    """Pieces that carry one story, by key in the order given, and the ties that hold them together."""

    keys: tuple[str, ...]
    ties: tuple[Tie, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing for a rule: how many independent secondary sources there are and should be, and why."""

    have: int
    need: int
    reason: str
    groups: tuple[Group, ...]

    @property
    def lacking(self) -> int:
        """Independent sources still to be found."""
        return self.need - self.have


def independent(pieces: Sequence[Piece]) -> tuple[Group, ...]:
    """The pieces in groups that count once each, in the order of their first pieces; ``len`` is the count.

    Two pieces are one source if they have one address, one publisher, one agency that they credit, or one text for
    the most part. What is tied to a third is tied to each other. ValueError for a key that is there twice.
    """
    order = {piece.key: index for index, piece in enumerate(pieces)}
    if len(order) < len(pieces):
        raise ValueError("a key is there twice")
    parent = {key: key for key in order}
    ties: list[Tie] = []
    for tie in _ties(pieces):
        one, other = _root(parent, tie.one), _root(parent, tie.other)
        if one != other:
            parent[max(one, other, key=order.__getitem__)] = min(one, other, key=order.__getitem__)
            ties.append(tie)
    members: dict[str, list[str]] = defaultdict(list)
    for key in order:
        members[_root(parent, key)].append(key)
    held: dict[str, list[Tie]] = defaultdict(list)
    for tie in ties:
        held[_root(parent, tie.one)].append(tie)
    return tuple(Group(tuple(keys), tuple(held[root])) for root, keys in members.items())


def rule_gaps(pieces: Sequence[Piece], secondaries: int = 3) -> tuple[Gap, ...]:
    """What is missing for "a primary source or ``secondaries`` independent secondary ones"; () for nothing."""
    if any(piece.primary for piece in pieces):
        return ()
    groups = independent(pieces)
    if len(groups) >= secondaries:
        return ()
    return (Gap(len(groups), secondaries, _missing(len(pieces), groups, secondaries), groups),)


def _missing(pieces: int, groups: Sequence[Group], need: int) -> str:
    have = len(groups)
    if not pieces:
        needed = f"a primary source or {need} independent secondary ones"
        return f"No passage is marked as supporting or refuting yet. It takes {needed}."
    more = f"{need - have} more independent secondary {'source' if need - have == 1 else 'sources'}"
    counted = f"{have} independent {'source' if have == 1 else 'sources'}"
    pooled = "" if have == pieces else f", because {_several(pieces - have)} only what another one says"
    return f"There is no primary source, and {pieces} in all count as {counted}{pooled}. It takes {more}."


def _several(repeats: int) -> str:
    return "1 repeats" if repeats == 1 else f"{repeats} repeat"


def _root(parent: dict[str, str], key: str) -> str:
    while parent[key] != key:
        parent[key] = parent[parent[key]]
        key = parent[key]
    return key


def _ties(pieces: Sequence[Piece]) -> Iterator[Tie]:
    yield from _alike(((piece.key, canonical_url(piece.url)) for piece in pieces), "address", "One address: {}")
    yield from _alike(((piece.key, _publisher(piece)) for piece in pieces), "publisher", "One publisher: {}")
    yield from _alike(((piece.key, wire(piece)) for piece in pieces), "wire", "One agency's story: {}")
    yield from _copies(pieces)


def _alike(marks: Iterable[tuple[str, str]], kind: str, reason: str) -> Iterator[Tie]:
    first: dict[str, str] = {}
    for key, mark in marks:
        if mark and mark in first:
            yield Tie(first[mark], key, kind, reason.format(mark))
        elif mark:
            first[mark] = key


def canonical_url(url: str) -> str:
    """An address without what does not change the page: scheme, "www.", tracking, fragment, the last slash."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("amp.")
        pairs = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=100)
    except ValueError:
        return ""
    if not host:
        return ""
    query = urlencode(sorted(pair for pair in pairs if not _TRACKING.match(pair[0])))
    path = parts.path.rstrip("/").removesuffix("/amp")
    return f"{host}{path}{'?' if query else ''}{query}"


def _publisher(piece: Piece) -> str:
    """A publisher's name without what its owners add to it; an agency's own stories are its own."""
    plain = unicodedata.normalize("NFKC", piece.publisher).casefold()
    if agency := _agencies().get(" ".join(_WORD.findall(plain))):
        return agency
    bare = " ".join(_WORD.findall(_NOISE.sub(" ", plain)))
    return bare or " ".join(_WORD.findall(plain))


@cache
def _agencies() -> dict[str, str]:
    """Names to the agency they are of, in words as they are compared."""
    listed = table("wires")["agency"].items()
    return {" ".join(_WORD.findall(name)): agency for agency, names in listed for name in names.split("|")}


@cache
def _credit() -> re.Pattern[str]:
    """A dateline ("LISBON (Reuters) -", "(AP) —"), a first or last line, or "Reporting by … for Reuters"."""
    names = "|".join(re.escape(name) for listed in table("wires")["agency"].values() for name in listed.split("|"))
    return re.compile(
        rf"\((?P<dateline>{names})\)\s*[-–—:]|(?:^|\n)\W*(?P<line>{names})\s*(?:[-–—:]\s|\n|$)|"
        rf"(?:(?:additional )?reporting(?: by)?|source:|with material from|©|copyright)\s(?:\d{{4}}\s)?"
        rf"(?:[\w.,' ]{{0,60}}?\b(?:for|from)\s)?(?P<by>{names})\b",
        re.IGNORECASE,
    )


def wire(piece: Piece) -> str:
    """The agency that a piece credits, in its credit field, its dateline or its last lines; "" for none."""
    known = _agencies()
    given = " ".join(_WORD.findall(piece.credit.casefold()))
    if given in known:
        return known[given]
    if own := known.get(" ".join(_WORD.findall(piece.publisher.casefold()))):
        return own
    for part in (piece.text[:_HEAD], piece.text[-_TAIL:]):
        for match in _credit().finditer(part):
            if match.group(match.lastgroup or 0).isupper() or len(match.group(match.lastgroup or 0)) > 3:
                return known[" ".join(_WORD.findall(match.group(match.lastgroup or 0).casefold()))]
    return ""


def _copies(pieces: Sequence[Piece]) -> Iterator[Tie]:
    """Pieces that share most of the shorter one's shingles. Only those that share one at all are compared."""
    shingles = [_shingles(piece.text) for piece in pieces]
    holders: dict[int, list[int]] = defaultdict(list)
    for index, own in enumerate(shingles):
        for shingle in own:
            holders[shingle].append(index)
    shared: Counter[tuple[int, int]] = Counter()
    for held in holders.values():
        if 1 < len(held) <= _COMMON:
            shared.update(combinations(held, 2))
    for (one, other), count in sorted(shared.items()):
        share = count / min(len(shingles[one]), len(shingles[other]))
        if share >= COPIED:
            reason = f"{share:.0%} of the shorter text stands in the other"
            yield Tie(pieces[one].key, pieces[other].key, "copy", reason)


def _shingles(text: str) -> frozenset[int]:
    """A number for every five words in a row, case and marks aside."""
    found = [word.casefold() for word in _WORD.findall(text)]
    if len(found) < _SHORTEST:
        return frozenset()
    rows = (" ".join(found[at : at + SHINGLE]) for at in range(len(found) - SHINGLE + 1))
    return frozenset(crc32(row.encode("utf-8", "surrogatepass")) for row in rows)
