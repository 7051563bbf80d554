"""Edits of many claims at once, and by many people at once."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from claims.models import Attribution, Claim, Edit, Event, Sentence, Span
from claims.pipeline import edit, undo
from tests import factories
from tests.pipeline import editing


@pytest.fixture
def revision(cast):
    return editing.make_text(cast.project, cast.reviewer)


@pytest.fixture
def claims(revision):
    return list(Claim.objects.filter(revision=revision).order_by("number"))


@pytest.fixture
def article(revision):
    return revision.article


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_and_two_clicks_at_once(revision, article, claims, cast):
    def work(act):
        try:
            act()
        except (undo.Nothing, undo.Changed, edit.Refused) as error:
            errors.append(error)
        finally:
            connection.close()

    errors = []
    edit.trash(claims=claims[3:4], by=cast.reviewer)
    seen = Edit.objects.to_undo(article, cast.reviewer).pk
    acts = [
        lambda: undo.undo(article=article, by=cast.reviewer, edit_id=seen),
        lambda: undo.undo(article=article, by=cast.reviewer, edit_id=seen),
        lambda: edit.nudge(claim=claims[0], edge="end", by_words=-1, by=cast.editor),
        lambda: edit.nudge(claim=claims[0], edge="end", by_words=-1, by=cast.second_reviewer),
        lambda: edit.make_claim(revision=revision, places=[editing.at("the square")], by=cast.editor),
        lambda: edit.make_claim(revision=revision, places=[editing.at("on the square")], by=cast.owner),
        lambda: edit.merge(claim=claims[1], others=[claims[2]], by=cast.editor),
    ]
    threads = [threading.Thread(target=work, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    editing.whole(revision)
    assert [error for error in errors if not isinstance(error, undo.Changed)] == []
    assert Claim.objects.get(pk=claims[0].pk).text == "Prices rose by 4 percent"
    assert sorted(Claim.objects.filter(revision=revision, number__gt=5).values_list("number", flat=True)) == [6, 7]
    assert Event.objects.filter(verb="edit.undone").count() == 1
    for person in (cast.editor, cast.owner, cast.reviewer, cast.second_reviewer):
        places = list(Edit.objects.of(article, person).values_list("place", flat=True))
        assert places == list(range(1, len(places) + 1))


def test_five_hundred_claims_go_and_come_back_in_few_queries(cast, django_assert_max_num_queries):
    revision = _long(cast)
    claims = list(Claim.objects.filter(revision=revision))
    with django_assert_max_num_queries(20):
        edit.trash(claims=claims, by=cast.reviewer)
    with django_assert_max_num_queries(25):
        undo.undo(article=revision.article, by=cast.reviewer)
    assert Claim.objects.kept().filter(revision=revision).count() == 500
    with django_assert_max_num_queries(40):
        edit.set_source(claims=claims, name="Ada Pym", kind="person", by=cast.reviewer)
    with django_assert_max_num_queries(35):
        undo.undo(article=revision.article, by=cast.reviewer)
    assert not Attribution.objects.filter(claim__revision=revision).exists()


def _long(cast):
    words = [f"Figure {number} rose." for number in range(500)]
    revision = factories.make_article(cast.project, by=cast.reviewer, text=" ".join(words)).latest()
    claims = Claim.objects.bulk_create(
        Claim(revision=revision, number=number, text=text[:-1], speech="narrated")
        for number, text in enumerate(words, start=1)
    )
    at, spans = 0, []
    for claim, text in zip(claims, words, strict=True):
        spans.append(Span(revision=revision, claim=claim, role="content", start=at, end=at + len(text) - 1))
        at += len(text) + 1
    Span.objects.bulk_create(spans)
    Sentence.objects.bulk_create(
        Sentence(revision=revision, position=position, start=span.start, end=span.end + 1)
        for position, span in enumerate(spans)
    )
    return revision
