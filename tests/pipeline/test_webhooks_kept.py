"""Webhooks: what owners do with them, what is kept, and what messages never say."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from standardwebhooks.webhooks import Webhook as Standard

from claims.models import Delivery, Event, HookEvent, Webhook
from claims.pipeline import webhooks
from claims.providers import addresses
from tests import factories
from tests.pipeline.webhook_scene import happen, hook, receiver, send_due

__all__ = ["hook", "receiver"]

INSIDE = [
    "http://169.254.169.254/latest/",
    "http://127.0.0.1/x",
    "http://[::1]/x",
    "http://10.1.2.3/",
    "http://0x7f000001/",
]


def test_pausing_resuming_and_removing(cast, hook, receiver):
    happen(cast)
    webhooks.pause(webhook=hook, by=cast.owner)
    assert webhooks.due() == []
    assert webhooks.deliver(delivery_id=Delivery.objects.get().pk) == 0
    webhooks.resume(webhook=hook, by=cast.owner)
    assert len(webhooks.due()) == 1
    webhooks.remove(webhook=hook, by=cast.owner)
    assert Delivery.objects.get().state == "cancelled"
    happen(cast)
    assert Delivery.objects.count() == 1
    with pytest.raises(ValidationError, match="removed"):
        webhooks.pause(webhook=hook, by=cast.owner)
    verbs = set(Event.objects.filter(target_id=hook.pk).values_list("verb", flat=True))
    assert verbs == {"webhook.made", "webhook.paused", "webhook.resumed", "webhook.removed"}


def test_sending_again(cast, hook, receiver):
    receiver.answers = [500, 500, 200]
    happen(cast, 2)
    Delivery.objects.update(attempts=9)
    Webhook.objects.update(paused_at=None)
    send_due()
    Delivery.objects.update(state="failed", error="The receiver answered 500.")
    webhooks_row = Webhook.objects.get()
    Webhook.objects.update(paused_at=None, paused_because="")
    webhooks_row.refresh_from_db()
    one = Delivery.objects.select_related("webhook").first()
    again = webhooks.resend(delivery=one, by=cast.owner)
    assert (again.pk, again.state, again.attempts, again.response) == (one.pk, "queued", 0, "")
    assert len(webhooks.resend_failed(webhook=webhooks_row, by=cast.owner)) == 1
    receiver.answers = [200]
    send_due()
    assert set(Delivery.objects.values_list("state", flat=True)) == {"succeeded"}
    assert webhooks.resend_failed(webhook=webhooks_row, by=cast.owner) == []


def test_a_test_message(cast, hook, receiver):
    row = webhooks.send_test(webhook=hook, by=cast.owner)
    send_due()
    told = Standard(webhooks.secret_of(webhook=hook)).verify(receiver.got[0].body, receiver.got[0].headers)
    assert told["type"] == "webhook.test"
    row.refresh_from_db()
    assert row.state == "succeeded"


def test_old_messages_are_forgotten(cast, hook):
    happen(cast, 2)
    old = Delivery.objects.first()
    Delivery.objects.filter(pk=old.pk).update(queued_at=timezone.now() - timedelta(days=31))
    assert webhooks.prune() == 1
    assert Delivery.objects.exclude(pk=old.pk).count() == Delivery.objects.count() == 1


def test_a_message_names_and_does_not_tell(cast, hook):
    Webhook.objects.update(events=HookEvent.values)
    article = factories.make_article(cast.project)
    claim = factories.make_claim(article.latest())
    factories.make_verdict(claim, by=cast.reviewer, rationale="SECRET REASON")
    Event.objects.record(
        "verdict.recorded",
        claim,
        project_id=cast.project.pk,
        by=cast.reviewer,
        rating="true",
        words="SECRET REASON",
    )
    row = Delivery.objects.get(kind=HookEvent.VERDICT)
    assert set(row.payload["data"]) == {"event", "project", "article", "claim", "target_type", "target"}
    assert "SECRET" not in json.dumps(row.payload)
    assert "reviewer" not in json.dumps(row.payload)


def test_the_rule_of_addresses_is_the_clients_own():
    assert not addresses.is_public(addresses.ip_address("169.254.169.254"))
