"""Webhooks: signed messages, told once each, tried again with patience, never inside the network."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from standardwebhooks.webhooks import Webhook as Standard
from standardwebhooks.webhooks import WebhookVerificationError

from claims.models import Delivery, Event, HookEvent, Notice, Webhook
from claims.pipeline import webhooks
from claims.pipeline.webhooks import sending as delivering
from claims.providers import http
from tests.pipeline.receiver import receiving
from tests.pipeline.webhook_scene import due_now, happen, hook, receiver, send_due

__all__ = ["hook", "receiver"]

INSIDE = [
    "http://169.254.169.254/latest/",
    "http://127.0.0.1/x",
    "http://[::1]/x",
    "http://10.1.2.3/",
    "http://0x7f000001/",
]


def test_an_event_is_told_once_and_signed_as_the_standard_says(cast, hook, receiver):
    article = happen(cast)
    assert send_due() == [1]
    (got,) = receiver.got
    told = Standard(webhooks.secret_of(webhook=hook)).verify(got.body, got.headers)
    row = Delivery.objects.get()
    assert got.headers["webhook-id"] == str(row.pk)
    assert told == json.loads(got.body) == row.payload
    assert (told["type"], told["data"]["article"]) == ("article.split", str(article.pk))
    assert (row.state, row.status, row.attempts, row.error) == ("succeeded", 200, 1, "")
    assert row.took_ms is not None
    assert webhooks.due() == []


def test_a_body_or_a_secret_that_is_another_does_not_pass(cast, hook, receiver):
    happen(cast)
    send_due()
    (got,) = receiver.got
    with pytest.raises(WebhookVerificationError):
        Standard(webhooks.secret_of(webhook=hook)).verify(got.body + b" ", got.headers)
    with pytest.raises(WebhookVerificationError):
        Standard(webhooks.secret_of(webhook=hook, number=2)).verify(got.body, got.headers)


def test_the_old_secret_signs_for_a_day(cast, hook, receiver, monkeypatch):
    old = webhooks.secret_of(webhook=hook)
    hook = webhooks.change_secret(webhook=hook, by=cast.owner)
    assert webhooks.secret_of(webhook=hook) != old
    happen(cast)
    send_due()
    for secret in (old, webhooks.secret_of(webhook=hook)):
        Standard(secret).verify(receiver.got[-1].body, receiver.got[-1].headers)
    monkeypatch.setattr("claims.pipeline.webhooks.secret.OLD_COUNTS_FOR", timedelta(0))
    happen(cast)
    send_due()
    Standard(webhooks.secret_of(webhook=hook)).verify(receiver.got[-1].body, receiver.got[-1].headers)
    with pytest.raises(WebhookVerificationError):
        Standard(old).verify(receiver.got[-1].body, receiver.got[-1].headers)


@pytest.mark.parametrize(
    ("answer", "status", "says"),
    [
        (500, 500, "answered 500"),
        (404, 404, "answered 404"),
        ((302, {"Location": "http://169.254.169.254/"}, b""), 302, "redirected"),
        ("hang up", None, "answer"),
        ("garbage", None, "understood"),
        ("slow", None, "within"),
    ],
)
def test_what_fails_is_tried_again_later(cast, hook, receiver, monkeypatch, answer, status, says):
    monkeypatch.setattr(delivering, "LIMITS", http.Limits(total=1, connect=1, read=0.3, max_bytes=8000))
    receiver.answers = [answer, 200]
    happen(cast)
    send_due()
    row = Delivery.objects.get()
    assert (row.state, row.status, row.attempts) == ("queued", status, 1)
    assert says in row.error
    assert 4 < (row.due_at - timezone.now()).total_seconds() <= 6
    assert webhooks.due() == []
    due_now()
    assert send_due() == [1]
    assert len({got.headers["webhook-id"] for got in receiver.got}) == 1
    assert len(receiver.got) == 2


def test_a_redirect_is_not_followed(cast, hook, receiver):
    receiver.answers = [(307, {"Location": receiver.url("/elsewhere")}, b"")]
    happen(cast)
    send_due()
    assert [got.path for got in receiver.got] == ["/hook"]


def test_after_ten_attempts_with_nothing_delivered_it_is_paused_and_owners_are_told(cast, hook, receiver):
    receiver.answers = [(503, {}, b"down")]
    happen(cast)
    waits = []
    for _ in range(10):
        send_due()
        row = Delivery.objects.get()
        waits.append((row.due_at - timezone.now()).total_seconds() if row.due_at else 0)
        due_now()
    for wait, least in zip(waits, delivering.WAITS, strict=False):
        assert least - 1 < wait <= least * 1.2
    assert (row.state, row.attempts, row.response) == ("failed", 10, "down")
    hook.refresh_from_db()
    assert hook.paused_at
    assert "answered 503" in hook.paused_because
    notice = Notice.objects.get(kind="webhook")
    assert (notice.to, str(hook.pk) in notice.get_absolute_url()) == (cast.owner, True)
    assert "paused" in notice.words
    happen(cast)
    assert Delivery.objects.count() == 1  # nothing is noted for a paused one


def test_one_message_that_fails_does_not_pause_where_others_arrive(cast, hook, receiver):
    happen(cast)
    Delivery.objects.update(attempts=9)
    first = Delivery.objects.get()
    happen(cast)
    receiver.answers = [200]
    webhooks.deliver(delivery_id=Delivery.objects.exclude(pk=first.pk).get().pk)
    first.refresh_from_db()
    Delivery.objects.filter(pk=first.pk).update(
        state="queued", attempts=9, queued_at=timezone.now() - timedelta(days=3), due_at=None
    )
    receiver.answers = [500]
    send_due()
    first.refresh_from_db()
    hook.refresh_from_db()
    assert (first.state, hook.paused_at) == ("failed", None)


def test_gone_pauses_at_once(cast, hook, receiver):
    receiver.answers = [410]
    happen(cast)
    send_due()
    hook.refresh_from_db()
    assert "gone" in hook.paused_because
    assert Delivery.objects.get().state == "failed"
    assert Notice.objects.filter(kind="webhook", to=cast.owner).count() == 1


def test_a_receiver_may_ask_for_more_time(cast, hook, receiver):
    receiver.answers = [(429, {"Retry-After": "3600"}, b"")]
    happen(cast)
    send_due()
    assert (Delivery.objects.get().due_at - timezone.now()).total_seconds() > 3590


@pytest.mark.parametrize("url", INSIDE)
def test_private_addresses_are_refused_by_the_field(cast, settings, url):
    settings.FETCH_ALLOW_PRIVATE = []
    with pytest.raises(ValidationError) as refused:
        webhooks.make_webhook(project=cast.project, url=url, events=["article.split"], by=cast.owner)
    assert set(refused.value.message_dict) == {"url"}
    assert not Webhook.objects.exists()


@pytest.mark.parametrize(
    "url",
    ["", "ftp://paper.example/", "javascript:alert(1)", "http://a:b@paper.example/", "https://", "http://x\ny/"],
)
def test_only_web_addresses(cast, url):
    with pytest.raises(ValidationError) as refused:
        webhooks.make_webhook(project=cast.project, url=url, events=["nonsense"], by=cast.owner)
    assert set(refused.value.message_dict) == {"url", "events"}


def test_a_name_that_leads_inside_by_now_is_refused_at_sending(cast, hook, receiver, settings):
    settings.FETCH_ALLOW_PRIVATE = []
    Webhook.objects.update(url=receiver.url().replace("127.0.0.1", "localhost"))
    happen(cast)
    send_due()
    row = Delivery.objects.get()
    assert (receiver.got, row.state, "private network" in row.error) == ([], "queued", True)


def test_answers_are_kept_in_part_and_without_what_the_address_hides(cast, receiver):
    webhooks.make_webhook(
        project=cast.project,
        url=receiver.url("/hooks/T0123456789?token=s3cret-token-x"),
        events=["article.split"],
        by=cast.owner,
    )
    receiver.answers = [(200, {}, b"\x00\xff s3cret-token-x T0123456789 " + b"x" * 50_000)]
    happen(cast)
    send_due()
    row = Delivery.objects.get()
    assert len(row.response) == 1000
    assert "s3cret" not in row.response
    assert "T0123456789" not in row.response
    assert row.state == "succeeded"
    assert not [one for one in Event.objects.filter(target_type="webhook") if "s3cret" in json.dumps(one.data)]


def test_a_dead_receiver_holds_nobody_up(cast, hook, receiver, monkeypatch, settings):
    monkeypatch.setattr(delivering, "LIMITS", http.Limits(total=1, connect=1, read=0.2, max_bytes=8000))
    with receiving() as dead:
        dead.answers = ["slow"]
        settings.FETCH_ALLOW_PRIVATE = [receiver.host, dead.host]
        bad = webhooks.make_webhook(project=cast.project, url=dead.url(), events=["article.split"], by=cast.owner)
        happen(cast, 6)
        handed = list(Delivery.objects.filter(pk__in=webhooks.due()).values_list("webhook", flat=True))
        assert sorted(handed) == sorted([hook.pk, hook.pk, bad.pk, bad.pk])
        send_due()
    assert Delivery.objects.filter(webhook=hook, state="succeeded").count() == 6
    order = [got.headers["webhook-id"] for got in receiver.got]
    assert order == [
        str(pk)
        for pk in Delivery.objects.filter(webhook=hook).order_by("queued_at", "id").values_list("pk", flat=True)
    ]
    assert Delivery.objects.filter(webhook=bad, attempts=1).count() == 2


def test_no_more_than_two_are_under_way_to_one_address(cast, hook):
    happen(cast, 3)
    handed = webhooks.due()
    assert len(handed) == 2
    Delivery.objects.filter(pk__in=handed).update(state="running", touched_at=timezone.now())
    assert webhooks.due() == []
    left = Delivery.objects.get(state="queued")
    assert webhooks.deliver(delivery_id=left.pk) == 0
    left.refresh_from_db()
    assert (left.state, left.attempts) == ("queued", 0)


def test_a_worker_that_was_killed_is_made_up_for_with_the_same_message(cast, hook, receiver):
    happen(cast)
    row = Delivery.objects.get()
    assert Delivery.objects.claim(row.pk)
    Delivery.objects.update(attempts=7, touched_at=timezone.now() - timedelta(minutes=5))
    assert webhooks.lost() == 1
    assert send_due() == [1]
    assert receiver.got[0].headers["webhook-id"] == str(row.pk)


def test_looking_for_work_is_one_query_that_reads_only_what_waits(cast, hook, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert webhooks.due() == []
    done = {"webhook": hook, "kind": HookEvent.ARTICLE_SPLIT, "state": "succeeded", "attempts": 1}
    now = timezone.now()
    Delivery.objects.bulk_create(
        Delivery(**done, event=uuid4(), queued_at=now, started_at=now, finished_at=now) for _ in range(3_000)
    )
    with CaptureQueriesContext(connection) as asked:
        webhooks.due()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE claims_delivery")
        cursor.execute("EXPLAIN " + asked.captured_queries[0]["sql"])
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "delivery_waiting" in plan
