"""From scores to tags: the best sequence in which no span goes on without having begun, nor ends within a word."""

import numpy as np

from claims.splitting.tagging.features import Flags, Floats, Ints

TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
SOURCE, CUE, CONTENT = 1, 3, 5  # the tag that begins a span; the next one goes on with it

_NEVER = -1e4


def _moves() -> tuple[Floats, Floats]:
    """Cost of each step from tag to tag: at the begin of a word, and within one."""
    between = np.zeros((7, 7), np.float32)
    within = np.full((7, 7), _NEVER, np.float32)
    within[0, 0] = 0
    for begin in (SOURCE, CUE, CONTENT):
        between[:, begin + 1] = _NEVER
        for inside in (begin, begin + 1):
            between[inside, begin + 1] = within[inside, begin + 1] = 0
    return between, within


_BETWEEN, _WITHIN = _moves()


def log_softmax(scores: Floats) -> Floats:
    """Logarithms of probabilities along the last axis."""
    shifted = scores - scores.max(axis=-1, keepdims=True)
    total: Floats = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return total


def best_tags(scores: Floats, continues: Flags) -> Ints:
    """The most probable allowed tags for log-probabilities [piece, tag]."""
    length = len(scores)
    back = np.zeros((length, 7), np.int64)
    best = scores[0].copy()
    best[[SOURCE + 1, CUE + 1, CONTENT + 1]] = _NEVER
    columns = np.arange(7)
    for place in range(1, length):
        step = best[:, None] + (_WITHIN if continues[place] else _BETWEEN)
        back[place] = step.argmax(axis=0)
        best = step[back[place], columns] + scores[place]
    tags = np.zeros(length, np.int64)
    tags[-1] = best.argmax()
    for place in range(length - 1, 0, -1):
        tags[place - 1] = back[place, tags[place]]
    return tags


def spans_of(tags: Ints, begin: int) -> list[tuple[int, int]]:
    """First and end of every span that the tag ``begin`` opens. One that goes on from nowhere counts as begun."""
    kind = np.where(tags == begin, 2, np.where(tags == begin + 1, 1, 0))
    before = np.concatenate([[0], kind[:-1]])
    starts = np.flatnonzero((kind == 2) | ((kind == 1) & (before == 0)))
    edges = np.flatnonzero((before > 0) & ((kind == 0) | (kind == 2)))
    ends = np.concatenate([edges, [len(tags)]]) if len(kind) and kind[-1] else edges
    return list(zip(starts.tolist(), ends.tolist(), strict=True))
