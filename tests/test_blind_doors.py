"""Whoever has not judged a claim learns nothing of others' verdicts on it, by any door there is.

Every page and every route of the API that is read (the tables of both are complete: tests/views/test_access.py and
tests/api/test_doors.py fail otherwise), with every id, as a page, as a fragment, with words to search for, and the
administration, is asked before and after two people judged a claim that takes three. The answers must be the same.
"""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.admin import dashboard
from claims.formats.registry import formats
from claims.models import Claim, ClaimState, Evidence, Panel, Project, User, Verdict
from tests import blind_scene, factories
from tests.api.doors import DOORS, GET
from tests.blind_scene import MARKERS, newcomer, said
from tests.views.addresses import ADDRESSES, rows

HTMX = {"HX-Request": "true"}
TARGETS = ("panel", "claim-list")
STATES = ("settled", "disputed")
OUTSIDE = ("/healthz", "/readyz", "/schema/export-2.json", "/sign-in/")


@pytest.fixture
def _no_time_passes(monkeypatch):
    """So that a time in an answer that differs is the time of something that happened."""
    now = timezone.now()
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


@pytest.fixture
def scene(cast, _no_time_passes):
    """One row of each kind, a claim nobody has judged, and three who watch."""
    Project.objects.filter(pk=cast.project.pk).update(reviewers_per_claim=3)
    there = rows(cast)
    there["claim"] = factories.make_claim(there["article"].latest(), "The mayor denied that the figures were late")
    there["project"] = cast.project
    factories.make_evidence(there["claim"])
    factories.make_lookup(there["claim"])
    blind_scene.seat(cast, there["claim"])
    return there


@pytest.fixture
def staff(cast):
    """Somebody of the operator's, who sees the administration and is no superuser."""
    person = newcomer(cast, "support")
    person.is_staff = True
    person.save()
    person.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    return User.objects.get(pk=person.pk)


def pages(there):
    """Every page that is read, as a whole and as the fragments that scripts ask for."""
    article, claim = there["article"], there["claim"]
    for address in ADDRESSES:
        if address.method == "get":
            yield address.url(there), {}
            yield address.url(there), HTMX
    detail = article.get_absolute_url()
    for query in (f"claim={claim.pk}", *(f"show={state}" for state in STATES), "q=quagga*"):
        yield f"{detail}?{query}", {}
        yield from ((f"{detail}?{query}", {**HTMX, "HX-Target": target}) for target in TARGETS)
        yield f"{reverse('claims:article-list')}?{query}", {}
    for word in (MARKERS[0], "minutes"):
        yield from ((f"{reverse('claims:search-page')}?q={word}&state={state}", {}) for state in ("", *STATES))
        yield f"{reverse('claims:search-page')}?q={word}&kind=verdict", {}
    yield from ((url, {}) for url in OUTSIDE)


def routes(there):
    """Every route of the API that is read."""
    ids = {kind: str(row.pk) for kind, row in there.items()}
    for door in DOORS:
        if door.method == GET:
            yield door.url.format(**ids), {}
    for state in ("", *ClaimState.values):
        yield f"/api/v1/search?project=city-desk&q=minutes&state={state}", {}
        yield f"/api/v1/articles/{ids['article']}/claims?state={state}", {}
    for form in formats():
        yield f"/api/v1/articles/{ids['article']}/export?format={form}", {}


def administration(there):
    """Every list of the administration, and the page of every row that was there before."""
    yield reverse("admin:index"), {}
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{name}_changelist"), {}
    claim = there["claim"]
    for row in (claim, claim.revision, claim.revision.article, claim.revision.article.project):
        yield reverse(f"admin:claims_{row._meta.model_name}_change", args=[row.pk]), {}


def heard(person, doors):
    """What each door says to the person."""
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return {(url, *headers.items()): said(client.get(url, headers=headers)) for url, headers in doors}


def told(answers):
    """The doors that say a word that only others' verdicts hold."""
    return {
        (door[0], word)
        for door, (_, _, body) in answers.items()
        for word in MARKERS
        if word.encode() in body and f"q={word}" not in door[0]
    }


