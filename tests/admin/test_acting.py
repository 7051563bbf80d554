"""Acts of the admin: shown beforehand, done when confirmed, on record; for those who may."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from claims.models import (
    Delivery,
    Event,
    Lookup,
    Membership,
    Release,
    Role,
    Seat,
    Split,
    Token,
    User,
    Webhook,
    WorkState,
)
from claims.pipeline import trash
from tests import factories


@pytest.fixture
def operator(cast, client):
    client.force_login(cast.superuser)
    return client


@pytest.fixture
def claim(cast):
    return factories.make_claim(factories.make_article(cast.project).latest())


@pytest.fixture
def sent(monkeypatch):
    """What was handed to workers."""
    told = []
    monkeypatch.setattr(
        "claims.tasks._send", lambda task, ids, after: told.extend((task.name, str(pk)) for pk in ids)
    )
    return told


def act(model, name) -> str:
    return reverse(f"admin:claims_{model}_act", args=[name])


def chosen(client, model, name, *rows):
    """The preview, as the list leads to it."""
    form = {"action": name, "_selected_action": [str(row.pk) for row in rows]}
    return client.post(reverse(f"admin:claims_{model}_changelist"), form)


def confirmed(client, preview):
    """The answer to the preview's own form."""
    context = preview.context
    return client.post(context["act_url"], {"ids": context["ids"], "confirm": "yes"}, follow=True)


def failed_lookup(claim, query, **fields) -> Lookup:
    given = {"state": WorkState.FAILED, "error": "The service was away.", "attempts": 3, **fields}
    return Lookup.objects.create(claim=claim, provider="wikidata", query=query, **given)


def test_lookups_are_shown_then_put_back_into_the_queue(
    claim, operator, cast, sent, django_capture_on_commit_callbacks
):
    lost, done = failed_lookup(claim, "one"), failed_lookup(claim, "two", state=WorkState.SUCCEEDED, error="")
    waits = failed_lookup(claim, "three", state=WorkState.QUEUED, error="")
    preview = chosen(operator, "lookup", "ask-again", lost, done, waits)
    page = preview.content.decode()
    assert "The service was away." in page
    assert [fate.row for fate in preview.context["willing"]] == [lost]
    assert {fate.row for fate in preview.context["unwilling"]} == {done, waits}
    lost.refresh_from_db()
    assert lost.state == WorkState.FAILED, "a preview does nothing"
    with django_capture_on_commit_callbacks(execute=True):
        answer = confirmed(operator, preview)
    assert "done for 1 row" in answer.content.decode()
    lost.refresh_from_db()
    assert (lost.state, lost.attempts, lost.error) == (WorkState.QUEUED, 0, "")
    assert sent == [("claims.tasks.run_lookup_task", str(lost.pk))]
    assert Event.objects.get(verb="lookup.asked_again").by_id == cast.superuser.pk


def test_other_work_is_put_back_too(claim, operator, sent, django_capture_on_commit_callbacks):
    Split.objects.filter(revision=claim.revision).delete()
    split = Split.objects.create(revision=claim.revision, state=WorkState.FAILED, error="It broke.")
    with django_capture_on_commit_callbacks(execute=True):
        confirmed(operator, operator.get(act("split", "ask-again"), {"ids": split.pk}))
    assert Split.objects.get(pk=split.pk).state == WorkState.QUEUED
    assert sent == [("claims.tasks.split_revision_task", str(split.pk))]


def test_a_seat_is_released(claim, operator, cast):
    until = timezone.now() + timedelta(hours=1)
    seat = Seat.objects.create(claim=claim, holder=cast.reviewer, expires_at=until)
    preview = chosen(operator, "seat", "release", seat)
    assert f"{cast.reviewer.label} holds it until" in preview.content.decode()
    confirmed(operator, preview)
    seat.refresh_from_db()
    assert seat.released_why == Release.TAKEN_AWAY
    assert Event.objects.get(verb="seat.taken_away").by_name == "superuser"
    again = operator.post(act("seat", "release"), {"ids": str(seat.pk), "confirm": "yes"}, follow=True)
    assert "It was released already." in again.content.decode()


@pytest.fixture
def hook(cast):
    given = {"project": cast.project, "url": "https://elsewhere.example/hook", "events": ["article.split"]}
    return Webhook.objects.create(created_by=cast.owner, **given)


def delivery(hook, event, **fields) -> Delivery:
    given = {"state": WorkState.FAILED, "error": "It said 500.", "status": 500, **fields}
    return Delivery.objects.create(webhook=hook, kind="article.split", event=event, **given)


def test_messages_are_sent_again(hook, operator, claim, sent, django_capture_on_commit_callbacks):
    one, two = delivery(hook, claim.pk), delivery(hook, claim.revision_id)
    with django_capture_on_commit_callbacks(execute=True):
        confirmed(operator, chosen(operator, "delivery", "resend", one))
    assert sent == [("claims.tasks.deliver_task", str(one.pk))]
    preview = operator.get(act("webhook", "resend-failed"), {"ids": hook.pk})
    assert "1 message failed." in preview.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        confirmed(operator, preview)
    assert sent[1:] == [("claims.tasks.deliver_task", str(two.pk))]
    Webhook.objects.filter(pk=hook.pk).update(paused_at=timezone.now())
    assert "paused" in chosen(operator, "delivery", "resend", one).content.decode()


