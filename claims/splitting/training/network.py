"""The network: a small BERT, features added to its embeddings, a tagger and two linkers."""

import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from claims.splitting.tagging.decoding import TAGS
from claims.splitting.tagging.features import QUOTE_STATES, SHAPES

WIDTH, HEADS, LAYERS, INNER = 384, 12, 6, 1536
FARTHEST = 128


class Layer(nn.Module):
    """One BERT layer: attention, then two dense layers, each with its residual and norm."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query_key_value = nn.Linear(WIDTH, 3 * WIDTH)
        self.after_attention = nn.Linear(WIDTH, WIDTH)
        self.attention_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.inner = nn.Linear(WIDTH, INNER)
        self.outer = nn.Linear(INNER, WIDTH)
        self.outer_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        mixed = self.after_attention(self.attend(self.query_key_value(x), mask))
        x = self.attention_norm(x + self.dropout(mixed))
        inner = self.outer(functional.gelu(self.inner(x)))
        return self.outer_norm(x + self.dropout(inner))

    def attend(self, joint: Tensor, mask: Tensor | None) -> Tensor:
        """Attention over queries, keys and values that lie side by side in the last dimension."""
        batch, length, _ = joint.shape
        qkv = joint.view(batch, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        scores = (qkv[0] * (WIDTH // HEADS) ** -0.5) @ qkv[1].transpose(2, 3)
        if mask is not None:
            scores = scores + mask.to(scores.dtype)
        return (torch.softmax(scores, dim=3) @ qkv[2]).transpose(1, 2).reshape(batch, length, WIDTH)


class Pointer(nn.Module):
    """From each piece to each piece, or to none: biaffine scores plus a learned leaning by distance."""

    def __init__(self, size: int = 128) -> None:
        super().__init__()
        self.query = nn.Linear(WIDTH, size)
        self.key = nn.Linear(WIDTH, size)
        self.standing = nn.Linear(WIDTH, 1)
        self.none = nn.Linear(WIDTH, 1)
        self.distance = nn.Embedding(2 * FARTHEST + 1, 1)
        self.size = size
        nn.init.zeros_(self.distance.weight)

    def forward(self, x: Tensor, padding: Tensor | None) -> Tensor:
        """Scores [batch, piece, piece + 1]; the last column says "none". Padding scores far below everything."""
        scores = self.query(x) @ self.key(x).transpose(1, 2) / math.sqrt(self.size)
        scores = scores + self.leaning(x.shape[1])[None] + self.standing(x).transpose(1, 2)
        if padding is not None:
            scores = scores.masked_fill(padding[:, None, :], -1e4)
        return torch.cat([scores, self.none(x)], dim=2)

    def leaning(self, length: int) -> Tensor:
        """The weight of the distance from each piece to each other, [length, length].

        One row of weights is repeated and cut one shorter each time, so that each line is shifted by one:
        a table look-up for every pair takes many times as long.
        """
        apart = torch.arange(1 - length, length + 1, device=self.distance.weight.device)
        line = self.distance(apart.clamp(-FARTHEST, FARTHEST) + FARTHEST)[:, 0]
        shifted = line.expand(length, 2 * length).reshape(-1)[: length * (2 * length - 1)]
        return shifted.view(length, 2 * length - 1)[:, length - 1 :]


class Network(nn.Module):
    """ids, quotes, shapes [batch, piece] -> tag scores, cue-to-source scores, content-to-cue scores.

    ``unpadded`` promises that no window of a batch is shorter than another, which saves the masks.
    """

    unpadded = False

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(30522, WIDTH)
        self.positions = nn.Embedding(512, WIDTH)
        self.types = nn.Parameter(torch.zeros(WIDTH))
        self.quotes = nn.Embedding(QUOTE_STATES, WIDTH)
        self.shapes = nn.Embedding(SHAPES, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.tagger = nn.Linear(WIDTH, len(TAGS))
        self.to_source = Pointer()
        self.to_cue = Pointer()
        nn.init.zeros_(self.quotes.weight)
        nn.init.zeros_(self.shapes.weight)

    def forward(self, ids: Tensor, quotes: Tensor, shapes: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        padding, mask = (None, None) if self.unpadded else self.padding(ids)
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.words(ids) + self.positions(places)[None] + self.types + self.quotes(quotes) + self.shapes(shapes)
        x = self.dropout(self.norm(x))
        for layer in self.layers:
            x = layer(x, mask)
        x = self.dropout(x)
        return self.tagger(x), self.to_source(x, padding), self.to_cue(x, padding)

    def padding(self, ids: Tensor) -> tuple[Tensor, Tensor]:
        """Which pieces only fill up the batch, and what keeps attention off them."""
        padding = ids == 0
        return padding, torch.zeros_like(ids, dtype=self.types.dtype).masked_fill(padding, -1e4)[:, None, None, :]


def load_encoder(network: Network, folder: Path) -> None:
    """Put the weights of a BERT of this size (``model.safetensors`` in ``folder``) under the heads."""
    given = {name.removeprefix("bert."): value for name, value in load_file(folder / "model.safetensors").items()}
    state = network.state_dict()
    state["words.weight"] = given["embeddings.word_embeddings.weight"]
    state["positions.weight"] = given["embeddings.position_embeddings.weight"]
    state["types"] = given["embeddings.token_type_embeddings.weight"][0]
    for end in ("weight", "bias"):
        state[f"norm.{end}"] = given[f"embeddings.LayerNorm.{end}"]
        for index in range(LAYERS):
            old, new = f"encoder.layer.{index}.", f"layers.{index}."
            parts = [given[f"{old}attention.self.{part}.{end}"] for part in ("query", "key", "value")]
            state[f"{new}query_key_value.{end}"] = torch.cat(parts)
            state[f"{new}after_attention.{end}"] = given[f"{old}attention.output.dense.{end}"]
            state[f"{new}attention_norm.{end}"] = given[f"{old}attention.output.LayerNorm.{end}"]
            state[f"{new}inner.{end}"] = given[f"{old}intermediate.dense.{end}"]
            state[f"{new}outer.{end}"] = given[f"{old}output.dense.{end}"]
            state[f"{new}outer_norm.{end}"] = given[f"{old}output.LayerNorm.{end}"]
    network.load_state_dict(state)
