"""Work is a row that people can see: the states that a split, a look-up and an intake share."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import reduce
from typing import Any, ClassVar, Self

from django.db import OperationalError, models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .identity import Identified

UNSEEN_AFTER = timedelta(seconds=60)
"""A queued row that waited for so long may have lost its message; sending another does no harm."""


MOST_ATTEMPTS = 3
"""So often work is begun before it fails for good, where trying again may help."""


class WorkState(models.TextChoices):
    """Where a unit of work stands; the last three are ends."""

    QUEUED = "queued", _("Queued")
    RUNNING = "running", _("Running")
    SUCCEEDED = "succeeded", _("Succeeded")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


class WorkQuerySet(models.QuerySet[Any]):
    """Conditional updates: each answers whether this process was the one that moved the row."""

    def of_project(self, project: Any) -> Self:
        """Those of one project."""
        return self.filter(**{self.model.project_path: project})

    def unfinished(self) -> Self:
        """Queued or running."""
        return self.filter(state__in=[WorkState.QUEUED, WorkState.RUNNING])

    def failed(self) -> Self:
        """Ended with an error."""
        return self.filter(state=WorkState.FAILED)

    def overdue(self) -> Self:
        """Queued rows that no worker took and running rows whose worker went silent."""
        now = timezone.now()
        unseen = Q(state=WorkState.QUEUED, touched_at__lt=now - UNSEEN_AFTER)
        silent = Q(state=WorkState.RUNNING, touched_at__lt=now - self.model.stale_after)
        return self.filter(unseen | silent).exclude(due_at__gt=now)

    def claim(self, pk: Any) -> bool:
        """Take a queued row that is due; False where another worker was there first or it was cancelled."""
        due = Q(due_at=None) | Q(due_at__lte=Now())
        taken = self.filter(due, pk=pk, state=WorkState.QUEUED).update(
            state=WorkState.RUNNING, attempts=F("attempts") + 1, started_at=Now(), touched_at=Now(), error=""
        )
        return taken == 1

    def succeed(self, pk: Any, **fields: Any) -> bool:
        """End a running row well; False where it was cancelled meanwhile."""
        return self._end(pk, state=WorkState.SUCCEEDED, **fields)

    def fail(self, pk: Any, error: str) -> bool:
        """End a running row with the reason in words."""
        return self._end(pk, state=WorkState.FAILED, error=error or "Ended without saying why.")

    def stumble(self, pk: Any, error: Exception) -> bool:
        """End a running row on an error that nobody foresaw; the worker's log has the rest.

        Where the database was away for a moment it is queued again instead, for the task that tries again.
        """
        running = self.filter(pk=pk, state=WorkState.RUNNING, attempts__lt=MOST_ATTEMPTS)
        if isinstance(error, OperationalError) and running.revive():
            return False
        kind = type(error).__name__
        if kind == "SoftTimeLimitExceeded":
            return self.fail(pk, gettext("This took too long and was stopped."))
        words = gettext("Something unforeseen went wrong (%(kind)s). The worker's log has the details.")
        return self.fail(pk, words % {"kind": kind})

    def postpone(self, pk: Any, error: str, seconds: float, **fields: Any) -> bool:
        """Put a running row back for later, with the reason; False where it was cancelled meanwhile."""
        later = timezone.now() + timedelta(seconds=seconds)
        row = self.filter(pk=pk, state=WorkState.RUNNING)
        return row.update(state=WorkState.QUEUED, error=error, due_at=later, touched_at=Now(), **fields) == 1

    def _end(self, pk: Any, **fields: Any) -> bool:
        row = self.filter(pk=pk, state=WorkState.RUNNING)
        return row.update(finished_at=Now(), touched_at=Now(), **fields) == 1

    def touch(self, **fields: Any) -> int:
        """A sign of life from running rows."""
        return self.filter(state=WorkState.RUNNING).update(touched_at=Now(), **fields)

    def cancel(self) -> int:
        """Cancel what has not ended; answers how many."""
        return self.unfinished().update(state=WorkState.CANCELLED, finished_at=Now(), touched_at=Now())

    def put_away(self, at: datetime) -> int:
        """Cancel what has not ended because what it is for went into the trash at that moment; answers how many."""
        return self.unfinished().update(state=WorkState.CANCELLED, finished_at=at, touched_at=Now())

    def take_up(self, since: datetime) -> list[Any]:
        """Queue again what was put away at that moment; answers the ids."""
        rows = self.filter(state=WorkState.CANCELLED, finished_at=since)
        ids = list(rows.values_list("pk", flat=True))
        self.filter(pk__in=ids)._queue_as_new()
        return ids

    def requeue(self) -> int:
        """Queue what did not succeed as if it were new: a person asked for it; answers how many."""
        return self.exclude(state=WorkState.SUCCEEDED)._queue_as_new()

    def begin_anew(self, **fields: Any) -> int:
        """Queue what has ended, also what succeeded, as if it were new; answers how many."""
        return self.exclude(state__in=[WorkState.QUEUED, WorkState.RUNNING])._queue_as_new(**fields)

    def revive(self) -> int:
        """Queue lost rows again; attempts and waiting time count on. Answers how many."""
        return self.exclude(state=WorkState.SUCCEEDED)._queue()

    def _queue_as_new(self, **fields: Any) -> int:
        return self._queue(attempts=0, queued_at=Now(), due_at=None, **fields)

    def _queue(self, **fields: Any) -> int:
        return self.update(
            state=WorkState.QUEUED, touched_at=Now(), started_at=None, finished_at=None, error="", **fields
        )


class Work(Identified):
    """A unit of background work. ``touched_at`` is the last sign of life.

    A running row untouched for ``stale_after`` lost its worker; it is longer than the task's time limit.
    ``project_path`` is the lookup that leads to its project.
    """

    stale_after: ClassVar[timedelta] = timedelta(minutes=5)
    project_path: ClassVar[str] = "project"

    state = models.CharField(_("state"), max_length=12, choices=WorkState, default=WorkState.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    queued_at = models.DateTimeField(_("queued at"), db_default=Now())
    due_at = models.DateTimeField(_("not before"), null=True, blank=True)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    touched_at = models.DateTimeField(db_default=Now(), editable=False)
    error = models.TextField(_("error"), blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(name="%(class)s_state_known", condition=Q(state__in=WorkState.values)),
            models.CheckConstraint(
                name="%(class)s_failure_says_why", condition=~Q(state=WorkState.FAILED) | ~Q(error="")
            ),
        ]

    @property
    def of_project_id(self) -> Any:
        """The id of the project it belongs to."""
        steps = f"{self.project_path}_id".split("__")
        return reduce(getattr, steps, self)

    @property
    def is_unfinished(self) -> bool:
        """Whether it is still queued or running."""
        return self.state in (WorkState.QUEUED, WorkState.RUNNING)

    @property
    def is_put_off(self) -> bool:
        """Whether it waits for a time that a service named, rather than for a worker."""
        return self.state == WorkState.QUEUED and self.due_at is not None
