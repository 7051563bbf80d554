"""Votes, questions sent back, rulings put together and rulings that are due, in the browser's terms."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html as lxml_html

from claims.models import Panel, Project, Question, Rating, Ruling, Verdict
from claims.pipeline import adjudicate
from claims.pipeline.prepare import set_role
from claims.pipeline.settle import settle_claim
from tests import factories

LIST = "/adjudication/"


@pytest.fixture
def voters(cast):
    people = [cast.owner, factories.make_user("third"), factories.make_user("fourth")]
    for person in people[1:]:
        set_role(project=cast.project, user=person, role="editor", by=cast.owner)
    return people


@pytest.fixture
def claim(cast, revision):
    return _disputed(cast, revision)


def _disputed(cast, revision):
    claim = factories.make_claim(revision)
    factories.make_verdict(claim, cast.reviewer, "true", rationale="The release says so.")
    factories.make_verdict(claim, cast.second_reviewer, "false", rationale="The table says otherwise.")
    settle_claim(claim_id=claim.pk)
    claim.refresh_from_db()
    return claim


def _page(claim):
    return reverse("claims:claim-adjudicate", args=[claim.pk])


def _tree(answer):
    return lxml_html.fromstring(answer.content.decode())


def _words(answer):
    return " ".join(_tree(answer).text_content().split())


def _form(**fields):
    rating = Rating.objects.get(version__scale__slug="truth", slug="false")
    return {"finding": "confirmed", "rating": str(rating.pk), "rationale": "The table is primary.", **fields}


def _rule(cast, claim, **more):
    verdict = Verdict.objects.current().filter(claim=claim, by=cast.second_reviewer).get()
    return adjudicate.rule(claim=claim, by=cast.editor, accepts=verdict, **more)


class TestVote:
    """From the form of a ruling to the ruling."""

    def test_it_is_opened_voted_on_and_carried(self, cast, client, claim, voters):
        client.force_login(cast.editor)
        opened = client.post(reverse("claims:panel-open", args=[claim.pk]), _form(), follow=True)
        assert "A vote is running" in _words(opened)
        assert "0 of 0 so far agree" in _words(opened), "its author sees how it goes"
        assert "Put it to the vote" not in _words(opened), "one at a time"
        panel = Panel.objects.get()
        vote = reverse("claims:panel-vote", args=[panel.pk])
        client.force_login(voters[0])
        client.post(vote, {"agrees": "no", "reason": "The release is newer."})
        client.force_login(voters[1])
        before = _words(client.get(_page(claim)))
        assert "The release is newer." not in before
        assert "so far agree" not in before
        assert "opens once your own vote is given" in before
        after = client.post(vote, {"agrees": "yes"}, follow=True)
        assert "1 of 2 so far agree" in _words(after)
        client.force_login(voters[2])
        words = _words(client.post(vote, {"agrees": "yes"}, follow=True))
        assert "It carries: the claim is settled." in words
        assert "by vote, proposed by Editor" in words
        assert "The release is newer." in words, "the panel's dissent stays readable"
        assert Ruling.objects.in_force().get().basis == "vote"
        assert claim.text in _words(client.get(f"{LIST}?show=settled"))

    def test_a_vote_against_without_a_reason_keeps_what_was_chosen(self, cast, client, claim, voters):
        panel = adjudicate.open_panel(claim=claim, by=cast.editor, **self._said())
        client.force_login(voters[0])
        answer = client.post(reverse("claims:panel-vote", args=[panel.pk]), {"agrees": "no"})
        assert answer.status_code == 422
        assert "recorded with its reason" in _words(answer)
        assert _tree(answer).xpath('//input[@name="agrees"][@value="no"]/@checked')

    def test_it_stands_in_its_shelf_and_is_withdrawn(self, cast, client, claim, voters):
        panel = adjudicate.open_panel(claim=claim, by=cast.editor, **self._said())
        client.force_login(cast.editor)
        assert claim.text in _words(client.get(f"{LIST}?show=voting"))
        words = _words(client.post(reverse("claims:panel-withdraw", args=[panel.pk]), follow=True))
        assert "Your proposal is withdrawn." in words
        assert "1 vote without a ruling" in words
        assert "No vote is running." in _words(client.get(f"{LIST}?show=voting"))

    def test_too_few_editors_are_said_before(self, cast, client, claim):
        client.force_login(cast.editor)
        words = _words(client.get(_page(claim)))
        assert "A vote takes 3 voters besides its author; this project has 1 other editor or owner." in words
        assert "Put it to the vote" not in words
        refused = client.post(reverse("claims:panel-open", args=[claim.pk]), _form())
        assert refused.status_code == 422
        assert _tree(refused).xpath('//textarea[@name="rationale"]')[0].text_content().strip()

    def test_what_is_missing_is_said_at_its_field(self, cast, client, claim, voters):
        client.force_login(cast.editor)
        answer = client.post(reverse("claims:panel-open", args=[claim.pk]), _form(rationale=""))
        assert answer.status_code == 422
        assert len(_tree(answer).xpath('//p[@class="errors"]')) == 1

    def test_a_ruling_made_meanwhile_is_a_conflict(self, cast, client, claim, voters):
        _rule(cast, claim)
        client.force_login(voters[0])
        assert client.post(reverse("claims:panel-open", args=[claim.pk]), _form()).status_code == 409

    def _said(self):
        rating = Rating.objects.get(version__scale__slug="truth", slug="false")
        return {"finding": "confirmed", "rating": rating, "rationale": "The table is primary."}


class TestSentBack:
    """To those who judged, and back."""

    def test_there_and_back(self, cast, client, claim):
        client.force_login(cast.editor)
        sent = client.post(reverse("claims:claim-send-back", args=[claim.pk]), {"text": "And the footnote?"})
        assert sent.status_code == 302
        assert claim.text in _words(client.get(f"{LIST}?show=sent_back"))
        assert claim.text not in _words(client.get(LIST)), "it waits for the reviewers"
        assert "waits for an answer" in _words(client.get(_page(claim)))
        client.force_login(cast.reviewer)
        assert "Came back to you" in _words(client.get("/"))
        panel = f"{claim.revision.article.get_absolute_url()}?claim={claim.pk}"
        assert "And the footnote?" in _words(client.get(panel))
        answer = reverse("claims:returned-answer", args=[Question.objects.get().pk])
        client.post(answer, {"answer": "It says the same."})
        assert "Came back to you" not in _words(client.get("/"))
        client.force_login(cast.editor)
        words = _words(client.get(_page(claim)))
        assert "It says the same." in words
        assert claim.text in _words(client.get(LIST))

    def test_who_has_not_judged_learns_nothing_of_it(self, cast, client, claim):
        third = factories.make_user("fifth")
        set_role(project=cast.project, user=third, role="reviewer", by=cast.owner)
        adjudicate.send_back(claim=claim, by=cast.editor, text="And the footnote?")
        client.force_login(third)
        panel = f"{claim.revision.article.get_absolute_url()}?claim={claim.pk}"
        for url in ("/", panel):
            assert "footnote" not in _words(client.get(url))

    def test_without_words_nothing_is_sent(self, cast, client, claim):
        client.force_login(cast.editor)
        answer = client.post(reverse("claims:claim-send-back", args=[claim.pk]), {"text": " "})
        assert answer.status_code == 422
        assert "Write what the reviewers should look at." in _words(answer)

    def test_it_is_withdrawn(self, cast, client, claim):
        question = adjudicate.send_back(claim=claim, by=cast.editor, text="And the footnote?")
        client.force_login(cast.owner)
        client.post(reverse("claims:returned-withdraw", args=[question.pk]))
        assert claim.text in _words(client.get(LIST))


class TestRuling:
    """Several verdicts put together; a day to look again; standing once more."""

    def test_a_ruling_begins_with_what_several_say_and_who_said_it(self, cast, client, claim):
        both = list(Verdict.objects.filter(claim=claim).order_by("created_at", "id"))
        client.force_login(cast.editor)
        tree = _tree(client.get(_page(claim), {"from": [str(one.pk) for one in both]}))
        text = tree.xpath('//form[@id="ruling"]//textarea[@name="rationale"]')[0].text_content()
        assert "Reviewer (Confirmed, True): The release says so." in text
        assert "Second Reviewer (Confirmed, False): The table says otherwise." in text
        assert tree.xpath('//input[@name="finding"][@checked]/@value') == ["confirmed"], "on which they agree"
        assert not tree.xpath('//input[@name="rating"][@checked]')

    def test_the_day_is_the_projects_and_can_be_changed(self, cast, client, claim):
        Project.objects.update(review_after_days=30)
        client.force_login(cast.editor)
        today = timezone.localdate()
        tree = _tree(client.get(_page(claim)))
        assert tree.xpath('//input[@name="review_by"]/@value') == [str(today + timedelta(days=30))]
        refused = client.post(_page(claim), _form(review_by=str(today)))
        assert refused.status_code == 422
        assert "This day has passed." in _words(refused)
        client.post(_page(claim), _form(review_by=""))
        assert Ruling.objects.get().review_by is None

    def test_a_stale_one_is_shown_everywhere_and_stands_again(self, cast, client, claim):
        ruling = _rule(cast, claim, review_by=timezone.localdate() + timedelta(days=1))
        passed = timezone.localdate() - timedelta(days=1)
        stale = Ruling.objects.create(
            claim=claim, basis="editor", finding=ruling.finding, rating=ruling.rating, rationale="Still.",
            by=cast.editor, supersedes=ruling, review_by=passed,
        )  # fmt: skip
        client.force_login(cast.editor)
        listed = _words(client.get(f"{LIST}?show=stale"))
        assert claim.text in listed
        article = claim.revision.article.get_absolute_url()
        for url in (f"{LIST}?show=stale", _page(claim), f"{article}?claim={claim.pk}"):
            assert "to be looked at again since" in _words(client.get(url)), url
        assert _tree(client.get(article)).xpath('//a[@class="claim"]//*[contains(text(), "to be looked at again")]')
        rulings = client.get(f"/api/v1/claims/{claim.pk}").json()["rulings"]
        assert [one["is_due"] for one in rulings if one["id"] == str(stale.pk)] == [True]
        words = _words(
            client.post(reverse("claims:claim-confirm", args=[claim.pk]), {"ruling": str(stale.pk)}, follow=True)
        )
        assert "it stands" in words
        assert "No ruling is due." in _words(client.get(f"{LIST}?show=stale"))

    def test_who_may_still_judge_blind_does_not_learn_that_it_is_stale(self, cast, client, claim):
        _rule(cast, claim)
        newest = Ruling.objects.get()
        Ruling.objects.create(
            claim=claim, basis="editor", finding=newest.finding, rating=newest.rating, rationale="Still.",
            by=cast.editor, supersedes=newest, review_by=timezone.localdate() - timedelta(days=1),
        )  # fmt: skip
        third = factories.make_user("fifth")
        set_role(project=cast.project, user=third, role="reviewer", by=cast.owner)
        client.force_login(third)
        article = claim.revision.article.get_absolute_url()
        for url in (article, f"{article}?claim={claim.pk}"):
            assert "to be looked at again" not in _words(client.get(url))


@pytest.mark.parametrize("show", ["disputed", "sent_back", "voting", "stale", "settled"])
def test_queries_do_not_grow(show, cast, client, revision, voters):
    def add():
        claim = _disputed(cast, revision)
        if show == "sent_back":
            adjudicate.send_back(claim=claim, by=cast.editor, text="And the footnote?")
        if show == "voting":
            adjudicate.open_panel(claim=claim, by=cast.editor, **TestVote()._said())
        if show in ("stale", "settled"):
            ruling = _rule(cast, claim)
            Ruling.objects.create(
                claim=claim, basis="editor", finding=ruling.finding, rating=ruling.rating, rationale="Still.",
                by=cast.editor, supersedes=ruling, review_by=timezone.localdate() - timedelta(days=1),
            )  # fmt: skip
        return claim

    def count():
        client.get(f"{LIST}?show={show}")
        with CaptureQueriesContext(connection) as seen:
            answer = client.get(f"{LIST}?show={show}")
        assert answer.status_code == 200
        return len(seen), len(_tree(answer).xpath('//ul[@class="disputes"]/li'))

    client.force_login(cast.editor)
    claim = add()
    before, rows = count()
    assert rows == 1
    for _ in range(4):
        add()
    assert count() == (before, 5)
    assert client.get(_page(claim)).status_code == 200
