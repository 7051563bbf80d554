"""Published outcomes: what everybody reads of them, and what nobody does."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import count

import feedparser
import pgtrigger
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from claims.figures.published import outcomes, published
from claims.formats import claim_review
from claims.formats.reviewed_records import reviewed_in
from claims.models import Claim, Project, Ruling, Scale
from claims.pipeline import adjudicate, publish
from claims.pipeline.export.stream import stream
from tests import factories
from tests.formats.linked_data import expanded

FEEDS = ["ruling-atom", "ruling-json", "ruling-reviews"]
EVERY = ["ruling-list", *FEEDS]
WHY = "Reviewer (Confirmed, True): The release says so.\n\nSecond Reviewer (Confirmed, True): I read <b>it</b>."
_numbers = count(1)


def made_public(cast, revision, *, rationale=WHY, source=None, **fields):
    """A claim with two verdicts, evidence on the web and in a drawer, an editor's ruling that is published."""
    claim = factories.make_claim(revision, **fields)
    factories.make_attribution(claim, source)
    page = factories.make_document(
        cast.project, "Consumer prices, May", url=f"https://office.example/{next(_numbers)}", publisher="The office"
    )
    drawer = factories.make_document(cast.project, "What the insider gave us")
    seen = factories.make_evidence(claim, page, stance="supports")
    factories.make_evidence(claim, drawer, stance="refutes")
    factories.make_evidence(claim, factories.make_document(cast.project, "Unweighed", url="https://no.example"))
    factories.make_verdict(claim, cast.reviewer, "mostly-true", cited=[seen])
    factories.make_verdict(claim, cast.second_reviewer, "true")
    claim.state = "disputed"
    claim.save(update_fields=["state"])
    accepted = claim.verdicts.get(by=cast.reviewer)
    adjudicate.rule(claim=claim, by=cast.editor, accepts=accepted, rationale=rationale)
    publish.publish(claim=claim, by=cast.editor)
    return claim


@pytest.fixture
def public(cast):
    Project.objects.filter(pk=cast.project.pk).update(
        publishes=True, publisher="The City Paper", publisher_url="https://paper.example"
    )
    cast.project.refresh_from_db()


@pytest.fixture
def claim(cast, revision):
    return made_public(cast, revision)


def page(client, claim, **headers):
    return client.get(reverse("claims:ruling-public", args=[claim.pk]), headers=headers)


def get(client, name, **headers):
    return client.get(reverse(f"claims:{name}", args=["city-desk"]), headers=headers)


def block(answer):
    """What the page's data block says."""
    (script,) = html.fromstring(answer.content).xpath("//script[@type='application/ld+json']")
    return json.loads(script.text)


def test_nothing_is_public_unless_an_owner_says_so(client, claim):
    assert page(client, claim).status_code == 404
    assert {get(client, name).status_code for name in EVERY} == {404}


def test_an_outcome_that_is_not_published_is_not_found_by_anybody(client, cast, revision, public):
    claim = factories.make_claim(revision)
    client.force_login(cast.owner)
    assert page(client, claim).status_code == 404
    for name in EVERY:
        assert claim.text not in get(client, name).content.decode()


def test_everybody_reads_the_outcome_and_why(client, cast, claim, public):
    told = page(client, claim).content.decode()
    for words in (claim.text, "Mostly true", "Confirmed", "The City Paper", "the statistics office", "Prices rise",
                  "I read &lt;b&gt;it&lt;/b&gt;.", "https://office.example/", "Supports",
                  "Accurate in substance"):  # fmt: skip
        assert words in told


def test_what_is_in_a_drawer_or_was_not_weighed_is_nowhere(client, claim, public):
    for answer in (page(client, claim), *(get(client, name) for name in EVERY)):
        assert "insider" not in answer.content.decode()
        assert "Unweighed" not in answer.content.decode()


def test_nobody_of_the_desk_is_named(client, cast, claim, public):
    for answer in (page(client, claim), *(get(client, name) for name in EVERY)):
        told = answer.content.decode()
        assert "Reviewer (Confirmed" not in told
        for person in (cast.editor, cast.second_reviewer, cast.reviewer, cast.owner):
            assert person.label.join("  ") not in told
            assert person.email not in told


def test_an_unnamed_voice_is_called_what_the_article_calls_it(client, cast, article, revision, public):
    named = factories.make_source(cast.project, "Maria Ortega", kind="person")
    voice = factories.make_source(
        cast.project, "Jane Doe of the ministry", kind="anonymous", article=article, role="director",
        same_as="https://www.wikidata.org/wiki/Q7", merged_into=named,
    )  # fmt: skip
    claim = made_public(cast, revision, source=voice)
    for answer in (page(client, claim), *(get(client, name) for name in EVERY)):
        told = answer.content.decode()
        for secret in ("Jane Doe", "Ortega", "Q7", "director"):
            assert secret not in told
        assert "an unnamed person" in told or answer["Content-Type"].startswith("text/html")


def test_the_page_carries_its_review(client, claim, public):
    answer = page(client, claim)
    told = block(answer)
    expanded(told)
    url = f"http://testserver/rulings/{claim.pk}/"
    assert (told["@type"], told["url"]) == ("ClaimReview", url)
    assert told["reviewRating"]["ratingValue"] == 4
    assert f'<link rel="canonical" href="{url}">' in answer.content.decode()
    assert "unsafe-inline" not in answer["Content-Security-Policy"]
    assert not answer.cookies


