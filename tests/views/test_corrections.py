"""Pages and feeds of corrections: with names for members, without for everybody, where a project publishes."""

from __future__ import annotations

import feedparser
import pytest
from django.urls import reverse

from claims.models import Ruling
from claims.pipeline import adjudicate, publish
from tests import factories

PUBLIC = ["correction-public", "correction-atom", "correction-json"]


@pytest.fixture
def corrected(cast, revision):
    claim = factories.make_claim(revision)
    factories.make_verdict(claim, cast.reviewer, "true")
    factories.make_verdict(claim, cast.owner, "false")
    claim.state = "disputed"
    claim.save(update_fields=["state"])
    first = adjudicate.rule(claim=claim, by=cast.editor, accepts=claim.verdicts.get(by=cast.reviewer))
    publish.publish(claim=claim, by=cast.editor)
    rating = claim.verdicts.get(by=cast.owner).rating
    why = "The office published a new figure <b>."
    adjudicate.rule(claim=claim, by=cast.owner, finding="altered", rating=rating, rationale=why, basis=first.pk)
    return claim


@pytest.fixture
def public(cast):
    cast.project.publishes = True
    cast.project.save(update_fields=["publishes"])


def _get(client, name, **headers):
    return client.get(reverse(f"claims:{name}", args=["city-desk"]), headers=headers)


@pytest.mark.parametrize("name", PUBLIC)
def test_nothing_is_public_unless_an_owner_says_so(client, corrected, name):
    assert _get(client, name).status_code == 404


@pytest.mark.parametrize("name", PUBLIC)
def test_everybody_reads_what_it_was_and_is_and_no_name(client, cast, corrected, public, name):
    answer = _get(client, name)
    told = answer.content.decode()
    assert answer.status_code == 200
    for words in ("True", "False", "Altered", "The office published a new figure", corrected.text):
        assert words in told
    for person in (cast.editor, cast.owner, cast.reviewer):
        assert person.username not in told
        assert person.label not in told


@pytest.mark.parametrize("name", PUBLIC)
def test_nobody_of_the_desk_is_named_in_a_reason(client, cast, corrected, public, name):
    standing = Ruling.objects.in_force().get(claim=corrected)
    adjudicate.reopen(claim=corrected, by=cast.editor, why="Second Reviewer saw another.", basis=standing.pk)
    told = _get(client, name).content.decode()
    assert "a reviewer saw another." in told
    assert "Second" not in told


@pytest.mark.parametrize("name", PUBLIC[1:])
def test_who_has_it_is_told_that_nothing_changed(client, corrected, public, name):
    first = _get(client, name)
    assert _get(client, name, if_none_match=first["ETag"]).status_code == 304


def test_the_feed_leads_to_the_place_on_the_page(client, corrected, public):
    (entry,) = feedparser.parse(_get(client, "correction-atom").content).entries
    page = _get(client, "correction-public").content.decode()
    assert f'id="{entry.link.rpartition("#")[2]}"' in page


def test_a_withdrawn_outcome_is_no_longer_public(client, cast, corrected, public):
    publish.withdraw(claim=corrected, by=cast.editor, why="The article is gone.")
    assert corrected.text not in _get(client, "correction-public").content.decode()


def test_members_see_who_and_why(client, cast, corrected):
    client.force_login(cast.viewer)
    told = client.get(reverse("claims:correction-list")).content.decode()
    assert cast.owner.label in told
    assert "The office published a new figure &lt;b&gt;." in told


def test_blind_review_keeps_it_from_who_has_not_judged(client, cast, corrected):
    client.force_login(cast.second_reviewer)
    assert "new figure" not in client.get(reverse("claims:correction-list")).content.decode()


def test_a_ruling_is_published_and_withdrawn_where_it_is_settled(client, cast, corrected):
    client.force_login(cast.editor)
    case = reverse("claims:claim-adjudicate", args=[corrected.pk])
    door = reverse("claims:claim-publish", args=[corrected.pk])
    assert "Public since" in client.get(case).content.decode()
    assert "no longer public" in client.post(door, {"withdraw": "", "why": "Gone."}, follow=True).content.decode()
    standing = Ruling.objects.in_force().get(claim=corrected)
    told = client.post(door, {"ruling": str(standing.pk)}, follow=True).content.decode()
    assert "The outcome is published" in told


def test_the_list_takes_as_many_queries_for_many(client, cast, revision, corrected, django_assert_max_num_queries):
    client.force_login(cast.owner)
    with django_assert_max_num_queries(12):
        client.get(reverse("claims:correction-list"))
