"""A draft is saved upon what its author saw, and never over words that they have not seen."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from claims.models import Draft
from claims.pipeline.draft import Changed, drop_draft, save_draft
from tests import factories


@pytest.fixture
def claim(revision):
    return factories.make_claim(revision)


def words(text):
    return {"rationale": text}


def test_each_save_has_the_next_number(cast, claim):
    first = save_draft(claim=claim, by=cast.reviewer, fields=words("one"), basis=None)
    assert first.number == 1
    second = save_draft(claim=claim, by=cast.reviewer, fields=words("one two"), basis=1)
    assert (second.number, second.fields) == (2, words("one two"))
    assert second.saved_at >= first.saved_at
    assert Draft.objects.count() == 1


@pytest.mark.parametrize("basis", [None, 0, 1, 3])
def test_a_newer_draft_is_not_overwritten(cast, claim, basis):
    save_draft(claim=claim, by=cast.reviewer, fields=words("a"), basis=None)
    save_draft(claim=claim, by=cast.reviewer, fields=words("a newer one"), basis=1)
    with pytest.raises(Changed) as changed:
        save_draft(claim=claim, by=cast.reviewer, fields=words("written elsewhere"), basis=basis)
    assert (changed.value.current.number, changed.value.current.fields) == (2, words("a newer one"))
    assert Draft.objects.get().fields == words("a newer one")


def test_the_same_again_is_the_same_draft(cast, claim):
    """The answer got lost, and the page sends again upon the number it knows."""
    save_draft(claim=claim, by=cast.reviewer, fields=words("one"), basis=None)
    assert save_draft(claim=claim, by=cast.reviewer, fields=words("one"), basis=None).number == 1


def test_a_person_has_a_draft_of_their_own(cast, claim):
    save_draft(claim=claim, by=cast.reviewer, fields=words("mine"), basis=None)
    save_draft(claim=claim, by=cast.second_reviewer, fields=words("theirs"), basis=None)
    assert set(Draft.objects.values_list("by__username", "number")) == {("reviewer", 1), ("second_reviewer", 1)}


def test_what_became_a_verdict_goes_and_its_number_never_comes_again(cast, claim):
    save_draft(claim=claim, by=cast.reviewer, fields=words("given"), basis=None)
    drop_draft(claim=claim, by=cast.reviewer, number=1)
    assert Draft.objects.get().fields == {}
    later = save_draft(claim=claim, by=cast.reviewer, fields=words("a second thought"), basis=None)
    assert later.number > 1
    with pytest.raises(Changed):
        save_draft(claim=claim, by=cast.reviewer, fields=words("typed upon what was dropped"), basis=1)


def test_a_window_that_still_knows_the_dropped_draft_may_go_on(cast, claim):
    save_draft(claim=claim, by=cast.reviewer, fields=words("given"), basis=None)
    drop_draft(claim=claim, by=cast.reviewer, number=1)
    assert save_draft(claim=claim, by=cast.reviewer, fields=words("more"), basis=1).fields == words("more")


def test_words_that_the_verdict_lacks_are_not_dropped(cast, claim):
    save_draft(claim=claim, by=cast.reviewer, fields=words("here"), basis=None)
    save_draft(claim=claim, by=cast.reviewer, fields=words("on the other device"), basis=1)
    drop_draft(claim=claim, by=cast.reviewer, number=1)
    drop_draft(claim=claim, by=cast.reviewer, number=None)
    assert Draft.objects.get().fields == words("on the other device")


def test_others_drafts_stay(cast, claim):
    save_draft(claim=claim, by=cast.second_reviewer, fields=words("theirs"), basis=None)
    drop_draft(claim=claim, by=cast.reviewer, number=1)
    assert Draft.objects.get().fields == words("theirs")


@pytest.mark.django_db(transaction=True)
def test_of_two_windows_at_once_one_is_told():
    cast = factories.make_cast()
    claim = factories.make_claim(factories.make_article(cast["project"]).latest())
    begin, outcomes = threading.Barrier(2), []

    def save(text):
        begin.wait(5)
        try:
            outcomes.append(save_draft(claim=claim, by=cast["reviewer"], fields=words(text), basis=None).number)
        except Changed as changed:
            outcomes.append(changed.current.fields["rationale"])
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=[text]) for text in ("left", "right")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    kept = Draft.objects.get().fields["rationale"]
    assert sorted(outcomes, key=str) == [1, kept]
