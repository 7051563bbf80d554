"""Every list and every page of the admin opens, over a filled database, in a bounded number of queries."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.admin.navigation import sections
from claims.models import (
    Article,
    Claim,
    Document,
    Draft,
    Event,
    Lookup,
    Passage,
    Project,
    Revision,
    Scale,
    Source,
    User,
    Verdict,
)
from tests import factories
from tests.filled import fill_claim, filled_article
from tests.filled_rest import fill_archives, fill_sourcing, fill_working
from tests.filled_reviewing import fill_reviewing
from tests.filled_travelling import fill_travelling

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
MANAGED = {"project", "membership", "scale", "scaleversion", "rating", "user", "group"}
NAMES = [pytest.param(model, id=model._meta.model_name) for model in MODELS]
DOMAIN = [model for model in MODELS if model._meta.app_label == "claims"]


@pytest.fixture
def filled(cast):
    article = filled_article(cast, claims=2)
    document = factories.make_document(cast.project)
    Passage.objects.create(document=document, start=0, end=8, text=document.text[:8])
    claim = article.latest().claims.first()
    fill_sourcing(cast, claim)
    fill_archives(cast, claim, document)
    fill_working(cast, claim)
    fill_travelling(cast)
    fill_reviewing(cast, claim)
    return article


@pytest.fixture
def operator(cast, client):
    client.force_login(cast.superuser)
    return client


def address(model, page, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def cost(client, path) -> int:
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(path)
        assert answer.status_code == 200, path
    return len(seen)


def test_every_model_of_the_domain_is_there():
    domain = {
        model
        for model in apps.get_app_config("claims").get_models()
        if not model.__name__.endswith("Event") and not model._meta.auto_created and not model._meta.proxy
    }
    assert domain | {Event} == set(DOMAIN)


@pytest.mark.parametrize("model", NAMES)
def test_a_list_and_its_rows_open(model, filled, operator):
    assert cost(operator, address(model, "changelist")) <= 20
    row = model._default_manager.first()
    if row is None:
        assert model._meta.model_name == "group"
        return
    assert cost(operator, address(model, "change", row.pk)) <= 20
    assert cost(operator, address(model, "history", row.pk)) <= 20


@pytest.mark.parametrize("model", NAMES)
def test_lists_are_searched_by_words_and_by_id(model, filled, operator):
    row = model._default_manager.first()
    for term in ("prices", str(row.pk) if row else "x"):
        answer = operator.get(address(model, "changelist"), {"q": term})
        assert answer.status_code == 200
    if row and model._meta.app_label == "claims" and not isinstance(row.pk, int):
        assert row.pk in [found.pk for found in answer.context["cl"].result_list], "and what hangs on it"


@pytest.mark.parametrize("model", [Claim, Article, Revision, Document, Source, Lookup, Project, Scale])
def test_a_row_leads_to_the_lists_of_what_hangs_on_it(model, filled, cast, operator):
    fill_claim(cast, factories.make_claim(factories.make_article(factories.make_project(by=cast.owner)).latest()))
    row = model._default_manager.order_by("pk").first()
    page = operator.get(address(model, "change", row.pk)).content.decode()
    links = re.findall(rf'href="([^"?]+\?\w+__id__exact={row.pk})"', page)
    assert links
    for link in links:
        answer = operator.get(link)
        assert answer.status_code == 200, link
        field = link.split("?")[1].split("__")[0]
        assert {getattr(found, f"{field}_id") for found in answer.context["cl"].result_list} <= {row.pk}


def test_lists_cost_the_same_for_few_rows_and_for_many(filled, cast, operator):
    before = {model: cost(operator, address(model, "changelist")) for model in DOMAIN}
    for _ in range(18):
        claim = factories.make_claim(filled.latest())
        fill_claim(cast, claim)
        fill_sourcing(cast, claim)
        fill_archives(cast, claim, factories.make_document(cast.project))
        fill_working(cast, claim)
        fill_travelling(cast)
    factories.make_sentences(factories.make_article(cast.project, text=factories.TEXT).latest())
    assert {model: cost(operator, address(model, "changelist")) for model in DOMAIN} == before


@pytest.mark.parametrize("model", [model for model in DOMAIN if model._meta.model_name not in MANAGED])
def test_what_the_stages_write_is_only_looked_at(model, filled, operator):
    row = model._default_manager.first()
    assert operator.get(address(model, "add")).status_code == 403
    assert operator.post(address(model, "change", row.pk), {}).status_code == 403
    assert operator.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert model._default_manager.filter(pk=row.pk).exists()


@pytest.mark.parametrize("model", [model for model in DOMAIN if model._meta.model_name in MANAGED])
def test_what_is_managed_is_not_deleted(model, filled, operator):
    row = model._default_manager.first()
    assert operator.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403


def test_only_staff_come_in(filled, cast, client):
    for person in (None, cast.owner, cast.editor):
        if person:
            client.force_login(person)
        answer = client.get(reverse("admin:index"))
        assert answer.status_code == 302
        assert "login" in answer["Location"]


def test_the_first_page_opens(filled, operator):
    assert cost(operator, reverse("admin:index")) <= 20


# --- Blind review ---------------------------------------------------------------------------------


@pytest.fixture
def staff(cast, client):
    person = factories.make_user("support", is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(User.objects.get(pk=person.pk))
    return client


def test_staff_see_no_verdict_that_review_hides(filled, staff):
    secret = Verdict.objects.first()
    listed = staff.get(address(Verdict, "changelist"))
    assert listed.status_code == 200
    assert list(listed.context["cl"].result_list) == []
    assert staff.get(address(Verdict, "change", secret.pk)).status_code == 302
    page = staff.get(address(Claim, "change", secret.claim_id))
    assert page.status_code == 200
    assert secret.rationale.encode() not in page.content


def test_staff_do_not_see_how_far_reviewers_are(filled, cast, staff):
    Event.objects.record("verdict.recorded", Verdict.objects.first(), project_id=cast.project.pk, by=cast.reviewer)
    listed = staff.get(address(Event, "changelist"))
    assert b"verdict.recorded" not in listed.content
    assert b"project.created" in listed.content


def test_staff_do_not_see_how_many_verdicts_there_are(filled, staff, cast):
    path = address(Claim, "change", Claim.objects.first().pk)
    assert b"Verdicts counted" not in staff.get(path).content
    staff.force_login(cast.superuser)
    assert b"Verdicts counted" in staff.get(path).content


def test_the_side_bar_leads_to_every_list_once(filled, operator):
    request = operator.get(reverse("admin:index")).wsgi_request
    links = [item["link"] for section in sections(request) for item in section["items"]]
    assert sorted(links) == sorted(address(model, "changelist") for model in MODELS)
    request.user = AnonymousUser()
    assert sections(request) == []


def test_the_operator_sees_all(filled, operator):
    assert len(operator.get(address(Verdict, "changelist")).context["cl"].result_list) == Verdict.objects.count()


def test_a_draft_is_read_by_nobody_else(filled, operator):
    draft = Draft.objects.get()
    for page in (address(Draft, "changelist"), address(Draft, "change", draft.pk)):
        assert "Half a" not in operator.get(page).content.decode()
