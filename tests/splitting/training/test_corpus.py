"""A corpus cut into windows: answers follow the pieces, and what a window cannot know is not asked."""

import json
import random
from pathlib import Path

import numpy as np
import pytest

from claims.splitting.tagger import MODEL
from claims.splitting.tagging.decoding import CONTENT, CUE, SOURCE, spans_of
from claims.splitting.tagging.encoding import load_tokenizer
from claims.splitting.tagging.windowing import ROOM
from claims.splitting.training.corpus import Article, Window, batches, collate, read_articles, windows

TEXT = "The bridge is safe, Anna Lind said, adding that it will open. It was understood that tolls rise.\n\n" + (
    "The council met again on Monday. " * 60
)


def spans(*quotes: str) -> list[list[int]]:
    return [[TEXT.index(quote), TEXT.index(quote) + len(quote)] for quote in quotes]


@pytest.fixture
def article(tmp_path: Path) -> Article:
    row = {
        "text": TEXT,
        "attributions": [
            {"source": spans("Anna Lind"), "cue": spans("said"), "content": spans("The bridge is safe")},
            {"source": spans("Anna Lind"), "cue": spans("adding"), "content": spans("that it will open")},
            {"source": [], "cue": spans("was understood"), "content": spans("that tolls rise")},
        ],
    }
    path = tmp_path / "train.jsonl"
    path.write_text(json.dumps(row) + "\n\n", encoding="utf-8")
    (found,) = read_articles(path, load_tokenizer(MODEL / "tokenizer.json"))
    return found


def words(article: Article, begin: int) -> list[str]:
    pieces = article.pieces
    return [TEXT[pieces.starts[a] : pieces.ends[b - 1]] for a, b in spans_of(article.tags, begin)]


def test_tags_cover_the_spans(article: Article) -> None:
    assert words(article, SOURCE) == ["Anna Lind"]
    assert words(article, CUE) == ["said", "adding", "was understood"]
    assert words(article, CONTENT) == ["The bridge is safe", "that it will open", "that tolls rise"]


def test_one_source_serves_two_cues_and_none_is_an_answer(article: Article) -> None:
    size = len(article.pieces)
    whole = collate([Window(article, 0, size)])
    (said,), (source,) = article.attributions[0]["cue"] + 1, [article.attributions[0]["source"] + 1]
    (adding,) = article.attributions[1]["cue"] + 1
    for cue in (said, adding):
        assert np.flatnonzero(whole["sources"][0, cue]).tolist() == source.tolist()
    understood = article.attributions[2]["cue"] + 1
    assert whole["sources"][0, understood, -1].all()
    assert whole["sources"].any(axis=2).sum() == 2 + len(understood)
    content = article.attributions[1]["content"] + 1
    assert (whole["cues"][0, content].argmax(axis=1) == adding).all()


def test_what_lies_outside_a_window(article: Article) -> None:
    (said,) = article.attributions[0]["cue"]
    batch = collate([Window(article, int(said), len(article.pieces)), Window(article, 0, int(said))])
    assert not batch["sources"][0, 1].any(), "the source is cut off, so nothing is asked"
    content = article.attributions[0]["content"] + 1
    assert batch["cues"][1, content, -1].all(), "the cue is cut off, so none is the answer"


def test_windows_cover_an_article_once_and_end_with_sentences(article: Article) -> None:
    rng = random.Random(3)
    borders = set()
    for _ in range(5):
        found = list(windows(article, rng))
        assert [w.start for w in found] == [0, *(w.end for w in found[:-1])]
        assert found[-1].end == len(article.pieces)
        assert all(w.end - w.start <= ROOM for w in found)
        assert all(w.end in article.cuts for w in found[:-1])
        borders.add(found[0].end)
    assert len(borders) > 1


def test_batches_hold_every_piece_and_stay_small(article: Article) -> None:
    packed = batches([article] * 9, random.Random(1), most=600)
    assert sum(w.end - w.start for batch in packed for w in batch) == 9 * len(article.pieces)
    assert all(len(batch) == 1 or max(map(len, batch)) * len(batch) <= 600 for batch in packed)
