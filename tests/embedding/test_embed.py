"""Vectors of meaning: of length one, the same in every company, alike for what says alike."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims import embedding
from claims.embedding.encoder import BATCH_PIECES, _batches

ODD = ["", " ", "🍵", "\ud800 alone", "x\x00y", "词语", "word " * 5000]


def test_one_unit_vector_a_text_in_order():
    texts = ["The mayor denied it.", *ODD, "Prices rose by 4 percent."]
    vectors = embedding.embed(texts)
    assert vectors.shape == (len(texts), embedding.DIMENSIONS)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    assert embedding.embed([]).shape == (0, embedding.DIMENSIONS)


def test_the_same_alone_and_in_company():
    texts = ["Prices rose.", "The council approved the new bridge over the river. " * 8, "Ferry", *ODD]
    together = embedding.embed(texts)
    for text, vector in zip(texts, together, strict=True):
        assert embedding.embed([text])[0] == pytest.approx(vector, abs=1e-4)


def test_other_words_for_the_same_are_nearer_than_the_same_words_for_another():
    said, other_words, same_words = embedding.embed([
        "The company fired half of its employees.",
        "Fifty percent of the staff were laid off by the firm.",
        "Half of the company toured the gallery.",
    ])  # fmt: skip
    assert said @ other_words > said @ same_words + 0.1


@given(st.lists(st.integers(2, 256), max_size=80))
def test_batches_hold_every_place_once_and_no_more_than_fits(lengths):
    batches = _batches(lengths)
    assert sorted(place for batch in batches for place in batch) == list(range(len(lengths)))
    for batch in batches:
        assert len(batch) == 1 or len(batch) * max(lengths[place] for place in batch) <= BATCH_PIECES


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=300))
def test_any_text_has_a_meaning(text):
    assert np.isfinite(embedding.embed([text])).all()


def test_pages_that_do_not_search_do_not_load_the_model():
    ask = "import claims.embedding.encoder as e; print(e._session.cache_info().currsize)"
    assert (
        subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True).stdout.strip()
        == "0"
    )