@pytest.mark.parametrize("role", ["reviewer", "viewer", "editor"])
def test_every_page_and_route_is_the_same_before_and_after_others_judged(cast, scene, role):
    watcher = newcomer(cast, "watcher", role)
    doors = [one for one in (*pages(scene), *routes(scene)) if role != "editor" or not _counts(one[0])]
    assert len(doors) > 100
    _same(watcher, doors, lambda: blind_scene.judge_it(cast, scene["claim"], asks=role != "editor"))
    assert Verdict.objects.filter(claim=scene["claim"]).count() == 2
    assert Claim.objects.get(pk=scene["claim"].pk).state == ClaimState.OPEN


def test_the_administration_is_the_same_to_staff(cast, scene, staff, monkeypatch):
    monkeypatch.setattr(dashboard, "_slow", list)  # how long pages took is different each time
    doors = list(administration(scene))
    assert len(doors) > 30
    _same(staff, doors, lambda: blind_scene.judge_it(cast, scene["claim"]))


@pytest.mark.parametrize("who", ["watcher", "staff"])
def test_no_word_gets_out_of_a_dispute_or_a_ruling(cast, scene, staff, who):
    """Two judged a claim that takes two: editors vote, send it back and rule; others hear nothing."""
    Project.objects.filter(pk=cast.project.pk).update(reviewers_per_claim=2)
    watcher = newcomer(cast, "watcher") if who == "watcher" else staff
    claim = scene["claim"]
    doors = [*pages(scene), *routes(scene), *(administration(scene) if who == "staff" else ())]
    for happens in (blind_scene.judge_it, blind_scene.dispute_it, blind_scene.rule_it):
        happens(cast, claim)
        assert told(heard(watcher, doors)) == set(), happens.__name__
    assert Panel.objects.filter(claim=claim).exists()
    assert Evidence.objects.filter(claim=claim).exists()


def test_the_words_would_be_found(cast, scene):
    """Whoever judged finds them: the doors that are asked are those that tell."""
    blind_scene.judge_it(cast, scene["claim"])
    found = told(heard(cast.second_reviewer, [*pages(scene), *routes(scene)]))
    assert {word for _, word in found} >= {"Quaggarationale", "Quaggasecond", "Quaggacomment"}
    assert len(found) > 10


def test_what_is_posted_in_vain_tells_nothing(cast, scene):
    """A form that is refused comes back with the panel around it: without a word of others."""
    watcher, claim = newcomer(cast, "watcher"), scene["claim"]
    blind_scene.judge_it(cast, claim)
    client = Client()
    client.force_login(watcher)
    for address in ADDRESSES:
        if address.method == "post" and address.what == "claim" and address.name != "claim-judge":
            continue
        if address.method == "post" and address.name == "claim-judge":
            answer = client.post(address.url(scene), {}, headers={**HTMX, "HX-Target": "panel"})
            assert answer.status_code == 422
            assert told({(address.name,): said(answer)}) == set()


def _counts(url):
    """What editors need to run the desk: how many verdicts a project gets, never on which claim, and who holds a
    claim now. A seat that is given back goes as one that was judged from."""
    return any(part in url for part in ("/progress", "/scales/", "/queue"))


def _same(person, doors, happens):
    heard(person, doors)  # what a first visit changes, such as what counts as read
    before = heard(person, doors)
    happens()
    after = heard(person, doors)
    assert told(after) == set()
    differ = [f"{door}: {_first(before[door], after[door])}" for door in before if before[door] != after[door]]
    assert not differ, "\n".join(differ)


def _first(one, other):
    """Where two answers part, with some words around it."""
    if one[:2] != other[:2]:
        return one[:2], other[:2]
    old, new = one[2].decode(errors="replace"), other[2].decode(errors="replace")
    at = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    return old[max(at - 60, 0) : at + 80], new[max(at - 60, 0) : at + 80]
