"""A cheap look at held-out articles after each epoch: exact spans by plain argmax, and right links."""

import random

import numpy as np
import torch

from claims.splitting.training.corpus import ROLES, Article, batches
from claims.splitting.training.learning import tensors
from claims.splitting.training.network import Network


@torch.no_grad()
def validate(network: Network, articles: list[Article]) -> dict[str, float]:
    """F1 of exact spans by role and the share of right links, in per cent, within windows."""
    hits, found, given = np.zeros(7), np.zeros(7), np.zeros(7)
    right, asked = {"sources": 0, "cues": 0}, {"sources": 0, "cues": 0}
    for packed in batches(articles, random.Random(0), 4000):  # noqa: S311 - shuffling, not secrets
        batch = tensors(packed)
        tags, *links = network(batch["ids"], batch["quotes"], batch["shapes"])
        for row, gold in zip(tags.argmax(2).tolist(), batch["tags"].tolist(), strict=True):
            ours, theirs = spans(row, gold), spans(gold, gold)
            for counts, chosen in ((found, ours), (given, theirs), (hits, ours & theirs)):
                for begin, _, _ in chosen:
                    counts[begin] += 1
        for name, scores in zip(right, links, strict=True):
            target = batch[name]
            asked[name] += int(target.any(2).sum())
            right[name] += int((target.gather(2, scores.argmax(2, keepdim=True))).sum())
    out = {role: 200 * hits[b] / max(1, found[b] + given[b]) for role, b in zip(ROLES, (1, 5, 3), strict=True)}
    out |= {f"links to {name}": 100 * right[name] / max(1, asked[name]) for name in right}
    return {name: round(float(value), 1) for name, value in out.items()}


def spans(tags: list[int], mask: list[int]) -> set[tuple[int, int, int]]:
    """(begin tag, first, end) of every run of tags; an I that follows nothing of its kind begins one too."""
    out, begun, kind = set(), 0, 0
    for place, tag in enumerate([*tags, 0]):
        if place < len(mask) and mask[place] == -100:
            tag = 0  # noqa: PLW2901 - padding is outside
        if kind and tag != kind + 1:
            out.add((kind, begun, place))
            kind = 0
        if tag and not kind:
            begun, kind = place, tag if tag % 2 else tag - 1
    return out
