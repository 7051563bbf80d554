"""Articles for good: texts, claims, verdicts, their histories, and documents that only they had as evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import (
    Article,
    Attribution,
    Document,
    DocumentKind,
    Evidence,
    Export,
    Reading,
    Source,
    WorkState,
)
from claims.pipeline.purge.refused import Refused, not_held
from claims.pipeline.purge.rows import Ids, take_away

if TYPE_CHECKING:
    from claims.models import User


@transaction.atomic
def purge_article(*, article: Article, by: User | None, why: str = "person") -> dict[str, int]:
    """Delete an article that is in the trash for good; answers how many rows of each table went. Raises Refused.

    ``why`` is who wanted it: a person, or the days that the project keeps its trash. Its Events stay, without its
    words. Files of exports that may hold it are let go with it.
    """
    not_held(article.project_id, article.pk)
    row = Article.objects.select_for_update().filter(pk=article.pk).first()
    if row is None:
        return {}
    if row.deleted_at is None:
        raise Refused(_("Only what is in the trash can be deleted for good."), field="article")
    roots: Ids = {Article: {row.pk}}
    if orphans := set(_left_alone(row).values_list("pk", flat=True)):
        roots[Document] = orphans
    _leave_to_others(row)
    gone = take_away(roots)
    done = Export.objects.filter(project=row.project_id, state=WorkState.SUCCEEDED)
    done.filter(expires_at__gt=timezone.now()).update(expires_at=timezone.now())
    gone.record("article.purged", row, project_id=row.project_id, by=by, why=why)
    return dict(gone.counts)


def _left_alone(article: Article) -> Any:
    """Documents that services found for this article's claims, and that nothing else has as evidence."""
    inside = Q(claim__revision__article=article)
    here = Evidence.objects.filter(inside, document=OuterRef("pk"))
    elsewhere = Evidence.objects.filter(~inside, document=OuterRef("pk"))
    rows = Document.objects.filter(Exists(here), ~Exists(elsewhere), project=article.project_id)
    return rows.exclude(kind=DocumentKind.LIBRARY)


def _leave_to_others(article: Article) -> None:
    """An own voice of the article that a claim of another rests on is from now on the project's."""
    for model in (Attribution, Reading):
        path = "claim" if model is Attribution else "attribution__claim"
        rows: Any = model._default_manager.filter(source__article=article)
        used = rows.exclude(**{f"{path}__revision__article": article}).values("source")
        Source.objects.filter(pk__in=used).update(article=None)
