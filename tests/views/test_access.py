"""Who gets what from every address: strangers see nothing, members what their role allows."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone

from claims.models import Act, Article, Document, Event, Role, allows, role_of
from claims.pipeline.prepare import set_role
from claims.urls import urlpatterns
from tests import factories
from tests.views.addresses import ADDRESSES, ANYBODY, rows
from tests.views.keeping import OPEN

NOTHING = "00000000-0000-7000-8000-000000000000"
MEMBERS = ("owner", "editor", "reviewer", "viewer", "superuser")


def _ids(address):
    return f"{address.method}-{address.name}"


def _anywhere(address):
    """The address with an id that names nothing: what is refused before any row is looked for needs none."""
    return reverse(f"claims:{address.name}", args=[*address.before, *([NOTHING] if address.what else [])])


PAGES = ("claims.views", "claims.api.reference")


def test_every_address_is_in_the_table():
    pages = [one for one in urlpatterns if isinstance(one, URLPattern)]
    ours = {page.name for page in pages if page.callback.__module__.startswith(PAGES)}
    assert {address.name for address in ADDRESSES} == ours


@pytest.mark.parametrize("address", ADDRESSES, ids=_ids)
def test_each_role_gets_what_it_may(cast, client, address):
    there = rows(cast)
    url = address.url(there)
    for name in MEMBERS:
        person = getattr(cast, name)
        client.force_login(person)
        before = Event.objects.exclude(verb="identity.refused").count()
        answer = getattr(client, address.method)(url, address.data)
        if hasattr(answer, "file_to_stream"):
            answer.file_to_stream.close()
        enough = address.act is ANYBODY or allows(role_of(person, cast.project), address.act)
        enough = enough and not (address.own_role and person.is_superuser)
        assert answer.status_code == (address.answer if enough else 403), name
        if not enough:
            assert Event.objects.exclude(verb="identity.refused").count() == before
            assert "role" in answer.content.decode(), "a refusal says which role it takes"


@pytest.mark.parametrize("address", ADDRESSES, ids=_ids)
def test_a_stranger_finds_nothing_and_changes_nothing(cast, client, address):
    there = rows(cast)
    client.force_login(cast.outsider)
    before = Event.objects.exclude(verb="identity.refused").count()
    answer = getattr(client, address.method)(address.url(there), address.data)
    assert answer.status_code == (address.answer if address.act is ANYBODY else 404)
    assert Event.objects.exclude(verb="identity.refused").count() == before
    if address.act is ANYBODY and address.answer == 200:
        assert there["article"].title not in answer.content.decode()


@pytest.mark.parametrize("address", [one for one in ADDRESSES if one.name not in OPEN], ids=_ids)
def test_nobody_signed_in_is_sent_to_sign_in(client, address):
    url = _anywhere(address)
    answer = getattr(client, address.method)(url, address.data)
    assert answer.status_code == 302
    assert answer["Location"] == f"{reverse('login')}?next={url}"


@pytest.mark.parametrize("address", ADDRESSES, ids=_ids)
@pytest.mark.django_db
def test_another_method_is_refused(client, address):
    client.force_login(factories.make_user())
    url = _anywhere(address)
    taken = {one.method for one in ADDRESSES if one.name == address.name}
    for method in {"get", "post", "put", "patch", "delete"} - taken:
        answer = getattr(client, method)(url)
        assert answer.status_code == 405, method


@pytest.mark.parametrize("address", [one for one in ADDRESSES if one.method == "post"], ids=_ids)
@pytest.mark.django_db
def test_a_form_of_another_site_is_refused(address):
    client = Client(enforce_csrf_checks=True)
    client.force_login(factories.make_user())
    assert client.post(_anywhere(address), address.data).status_code == 403


@pytest.mark.parametrize("address", [one for one in ADDRESSES if one.what], ids=_ids)
def test_an_id_that_names_nothing_is_not_found(cast, client, address):
    client.force_login(cast.owner)
    assert getattr(client, address.method)(_anywhere(address)).status_code == 404


def test_what_is_in_the_trash_is_not_found(cast, client):
    there = rows(cast)
    client.force_login(cast.owner)
    Article.objects.filter(pk=there["article"].pk).update(deleted_at=timezone.now())
    Document.objects.filter(pk=there["document"].pk).update(deleted_at=timezone.now())
    for address in ADDRESSES:
        if address.what in ("article", "claim", "lookup", "evidence", "document"):
            answer = getattr(client, address.method)(address.url(there), address.data)
            assert answer.status_code == 404, address.name


def test_acts_take_at_least_the_role_they_say():
    assert [act for act in Act if allows(None, act)] == []


def test_a_member_of_two_projects_acts_in_the_one_the_address_names(cast, client):
    """A reviewer here who only reads there: the chosen project must not lend its role."""
    there = factories.make_project(by=cast.outsider, slug="away", name="Away")
    set_role(project=there, user=cast.reviewer, role=Role.VIEWER, by=cast.outsider)
    claim = factories.make_claim(factories.make_article(there).latest())
    client.force_login(cast.reviewer)
    client.post(reverse("claims:project-switch"), {"project": "city-desk"})
    assert client.get(claim.get_absolute_url(), follow=True).status_code == 200
    assert client.post(reverse("claims:claim-judge", args=[claim.pk])).status_code == 403
    assert client.get(reverse("claims:article-new")).status_code == 200, "still the chosen one"
