"""Who is at an article: seen by others for half a minute, and by nobody without Redis."""

from __future__ import annotations

import pytest
import redis

from claims.pipeline import presence

ARTICLE, CLAIM = "0199-article", "0199-claim"


@pytest.fixture(autouse=True)
def _rested():
    presence._rest["until"] = 0.0
    presence._client().delete(f"presence:{ARTICLE}", "presence:other")
    yield
    presence._rest["until"] = 0.0


def test_others_are_seen_with_the_claim_in_their_hand_and_oneself_is_not(cast):
    assert presence.arrive(article_id=ARTICLE, by=cast.editor, claim_id=CLAIM) == []
    there = presence.arrive(article_id=ARTICLE, by=cast.reviewer)
    assert there == [(cast.editor.pk, "Editor", CLAIM)]
    assert presence.others(article_id=ARTICLE, besides=cast.editor) == [(cast.reviewer.pk, "Reviewer", "")]


def test_looking_leaves_no_sign(cast):
    presence.others(article_id=ARTICLE, besides=cast.editor)
    assert presence.others(article_id=ARTICLE, besides=cast.owner) == []


def test_a_person_is_where_they_were_last(cast):
    presence.arrive(article_id=ARTICLE, by=cast.editor, claim_id=CLAIM)
    presence.arrive(article_id=ARTICLE, by=cast.editor)
    assert [one.claim for one in presence.others(article_id=ARTICLE, besides=cast.owner)] == [""]


def test_articles_have_company_of_their_own(cast):
    presence.arrive(article_id=ARTICLE, by=cast.editor)
    assert presence.others(article_id="other", besides=cast.owner) == []


def test_who_gave_no_sign_for_half_a_minute_has_left_though_others_stay(cast, monkeypatch):
    presence.arrive(article_id=ARTICLE, by=cast.editor)
    now = presence.time.time()
    monkeypatch.setattr(presence.time, "time", lambda: now + presence.FRESH_SECONDS - 1)
    assert [one.name for one in presence.arrive(article_id=ARTICLE, by=cast.reviewer)] == ["Editor"]
    monkeypatch.setattr(presence.time, "time", lambda: now + presence.FRESH_SECONDS + 1)
    assert [one.name for one in presence.others(article_id=ARTICLE, besides=cast.owner)] == ["Reviewer"]


def test_redis_forgets_it_by_itself(cast):
    presence.arrive(article_id=ARTICLE, by=cast.editor)
    assert 0 < presence._client().ttl(f"presence:{ARTICLE}") <= presence.FRESH_SECONDS


def test_a_sign_that_nobody_can_read_is_nobody(cast):
    presence._client().hset(f"presence:{ARTICLE}", mapping={"7": "no json", "8": '["Ann", "", "soon"]', "x": "[]"})
    assert presence.others(article_id=ARTICLE, besides=cast.owner) == []


def test_without_redis_nobody_is_there_and_it_is_left_alone_for_a_while(cast, monkeypatch):
    asked = []

    def away():
        asked.append(1)
        raise redis.ConnectionError("away")

    monkeypatch.setattr(presence, "_client", away)
    assert presence.arrive(article_id=ARTICLE, by=cast.editor) == []
    assert presence.arrive(article_id=ARTICLE, by=cast.editor) == []
    assert len(asked) == 1
