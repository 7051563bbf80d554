"""The pages of the queue."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from claims.models import Membership, Seat
from claims.pipeline import queue
from tests import factories


@pytest.fixture
def claims(revision):
    return [
        factories.make_claim(revision, quote, worthiness=rank)
        for quote, rank in zip(factories.SENTENCES[1:4], (0.1, 0.9, 0.5), strict=True)
    ]


def test_next_lands_on_the_workbench_with_the_claim_in_hand(cast, client, claims):
    client.force_login(cast.reviewer)
    assert "Judge this claim" in client.get("/").content.decode()
    answer = client.post(reverse("claims:queue-next"), follow=True)
    assert answer.redirect_chain[-1][0].endswith(f"?claim={claims[1].pk}")
    page = answer.content.decode()
    assert "Yours until" in page
    assert "Give back" in page
    client.force_login(cast.second_reviewer)
    assert "Yours until" not in client.get(answer.redirect_chain[-1][0]).content.decode(), "another's seat"


def test_skip_goes_on_and_the_end_leads_to_the_desk(cast, client, claims):
    client.force_login(cast.reviewer)
    for claim in (claims[1], claims[2], claims[0]):
        answer = client.post(reverse("claims:queue-next"))
        assert answer["Location"].endswith(f"?claim={claim.pk}")
        answer = client.post(reverse("claims:queue-next"), {"skip": claim.pk})
        factories.make_verdict(claim, cast.reviewer)
    assert answer["Location"] == "/"
    assert "Nothing else waits for you" in client.get("/").content.decode()


def test_an_editor_assigns_and_takes_back(cast, client, claims):
    client.force_login(cast.editor)
    chosen = {"claim": [claims[0].pk, claims[2].pk], "to": cast.reviewer.pk, "hours": "4"}
    answer = client.post(reverse("claims:queue-assign"), chosen, follow=True)
    page = answer.content.decode()
    assert "2 claims are assigned to Reviewer." in page
    assert "Take the assignment back" in page
    batch = answer.context["undo"]
    page = client.post(reverse("claims:queue-undo"), {"batch": batch}, follow=True).content.decode()
    assert "2 claims are taken back." in page
    assert not Seat.objects.held(timezone.now()).exists()


def test_a_refused_assignment_keeps_the_others_chosen(cast, client, claims):
    factories.make_verdict(claims[0], cast.reviewer)
    client.force_login(cast.editor)
    chosen = {"claim": [claim.pk for claim in claims], "to": cast.reviewer.pk}
    answer = client.post(reverse("claims:queue-assign"), chosen)
    assert answer.status_code == 422
    assert "wrote, judged or gave back these: claim 1 of" in answer.content.decode()
    assert answer.context["picked"] == {claims[1].pk, claims[2].pk}
    for wrong in ({"hours": "x"}, {"to": "x"}, {"to": cast.outsider.pk}):
        assert client.post(reverse("claims:queue-assign"), chosen | wrong).status_code == 422
    assert not Seat.objects.exists()


def test_lists_are_narrowed_and_only_editors_see_others(cast, client, claims):
    queue.take_next(project=cast.project, by=cast.second_reviewer)
    client.force_login(cast.editor)
    url = reverse("claims:queue-list")
    assert [claim.pk for claim in client.get(url, {"show": "held"}).context["claims"]] == [claims[1].pk]
    assert len(client.get(url, {"show": "free"}).context["claims"]) == 2
    assert len(client.get(url, {"article": claims[0].revision.article_id}).context["claims"]) == 3
    assert "Second Reviewer" in client.get(url).content.decode()
    client.force_login(cast.reviewer)
    assert "Second Reviewer" not in client.get(url).content.decode()


def test_a_verdict_shows_nowhere_to_who_assigns(cast, client, claims):
    """The list is the same before a verdict and after it, but for the seat that is gone."""
    client.force_login(cast.editor)
    before = client.get(reverse("claims:queue-list")).context["claims"]
    factories.make_verdict(claims[1], cast.reviewer)
    after = client.get(reverse("claims:queue-list")).context["claims"]
    assert [(one.pk, one.held) for one in before] == [(one.pk, one.held) for one in after]


def test_load_and_missing_skills(cast, client, article, claims):
    article.tags = ["law"]
    article.save()
    client.force_login(cast.editor)
    queue.assign(claims=claims[:2], to=cast.reviewer, by=cast.editor)
    context = client.get(reverse("claims:queue-list")).context
    assert context["missing"] == [("law", 3)]
    assert {row.user: (row.assigned, row.pulled) for row in context["members"]}[cast.reviewer] == (2, 0)
    Membership.objects.filter(user=cast.second_reviewer).update(skills=["law"])
    assert client.get(reverse("claims:queue-list")).context["missing"] == []


def test_giving_back_and_taking_away(cast, client, claims):
    client.force_login(cast.reviewer)
    client.post(reverse("claims:queue-next"))
    client.post(reverse("claims:seat-release", args=[Seat.objects.get().pk]))
    assert Seat.objects.get().released_why == "given_back"
    until = timezone.now() + timedelta(hours=1)
    seat = Seat.objects.create(claim=claims[0], holder=cast.reviewer, expires_at=until)
    client.force_login(cast.editor)
    client.post(reverse("claims:seat-release", args=[seat.pk]), {"back": "https://elsewhere.example/"})
    seat.refresh_from_db()
    assert seat.released_why == "taken_away"


def test_the_queries_do_not_grow(cast, client, revision, claims, django_assert_max_num_queries):
    client.force_login(cast.editor)
    for _ in range(30):
        queue.assign(claims=[factories.make_claim(revision)], to=cast.reviewer, by=cast.editor)
    with django_assert_max_num_queries(20):
        client.get(reverse("claims:queue-list"))


def test_who_puts_an_article_in_says_that_they_wrote_it_and_which_skills_it_takes(cast, client):
    client.force_login(cast.reviewer)
    sent = {"text": factories.TEXT, "mine": "on", "tags": "Law, finance law"}
    client.post(reverse("claims:article-new"), sent)
    article = cast.project.articles.get()
    assert (article.written_by, article.tags) == (cast.reviewer, ["law", "finance"])
    assert client.post(reverse("claims:article-new"), sent | {"tags": "x" * 41, "again": "on"}).status_code == 422
