"""Blind review: nobody learns of another's verdict before giving their own, by any page."""

from __future__ import annotations

import pytest
from django.urls import reverse

from claims.models import Evidence, Lookup, Project, Verdict
from claims.pipeline import look_up
from claims.pipeline.settle import settle_claim
from tests import factories

SECRET = "The minutes of 3 June contradict it."


@pytest.fixture
def claim(cast, revision):
    factories.make_sentences(revision)
    claim = factories.make_claim(revision)
    factories.make_verdict(claim, cast.reviewer, "mostly-false", rationale=SECRET, finding="misattributed")
    settle_claim(claim_id=claim.pk)
    return claim


def _pages(claim):
    article = claim.revision.article
    return [
        reverse("claims:desk"),
        reverse("claims:article-list"),
        reverse("claims:job-list"),
        article.get_absolute_url(),
        f"{article.get_absolute_url()}?claim={claim.pk}",
        f"{article.get_absolute_url()}?show=disputed",
        reverse("claims:article-export", args=[article.pk]),
    ]


def _seen(client, person, claim):
    """What the pages tell the person: the rationale, or how many have judged."""
    client.force_login(person)
    texts = [client.get(url).content.decode() for url in _pages(claim)]
    texts.append(
        client.get(_pages(claim)[4], headers={"HX-Request": "true", "HX-Target": "panel"}).content.decode()
    )
    return any(SECRET in text or "Reviewer</strong>" in text for text in texts)


@pytest.mark.parametrize("name", ["second_reviewer", "viewer", "editor", "owner"])
def test_nobody_sees_it_before_the_claim_is_fully_judged(cast, client, claim, name):
    assert _seen(client, getattr(cast, name), claim) is False
    assert not Verdict.objects.visible_to(getattr(cast, name)).exists()


def test_its_author_sees_it(cast, client, claim):
    assert _seen(client, cast.reviewer, claim) is True


def test_after_ones_own_verdict_one_sees_the_other(cast, client, claim):
    client.force_login(cast.second_reviewer)
    form = {"finding": "confirmed", "rationale": "Mine.", "rating": _rating(cast)}
    answer = client.post(
        reverse("claims:claim-judge", args=[claim.pk]), form, headers={"HX-Request": "true", "HX-Target": "panel"}
    )
    assert SECRET in answer.content.decode()
    assert _seen(client, cast.second_reviewer, claim) is True


def test_a_verdict_that_was_refused_opens_nothing(cast, client, claim):
    client.force_login(cast.second_reviewer)
    form = {"finding": "confirmed", "rationale": "", "rating": _rating(cast)}
    answer = client.post(reverse("claims:claim-judge", args=[claim.pk]), form)
    assert answer.status_code == 422
    assert SECRET not in answer.content.decode()


def test_an_editor_sees_both_once_fully_judged_and_others_do_not(cast, client, claim):
    factories.make_verdict(claim, cast.second_reviewer, "true")
    settle_claim(claim_id=claim.pk)
    assert _seen(client, cast.editor, claim) is True
    assert _seen(client, cast.owner, claim) is True
    assert _seen(client, cast.viewer, claim) is False


def test_an_editor_of_another_project_sees_nothing(cast, client, claim):
    factories.make_project(by=cast.outsider)
    factories.make_verdict(claim, cast.second_reviewer, "true")
    settle_claim(claim_id=claim.pk)
    assert SECRET not in str(list(Verdict.objects.visible_to(cast.outsider).values_list("rationale", flat=True)))
    client.force_login(cast.outsider)
    assert client.get(_pages(claim)[4]).status_code == 404


def test_a_verdict_on_one_claim_opens_no_other(cast, client, claim, revision):
    other = factories.make_claim(revision, "The mayor denied that the figures were late")
    factories.make_verdict(other, cast.second_reviewer)
    assert _seen(client, cast.second_reviewer, claim) is False


def test_in_open_review_everybody_sees_it(cast, client, claim):
    Project.objects.update(blind=False)
    assert all(_seen(client, person, claim) for person in (cast.second_reviewer, cast.viewer, cast.editor))


def test_a_like_claim_finds_no_verdict_through_its_look_ups(cast, client, claim):
    revision = factories.make_article(cast.project, text="In May prices rose by 4 percent.").latest()
    like = factories.make_claim(revision, "In May prices rose by 4 percent.")
    for pk in look_up.open_lookups(revision=revision):
        look_up.run_lookup(lookup_id=pk)
    assert Lookup.objects.filter(claim=like, provider="precedents", state="succeeded", hit_count=0).exists()
    assert not Evidence.objects.filter(claim=like).exists()
    assert _seen(client, cast.second_reviewer, like) is False


def _rating(cast):
    return str(cast.project.scale.current().ratings.get(slug="true").pk)
