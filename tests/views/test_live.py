"""What reaches an open page: others' events, company, no more than blind review allows, and the parts."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone

from claims.models import Article, Claim, Event, Project, Split, Verdict
from claims.pipeline import comment, judge, presence
from claims.pipeline.settle import settle_claim
from claims.views import live
from tests import factories

STORY = (
    "Prices rose by 4 percent in May.\n\nThe mayor denied that the figures were late.\n\nThe café 🍵 has closed."
)


@pytest.fixture(autouse=True)
def _rested():
    presence._rest["until"] = 0.0


@pytest.fixture
def article(cast):
    return factories.make_article(cast.project, by=cast.reviewer, text=STORY)


@pytest.fixture
def claim(article):
    return factories.make_claim(article.latest())


def _pulse(client, person, article, **asked):
    client.force_login(person)
    answer = client.get(reverse("claims:article-pulse", args=[article.pk]), {"since": _now() - 60_000, **asked})
    assert answer.status_code == 200
    return answer.json()


def _now():
    return int(timezone.now().timestamp() * 1000)


def _record(claim, by, verb="claim.reshaped", **data):
    article = claim.revision.article
    Event.objects.record(verb, claim, project_id=article.project_id, by=by, article_id=article.pk, **data)


def test_what_others_did_is_told_in_words_and_ones_own_is_not(cast, client, article, claim):
    _record(claim, cast.editor)
    _record(claim, cast.reviewer)
    news = _pulse(client, cast.reviewer, article, claim=claim.pk)
    [event] = news["events"]
    assert (event["says"], event["part"], event["hand"]) == ("Editor changed these words", "text", True)
    assert event["claims"] == [str(claim.pk)]
    assert UUID(event["id"])


def test_nothing_before_since_but_for_an_overlap_comes_along(cast, client, article, claim):
    _record(claim, cast.editor)
    assert len(_pulse(client, cast.reviewer, article, since=_now() + live.OVERLAP_MS - 2000)["events"]) == 1
    assert _pulse(client, cast.reviewer, article, since=_now() + live.OVERLAP_MS + 1000)["events"] == []
    later = _pulse(client, cast.reviewer, article)["since"]
    assert abs(later - _now()) < 5000, "the next question goes on from the newest event"
    assert len(_pulse(client, cast.reviewer, article, since=later)["events"]) == 1, "what commits late is not lost"


def test_what_changes_nothing_on_the_page_is_not_told(cast, client, article):
    assert Event.objects.filter(verb="article.taken_in", article_id=article.pk).exists()
    assert _pulse(client, cast.editor, article)["events"] == []


@pytest.mark.parametrize(
    ("verb", "part"),
    [("sentence.waived", "all"), ("article.split", "all"), ("edit.undone", "all"), ("split.asked_again", None)],
)
def test_what_names_no_claim_may_have_changed_any_place(cast, client, article, verb, part):
    Event.objects.record(verb, article, project_id=article.project_id, by=cast.editor)
    told = [event["part"] for event in _pulse(client, cast.reviewer, article)["events"]]
    assert told == ([part] if part else [])


@pytest.mark.parametrize(
    ("verb", "part"),
    [("tie.set", "text"), ("evidence.added", "panel"), ("lookup.asked", "lookups"), ("grade.lifted", "panel")],
)
def test_an_act_says_what_it_changes(cast, client, article, claim, verb, part):
    _record(claim, cast.editor, verb)
    assert [event["part"] for event in _pulse(client, cast.reviewer, article)["events"]] == [part]


def test_a_bulk_act_names_its_claims(cast, client, article, claim):
    other = factories.make_claim(article.latest(), "The mayor denied")
    claims = [str(claim.pk), str(other.pk)]
    Event.objects.record("claim.tied", article, project_id=article.project_id, by=cast.editor, claims=claims)
    [event] = _pulse(client, cast.reviewer, article, claim=other.pk)["events"]
    assert (event["claims"], event["hand"]) == (claims, True)


def test_an_event_of_another_article_stays_there(cast, client, article):
    other = factories.make_claim(factories.make_article(cast.project, text=STORY, title="Other").latest())
    _record(other, cast.editor)
    assert _pulse(client, cast.reviewer, article)["events"] == []


@pytest.mark.parametrize("since", ["", "x", "-1", "1" * 40, "²"])
def test_a_since_that_is_none_begins_now(cast, client, article, claim, since):
    news = _pulse(client, cast.reviewer, article, since=since)
    assert abs(news["since"] - _now()) < 5000


def test_more_events_than_are_told_say_so(cast, client, article, claim, monkeypatch):
    monkeypatch.setattr(live, "MOST_EVENTS", 2)
    for _ in range(2):
        _record(claim, cast.editor)
    assert _pulse(client, cast.reviewer, article)["more"] is False
    _record(claim, cast.editor)
    news = _pulse(client, cast.reviewer, article)
    assert (news["more"], len(news["events"])) == (True, 2)


def test_it_takes_four_queries_however_much_there_is(cast, client, article, claim, django_assert_num_queries):
    client.force_login(cast.reviewer)
    url = reverse("claims:article-pulse", args=[article.pk])
    for events in (0, 5):
        for _ in range(events):
            _record(claim, cast.editor)
        with django_assert_num_queries(4):
            answer = client.get(url, {"since": _now() - 60_000, "claim": claim.pk})
        assert len(answer.json()["events"]) == events


def test_nothing_new_is_answered_304_and_something_is_not(cast, client, article, claim):
    client.force_login(cast.reviewer)
    url = reverse("claims:article-pulse", args=[article.pk]) + f"?since={_now()}&claim={claim.pk}"
    first = client.get(url)
    assert client.get(url, headers={"If-None-Match": first["ETag"]}).status_code == 304
    _record(claim, cast.editor)
    second = client.get(url, headers={"If-None-Match": first["ETag"]})
    assert second.status_code == 200
    assert second["ETag"] != first["ETag"]
    assert "no-cache" in second["Cache-Control"]


def test_company_is_told_with_the_claim_in_its_hand(cast, client, article, claim):
    _pulse(client, cast.editor, article, claim=claim.pk)
    news = _pulse(client, cast.reviewer, article, claim=claim.pk)["company"]
    assert news["says"] == "Editor is on this claim too"
    assert news["there"] == [{"claim": str(claim.pk), "short": "E", "says": "Editor is on this claim"}]
    _pulse(client, cast.second_reviewer, article, claim=claim.pk)
    both = _pulse(client, cast.reviewer, article, claim=claim.pk)["company"]
    assert both["says"] == "Editor and Second Reviewer are on this claim too"
    elsewhere = _pulse(client, cast.reviewer, article)["company"]
    assert (elsewhere["says"], len(elsewhere["there"])) == ("", 2)


def test_who_is_away_is_not_there(cast, client, article, claim):
    _pulse(client, cast.editor, article, claim=claim.pk, away="1")
    assert _pulse(client, cast.reviewer, article, claim=claim.pk)["company"]["there"] == []


def test_the_page_says_it_without_a_script_too(cast, client, article, claim):
    _pulse(client, cast.editor, article, claim=claim.pk)
    client.force_login(cast.reviewer)
    page = client.get(article.get_absolute_url(), {"claim": claim.pk}).content.decode()
    assert "Editor is on this claim too" in page


def test_a_split_that_moves_shows(cast, client, article):
    assert _pulse(client, cast.reviewer, article)["split"] == "succeeded done"
    Split.objects.update(state="running", step="reading")
    assert _pulse(client, cast.reviewer, article)["split"] == "running reading"


# --- Blind review


def _judge(claim, by, **more):
    scale = claim.revision.article.project.scale
    fields = {"finding": "confirmed", "rationale": "The release.", **more}
    judge.record_verdict(claim=claim, by=by, rating=scale.current().ratings.get(slug="true"), **fields)
    settle_claim(claim_id=claim.pk)


@pytest.mark.parametrize("name", ["second_reviewer", "viewer", "editor", "owner"])
def test_in_blind_review_not_even_that_a_verdict_was_given_is_told(cast, client, article, claim, name):
    person = getattr(cast, name)
    since = _now() - 60_000
    before = _pulse(client, person, article, since=since, claim=claim.pk)
    _judge(claim, cast.reviewer)
    comment.add_comment(claim=claim, by=cast.reviewer, text="Half true at best.", about_verdict=True)
    assert Event.objects.filter(verb="verdict.recorded", article_id=article.pk).exists()
    assert _pulse(client, person, article, since=since, claim=claim.pk) == before, "to the last byte"


def test_a_ruling_is_kept_from_who_has_not_judged(cast, client, article, claim):
    _judge(claim, cast.reviewer)
    _judge(claim, cast.second_reviewer)
    assert Event.objects.filter(verb="claim.agreement").exists()
    third = factories.make_user("third", display_name="Third")
    cast.project.memberships.create(user=third, role="reviewer")
    assert _pulse(client, third, article, claim=claim.pk)["events"] == []
    told = _pulse(client, cast.reviewer, article, claim=claim.pk)["events"]
    assert [event["says"] for event in told] == [
        "Second Reviewer gave a verdict",
        "The verdicts agree: the claim is settled",
    ]
    settled = _pulse(client, cast.editor, article, claim=claim.pk)["events"]
    assert len(settled) == 3, "fully judged: open to whom settles"


def test_after_ones_own_verdict_and_in_open_review_it_is_told(cast, client, article, claim):
    _judge(claim, cast.reviewer)
    factories.make_verdict(claim, cast.second_reviewer)
    assert len(_pulse(client, cast.second_reviewer, article)["events"]) == 1
    assert _pulse(client, cast.viewer, article)["events"] == []
    Project.objects.filter(pk=cast.project.pk).update(blind=False)
    assert len(_pulse(client, cast.viewer, article)["events"]) == 1


def test_events_and_verdicts_have_one_rule(cast, article, claim):
    """For each person: the event of a verdict is seen where the verdict is."""
    _judge(claim, cast.reviewer)
    other = factories.make_claim(article.latest(), "The mayor denied")
    for person in (cast.reviewer, cast.second_reviewer):
        _judge(other, person)
    for name in ("owner", "editor", "reviewer", "second_reviewer", "viewer", "superuser"):
        person = getattr(cast, name)
        verdicts = set(Verdict.objects.visible_to(person).values_list("pk", flat=True))
        events = Event.objects.filter(target_type="verdict").visible_to(person)
        assert set(events.values_list("target_id", flat=True)) == verdicts, name


# --- Parts


def _parts(client, person, article, **asked):
    client.force_login(person)
    answer = client.get(reverse("claims:article-parts", args=[article.pk]), {"for": "script", **asked})
    assert answer.status_code == 200
    return answer.content.decode()


def _begins(html):
    return [int(start) for start in re.findall(r'<p [^>]*\bid="p-(\d+)"', html)]


def test_only_the_paragraphs_asked_for_come_along(cast, client, article, claim):
    second, third = STORY.index("The mayor"), STORY.index("The café")
    html = _parts(client, cast.viewer, article, claims=str(claim.pk))
    assert _begins(html) == [0]
    assert f'data-claim="{claim.pk}"' in html
    assert 'id="wb-head"' in html
    assert _begins(_parts(client, cast.viewer, article, claims=str(claim.pk), at=f"{third},x,,99999")) == [0, third]
    assert _begins(_parts(client, cast.viewer, article, all="1")) == [0, second, third]
    assert _begins(_parts(client, cast.viewer, article)) == []


def test_the_paragraphs_are_those_of_the_page(cast, client, article, claim):
    client.force_login(cast.viewer)
    page = client.get(article.get_absolute_url(), {"claim": claim.pk}).content.decode()
    html = _parts(client, cast.viewer, article, all="1", claim=claim.pk)
    paragraphs = re.findall(r'<p [^>]*\bid="p-.*?</p>', html, re.DOTALL)
    assert len(paragraphs) == 3
    assert all(one in page for one in paragraphs)


def test_the_list_comes_where_it_is_shown(cast, client, article, claim):
    assert 'id="claim-list"' in _parts(client, cast.viewer, article, list="1")
    assert 'id="claim-list"' not in _parts(client, cast.viewer, article)


def test_who_follows_the_address_gets_the_page(cast, client, article):
    client.force_login(cast.viewer)
    answer = client.get(reverse("claims:article-parts", args=[article.pk]))
    assert (answer.status_code, answer["Location"]) == (302, article.get_absolute_url())


def test_what_is_gone_is_not_found(cast, client, article):
    Article.objects.update(deleted_at=timezone.now())
    client.force_login(cast.viewer)
    for name in ("article-pulse", "article-parts"):
        assert client.get(reverse(f"claims:{name}", args=[article.pk])).status_code == 404


def test_a_split_that_ends_leaves_the_claim_in_hand_where_it_is(cast, client, article, claim):
    client.force_login(cast.viewer)
    url = reverse("claims:split-progress", args=[article.pk])
    page = f"http://testserver{article.get_absolute_url()}"
    answer = client.get(url, headers={"HX-Request": "true", "HX-Current-URL": f"{page}?claim={claim.pk}"})
    assert "split-done" in answer["HX-Trigger"]
    assert "panel-content" not in answer.content.decode()
    whole = client.get(url, headers={"HX-Request": "true", "HX-Current-URL": page})
    assert "panel-content" in whole.content.decode()
    assert Claim.objects.count() == 1
