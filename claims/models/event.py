"""The audit trail: who did what to what, when."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

import pgtrigger
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Concat, Now, NullIf, Trim
from django.utils.translation import gettext_lazy as _

from claims.whence import origin

from .article import Article
from .bounds import unsealed
from .claim import Claim
from .identity import Identified
from .panel import PanelVote
from .project import Project
from .rounds import kept_from
from .user import User
from .verdict import Verdict, is_fully_judged
from .webhook import told


class EventQuerySet(models.QuerySet["Event"]):
    """Reads of events."""

    def visible_to(self, user: User) -> Self:
        """Without what tells of verdicts that ``Verdict.objects.visible_to(user)`` keeps back.

        That are verdicts, rulings, votes and questions on them, who took or left which claim, and comments on what
        one thinks of a verdict: not even that there are any. What others voted on a proposed ruling stays hidden
        until one has voted. Nor of evidence and look-ups of a claim that the user is to judge from its answers
        alone.
        """
        telling = ["verdict", "ruling", "seat", "panel", "panelvote", "question"]
        silent = ~Q(target_type__in=telling) & ~Q(data__has_key="about_verdict")
        judged = Exists(Verdict.objects.filter(claim=OuterRef("claim_id"), by=user))
        open_review = Exists(Project.objects.filter(pk=OuterRef("project_id"), blind=False))
        opened = open_review | judged | is_fully_judged(user, "claim_id")
        votes = Exists(PanelVote.objects.filter(pk=OuterRef("target_id")).visible_to(user))
        counted = ~Q(verb="panel.voted") | votes
        found = Q(target_type__in=["evidence", "lookup"]) & ~Q(by_id=user.pk)
        kept = Exists(kept_from(user).filter(pk=OuterRef("claim_id")))
        return self.filter(silent | Q(by_id=user.pk) | opened).filter(counted).exclude(found & kept)

    def with_names(self) -> Self:
        """Each with ``who``: the label of the person who did it now, else the name they had; None for a machine."""
        full = NullIf(Trim(Concat("first_name", Value(" "), "last_name")), Value(""))
        label = Coalesce(NullIf("display_name", Value("")), full, "username")
        person = User.objects.filter(pk=OuterRef("by_id")).values(label=label)[:1]
        return self.annotate(who=Coalesce(Subquery(person), NullIf(F("by_name"), Value(""))))


class EventManager(models.Manager.from_queryset(EventQuerySet)):  # type: ignore[misc]
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

    def record_all(self, verb: str, told: Iterable[tuple[Article, dict[str, Any]]], *, by: User | None) -> None:
        """Append one event for each of these articles, with its data, at one go."""
        self.bulk_create(
            Event(
                project_id=article.project_id,
                verb=verb,
                target_type=article._meta.model_name or "",
                target_id=article.pk,
                article_id=article.pk,
                by_id=by.pk if by else None,
                by_name=by.username if by else "",
                data=data,
            )
            for article, data in told
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
    origin = models.JSONField(
        _("from where"),
        default=origin,
        db_default=Value({}, models.JSONField()),
        help_text=_("Door, address, request and token, as far as known."),
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = EventManager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(name="event_by_target", fields=["target_id", "created_at"]),
            models.Index(name="event_by_project", fields=["project_id", "-created_at"]),
            models.Index(name="event_by_article", fields=["article_id", "id"], condition=~Q(article_id=None)),
            models.Index(name="event_by_claim", fields=["claim_id", "id"], condition=~Q(claim_id=None)),
            models.Index(name="event_by_person", fields=["by_id", "id"], condition=~Q(by_id=None)),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            unsealed(),
            told(),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.target_type}"
