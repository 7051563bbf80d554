"""The addresses of the trash, and what lies in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from claims.models import Act, Hold
from tests import factories

if TYPE_CHECKING:
    from tests.conftest import Cast

GET, POST = "get", "post"
ADDRESSES: list[tuple[Any, ...]] = [
    ("trash-page", GET, None),
    ("trash-restore", POST, Act.TRASH, "thrown_article", 302, {}, False, ("article",)),
    ("article-trash", POST, Act.TRASH, "passing_article", 302),
    ("source-trash", GET, Act.TRASH, "source"),
    ("source-trash", POST, Act.TRASH, "passing_source", 302),
    ("trash-purge", GET, Act.MANAGE, "thrown_article", 200, {}, False, ("article",)),
    ("trash-purge", POST, Act.MANAGE, "thrown_article", 422, {}, False, ("article",)),
    ("keeping-page", GET, Act.MANAGE),
    ("keeping-page", POST, Act.MANAGE, "", 302),
    ("hold-place", POST, Act.MANAGE, "", 422),
    ("hold-lift", POST, Act.MANAGE, "lifted_hold", 302),
    ("project-trash", GET, Act.MANAGE),
    ("project-trash", POST, Act.MANAGE, "", 422),
]


def trash_rows(cast: Cast) -> dict[str, Any]:
    """An article in the trash, one that may go there, and a source that nothing rests on."""
    thrown = factories.make_article(cast.project, by=cast.reviewer, text="It rained in May, the office said.")
    thrown.deleted_at = timezone.now()
    thrown.save(update_fields=["deleted_at"])
    passing = factories.make_article(cast.project, by=cast.reviewer, text="It snowed in June, the office said.")
    source = factories.make_source(cast.project, name="Passing Office")
    hold = Hold.objects.create(
        project=cast.project, reason="A letter.", by=cast.owner, lifted_at=timezone.now(), lifted_by=cast.owner
    )
    document = factories.make_document(cast.project, title="Passing paper")
    return {
        "passing_document": document,
        "thrown_article": thrown,
        "passing_article": passing,
        "passing_source": source,
        "lifted_hold": hold,
    }
