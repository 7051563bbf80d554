"""The trained tagger: who says what, found by a small network that was taught on annotated news.

``tag`` needs no training packages; the model in ``model/`` is loaded by the first call. What the network was taught
on, how good it is and what it does not do is said in ``model/MODEL_CARD.md``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import onnxruntime  # type: ignore[import-untyped]

from claims.splitting.spans import Span
from claims.splitting.tagging.encoding import CLS, SEP, Pieces, encode, load_tokenizer
from claims.splitting.tagging.evidence import Evidence, read_window
from claims.splitting.tagging.features import Floats, Ints
from claims.splitting.tagging.joining import Link, links
from claims.splitting.tagging.windowing import Window, windows

MODEL = Path(__file__).parent / "model"


@dataclass(frozen=True, slots=True)
class Found:
    """One attribution as the network sees it; spans in order and apart, ``source`` may be empty.

    ``confidence`` (0 to 1) is the mean certainty of its pieces times that of its weakest link.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    confidence: float


def tag(text: str, sentences: Sequence[Span], *, model: Path = MODEL) -> list[Found]:
    """The attributions of ``text`` in the order of their cues. Offsets are code points of exactly this text.

    ``sentences`` are in order; windows are cut at their begins. Time grows in proportion to the text.
    """
    pieces = encode(text, load_tokenizer(model / "tokenizer.json"))
    if not len(pieces):
        return []
    session = _session(model / "tagger.onnx")
    evidence = Evidence(np.zeros(len(pieces), np.int64), np.zeros(len(pieces), np.float32))
    for window in windows(pieces, sentences):
        read_window(window, _scores(session, pieces, window), pieces, evidence)
    return [_found(link) for link in links(text, pieces, evidence)]


def warm() -> None:
    """Load the model now."""
    load_tokenizer(MODEL / "tokenizer.json")
    _session(MODEL / "tagger.onnx")


@cache
def _session(path: Path) -> onnxruntime.InferenceSession:
    """One thread: the workers run side by side, and small products gain nothing from more."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _scores(session: onnxruntime.InferenceSession, pieces: Pieces, window: Window) -> tuple[Floats, Floats, Floats]:
    here = slice(window.start, window.end)
    tags, sources, cues = session.run(
        None,
        {
            "ids": _framed(pieces.ids[here], CLS, SEP),
            "quotes": _framed(pieces.quotes[here], 0, 0),
            "shapes": _framed(pieces.shapes[here], 0, 0),
        },
    )
    return tags[0], sources[0], cues[0]


def _framed(values: Ints, first: int, last: int) -> Ints:
    return np.concatenate([[first], values, [last]])[None]


def _found(link: Link) -> Found:
    spans = [tuple(Span(b, e) for b, e in part) for part in (link.source, link.cue, link.content)]
    return Found(spans[0], spans[1], spans[2], link.confidence)
