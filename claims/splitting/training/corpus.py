"""Read a corpus and cut it into windows with their answers."""

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from claims.splitting.tagging.decoding import CONTENT, CUE, SOURCE
from claims.splitting.tagging.encoding import CLS, SEP, Pieces, encode
from claims.splitting.tagging.windowing import ROOM

ROLES = ("source", "content", "cue")
BEGIN = {"source": SOURCE, "cue": CUE, "content": CONTENT}
SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9])|[\n\r]+\s*")


@dataclass(frozen=True, slots=True)
class Article:
    """One article in pieces: a tag a piece, the pieces of each attribution, and where windows may be cut."""

    pieces: Pieces
    tags: np.ndarray
    attributions: list[dict[str, np.ndarray]]
    cuts: np.ndarray


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces ``start`` to ``end`` of an article."""

    article: Article
    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start + 2


def read_articles(path: Path, tokenizer: Tokenizer) -> list[Article]:
    """The articles of a JSONL file: ``text`` and ``attributions`` of ``[start, end]`` lists by role."""
    with path.open(encoding="utf-8") as lines:
        return [_article(json.loads(line), tokenizer) for line in lines if line.strip()]


def _article(row: dict, tokenizer: Tokenizer) -> Article:
    pieces = encode(row["text"], tokenizer)
    tags = np.zeros(len(pieces), np.int64)
    attributions = []
    for given in row["attributions"]:
        of = {}
        for role in ROLES:
            ranges = [_within(pieces, *span) for span in given.get(role) or []]
            of[role] = np.concatenate([np.arange(*r) for r in ranges]) if ranges else np.zeros(0, np.int64)
            for first, last in ranges:
                if first < last:
                    tags[first], tags[first + 1 : last] = BEGIN[role], BEGIN[role] + 1
        attributions.append(of)
    ends = [m.end() for m in SENTENCE_END.finditer(row["text"])]
    cuts = np.unique(np.searchsorted(pieces.starts, ends))
    return Article(pieces, tags, attributions, cuts[(cuts > 0) & (cuts < len(pieces))])


def _within(pieces: Pieces, start: int, end: int) -> tuple[int, int]:
    """The pieces that a span of the text touches."""
    return int(np.searchsorted(pieces.ends, start, "right")), int(np.searchsorted(pieces.starts, end, "left"))


def windows(article: Article, rng: random.Random | None) -> Iterator[Window]:
    """Cover an article once. With ``rng`` the first window is cut short at random, so that borders move."""
    start, room = 0, rng.randint(48, ROOM) if rng else ROOM
    while start < len(article.pieces):
        limit = start + room
        if limit >= len(article.pieces):
            end = len(article.pieces)
        else:
            at = int(np.searchsorted(article.cuts, limit, "right")) - 1
            end = int(article.cuts[at]) if at >= 0 and article.cuts[at] > start else limit
        yield Window(article, start, end)
        start, room = end, ROOM


def batches(articles: list[Article], rng: random.Random, most: int) -> list[list[Window]]:
    """All windows of an epoch in batches of like length and at most ``most`` pieces, in random order."""
    drawn = [window for article in articles for window in windows(article, rng)]
    rng.shuffle(drawn)
    drawn.sort(key=lambda window: len(window) // 16)
    packed: list[list[Window]] = [[]]
    for window in drawn:
        if packed[-1] and max(map(len, [*packed[-1], window])) * (len(packed[-1]) + 1) > most:
            packed.append([])
        packed[-1].append(window)
    rng.shuffle(packed)
    return packed


def collate(batch: list[Window]) -> dict[str, np.ndarray]:
    """Arrays of one batch: ids, quotes, shapes, tags (-100 where nothing is asked) and the two link targets."""
    length = max(map(len, batch))
    shape = (len(batch), length)
    out = {name: np.zeros(shape, np.int64) for name in ("ids", "quotes", "shapes")}
    out["tags"] = np.full(shape, -100, np.int64)
    out["sources"] = np.zeros((*shape, length + 1), bool)
    out["cues"] = np.zeros((*shape, length + 1), bool)
    for row, window in enumerate(batch):
        inside, pieces = slice(1, len(window) - 1), window.article.pieces
        here = slice(window.start, window.end)
        out["ids"][row, 0], out["ids"][row, len(window) - 1] = CLS, SEP
        for name in ("ids", "quotes", "shapes"):
            out[name][row, inside] = getattr(pieces, name)[here]
        out["tags"][row, inside] = window.article.tags[here]
        _links(window, length, out["sources"][row], out["cues"][row])
    return out


def _links(window: Window, none: int, sources: np.ndarray, cues: np.ndarray) -> None:
    """Which pieces may be pointed at, from each piece of a cue and of a content."""
    for attribution in window.article.attributions:
        place = {role: _inside(window, attribution[role]) for role in ROLES}
        if place["source"].size:
            sources[np.ix_(place["cue"], place["source"])] = True
        elif not attribution["source"].size:
            sources[place["cue"], none] = True
        if place["cue"].size:
            cues[np.ix_(place["content"], place["cue"])] = True
        else:
            cues[place["content"], none] = True


def _inside(window: Window, places: np.ndarray) -> np.ndarray:
    kept = places[(places >= window.start) & (places < window.end)]
    return kept - window.start + 1
