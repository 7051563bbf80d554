"""A webhook with a receiver on this machine, and what makes messages happen."""

from __future__ import annotations

import pytest

from claims.models import Delivery, Event, HookEvent
from claims.pipeline import webhooks
from tests import factories
from tests.pipeline.receiver import receiving


@pytest.fixture
def receiver(settings):
    with receiving() as one:
        settings.FETCH_ALLOW_PRIVATE = [one.host]
        yield one


@pytest.fixture
def hook(cast, receiver):
    return webhooks.make_webhook(
        project=cast.project, url=receiver.url("/hook"), events=[HookEvent.ARTICLE_SPLIT], by=cast.owner
    )


def happen(cast, number=1):
    """So many articles are split."""
    for _ in range(number):
        article = factories.make_article(cast.project)
        Event.objects.record("article.split", article, project_id=cast.project.pk, by=None, claims=3)
    return article


def send_due():
    return [webhooks.deliver(delivery_id=pk) for pk in webhooks.due()]


def due_now():
    Delivery.objects.update(due_at=None)
