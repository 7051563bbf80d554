"""The addresses of scales, guidelines and examples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claims.models import Act
from claims.pipeline import guide

if TYPE_CHECKING:
    from tests.conftest import Cast

GET, POST = "get", "post"
ADDRESSES: list[tuple[Any, ...]] = [
    ("guideline-page", GET, Act.READ),
    ("guideline-version", GET, Act.READ, "guideline"),
    ("guideline-change", GET, Act.GUIDE),
    ("guideline-change", POST, Act.GUIDE, "", 422, {"text": "x" * 60_001}),
    ("example-add", GET, Act.GUIDE),
    ("example-add", POST, Act.GUIDE, "", 422),
    ("example-change", GET, Act.GUIDE, "example"),
    ("example-change", POST, Act.GUIDE, "example", 422),
    ("example-retire", POST, Act.GUIDE, "example", 302),
    ("scale-list", GET, Act.READ),
    ("scale-page", GET, Act.READ, "scale"),
    ("scale-change", GET, Act.GUIDE, "scale"),
    ("scale-change", POST, Act.GUIDE, "scale", 422),
    ("scale-choose", GET, Act.GUIDE, "scale"),
    ("scale-choose", POST, Act.GUIDE, "scale", 302),
    ("rating-retire", POST, Act.GUIDE, "rating", 302),
]


def guide_rows(cast: Cast) -> dict[str, Any]:
    """A version of the guidelines, an example, the scale in use and one of its ratings."""
    scale = cast.project.scale
    return {
        "guideline": guide.change_guidelines(project=cast.project, by=cast.owner, text="# Twice\n\nRead it twice."),
        "example": guide.add_example(
            project=cast.project,
            by=cast.editor,
            statement="Prices rose.",
            why="The release says so.",
            rating="true",
        ),
        "scale": scale,
        "rating": scale.current().ratings.get(slug="opinion"),
    }
