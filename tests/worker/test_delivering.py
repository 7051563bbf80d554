"""Messages to webhooks through a real worker that is killed on the way: the same message comes again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from standardwebhooks.webhooks import Webhook as Standard

from claims import tasks
from claims.models import Delivery, Event, Project, User, Webhook
from claims.pipeline import webhooks
from tests import factories
from tests.pipeline.receiver import receiving
from tests.worker.crew import Crew, wait_until

if TYPE_CHECKING:
    from tests.pipeline.receiver import Receiver


@pytest.fixture
def receiver(crew: Crew, settings: Any) -> Any:
    with receiving() as one:
        settings.FETCH_ALLOW_PRIVATE = ["127.0.0.0/8"]
        yield one
        Delivery.objects.all().cancel()


def _told(desk: Project, receiver: Receiver) -> Delivery:
    owner = User.objects.get(memberships__project=desk)
    webhooks.make_webhook(project=desk, url=receiver.url(), events=["article.split"], by=owner)
    article = factories.make_article(desk)
    Event.objects.record("article.split", article, project_id=desk.pk, by=None)
    return Delivery.objects.get()


def test_a_worker_killed_while_it_delivers_sends_the_same_message_again(
    crew: Crew, desk: Project, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    receiver.answers = ["slow", 200]
    row = _told(desk, receiver)
    tasks.hand_messages_task.delay()
    wait_until(lambda: len(receiver.got) == 1, or_say=crew.logs)
    crew.kill("lookup")
    row.refresh_from_db()
    assert row.state == "running"
    crew.start("lookup")
    monkeypatch.setattr(Delivery, "stale_after", timedelta(0))
    assert webhooks.lost() == 1
    tasks.hand_messages_task.delay()
    wait_until(Delivery.objects.filter(state="succeeded").exists, or_say=crew.logs)
    first, second = receiver.got
    assert first.headers["webhook-id"] == second.headers["webhook-id"] == str(row.pk)
    hook = Webhook.objects.get()
    Standard(webhooks.secret_of(webhook=hook)).verify(second.body, second.headers)
    assert Delivery.objects.get().attempts == 2
