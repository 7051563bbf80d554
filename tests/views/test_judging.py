"""Weighing evidence and steering look-ups beside the claim in hand."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from claims.models import Evidence, Lookup
from tests import factories

HTMX = {"HX-Request": "true"}


@pytest.fixture
def reader(cast, client):
    client.force_login(cast.reviewer)
    return client


@pytest.fixture
def claim(revision):
    return factories.make_claim(revision)


def _post(reader, name, row, htmx=True, **data):
    return reader.post(reverse(f"claims:{name}", args=[row.pk]), data, headers=HTMX if htmx else {})


def test_a_stance_is_kept_and_the_list_comes_back_with_its_ticks(reader, cast, claim):
    evidence, ticked = (factories.make_evidence(claim) for _ in range(2))
    answer = _post(
        reader, "evidence-weigh", evidence, stance="refutes", directness="primary", cited=[str(ticked.pk)]
    )
    text = answer.content.decode()
    assert answer.status_code == 200
    assert text.lstrip().startswith('<section id="evidence"')
    assert "stance-refutes" in text
    row = Evidence.objects.get(pk=evidence.pk)
    assert (row.stance, row.directness, row.stance_by) == ("refutes", "primary", cast.reviewer)


def test_without_htmx_one_is_led_back_to_the_claim(reader, claim):
    evidence = factories.make_evidence(claim)
    answer = _post(reader, "evidence-weigh", evidence, htmx=False, stance="context")
    assert (answer.status_code, answer["Location"]) == (302, claim.get_absolute_url())


@pytest.mark.parametrize("data", [{"stance": "maybe"}, {"stance": "context", "directness": "first"}])
def test_an_unknown_word_is_refused_in_words(reader, claim, data):
    evidence = factories.make_evidence(claim)
    answer = _post(reader, "evidence-weigh", evidence, **data)
    assert answer.status_code == 400
    assert "is not one of the choices" in answer.content.decode()
    assert answer["Content-Type"].startswith("text/plain"), "what was sent comes back as text, never as markup"
    assert Evidence.objects.get(pk=evidence.pk).stance == ""


def test_set_aside_and_put_back(reader, claim):
    evidence = factories.make_evidence(claim)
    gone = _post(reader, "evidence-set-aside", evidence).content.decode()
    assert "1 passage set aside" in gone
    assert Evidence.objects.get(pk=evidence.pk).dismissed_at
    back = _post(reader, "evidence-set-aside", evidence, restore="1").content.decode()
    assert "set aside" not in back
    assert Evidence.objects.get(pk=evidence.pk).dismissed_at is None


def test_look_ups_are_asked_for_while_one_runs_and_bring_what_they_found(reader, claim):
    lookup = factories.make_lookup(claim, state="running")
    url = reverse("claims:lookup-list", args=[claim.pk])
    assert 'hx-trigger="every 1s"' in reader.get(url, headers=HTMX).content.decode()
    Lookup.objects.filter(pk=lookup.pk).update(state="succeeded", hit_count=1)
    evidence = factories.make_evidence(claim, lookup=lookup)
    text = reader.get(url, {"cited": str(evidence.pk)}, headers=HTMX).content.decode()
    assert "every 1s" not in text
    assert evidence.quote in text
    assert 'hx-swap-oob="true"' in text


def test_a_failed_look_up_says_why_and_is_asked_again(reader, claim):
    lookup = factories.make_lookup(claim, state="failed", error="The key is not known.", attempts=3)
    page = reader.get(claim.get_absolute_url(), follow=True).content.decode()
    assert "The key is not known." in page
    _post(reader, "lookup-retry", lookup)
    lookup.refresh_from_db()
    assert (lookup.state, lookup.error, lookup.attempts) == ("queued", "", 0)
    _post(reader, "lookup-cancel", lookup)
    lookup.refresh_from_db()
    assert lookup.state == "cancelled"


@pytest.mark.parametrize("state", ["queued", "running", "succeeded"])
def test_only_what_has_not_worked_is_asked_again(reader, claim, state):
    lookup = factories.make_lookup(claim, state=state, touched_at=timezone.now())
    _post(reader, "lookup-retry", lookup)
    lookup.refresh_from_db()
    assert (lookup.state, lookup.attempts) == (state, 1)
