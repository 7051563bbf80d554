"""The pages of webhooks: made with the owner's words, shown with their log, and every act on them."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from claims.models import Delivery, HookEvent, Webhook
from claims.pipeline import webhooks
from tests.views.webhooks_addresses import webhook_rows

LIST = reverse("claims:webhook-list")
NEW = reverse("claims:webhook-make")


@pytest.fixture
def owner(cast, signed_in):
    return signed_in(cast.owner)


@pytest.fixture
def rows(cast):
    return webhook_rows(cast)


def _act(client, act, hook):
    return client.post(reverse("claims:webhook-act", args=[act, hook.pk]), follow=True).content.decode()


def test_one_is_made_and_its_secret_is_on_its_page(cast, owner):
    assert "Nobody is told yet" in owner.get(LIST).content.decode()
    answer = owner.post(NEW, {"url": "https://desk.example/hook", "events": ["claim.ruled", "article.split"]})
    hook = Webhook.objects.get()
    assert answer.url == reverse("claims:webhook-page", args=[hook.pk])
    assert hook.events == ["article.split", "claim.ruled"]
    page = owner.get(answer.url)
    assert webhooks.secret_of(webhook=hook) in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert "https://desk.example/hook" in owner.get(LIST).content.decode()


def test_a_private_address_is_refused_beside_the_field_and_what_was_typed_stays(cast, owner):
    answer = owner.post(NEW, {"url": "http://169.254.169.254/", "events": ["claim.ruled"]})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in page
    assert "private network" in page
    assert 'value="http://169.254.169.254/"' in page
    assert page.count("checked") == 1
    assert not Webhook.objects.exists()


def test_it_is_changed(owner, rows):
    hook = rows["webhook"]
    url = reverse("claims:webhook-change", args=[hook.pk])
    assert hook.url in owner.get(url).content.decode()
    assert "Choose at least one" in owner.post(url, {"url": hook.url}).content.decode()
    owner.post(url, {"url": "https://other.example/", "events": ["claim.corrected"]})
    hook.refresh_from_db()
    assert (hook.url, hook.events) == ("https://other.example/", ["claim.corrected"])


def test_every_act(owner, rows):
    hook = rows["webhook"]
    assert "Paused" in _act(owner, "pause", hook)
    assert "resume it first" in _act(owner, "test", hook)
    assert "Resumed" in _act(owner, "resume", hook)
    before = webhooks.secret_of(webhook=hook)
    page = _act(owner, "secret", hook)
    assert before not in page
    assert "new secret" in page
    assert "test message is on its way" in _act(owner, "test", hook)
    assert "1 message is sent again" in _act(owner, "resend", hook)
    assert owner.post(reverse("claims:webhook-act", args=["dance", hook.pk])).status_code == 404
    assert "removed" in _act(owner, "remove", hook)
    assert owner.get(reverse("claims:webhook-page", args=[hook.pk])).status_code == 404


def test_one_message_is_sent_again(owner, rows, django_capture_on_commit_callbacks):
    row = rows["delivery"]
    owner.post(reverse("claims:delivery-resend", args=[row.pk]))
    row.refresh_from_db()
    assert (row.state, row.error) == ("queued", "")


def test_the_log_shows_what_was_asked_for_and_escapes_what_was_answered(owner, rows):
    hook = rows["webhook"]
    Delivery.objects.create(
        webhook=hook,
        kind="article.split",
        event=uuid4(),
        state="succeeded",
        status=200,
        took_ms=34,
        response="<script>alert(1)</script>",
        payload={"type": "article.split", "data": {"article": "x"}},
    )
    url = reverse("claims:webhook-page", args=[hook.pk])
    page = owner.get(url).content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    assert "34 ms" in page
    assert "answered 500" in page
    failed = owner.get(f"{url}?show=failed").content.decode()
    assert "answered 500" in failed
    assert "34 ms" not in failed


@pytest.mark.parametrize("more", [1, 30])
def test_lists_ask_the_same_number_of_questions(cast, owner, rows, more, django_assert_max_num_queries):
    hook = rows["webhook"]
    for _ in range(more):
        Delivery.objects.create(webhook=hook, kind=HookEvent.RULING, event=uuid4())
        webhook_rows(cast)
    owner.get(LIST)
    with django_assert_max_num_queries(14):
        owner.get(LIST)
    with django_assert_max_num_queries(16):
        owner.get(reverse("claims:webhook-page", args=[hook.pk]))


def test_jobs_show_messages_to_owners_alone(cast, client, rows):
    for person, seen in ((cast.owner, True), (cast.editor, False), (cast.reviewer, False)):
        client.force_login(person)
        page = client.get(reverse("claims:job-list")).content.decode()
        assert ("desk.example" in page) is seen
        assert ("answered 500" in client.get(reverse("claims:desk")).content.decode()) is False
