"""Telling other systems what happened: addresses, and each message on its way to one."""

from __future__ import annotations

from datetime import timedelta

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .identity import Identified
from .project import Project
from .work import Work, WorkQuerySet


class HookEvent(models.TextChoices):
    """What can be told."""

    ARTICLE_SPLIT = "article.split", _("An article was split into claims")
    LOOKUPS_DONE = "lookups.done", _("All look-ups of an article have ended")
    VERDICT = "verdict.recorded", _("A verdict was given")
    RULING = "claim.ruled", _("A claim was settled or reopened")
    CORRECTION = "claim.corrected", _("A published outcome was corrected")


TOLD_BY = {
    "article.split": HookEvent.ARTICLE_SPLIT,
    "lookups.done": HookEvent.LOOKUPS_DONE,
    "verdict.recorded": HookEvent.VERDICT,
    "claim.agreement": HookEvent.RULING,
    "claim.vote": HookEvent.RULING,
    "claim.editor": HookEvent.RULING,
    "claim.reopened": HookEvent.RULING,
    "claim.put_back": HookEvent.RULING,
    "claim.corrected": HookEvent.CORRECTION,
}
"""By verb of the audit trail: what is told of it."""


def told() -> pgtrigger.Trigger:
    """A trigger for the audit trail: whoever wants to hear of an event gets a delivery, in its transaction.

    The message names things and says nothing of them: what may be read is asked for with a token.
    """
    kinds = " ".join(f"WHEN '{verb}' THEN '{kind.value}'" for verb, kind in TOLD_BY.items())
    return pgtrigger.Trigger(
        name="told",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Q(new__verb__in=list(TOLD_BY)),
        declare=[("told_kind", "text")],
        func=f"""
            told_kind := CASE NEW.verb {kinds} END;
            INSERT INTO claims_delivery (id, webhook_id, kind, event, payload, state, attempts, error, response)
            SELECT gen_random_uuid(), hook.id, told_kind, NEW.id, jsonb_build_object(
                'type', told_kind,
                'timestamp', to_char(NEW.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                'data', jsonb_build_object('event', NEW.id, 'project', project.slug, 'article', NEW.article_id,
                    'claim', NEW.claim_id, 'target_type', NEW.target_type, 'target', NEW.target_id)
            ), 'queued', 0, '', ''
            FROM claims_webhook hook JOIN claims_project project ON project.id = hook.project_id
            WHERE hook.project_id = NEW.project_id AND told_kind = ANY (hook.events)
                AND hook.paused_at IS NULL AND hook.removed_at IS NULL;
            RETURN NULL;
        """,  # noqa: S608 - the names of our own events
    )


class Webhook(Identified):
    """An address of a project that is told of ``events``.

    Messages are signed with a secret that is derived from SECRET_KEY, the id and ``secret_number``; a higher number
    is a new secret. ``paused_at`` is set by a person, or after many failures with the reason in ``paused_because``.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="webhooks")
    url = models.URLField(_("address"), max_length=2000)
    events = ArrayField(models.CharField(max_length=24, choices=HookEvent), verbose_name=_("is told of"))
    secret_number = models.PositiveIntegerField(default=1, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="webhooks")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    paused_at = models.DateTimeField(_("paused at"), null=True, blank=True)
    paused_because = models.TextField(_("why"), blank=True)
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="webhook_events_known", condition=Q(events__contained_by=HookEvent.values) & ~Q(events=[])
            )
        ]

    def __str__(self) -> str:
        return self.url


class Delivery(Work):
    """One message to one address. The database makes it with the event that it tells of, in one transaction.

    ``id`` is also the message's, the same on every attempt, so that a receiver knows a repeated one.
    """

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    kind = models.CharField(_("tells of"), max_length=24, choices=HookEvent)
    event = models.UUIDField(_("event"))
    payload = models.JSONField(_("message"), default=dict)
    status = models.PositiveSmallIntegerField(_("HTTP status"), null=True, blank=True)
    response = models.TextField(_("what was answered"), blank=True, help_text=_("Its first part."))
    took_ms = models.PositiveIntegerField(_("milliseconds"), null=True, blank=True)

    stale_after = timedelta(seconds=150)
    project_path = "webhook__project"
    objects = WorkQuerySet.as_manager()

    class Meta(Work.Meta):
        abstract = False
        ordering = ["-queued_at", "-id"]
        verbose_name_plural = _("deliveries")
        constraints = [
            *Work.Meta.constraints,
            models.UniqueConstraint(name="delivery_once", fields=["webhook", "event"]),
            models.CheckConstraint(name="delivery_kind_known", condition=Q(kind__in=HookEvent.values)),
        ]
        indexes = [
            models.Index(name="delivery_by_hook", fields=["webhook", "-queued_at"]),
            models.Index(
                name="delivery_waiting", fields=["queued_at"], condition=Q(state__in=["queued", "running"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
