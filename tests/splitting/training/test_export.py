"""What is exported answers as the network does; without the packages for training these tests are skipped."""

from pathlib import Path

import numpy as np
import onnxruntime
import pytest

torch = pytest.importorskip("torch", reason="needs requirements-train.txt")

from claims.splitting.tagger import MODEL  # noqa: E402
from claims.splitting.training.export import export  # noqa: E402
from claims.splitting.training.network import Network  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    torch.manual_seed(1)
    torch.save(Network().state_dict(), tmp_path / "weights.pt")
    return tmp_path / "weights.pt"


def answers(path: Path, asked: dict[str, np.ndarray]) -> list[np.ndarray]:
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    return session.run(None, asked)


def test_exported_answers(weights: Path, tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    asked = {"ids": rng.integers(1000, 20000, (1, 61)), "quotes": rng.integers(0, 4, (1, 61))}
    asked["shapes"] = rng.integers(0, 8, (1, 61))
    network = Network().eval()
    network.load_state_dict(torch.load(weights, weights_only=True))
    with torch.no_grad():
        expected = [
            out.numpy() for out in network(*(torch.from_numpy(asked[n]) for n in ("ids", "quotes", "shapes")))
        ]
    export([weights], tmp_path / "exact", MODEL, exact=True)
    export([weights, weights], tmp_path / "small", MODEL)
    for given, wanted in zip(answers(tmp_path / "exact" / "tagger.onnx", asked), expected, strict=True):
        assert given.shape == wanted.shape
        assert np.abs(given - wanted).max() < 1e-4
    for given, wanted in zip(answers(tmp_path / "small" / "tagger.onnx", asked), expected, strict=True):
        assert np.abs(given - wanted).mean() < 0.1 * np.abs(wanted).mean()
    assert (tmp_path / "small" / "tagger.onnx").stat().st_size < 25_000_000
