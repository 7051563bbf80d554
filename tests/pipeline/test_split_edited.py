"""A new split of the same text leaves what people edited as they left it."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from claims import splitting
from claims.models import Attribution, Claim, Sentence, Split, Waiver
from claims.pipeline import edit, undo
from claims.pipeline.ingest import create_article
from claims.pipeline.split import split_again, split_revision
from tests import factories
from tests.pipeline import editing
from tests.pipeline.splitting import Said, Text, mention

WORDS = (
    "The company said prices rose in May and fell in June. The company denied a plan. "
    "Ada Pym said all is well. Fine."
)
ROSE = Said("prices rose in May and fell in June", "The company", "said", (0,))
PLAN = Said("a plan", "The company", "denied", (0,), polarity="denies")
WELL = Said("all is well", "Ada Pym", "said", (1,))
FIRST = Text(WORDS, (mention("TikTok"), mention("Ada Pym", "person")), (ROSE, PLAN, WELL), waived=(3,))


@pytest.fixture
def again(monkeypatch, cast):
    """A function: split the revision anew."""
    monkeypatch.setattr(splitting, "split", lambda _words: FIRST.split())

    def act(revision):
        split = Split.objects.get(revision=revision)
        if split.state == "succeeded":
            assert split_again(split=split, by=cast.reviewer)
        assert split_revision(split_id=split.pk)

    return act


@pytest.fixture
def revision(cast, again):
    revision = create_article(project=cast.project, by=cast.reviewer, text=WORDS).latest()
    again(revision)
    return revision


def claim(revision, words):
    return revision.claims.get(text=words)


def at(words):
    return factories.place(WORDS, words)


def alive(revision):
    rows = Claim.objects.kept().filter(revision=revision).order_by("number")
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    return [row.text for row in rows]


def test_a_trimmed_claim_stays_and_is_not_found_again_at_full_length(revision, again, cast):
    edit.reshape(claim=claim(revision, ROSE.content), places=[at("prices rose")], by=cast.reviewer)
    again(revision)
    assert alive(revision) == ["prices rose", "a plan", "all is well"]
    editing.whole(revision)


def test_the_parts_of_a_claim_stay_apart(revision, again, cast):
    edit.split_at(claim=claim(revision, ROSE.content), at=at("and fell")[0], by=cast.reviewer)
    again(revision)
    assert alive(revision) == ["prices rose in May", "and fell in June", "a plan", "all is well"]
    undo.undo(article=revision.article, by=cast.reviewer)
    left = Claim.objects.kept().filter(revision=revision).order_by("number")
    assert [row.text for row in left] == [ROSE.content, "a plan", "all is well"]


def test_merged_claims_stay_together(revision, again, cast):
    edit.merge(claim=claim(revision, "a plan"), others=[claim(revision, "all is well")], by=cast.reviewer)
    again(revision)
    assert alive(revision) == [ROSE.content, "a plan all is well"]


def test_an_undone_trim_leaves_the_claim_to_the_splitter(revision, again, cast):
    row = claim(revision, ROSE.content)
    edit.reshape(claim=row, places=[at("prices rose")], by=cast.reviewer)
    undo.undo(article=revision.article, by=cast.reviewer)
    again(revision)
    assert alive(revision) == [ROSE.content, "a plan", "all is well"]


def test_what_a_person_said_of_a_claim_stays(revision, again, cast):
    edit.describe(claim=claim(revision, "a plan"), polarity="doubts", by=cast.reviewer)
    start, end = at("Ada Pym")
    edit.mark_voice(claim=claim(revision, "a plan"), role="source", start=start, end=end, by=cast.reviewer)
    again(revision)
    row = claim(revision, "a plan")
    assert row.polarity == "doubts"
    assert Attribution.objects.get(claim=row).source.name == "Ada Pym"


def test_claims_that_a_person_made_stay(revision, again, cast):
    made = edit.make_claim(revision=revision, places=[at("Fine")], by=cast.reviewer)
    again(revision)
    assert alive(revision) == [ROSE.content, "a plan", "all is well", "Fine"]
    assert Claim.objects.get(pk=made.pk).created_by == cast.reviewer
    assert not Waiver.objects.exists()


def test_a_waiver_by_a_person_stays_and_can_still_be_undone(revision, again, cast):
    edit.waive(revision=revision, positions=[1], reason="opinion", by=cast.reviewer, trash_claims=True)
    again(revision)
    row = Waiver.objects.get(sentence__position=1)
    assert (row.reason, row.waived_by) == ("opinion", cast.reviewer)
    assert "a plan" not in alive(revision)
    undo.undo(article=revision.article, by=cast.reviewer)
    assert "a plan" in alive(revision)
    assert not Waiver.objects.filter(sentence__position=1).exists()


def test_a_waiver_that_a_person_lifted_does_not_come_back(revision, again, cast):
    edit.unwaive(revision=revision, positions=[3], by=cast.reviewer)
    again(revision)
    assert not Waiver.objects.exists()
    undo.undo(article=revision.article, by=cast.reviewer)
    assert Waiver.objects.get().sentence == Sentence.objects.get(revision=revision, position=3)


@pytest.mark.django_db(transaction=True)
def test_a_split_and_an_edit_at_once(revision, again, cast):
    row = claim(revision, "all is well")
    split = Split.objects.get(revision=revision)
    assert split_again(split=split, by=cast.reviewer)
    errors = []

    def work(act):
        try:
            act()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    acts = [
        lambda: split_revision(split_id=split.pk),
        lambda: edit.nudge(claim=row, edge="end", by_words=-1, by=cast.editor),
        lambda: edit.make_claim(revision=revision, places=[at("Fine")], by=cast.reviewer),
    ]
    threads = [threading.Thread(target=work, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    editing.whole(revision)
    assert sorted(alive(revision)) == sorted([ROSE.content, "a plan", "all is", "Fine"])
