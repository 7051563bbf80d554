"""Write the averaged weights as an ONNX model: int8 per channel, embeddings int8 per word, heads in float."""

import argparse
import logging
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from claims.splitting.tagging.windowing import ROOM
from claims.splitting.training.encoder import encoder_folder
from claims.splitting.training.network import HEADS, WIDTH, Layer, Network

INPUTS = ("ids", "quotes", "shapes")
OUTPUTS = ("tags", "sources", "cues")


class SmallTable(nn.Module):
    """A table of word vectors in eight bits, one scale a word."""

    def __init__(self, weight: Tensor) -> None:
        super().__init__()
        scale = weight.abs().amax(dim=1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("small", (weight / scale).round().to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, ids: Tensor) -> Tensor:
        return self.small[ids].float() * self.scale[ids]


class _Attention(torch.autograd.Function):
    """The runtime's own attention in place of its parts: one pass, no table of all pairs in memory."""

    @staticmethod
    def forward(ctx: Any, query: Tensor, key: Tensor, value: Tensor) -> Tensor:
        return query + key + value  # the trace asks for the shape alone

    @staticmethod
    def symbolic(g: Any, query: Any, key: Any, value: Any) -> Any:
        return g.op("com.microsoft::MultiHeadAttention", query, key, value, num_heads_i=HEADS)


class _RuntimeLayer(Layer):
    def attend(self, joint: Tensor, mask: Tensor | None) -> Tensor:
        return _Attention.apply(*joint.chunk(3, dim=2))


def mean_of(weights: Sequence[Path]) -> dict[str, Tensor]:
    """The mean of the weights in several files, which is often a little better than each."""
    states = [torch.load(path, weights_only=True) for path in weights]
    return {name: sum(state[name] for state in states) / len(states) for name in states[0]}


def export(weights: Sequence[Path], out: Path, encoder: Path, *, exact: bool = False) -> None:
    """Write the mean of ``weights`` as ``tagger.onnx``, and ``tokenizer.json``, into ``out``.

    ``exact`` leaves everything in float.
    """
    network = Network().eval()
    network.load_state_dict(mean_of(weights))
    network.unpadded = True
    for layer in network.layers:
        layer.__class__ = _RuntimeLayer
    network.positions = nn.Embedding.from_pretrained(network.positions.weight[: ROOM + 2].detach())
    if not exact:
        network.words = SmallTable(network.words.weight.detach())
    out.mkdir(parents=True, exist_ok=True)
    full = out / "tagger.onnx" if exact else out / "full.onnx"
    _trace(network, full)
    if not exact:
        logging.getLogger().setLevel(logging.ERROR)  # the quantiser tells the root logger about every tensor
        kept = _heads(onnx.load(full))
        quantize_dynamic(
            full,
            out / "tagger.onnx",
            op_types_to_quantize=["MatMul", "Gemm"],
            per_channel=True,
            weight_type=QuantType.QInt8,
            nodes_to_exclude=kept,
        )
        full.unlink()
    shutil.copyfile(encoder / "tokenizer.json", out / "tokenizer.json")


def _trace(network: nn.Module, path: Path) -> None:
    like = torch.ones(2, 40, dtype=torch.int64)
    free = {name: {0: "batch", 1: "pieces"} for name in (*INPUTS, *OUTPUTS)}
    free["sources"] = free["cues"] = {0: "batch", 1: "pieces", 2: "pieces_or_none"}
    torch.onnx.export(
        network,
        (like, like, like),
        str(path),
        input_names=list(INPUTS),
        output_names=list(OUTPUTS),
        dynamic_axes=free,
        opset_version=17,
        dynamo=False,
    )


def _heads(model: onnx.ModelProto) -> list[str]:
    """The matrix products of the heads: all that do not make or take the width of the encoder's layers."""
    shapes = {w.name: list(w.dims) for w in model.graph.initializer}
    sizes = {(WIDTH, 3 * WIDTH), (WIDTH, WIDTH), (WIDTH, 4 * WIDTH), (4 * WIDTH, WIDTH)}
    kept = []
    for node in model.graph.node:
        if node.op_type in ("MatMul", "Gemm"):
            known = [tuple(shapes[name]) for name in node.input if name in shapes]
            if not any(size in sizes or size[::-1] in sizes for size in known):
                kept.append(node.name)
    return kept


def main() -> None:
    """Export from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("weights", type=Path, nargs="+", help="several: their mean is written")
    parser.add_argument("--encoder", type=Path)
    parser.add_argument("--exact", action="store_true", help="leave everything in float")
    given = parser.parse_args()
    export(given.weights, given.out, given.encoder or encoder_folder(), exact=given.exact)


if __name__ == "__main__":
    main()
