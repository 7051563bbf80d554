"""The audit trail: who did what to what, when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .article import Article
from .claim import Claim
from .identity import Identified

if TYPE_CHECKING:
    from .user import User


class EventManager(models.Manager["Event"]):
    """Appends events."""

    def record(
        self,
        verb: str,
        target: models.Model,
        *,
        project_id: Any,
        by: User | None,
        article_id: Any = None,
        **data: Any,
    ) -> None:
        """Append one event; call it inside the transaction that does the act.

        ``claim`` among the data, or a claim as the target, says which claim it tells of; the article follows from
        it, at the price of a query where ``article_id`` is not given.
        """
        claim_id = target.pk if isinstance(target, Claim) else data.get("claim")
        if claim_id and not article_id:
            article_id = Claim.objects.values_list("revision__article_id", flat=True).get(pk=claim_id)
        if isinstance(target, Article):
            article_id = target.pk
        self.create(
            project_id=project_id,
            verb=verb,
            target_type=target._meta.model_name or "",
            target_id=target.pk,
            claim_id=claim_id,
            article_id=article_id,
            by_id=by.pk if by else None,
            by_name=by.username if by else "",
            data=data,
        )


class Event(Identified):
    """One act. No foreign keys, so that the trail outlives what it tells of; ``data`` holds plain values."""

    project_id = models.UUIDField(_("project"), null=True)
    verb = models.CharField(_("verb"), max_length=40)
    target_type = models.CharField(_("kind of target"), max_length=40)
    target_id = models.UUIDField(_("target"))
    claim_id = models.UUIDField(_("claim"), null=True)
    article_id = models.UUIDField(_("article"), null=True)
    by_id = models.BigIntegerField(_("by"), null=True)
    by_name = models.CharField(_("name"), max_length=150, blank=True)
    data = models.JSONField(_("data"), default=dict)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = EventManager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(name="event_by_target", fields=["target_id", "created_at"]),
            models.Index(name="event_by_project", fields=["project_id", "-created_at"]),
            models.Index(name="event_by_article", fields=["article_id", "id"], condition=~Q(article_id=None)),
            models.Index(name="event_by_claim", fields=["claim_id", "id"], condition=~Q(claim_id=None)),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.verb} {self.target_type}"
