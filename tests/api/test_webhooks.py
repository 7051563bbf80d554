"""Webhooks over the API: made, changed, paused, removed; their log and what is sent again."""

from __future__ import annotations

from claims.models import Delivery, Event, Webhook
from claims.pipeline import webhooks
from tests import factories

PATH = "projects/city-desk/webhooks"
GIVEN = {"url": "https://93.184.216.34/hook", "events": ["article.split"]}


def test_from_making_to_removing(cast, api):
    owner = api(cast.owner)
    made = owner.post(PATH, GIVEN)
    assert made.status_code == 201
    hook = Webhook.objects.get()
    assert made["Location"].endswith(f"/api/v1/webhooks/{hook.pk}")
    assert made.json()["secret"] == webhooks.secret_of(webhook=hook)
    assert "secret" not in owner.get(PATH).json()["results"][0]
    both = ["claim.ruled", "article.split"]
    changed = owner.patch(f"webhooks/{hook.pk}", {"paused": True, "events": both}).json()
    assert changed["events"] == ["article.split", "claim.ruled"]
    assert changed["paused_at"]
    refused = owner.post(f"webhooks/{hook.pk}/test")
    assert (refused.status_code, "resume" in refused.json()["detail"]) == (400, True)
    assert owner.patch(f"webhooks/{hook.pk}", {"paused": False}).json()["paused_at"] is None
    assert owner.post(f"webhooks/{hook.pk}/secret").json()["secret"] != made.json()["secret"]
    assert owner.client.delete(f"/api/v1/webhooks/{hook.pk}").status_code == 204
    assert owner.get(f"webhooks/{hook.pk}").status_code == 404


def test_a_private_address_is_a_problem_that_names_the_field(cast, api, settings):
    settings.FETCH_ALLOW_PRIVATE = []
    answer = api(cast.owner).post(PATH, {**GIVEN, "url": "http://169.254.169.254/latest/meta-data"})
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert [error["field"] for error in answer.json()["errors"]] == ["url"]
    assert "private network" in answer.json()["detail"]


def test_the_log_and_sending_again(cast, api):
    owner = api(cast.owner)
    owner.post(PATH, GIVEN)
    hook = Webhook.objects.get()
    for _ in range(3):
        article = factories.make_article(cast.project)
        Event.objects.record("article.split", article, project_id=cast.project.pk, by=None)
    Delivery.objects.update(state="failed", error="The receiver answered 500.", status=500)
    log = owner.get(f"webhooks/{hook.pk}/deliveries", limit=2).json()
    assert len(log["results"]) == 2
    assert log["next"]
    assert log["results"][0]["payload"]["type"] == "article.split"
    first = log["results"][0]["id"]
    assert owner.post(f"deliveries/{first}/resend").json()["state"] == "queued"
    assert owner.post(f"webhooks/{hook.pk}/resend").json() == {"messages": 2}
    assert owner.post(f"webhooks/{hook.pk}/resend", {"since": "2200-01-01T00:00:00Z"}).json() == {"messages": 0}
    assert set(Delivery.objects.values_list("state", flat=True)) == {"queued"}
