"""Run the splitter and save what it finds, the first time and again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from claims.models import Event, Source, Split, SplitStep
from claims.models.work import WorkState
from claims.pipeline.split import splitter
from claims.pipeline.split.attributions import save_attributions
from claims.pipeline.split.carried import carry_over
from claims.pipeline.split.kept import compare
from claims.pipeline.split.presence import drop_silent, present, voices_of
from claims.pipeline.split.statements import save_claims
from claims.pipeline.split.texts import save_sentences
from claims.pipeline.split.voices import save_sources
from claims.splitting import spans
from claims.undoing import one_at_a_time

if TYPE_CHECKING:
    from claims.models import User


@transaction.atomic
def split_again(*, split: Split, by: User) -> bool:
    """Queue a split that has ended, however it ended; False where it waits or runs already (a double click)."""
    queued = Split.objects.filter(pk=split.pk).begin_anew()
    if queued:
        article = split.revision.article
        Event.objects.record("split.asked_again", split, project_id=article.project_id, by=by, was=split.version)
    return bool(queued)


def split_revision(*, split_id: Any) -> bool:
    """Run a queued split and save what it finds; False where another worker has it or it was cancelled.

    Safe to call twice: the row is taken once, and the findings are saved in one transaction with its end. A text
    that was split before keeps what people did with it.
    """
    if not Split.objects.claim(split_id):
        return False
    job = Split.objects.select_related("revision__article").get(pk=split_id)
    _report(job, SplitStep.READING)
    try:
        found = splitter.split(job.revision.text)
        _report(job, SplitStep.SAVING)
        return _save(job, found)
    except splitter.Unusable as error:
        Split.objects.fail(split_id, str(error))
        return False
    except Exception as error:
        Split.objects.stumble(split_id, error)
        raise


def _report(job: Split, step: SplitStep) -> None:
    """Say how far the split is; also its sign of life."""
    Split.objects.filter(pk=job.pk).touch(step=step)


@transaction.atomic
def _save(job: Split, found: spans.Split) -> bool:
    revision = job.revision
    article = revision.article
    Source.objects.one_at_a_time(article.project_id)
    one_at_a_time(article.pk)
    still_ours = Split.objects.select_for_update().filter(pk=job.pk, state=WorkState.RUNNING).exists()
    if not still_ours:
        return False
    before = voices_of(article)
    plan = compare(revision, found)
    save_sentences(revision, found, plan)
    sources = save_sources(article, found.sources)
    claims = save_claims(revision, found, plan)
    suggested = save_attributions(revision, found, claims, sources)
    carry_over(revision, suggested)
    present(article, sources, found.sources)
    drop_silent(before)
    Split.objects.succeed(job.pk, step=SplitStep.DONE, version=found.version)
    told = {"claims": len(found.claims), "version": found.version, **plan.told()}
    Event.objects.record("article.split", article, project_id=article.project_id, by=None, **told)
    return True