def test_what_is_in_the_trash_comes_back(claim, operator, cast):
    article = claim.revision.article
    source = factories.make_source(cast.project)
    trash.trash_article(article=article, by=cast.owner)
    trash.trash_source(source=source, by=cast.owner)
    for row in (article, source):
        confirmed(operator, chosen(operator, row._meta.model_name, "restore", row))
    trash.trash_project(project=cast.project, by=cast.owner, confirm=cast.project.slug)
    confirmed(operator, operator.get(act("project", "restore"), {"ids": cast.project.pk}))
    for row in (article, source, cast.project):
        row.refresh_from_db()
        assert row.deleted_at is None
    verbs = set(Event.objects.filter(by_name="superuser").values_list("verb", flat=True))
    assert {"article.restored", "source.restored", "project.restored"} <= verbs


def test_a_person_is_deactivated_and_comes_back(claim, operator, cast):
    owner = cast.owner
    seat = Seat.objects.create(claim=claim, holder=owner, expires_at=timezone.now() + timedelta(hours=1))
    Token.objects.make(user=owner, name="script", scopes=["read"], expires_at=timezone.now() + timedelta(days=1))
    preview = chosen(operator, "user", "deactivate", owner, cast.superuser)
    page = preview.content.decode()
    assert "No other owner is left in: City desk." in page
    assert "That is you." in page
    confirmed(operator, preview)
    owner.refresh_from_db()
    seat.refresh_from_db()
    assert (owner.is_active, seat.released_why) == (False, Release.TAKEN_AWAY)
    assert not Token.objects.filter(user=owner, user__is_active=True).exists()
    assert Membership.objects.filter(user=owner, role=Role.OWNER).exists(), "it may be opened again"
    told = Event.objects.get(verb="person.deactivated")
    assert (told.by_name, told.data["person"], told.data["seats"]) == ("superuser", owner.pk, 1)
    confirmed(operator, operator.get(act("user", "activate"), {"ids": owner.pk}))
    owner.refresh_from_db()
    assert owner.is_active
    history = operator.get(reverse("admin:claims_user_history", args=[owner.pk])).content.decode()
    assert "person.deactivated" in history
    assert "person.activated" in history


def staff_who_may(*codenames) -> User:
    person = factories.make_user("support", is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return User.objects.get(pk=person.pk)


def test_acts_take_the_permission_to_change_such_rows(claim, client, cast):
    lost = failed_lookup(claim, "one")
    client.force_login(staff_who_may("view_lookup"))
    listed = client.get(reverse("admin:claims_lookup_changelist")).content.decode()
    assert "ask-again" not in listed
    for answer in (
        client.get(act("lookup", "ask-again"), {"ids": lost.pk}),
        client.post(act("lookup", "ask-again"), {"ids": lost.pk, "confirm": "yes"}),
    ):
        assert answer.status_code == 403
    lost.refresh_from_db()
    assert lost.state == WorkState.FAILED
    client.force_login(cast.owner)
    assert client.get(act("lookup", "ask-again"), {"ids": lost.pk}).status_code == 302


def test_staff_close_no_superusers_account_and_take_no_seat_of_a_project_they_do_not_edit(claim, client, cast):
    client.force_login(staff_who_may("change_user", "view_user", "change_seat", "view_seat"))
    confirmed(client, client.get(act("user", "deactivate"), {"ids": cast.superuser.pk}))
    client.post(act("user", "deactivate"), {"ids": cast.superuser.pk, "confirm": "yes"})
    cast.superuser.refresh_from_db()
    assert cast.superuser.is_active
    seat = Seat.objects.create(claim=claim, holder=cast.reviewer, expires_at=timezone.now() + timedelta(hours=1))
    client.post(act("seat", "release"), {"ids": str(seat.pk), "confirm": "yes"})
    seat.refresh_from_db()
    assert seat.released_at is None


def test_what_is_asked_wrongly_does_nothing(operator, claim):
    assert operator.get(act("lookup", "burn")).status_code == 404
    assert operator.get(act("lookup", "ask-again"), {"ids": "nonsense"}).status_code == 404
    preview = operator.get(act("lookup", "ask-again"), {"ids": str(claim.pk)})
    assert "Nothing will be changed." in preview.content.decode()
    lost = failed_lookup(claim, "one")
    assert operator.post(act("lookup", "ask-again"), {"ids": str(lost.pk)}).status_code == 200
    lost.refresh_from_db()
    assert lost.state == WorkState.FAILED, "only with the button"


def test_a_row_offers_the_acts_it_is_ready_for(operator, claim):
    lost, done = failed_lookup(claim, "one"), failed_lookup(claim, "two", state=WorkState.SUCCEEDED, error="")
    pages = [
        operator.get(reverse("admin:claims_lookup_change", args=[row.pk])).content.decode() for row in (lost, done)
    ]
    assert f"{act('lookup', 'ask-again')}?ids={lost.pk}" in pages[0]
    assert "ask-again" not in pages[1]


def test_a_preview_costs_the_same_for_few_rows_and_for_many(operator, claim, cast):
    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert chosen(operator, "lookup", "ask-again", *Lookup.objects.all()).status_code == 200
        return len(seen)

    failed_lookup(claim, "0")
    few = cost()
    for number in range(1, 12):
        failed_lookup(claim, str(number))
    assert cost() == few


def test_everything_of_a_search_is_done_in_portions(operator, claim, monkeypatch):
    monkeypatch.setattr("claims.admin.acting.AT_ONCE", 2)
    rows = [failed_lookup(claim, str(number)) for number in range(3)]
    form = {"action": "ask-again", "_selected_action": [str(rows[0].pk)], "select_across": "1"}
    preview = operator.post(reverse("admin:claims_lookup_changelist"), form)
    assert preview.context["more"]
    assert len(preview.context["willing"]) == 2
