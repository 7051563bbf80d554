"""A project for good, piece by piece: an owner asks for it, the sweeper goes on until nothing is left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import (
    Article,
    Document,
    Event,
    Export,
    FactCheck,
    Import,
    Intake,
    Project,
    Scale,
    Source,
)
from claims.pipeline.purge.articles import purge_article
from claims.pipeline.purge.refused import Refused, not_held
from claims.pipeline.purge.rows import take_away

if TYPE_CHECKING:
    from claims.models import User

ROWS_A_PIECE = 500
_IN_ORDER: tuple[Any, ...] = (Document, FactCheck, Source, Intake, Export, Import)
"""After the articles: what there may be a lot of."""


@transaction.atomic
def ask_purge(*, project: Project, by: User | None, confirm: str) -> Project:
    """Have a project that is in the trash deleted for good. ``confirm`` is its slug, typed. Raises Refused.

    From then on it cannot be restored. ``purge_piece`` does it.
    """
    row = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    if confirm.strip() != row.slug:
        raise Refused(_("Type “%(slug)s” to delete the whole project for good.") % {"slug": row.slug})
    if row.deleted_at is None:
        raise Refused(_("Only what is in the trash can be deleted for good."), field="project")
    _no_hold(row)
    if row.purging_at is None:
        row.purging_at = timezone.now()
        row.save(update_fields=["purging_at"])
        Event.objects.record("project.purge_asked", row, project_id=row.pk, by=by, slug=row.slug)
    return row


def going() -> list[Project]:
    """Projects that are being deleted for good."""
    return list(Project.objects.exclude(purging_at=None).order_by("purging_at")[:20])


def purge_piece(*, project: Project) -> bool:
    """Delete one piece: an article, or some hundred rows of a kind, at last the project; whether more is left.

    Each piece is a transaction, so that a worker may die between any two. Raises Refused under a hold.
    """
    article = Article.objects.filter(project=project).order_by("pk").first()
    if article:
        if article.deleted_at is None:
            Article.objects.filter(pk=article.pk).update(deleted_at=timezone.now())
        purge_article(article=article, by=None, why="project")
        return True
    with transaction.atomic():
        _no_hold(project)
        for model in _IN_ORDER:
            if _some(project, model):
                return True
        _last(project)
    return False


def _some(project: Project, model: Any) -> bool:
    ids = list(
        model._base_manager.filter(project=project).order_by("pk").values_list("pk", flat=True)[:ROWS_A_PIECE]
    )
    if ids:
        gone = take_away({model: set(ids)})
        gone.record("project.part_purged", project, project_id=project.pk, by=None, kind=model._meta.model_name)
    return bool(ids)


def _last(project: Project) -> None:
    """The project itself with its members, scales, settings; its Events stay. So does a scale that others use."""
    own = Scale.objects.filter(project=project)
    others = own.exclude(projects=None, copies=None).exclude(projects__in=[project], copies=None)
    Scale.objects.filter(pk__in=list(others.values_list("pk", flat=True))).update(project=None)
    scales = set(own.values_list("pk", flat=True))
    gone = take_away({Project: {project.pk}, Scale: scales} if scales else {Project: {project.pk}})
    gone.record("project.purged", project, project_id=project.pk, by=None, slug=project.slug)


def _no_hold(project: Project) -> None:
    not_held(project.pk)
    if project.holds.in_force().exists():
        words = _("A legal hold is in force on an article of this project. Lift it first.")
        raise Refused(words, field="hold")
