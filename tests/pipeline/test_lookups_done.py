"""The end of an article's last look-up is on record once, however it ends and whoever ends it."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from claims.models import Event, Lookup
from tests import factories


def _lookups(revision, number=3):
    claim = factories.make_claim(revision)
    return [
        Lookup.objects.create(claim=claim, provider=f"p{n}", query="q", state="running", provider_version="1")
        for n in range(number)
    ]


def _told(article):
    return Event.objects.filter(verb="lookups.done", target_id=article.pk).count()


def test_it_is_told_when_the_last_one_ends_well_badly_or_by_hand(article, revision):
    one, two, three = _lookups(revision)
    assert Lookup.objects.succeed(one.pk)
    assert Lookup.objects.fail(two.pk, "It was down.")
    assert _told(article) == 0
    Lookup.objects.filter(pk=three.pk).cancel()
    event = Event.objects.get(verb="lookups.done")
    assert (event.target_type, event.target_id, event.article_id) == ("article", article.pk, article.pk)
    assert (event.project_id, event.by_id, event.data) == (article.project_id, None, {})
    assert event.pk.version == 7
    assert abs(event.created_at.timestamp() * 1000 - (event.pk.int >> 80)) < 60_000


def test_many_that_end_in_one_statement_are_told_of_once(article, revision):
    _lookups(revision)
    Lookup.objects.all().cancel()
    assert _told(article) == 1


def test_signs_of_life_and_other_articles_say_nothing(article, revision, cast):
    one, *_rest = _lookups(revision)
    other = factories.make_article(cast.project)
    (theirs,) = _lookups(other.latest(), 1)
    Lookup.objects.filter(pk=one.pk).touch()
    Lookup.objects.succeed(theirs.pk)
    assert (_told(article), _told(other)) == (0, 1)


def test_a_look_up_that_is_put_off_has_not_ended(article, revision):
    (one,) = _lookups(revision, 1)
    Lookup.objects.postpone(one.pk, "Wait.", 30)
    assert _told(article) == 0


def test_looked_up_again_it_is_told_again(article, revision):
    one, two = _lookups(revision, 2)
    Lookup.objects.all().cancel()
    Lookup.objects.filter(pk=one.pk).requeue()
    assert _told(article) == 1
    Lookup.objects.claim(one.pk)
    Lookup.objects.succeed(one.pk)
    assert _told(article) == 2
    Lookup.objects.filter(pk=two.pk).update(error="Cancelled by hand.")  # it had ended before
    assert _told(article) == 2


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_end_the_last_two_at_the_same_moment_tell_once():
    cast = factories.make_cast()
    article = factories.make_article(cast["project"])
    for _ in range(5):
        pair = _lookups_again(article)
        both = threading.Barrier(2)
        threads = [threading.Thread(target=_end, args=(row.pk, both)) for row in pair]
        before = _told(article)
        for each in threads:
            each.start()
        for each in threads:
            each.join(20)
        assert _told(article) == before + 1


def _lookups_again(article):
    Lookup.objects.all().delete()
    return _lookups(article.latest(), 2)


def _end(pk, both):
    with transaction.atomic():
        both.wait(10)
        Lookup.objects.succeed(pk)
    connection.close()
