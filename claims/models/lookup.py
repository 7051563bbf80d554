"""One question to one provider for one claim."""

from __future__ import annotations

from datetime import timedelta

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .bounds import unsealed
from .claim import Claim
from .identity import Identified
from .work import Work, WorkQuerySet

_ALL_ENDED = """
            FOR ended IN
                SELECT DISTINCT revision.article_id, article.project_id
                FROM new_rows JOIN old_rows ON old_rows.id = new_rows.id
                JOIN claims_claim claim ON claim.id = new_rows.claim_id
                JOIN claims_revision revision ON revision.id = claim.revision_id
                JOIN claims_article article ON article.id = revision.article_id
                WHERE old_rows.state IN ('queued', 'running') AND new_rows.state NOT IN ('queued', 'running')
                ORDER BY revision.article_id
            LOOP
                PERFORM pg_advisory_xact_lock(hashtextextended('lookups.done ' || ended.article_id, 0));
                IF NOT EXISTS (
                    SELECT FROM claims_revision revision
                    JOIN claims_claim claim ON claim.revision_id = revision.id
                    JOIN claims_lookup other ON other.claim_id = claim.id
                    WHERE revision.article_id = ended.article_id AND other.state IN ('queued', 'running')
                ) THEN
                    INSERT INTO claims_event
                        (id, project_id, verb, target_type, target_id, article_id, by_name, data)
                    VALUES (
                        encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) PLACING substring(
                            int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3
                        ) FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid,
                        ended.project_id, 'lookups.done', 'article', ended.article_id, ended.article_id, '', '{}'
                    );
                END IF;
            END LOOP;
            RETURN NULL;
        """


def all_ended() -> pgtrigger.Trigger:
    """A trigger that puts ``lookups.done`` on record when the last unfinished look-up of an article ends.

    However it ends, and in the transaction in which it does. Two workers that end the last two at the same moment
    wait for each other at the article's lock, and the second sees what the first did: there is one event. Look-ups
    that are begun again and end again are told of again.
    """
    return pgtrigger.Trigger(
        name="all_ended",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Update,
        referencing=pgtrigger.Referencing(old="old_rows", new="new_rows"),  # type: ignore[no-untyped-call]
        declare=[("ended", "record")],
        func=_ALL_ENDED,
    )


class Lookup(Work):
    """A background search for passages that bear on a claim, and how it went."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="lookups")
    provider = models.CharField(_("provider"), max_length=40)
    provider_version = models.CharField(_("provider version"), max_length=20, blank=True)
    query = models.CharField(_("query"), max_length=2000)
    typed = models.BooleanField(_("typed by a person"), default=False)
    as_of = models.DateField(_("as of"), null=True, blank=True)
    hit_count = models.PositiveIntegerField(_("hits"), default=0)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="lookups"
    )

    stale_after = timedelta(seconds=120)
    project_path = "claim__revision__article__project"
    objects = WorkQuerySet.as_manager()

    class Meta(Work.Meta):
        abstract = False
        ordering = ["claim_id", "provider", "id"]
        constraints = [
            *Work.Meta.constraints,
            models.UniqueConstraint(name="lookup_once", fields=["claim", "provider", "query"]),
            models.CheckConstraint(name="lookup_has_query", condition=~Q(query="")),
        ]
        indexes = [models.Index(name="lookup_by_state", fields=["state", "touched_at"])]
        triggers = [all_ended()]

    def __str__(self) -> str:
        return f"{self.provider} {self.state}"


class LookupRun(Identified):
    """What was asked and what came back, each time a look-up ran; append-only, so that runs can be compared.

    ``request`` holds method, address and parameters without secrets. ``hits`` is a list of objects with ``key``,
    ``title``, ``url`` and ``published_at``, best first.
    """

    lookup = models.ForeignKey(Lookup, on_delete=models.CASCADE, related_name="runs")
    number = models.PositiveIntegerField(_("number"))
    query = models.CharField(_("query"), max_length=2000)
    as_of = models.DateField(_("as of"), null=True, blank=True)
    adapter_version = models.CharField(_("adapter version"), max_length=20, blank=True)
    request = models.JSONField(_("request"), default=dict)
    response_sha256 = models.CharField(_("SHA-256 of the response"), max_length=64, blank=True)
    from_cache = models.BooleanField(_("from the cache"), default=False)
    note = models.CharField(_("note"), max_length=300, blank=True)
    retrieved_at = models.DateTimeField(_("retrieved at"))
    hits = models.JSONField(_("hits"), default=list)

    class Meta:
        ordering = ["lookup_id", "-number"]
        constraints = [models.UniqueConstraint(name="lookup_run_once", fields=["lookup", "number"])]
        triggers = [pgtrigger.Protect(name="keep", operation=pgtrigger.Update), unsealed()]

    def __str__(self) -> str:
        return f"{self.lookup_id} run {self.number}"
