"""What judges ``make chaos`` is put to the test: it finds what a fault would have broken, and nothing else."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.utils import timezone

from benchmarks.chaos import check
from benchmarks.chaos.told import Told
from claims.models import Export, Intake, Split, Verdict, WorkState
from tests import factories

pytestmark = pytest.mark.django_db

WORDS = "The report says so. 1"


@pytest.fixture
def claim():
    owner = factories.make_user("owner")
    article = factories.make_article(factories.make_project(owner), by=owner)
    return factories.make_claim(article.latest())


@pytest.fixture
def verdict(claim):
    return factories.make_verdict(claim, factories.make_user(), rationale=WORDS)


def told(verdict, **more):
    about = {"claim": str(verdict.claim_id), "id": str(verdict.pk)}
    return Told(verdicts={verdict.rationale: about}, tried=[verdict.rationale], **more)


def without_guard(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE claims_verdict DISABLE TRIGGER USER")
        cursor.execute(statement, values)
        cursor.execute("ALTER TABLE claims_verdict ENABLE TRIGGER USER")


def test_verdicts_that_are_there_as_they_were_told_are_no_finding(verdict):
    assert list(check.lost_or_doubled(told(verdict))) == []


def test_a_lost_verdict_is_found(verdict):
    lost = Told(verdicts={"gone": {"claim": str(verdict.claim_id), "id": ""}}, tried=["gone"])
    assert list(check.lost_or_doubled(lost)) == ["lost verdict: gone"]


def test_a_doubled_verdict_is_found_also_one_that_was_never_accepted(verdict):
    factories.make_verdict(verdict.claim, factories.make_user(), rationale=WORDS)
    assert list(check.lost_or_doubled(Told(tried=[WORDS]))) == [f"doubled verdict: {WORDS}, 2 times"]


def test_a_verdict_told_under_another_id_is_found(verdict):
    other = told(verdict)
    other.verdicts[WORDS]["id"] = str(uuid.uuid4())
    assert list(check.lost_or_doubled(other)) == [f"verdict is not the one that was told: {WORDS}"]


def test_a_verdict_that_was_sent_and_never_reached_us_is_no_finding():
    assert list(check.lost_or_doubled(Told(tried=["never came"]))) == []


def test_what_was_taken_in_and_is_gone_is_found(verdict):
    article, gone = str(verdict.claim.revision.article_id), str(uuid.uuid4())
    found = list(check.missing_rows(told(verdict, articles=[article, gone], exports=[gone])))
    assert found == [f"lost: Article {gone}", f"lost: Export {gone}"]


@pytest.mark.parametrize("state", [WorkState.QUEUED, WorkState.RUNNING])
def test_work_that_has_not_ended_is_found(claim, state):
    assert list(check.unfinished()) == []
    Split.objects.update(state=state)
    assert [one.split()[:2] for one in check.unfinished()] == [["unfinished:", "Split"]]


def test_work_that_failed_and_says_why_is_no_finding(claim):
    Split.objects.update(
        state=WorkState.FAILED, error="The worker was lost three times.", finished_at=timezone.now()
    )
    assert list(check.unfinished()) == []


def test_all_kinds_of_work_are_looked_at():
    assert {Split, Intake, Export} < set(check.kinds())


def test_a_sentence_in_no_claim_is_found(claim):
    article = str(claim.revision.article_id)
    assert any("without sentences" in one for one in check.without_words(Told(articles=[article])))


def test_a_verdict_deleted_past_its_guard_is_found(verdict):
    before = told(verdict)
    without_guard("DELETE FROM claims_verdict WHERE id = %s", verdict.pk)
    assert not Verdict.objects.exists()
    assert list(check.lost_or_doubled(before)) == [f"lost verdict: {WORDS}"]


def test_a_constraint_that_holds_no_longer_is_found():
    assert list(check.unkept_constraints()) == []
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE claims_verdict ADD CONSTRAINT chaos_test CHECK (rationale <> 'x') NOT VALID")
    assert list(check.unkept_constraints()) == ["constraint not validated: chaos_test"]
