"""The members' page and the page of roles: who sees what, and that refusals are said where they belong."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html as lxml_html

from claims.models import Act, Membership, Role, allows
from tests import factories

LIST = "claims:member-list"


def _page(client, url):
    return lxml_html.fromstring(client.get(reverse(url)).content.decode())


@pytest.mark.parametrize("name", ["viewer", "reviewer", "editor"])
def test_members_see_names_and_roles_only(cast, client, name):
    Membership.objects.filter(user=cast.editor).update(skills=["marine-law"])
    client.force_login(getattr(cast, name))
    page = _page(client, LIST)
    rows = [
        " ".join(row.text_content().split()) for row in page.xpath("//table[contains(@class, 'members')]/tbody/tr")
    ]
    assert sorted(row.replace(" you", "") for row in rows) == [
        "Editor Editor", "Owner Owner", "Reviewer Reviewer", "Second Reviewer Reviewer", "Viewer Viewer",
    ]  # fmt: skip
    text = page.text_content()
    assert "marine-law" not in text
    assert "second_reviewer" not in text, "user names sign in: they are for owners"
    assert not page.xpath("//main//form")


def test_an_owner_lets_in_changes_and_removes(cast, client):
    client.force_login(cast.owner)
    form = {"username": "outsider", "role": "reviewer", "skills": "Law, tax"}
    assert client.post(reverse("claims:member-add"), form, follow=True).status_code == 200
    row = Membership.objects.get(user=cast.outsider)
    assert row.skills == ["law", "tax"]
    client.post(reverse("claims:member-set", args=[row.pk]), {"role": "editor", "skills": "tax"})
    row.refresh_from_db()
    assert (row.role, row.skills) == ("editor", ["tax"])
    answer = client.post(reverse("claims:member-remove", args=[row.pk]), follow=True)
    assert "Outsider is no member any more." in answer.content.decode()
    assert not Membership.objects.filter(user=cast.outsider).exists()


def test_what_is_refused_is_said_and_stays_typed(cast, client):
    client.force_login(cast.owner)
    form = {"username": "nobody.at.all", "role": "editor", "skills": "law"}
    answer = client.post(reverse("claims:member-add"), form)
    page = lxml_html.fromstring(answer.content.decode())
    assert answer.status_code == 422
    assert page.xpath("//input[@id='new-username']/@value") == ["nobody.at.all"]
    assert "There is no account" in page.xpath("//div[@id='new-wrong']")[0].text_content()


def test_the_last_owner_cannot_go_and_is_told_at_the_row(cast, client):
    client.force_login(cast.owner)
    row = Membership.objects.get(user=cast.owner)
    for url, form in (("claims:member-set", {"role": "viewer"}), ("claims:member-remove", {})):
        answer = client.post(reverse(url, args=[row.pk]), form)
        assert answer.status_code == 422
        page = lxml_html.fromstring(answer.content.decode())
        assert "owner" in page.xpath(f"//p[@id='wrong-{row.pk}']")[0].text_content()


def test_the_number_of_queries_does_not_grow(cast, client):
    client.force_login(cast.owner)
    client.get(reverse(LIST))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse(LIST))
    for _ in range(20):
        Membership.objects.create(project=cast.project, user=factories.make_user(), role=Role.REVIEWER)
    with CaptureQueriesContext(connection) as many:
        client.get(reverse(LIST))
    assert len(many) == len(few)


def test_the_roles_are_those_of_the_table(cast, client):
    client.force_login(cast.editor)
    page = _page(client, "claims:role-page")
    rows = page.xpath("//table[contains(@class, 'roles')]/tbody/tr")
    told = {}
    for row in rows:
        label = row.xpath("./th/text()")[0].strip()
        told[label] = [cell.xpath("string(.//*[@class='unseen'])") == "yes" for cell in row.xpath("./td")]
    assert told == {str(act.label): [allows(role, act) for role in Role] for act in Act}
    own = page.xpath("//thead//th[contains(@class, 'own')]")
    assert [one.text_content().split() for one in own] == [["Editor", "you"]]


def test_every_act_has_words_of_its_own():
    assert len({str(act.label) for act in Act}) == len({str(act.means) for act in Act}) == len(Act)
