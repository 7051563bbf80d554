"""The network learns, stops and goes on; without the packages for training these tests are skipped."""

import random
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="needs requirements-train.txt")

from claims.splitting.tagger import MODEL  # noqa: E402
from claims.splitting.tagging.encoding import load_tokenizer  # noqa: E402
from claims.splitting.training.corpus import batches, read_articles  # noqa: E402
from claims.splitting.training.learning import Plan, Run, link_loss, tensors  # noqa: E402
from claims.splitting.training.network import Network  # noqa: E402

LINE = (
    '{"text": "Anna Lind said the bridge is safe.", "attributions": '
    '[{"source": [[0, 9]], "cue": [[10, 14]], "content": [[15, 33]]}]}\n'
)


@pytest.fixture
def run(tmp_path: Path) -> Run:
    (tmp_path / "train.jsonl").write_text(LINE * 4, encoding="utf-8")
    torch.manual_seed(0)
    articles = read_articles(tmp_path / "train.jsonl", load_tokenizer(MODEL / "tokenizer.json"))
    return Run(Network(), articles, Plan(warm_up=1, encoder_rate=1e-3), tmp_path)


def test_losses_fall(run: Run) -> None:
    run.network.train()
    batch = batches(run.articles, random.Random(0), 500)[0]
    run.set_rate(0.0)
    seen = [sum(run.train_on(tensors(batch), random.Random(0))) for _ in range(12)]
    assert seen[-1] < seen[0] / 2


def test_a_stopped_run_goes_on_where_it_was(run: Run, tmp_path: Path) -> None:
    batch = tensors(batches(run.articles, random.Random(0), 500)[0])
    run.set_rate(0.0)
    run.train_on(batch, random.Random(0))
    run.save()
    again = Run(Network(), run.articles, run.plan, tmp_path)
    again.resume()
    assert again.progress == run.progress
    assert all(torch.equal(a, b) for a, b in zip(run.average.parameters(), again.average.parameters(), strict=True))


def test_the_rate_falls_to_nought(run: Run) -> None:
    run.progress.step = 50
    for done, share in ((0.0, 1.0), (0.3, 1.0), (0.65, 0.5), (1.0, 0.0)):
        run.set_rate(done)
        assert all(g["lr"] == pytest.approx(g["full"] * share) for g in run.optimiser.param_groups)


def test_any_right_answer_satisfies_a_link() -> None:
    scores = torch.tensor([[[9.0, 9.0, -9.0], [9.0, -9.0, -9.0]]])
    right = torch.tensor([[[True, True, False], [False, False, False]]])
    assert link_loss(scores, right).item() == pytest.approx(0.0, abs=1e-6)
    assert link_loss(scores, ~right & torch.tensor([True, False])[None, :, None]).item() > 10
    assert link_loss(scores, torch.zeros_like(right)).item() == 0
