"""Train the tagger from a corpus: ``python -m claims.splitting.training CORPUS_DIR``.

The folder holds ``train.jsonl`` and ``dev.jsonl``, one article a line:
``{"text": ..., "attributions": [{"source": [[start, end], ...], "cue": [...], "content": [...]}]}``,
offsets in code points, end exclusive; ``source`` may be empty. Everything is written under ``--out``;
a run that was stopped goes on with ``--resume``. The mean of the last weights and of those that did best
on a quarter of ``dev.jsonl`` ends as ``model/tagger.onnx`` under ``--out``; put it in the place of the shipped one.
"""

import argparse
import logging
import random
import signal
import sys
import time
from dataclasses import fields
from pathlib import Path

import torch

from claims.splitting.tagging.encoding import load_tokenizer
from claims.splitting.training.corpus import Article, batches, read_articles
from claims.splitting.training.encoder import encoder_folder
from claims.splitting.training.export import export
from claims.splitting.training.learning import Plan, Run, tensors
from claims.splitting.training.network import Network, load_encoder
from claims.splitting.training.validation import validate

log = logging.getLogger("training")


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--out", type=Path, default=Path("var/training"))
    parser.add_argument("--encoder", type=Path, help="folder with model.safetensors and tokenizer.json")
    parser.add_argument("--start", type=Path, help="weights of an earlier run to start from, such as best.pt")
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--threads", type=int, default=2)
    for plan in fields(Plan):
        parser.add_argument("--" + plan.name.replace("_", "-"), type=type(plan.default), default=plan.default)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    logging.basicConfig(
        level=logging.INFO,
        format="%(asctime)s %(message)s",
        handlers=[logging.StreamHandler(), logging.FileHandler(given.out / "training.log")],
    )
    torch.set_num_threads(given.threads)
    plan = Plan(**{plan.name: getattr(given, plan.name) for plan in fields(Plan)})
    folder = given.encoder or encoder_folder()
    tokenizer = load_tokenizer(folder / "tokenizer.json")
    torch.manual_seed(plan.seed)
    network = Network()
    load_encoder(network, folder)
    if given.start:
        network.load_state_dict(torch.load(given.start, weights_only=True))
    run = Run(network, read_articles(given.corpus / "train.jsonl", tokenizer), plan, given.out)
    if given.resume:
        run.resume()
    held = read_articles(given.corpus / "dev.jsonl", tokenizer)
    log.info("%s; %s articles, %s to choose by", plan, len(run.articles), len(held[::4]))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        teach(run, held[::4])
    finally:
        run.save()
    torch.save(run.average.state_dict(), given.out / "last.pt")
    export([given.out / "best.pt", given.out / "last.pt"], given.out / "model", folder)


def teach(run: Run, held: list[Article]) -> None:
    """Epochs until the plan is done; after each, the averaged weights are measured and kept."""
    progress, done = run.progress, 0.0
    while done < 1:
        rng = random.Random(1000 * run.plan.seed + progress.epoch)  # noqa: S311 - shuffling, not secrets
        todo = batches(run.articles, rng, run.plan.pieces)
        while progress.batch < len(todo) and done < 1:
            done = _step(run, todo, rng)
        progress.epoch, progress.batch = progress.epoch + 1, 0
        progress.history.append(validate(run.average, held))
        log.info("after epoch %s: %s", progress.epoch, progress.history[-1])
        if quality(progress.history[-1]) == max(map(quality, progress.history)):
            torch.save(run.average.state_dict(), run.folder / "best.pt")
        run.save()


def quality(figures: dict[str, float]) -> float:
    """What the best epoch is chosen by: the mean of all figures."""
    return sum(figures.values()) / len(figures)


def _step(run: Run, todo: list, rng: random.Random) -> float:
    progress, since = run.progress, time.monotonic()
    run.set_rate(run.share_done(len(todo)))
    run.network.train()
    shown = run.train_on(tensors(todo[progress.batch]), rng)
    progress.batch += 1
    progress.seconds += time.monotonic() - since
    done = run.share_done(len(todo))
    if progress.step % 20 == 0:
        left = progress.seconds / 60 * (1 / done - 1) if done else 0
        told = " ".join(f"{value:.3f}" for value in shown)
        log.info(
            "step %s, epoch %.2f, loss %s, %.0f %% done, about %.0f min left",
            progress.step,
            progress.epoch + progress.batch / len(todo),
            told,
            100 * done,
            left,
        )
    if time.monotonic() - run.saved_at > 180:
        run.save()
    return done


if __name__ == "__main__":
    main()
