"""A library to search in: as many passages as asked for, their words as unevenly used as in print."""

from __future__ import annotations

import json
import random
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import numpy as np

from claims import embedding
from claims.embedding.encoder import TOKENIZER
from claims.models import Document, DocumentKind, Passage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claims.embedding import Vectors
    from claims.models import Project

A_DOCUMENT = 20
"""Passages of one document."""

TRULY_EMBEDDED = 600
"""The vectors of so many passages come from the model; the others are mixed of two of them, with noise."""


class Writer:
    """Writes passages, the same every time. Words by rank r come with a frequency of 1/(r + 10)."""

    def __init__(self, seed: int = 1) -> None:
        pieces = json.loads(TOKENIZER.read_text(encoding="utf-8"))["model"]["vocab"]
        self.words = [word for word in pieces if len(word) > 1 and word.isalpha() and word.isascii()]
        self._weights = list(accumulate(1 / (rank + 10) for rank in range(len(self.words))))
        self._chance = random.Random(seed)

    def passage(self) -> str:
        """Three to six sentences, with figures and years here and there."""
        return " ".join(self.sentence() for _ in range(self._chance.randint(3, 6)))

    def sentence(self) -> str:
        """Twelve to twenty-four words."""
        words = self._chance.choices(self.words, cum_weights=self._weights, k=self._chance.randint(12, 24))
        if self._chance.random() < 0.3:
            words[self._chance.randrange(len(words))] = str(self._chance.randint(2, 2030))
        return f"{' '.join(words).capitalize()}."

    def question(self, text: str) -> str:
        """What a person may ask who half remembers ``text``: four to fourteen words of it, some others between."""
        words = self._chance.sample(text.rstrip(".").split(), self._chance.randint(4, 14))
        return " ".join([*words, *self._chance.choices(self.words, cum_weights=self._weights, k=2)])


def fill(project: Project, count: int) -> list[str]:
    """Put ``count`` passages with vectors into the project's library; answers a few of their texts."""
    writer = Writer()
    texts = [writer.passage() for _ in range(count)]
    vectors = _vectors(texts)
    documents = Document.objects.bulk_create(_documents(project, count // A_DOCUMENT + 1), batch_size=1000)
    rows = (
        Passage(document=documents[n // A_DOCUMENT], start=(n % A_DOCUMENT) * 5000, end=(n % A_DOCUMENT) * 5000
                + len(text), text=text, embedding=vectors[n])
        for n, text in enumerate(texts)
    )  # fmt: skip
    Passage.objects.bulk_create(rows, batch_size=1000)
    return texts[:: max(1, count // 400)]


def _documents(project: Project, count: int) -> Iterator[Document]:
    shared: dict[str, Any] = {"project": project, "kind": DocumentKind.LIBRARY, "text": "x", "sha256": "0" * 64}
    return (Document(key=f"bench-{n}", title=f"Document {n}", **shared) for n in range(count))


def _vectors(texts: list[str]) -> Vectors:
    true = embedding.embed(texts[:TRULY_EMBEDDED])
    chance = np.random.default_rng(1)
    first, second = chance.integers(0, len(true), (2, len(texts)))
    noise = chance.normal(0, 0.03, (len(texts), embedding.DIMENSIONS))
    mixed = 0.7 * true[first] + 0.3 * true[second] + noise
    mixed[: len(true)] = true
    unit: Vectors = (mixed / np.linalg.norm(mixed, axis=1, keepdims=True)).astype(np.float32)
    return unit
