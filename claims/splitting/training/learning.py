"""Teach the network: losses, schedule, averaged weights, checkpoints, the loop."""

import copy
import random
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from claims.splitting.training.corpus import Article, Window, collate
from claims.splitting.training.network import LAYERS, Network


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train; ``minutes`` ends the run early, with the rate already at nought by then."""

    epochs: float = 5.0
    minutes: float = 600.0
    pieces: int = 2500
    encoder_rate: float = 1.5e-4
    head_rate: float = 1e-3
    layer_decay: float = 0.9
    warm_up: int = 100
    steady: float = 0.3
    link_weight: float = 0.4
    averaging: float = 0.995
    seed: int = 1
    hide_quotes: float = 0.1


@dataclass(slots=True)
class Progress:
    """Where a run stands; all of it is in the checkpoint."""

    epoch: int = 0
    batch: int = 0
    step: int = 0
    seconds: float = 0.0
    history: list[dict[str, float]] = field(default_factory=list)


def link_loss(scores: Tensor, targets: Tensor) -> Tensor:
    """Mean over the asked pieces of -log of the share that falls on any right answer."""
    asked = targets.any(dim=2)
    if not asked.any():
        return scores.sum() * 0.0
    scores, targets = scores[asked].float(), targets[asked]
    right = scores.masked_fill(~targets, -1e9)
    return (scores.logsumexp(1) - right.logsumexp(1)).mean()


def losses(network: Network, batch: dict[str, Tensor]) -> tuple[Tensor, Tensor, Tensor]:
    """Losses of the tags, of cues pointing to sources and of contents pointing to cues."""
    with torch.autocast("cpu", torch.bfloat16, enabled=network.training):
        tags, sources, cues = network(batch["ids"], batch["quotes"], batch["shapes"])
    of_tags = functional.cross_entropy(tags.float().flatten(0, 1), batch["tags"].flatten(), ignore_index=-100)
    return of_tags, link_loss(sources, batch["sources"]), link_loss(cues, batch["cues"])


def tensors(batch: list[Window]) -> dict[str, Tensor]:
    """``collate`` as tensors."""
    return {name: torch.from_numpy(values) for name, values in collate(batch).items()}


def optimiser(network: Network, plan: Plan) -> torch.optim.AdamW:
    """Heads and features learn fast, the encoder slowly, its lower layers slower still."""
    groups: dict[tuple[float, float], list[Tensor]] = {}
    for name, weight in network.named_parameters():
        first, _, rest = name.partition(".")
        rate = plan.head_rate
        if first == "layers":
            rate = plan.encoder_rate * plan.layer_decay ** (LAYERS - 1 - int(rest.split(".")[0]))
        elif first in ("words", "positions", "types", "norm"):
            rate = plan.encoder_rate * plan.layer_decay**LAYERS
        groups.setdefault((rate, 0.01 if weight.dim() > 1 else 0.0), []).append(weight)
    return torch.optim.AdamW(
        [
            {"params": weights, "lr": rate, "full": rate, "weight_decay": decay}
            for (rate, decay), weights in groups.items()
        ],
        fused=True,
    )


class Run:
    """One training run that can be stopped at any time and resumed from its checkpoint."""

    def __init__(self, network: Network, articles: list[Article], plan: Plan, folder: Path) -> None:
        self.network, self.articles, self.plan, self.folder = network, articles, plan, folder
        self.optimiser = optimiser(network, plan)
        self.average = copy.deepcopy(network).eval().requires_grad_(False)
        self.progress = Progress()
        self.saved_at = time.monotonic()

    def save(self, name: str = "checkpoint.pt") -> None:
        """Write the checkpoint; a stop halfway leaves the former one."""
        state = {
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "progress": self.progress,
            "random": torch.get_rng_state(),
        }
        torch.save(state, self.folder / "writing.pt")
        (self.folder / "writing.pt").replace(self.folder / name)
        self.saved_at = time.monotonic()

    def resume(self) -> None:
        """Go on where the checkpoint stands."""
        state: dict[str, Any] = torch.load(self.folder / "checkpoint.pt", weights_only=False)  # nosec B614 - written by us, beside the model
        self.network.load_state_dict(state["network"])
        self.average.load_state_dict(state["average"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.progress = state["progress"]
        torch.set_rng_state(state["random"])

    def share_done(self, batches_an_epoch: int) -> float:
        """0 at the start, 1 at the end, by steps or by the clock, whichever is further."""
        by_steps = self.progress.step / (self.plan.epochs * batches_an_epoch)
        return max(by_steps, self.progress.seconds / (60 * self.plan.minutes))

    def set_rate(self, done: float) -> None:
        """Warm up, stay, then fall in a straight line to nought."""
        factor = min(1.0, (self.progress.step + 1) / self.plan.warm_up, (1 - done) / (1 - self.plan.steady))
        for group in self.optimiser.param_groups:
            group["lr"] = group["full"] * max(factor, 0.0)

    def train_on(self, batch: dict[str, Tensor], rng: random.Random) -> list[float]:
        """One step. Sometimes the state of quotation is hidden, so that broken marks do not mislead."""
        if rng.random() < self.plan.hide_quotes:
            batch["quotes"] = torch.zeros_like(batch["quotes"])
        tags, sources, cues = losses(self.network, batch)
        (tags + self.plan.link_weight * (sources + cues)).backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=True)
        self.progress.step += 1
        keep = min(self.plan.averaging, (1 + self.progress.step) / (10 + self.progress.step))
        with torch.no_grad():
            pairs = zip(self.average.parameters(), self.network.parameters(), strict=True)
            for mean, weight in pairs:
                mean.lerp_(weight, 1 - keep)
        return [tags.item(), sources.item(), cues.item()]