def test_no_title_ends_the_data_block(client, cast, article, revision, public):
    article.title = "</script><script>alert(1)</script>"
    article.save(update_fields=["title"])
    answer = page(client, made_public(cast, revision))
    assert "<script>alert" not in answer.content.decode()
    assert block(answer)["itemReviewed"]["appearance"]["headline"] == article.title


def test_pages_and_exports_say_the_same(client, cast, article, claim, public):
    factories.make_attribution(claim, factories.make_source(cast.project, "Maria Ortega", kind="person"), hop=2)
    names = {person.label for person in (cast.owner, cast.editor, cast.reviewer, cast.second_reviewer)}
    (exported,) = reviewed_in(stream(project=cast.project), names)
    (shown,) = outcomes(published())
    assert exported == shown.review


def test_the_scale_of_the_desk_is_in_no_review(client, cast, claim, public):
    Scale.objects.filter(slug="truth").update(copy_of=Scale.objects.get(slug="desk"))
    assert b"application/ld+json" not in page(client, claim).content
    assert json.loads(get(client, "ruling-reviews").content)["dataFeedElement"] == []


def test_a_withdrawn_outcome_is_gone(client, cast, claim, public):
    publish.withdraw(claim=claim, by=cast.editor, why="The article is gone.")
    assert page(client, claim).status_code == 404
    for name in EVERY:
        assert claim.text not in get(client, name).content.decode()


@pytest.mark.parametrize("where", ["claim", "article"])
def test_what_is_in_the_trash_is_gone(client, article, claim, public, where):
    row = claim if where == "claim" else article
    row.deleted_at = claim.created_at
    row.save(update_fields=["deleted_at"])
    assert page(client, claim).status_code == 404
    assert claim.text not in get(client, "ruling-list").content.decode()


def test_a_reopened_outcome_says_so_and_is_in_no_feed(client, cast, claim, public):
    newest = Ruling.objects.in_force().get(claim=claim)
    adjudicate.reopen(claim=claim, by=cast.editor, why="Second Reviewer found another figure.", basis=newest.pk)
    Claim.objects.filter(pk=claim.pk).update(text="What is not said in public yet")
    with pgtrigger.ignore("claims.ClaimEvent:append_only"):  # as if it had been reworded a minute later
        later = timezone.now() + timedelta(minutes=1)
        claim.events.filter(text="What is not said in public yet").update(pgh_created_at=later)
    told = page(client, claim).content.decode()
    assert "being checked again" in told
    assert "a reviewer found another figure." in told
    assert claim.text in told
    assert "not said in public yet" not in told
    assert b"application/ld+json" not in told.encode()
    assert "Taken back" in get(client, "ruling-list").content.decode()
    for name in FEEDS:
        assert claim.text not in get(client, name).content.decode()


def test_corrections_stand_on_the_page(client, cast, claim, public):
    newest = Ruling.objects.in_force().get(claim=claim)
    rating = newest.rating.version.ratings.get(slug="false")
    why = "The office published a new figure."
    adjudicate.rule(claim=claim, by=cast.owner, finding="altered", rating=rating, rationale=why, basis=newest.pk)
    answer = page(client, claim)
    told = answer.content.decode()
    assert "Corrections" in told
    assert why in told
    assert block(answer)["reviewRating"]["alternateName"] == "False (the words were altered)"


@pytest.mark.parametrize("name", EVERY)
def test_who_has_it_is_told_that_nothing_changed(client, claim, public, name):
    first = get(client, name)
    assert first.status_code == 200
    assert get(client, name, if_none_match=first["ETag"]).status_code == 304


def test_a_page_that_did_not_change_is_not_sent_again(client, claim, public):
    assert page(client, claim, if_none_match=page(client, claim)["ETag"]).status_code == 304


def test_the_feed_leads_to_the_page(client, claim, public):
    (entry,) = feedparser.parse(get(client, "ruling-atom").content).entries
    assert entry.link == f"http://testserver/rulings/{claim.pk}/"
    assert entry.updated >= entry.published
    (item,) = json.loads(get(client, "ruling-json").content)["items"]
    assert item["url"] == entry.link
    assert "Mostly true" in item["title"]


def test_the_feed_of_reviews_is_linked_data(client, claim, public):
    answer = get(client, "ruling-reviews")
    told = json.loads(answer.content)
    expanded(told)
    assert answer["Content-Type"] == claim_review.MEDIA_TYPE
    assert [item["item"]["claimReviewed"] for item in told["dataFeedElement"]] == [claim.text]


@pytest.mark.parametrize("name", EVERY)
def test_many_cost_as_many_queries_as_one(client, cast, revision, claim, public, name, django_assert_num_queries):
    with CaptureQueriesContext(connection) as one:
        get(client, name)
    for number in range(4):
        made_public(cast, revision, text=f"Another claim {number}")
    with django_assert_num_queries(len(one)):
        get(client, name)


def test_the_settling_page_gives_the_address(client, cast, claim, public):
    client.force_login(cast.editor)
    told = client.get(reverse("claims:claim-adjudicate", args=[claim.pk])).content.decode()
    assert reverse("claims:ruling-public", args=[claim.pk]) in told


def test_the_owner_says_who_publishes(client, cast, public):
    client.force_login(cast.owner)
    door = reverse("claims:project-settings")
    speaks = {"publisher": "The Paper", "publisher_url": "paper.example/us"}
    given = client.get(door).context["form"].initial | speaks
    given = {name: value for name, value in given.items() if value not in (None, False)}
    assert client.post(door, given).status_code == 302
    cast.project.refresh_from_db()
    assert (cast.project.publisher, cast.project.publisher_url) == ("The Paper", "https://paper.example/us")
    assert client.post(door, given | {"publisher_url": "javascript:alert(1)"}).status_code == 422
