"""The trail of a claim: from its beginning to the ruling, no more than the reader may know, fifty at a time."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from claims.models import Claim, Event
from claims.pipeline import comment, grade, judge, tie
from claims.pipeline.settle import settle_claim
from claims.pipeline.weigh import set_stance
from claims.views.history import trail
from tests import factories


@pytest.fixture
def claim(revision):
    return factories.make_claim(revision)


def _entries(claim, person):
    return trail(claim, person, 51)


def _says(claim, person):
    return [entry.says for entry in _entries(claim, person)]


def _judge(claim, by):
    rating = claim.revision.article.project.scale.current().ratings.get(slug="half-true")
    judge.record_verdict(claim=claim, by=by, finding="altered", rating=rating, rationale="The release.")
    settle_claim(claim_id=claim.pk)


def _page(client, person, claim, **asked):
    client.force_login(person)
    return client.get(reverse("claims:claim-history", args=[claim.pk]), asked).content.decode()


def test_it_begins_with_the_splitter_or_the_person_who_marked_it(cast, claim, revision):
    [entry] = _entries(claim, cast.viewer)
    assert (entry.says, entry.more, entry.now) == (
        "The splitter found this claim", "version test-1", "Prices rose by 4 percent in May",
    )  # fmt: skip
    made = factories.make_claim(revision, "The mayor denied", created_by=cast.editor, splitter_version="")
    assert _says(made, cast.viewer) == ["This claim was marked"]


@pytest.mark.django_db(transaction=True)
def test_words_go_from_what_to_what_and_the_act_that_changed_them_is_named(cast, claim):
    from django.db import transaction  # noqa: PLC0415 - two acts at two times need two transactions

    article = claim.revision.article
    with transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(text="Prices rose", polarity="doubts")
        Event.objects.record(
            "claim.reshaped", claim, project_id=article.project_id, by=cast.editor, article_id=article.pk
        )
    Claim.objects.filter(pk=claim.pk).update(text="Prices")
    Claim.objects.filter(pk=claim.pk).update(deleted_at=timezone.now())
    told = [(entry.says, entry.was, entry.now, entry.more) for entry in _entries(claim, cast.viewer)]
    assert told == [
        ("It was put into the trash", "", "", ""),
        ("The words were changed", "Prices rose", "Prices", ""),
        ("Editor changed these words", "Prices rose by 4 percent in May", "Prices rose", "Asserts → Doubts"),
        ("The splitter found this claim", "", "Prices rose by 4 percent in May", "version test-1"),
    ]


def test_sources_grades_evidence_and_comments_are_told_with_what_they_say(cast, claim):
    row = factories.make_attribution(claim)
    tie.set_tie(attribution=row, by=cast.editor, name="Maria Ortega", kind="person")
    grade.override_grade(claim=claim, grade="B", reason="A document.", by=cast.editor)
    evidence = factories.make_evidence(claim)
    set_stance(evidence=evidence, by=cast.reviewer, stance="refutes")
    comment.add_comment(claim=claim, by=cast.reviewer, text="Which month?")
    found = {entry.says: entry for entry in _entries(claim, cast.viewer)}
    assert found["Reviewer weighed evidence"].more == "Refutes"
    assert found["Reviewer weighed evidence"].quote == evidence.quote
    assert found["Editor changed the source"].more == "Maria Ortega"
    assert any(says.startswith("Editor set the sourcing grade to ") for says in found)
    assert "Reviewer commented" in found


def test_what_verdicts_and_rulings_say_is_told_to_whom_it_may(cast, claim):
    for person in (cast.reviewer, cast.second_reviewer):
        _judge(claim, person)
    entries = _entries(claim, cast.reviewer)
    assert [(one.says, one.verdict.rating.label, one.verdict.finding) for one in entries if one.verdict] == [
        ("The verdicts agree: the claim is settled", "Half true", "altered"),
        ("Second Reviewer gave a verdict", "Half true", "altered"),
        ("Reviewer gave a verdict", "Half true", "altered"),
    ]
    assert _says(claim, cast.viewer) == ["The splitter found this claim"]


def test_blind_review_keeps_even_the_traces_that_verdicts_leave_on_the_claim(cast, client, claim):
    client.force_login(cast.second_reviewer)
    url, htmx = reverse("claims:claim-history", args=[claim.pk]), {"HX-Request": "true"}
    before = client.get(url, headers=htmx).content.decode()
    _judge(claim, cast.reviewer)
    comment.add_comment(claim=claim, by=cast.reviewer, text="Half true at best.", about_verdict=True)
    assert claim.events.count() > 1, "the row changed: it counts its verdicts"
    ages = re.compile(r"<time.*?</time>")
    assert ages.sub("", client.get(url, headers=htmx).content.decode()) == ages.sub("", before)


def test_it_is_paged_and_queries_do_not_grow(cast, client, claim, django_assert_max_num_queries):
    now = timezone.now()
    for number in range(120):
        row = Event.objects.create(
            verb="evidence.added", target_type="evidence", target_id=claim.pk, claim_id=claim.pk, by_name="Ann",
            data={"name": f"passage {number}"}, project_id=cast.project.pk,
            created_at=now + timedelta(seconds=number),
        )  # fmt: skip
    assert row.pk
    client.force_login(cast.viewer)
    url = reverse("claims:claim-history", args=[claim.pk])
    with django_assert_max_num_queries(11):
        first = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "passage 119" in first
    assert "passage 70" in first
    assert "passage 69<" not in first
    assert "page=2" in first
    third = _page(client, cast.viewer, claim, page="3")
    assert "passage 19<" in third
    assert "The splitter found this claim" in third
    assert "page=4" not in third
    assert "page=2" in third


@pytest.mark.parametrize("page", ["", "0", "x", "99999", "-1", "²"])
def test_a_page_that_is_none_is_the_first(cast, client, claim, page):
    assert "The splitter found this claim" in _page(client, cast.viewer, claim, page=page)


def test_the_fold_gets_the_fragment_alone(cast, client, claim):
    client.force_login(cast.viewer)
    url = reverse("claims:claim-history", args=[claim.pk])
    assert "<html" not in client.get(url, headers={"HX-Request": "true"}).content.decode()
    page = client.get(url).content.decode()
    assert "<h1>" in page
    assert f"?claim={claim.pk}" in page
