"""Drafts by their door: kept for their author alone, brought back into the form, both shown where two meet."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse
from lxml import html as lxml_html

from claims.models import Draft, Rating, Verdict
from claims.views.compared import compared
from tests import factories


@pytest.fixture
def claim(revision):
    factories.make_sentences(revision)
    claim = factories.make_claim(revision)
    factories.make_attribution(claim, factories.make_source(revision.article.project))
    return claim


@pytest.fixture
def send(cast, client, claim):
    """Saves a draft as the reviewer; fields as given."""
    client.force_login(cast.reviewer)

    def to(draft=0, **fields):
        return client.post(reverse("claims:draft-save", args=[claim.pk]), {"draft": draft, **fields})

    return to


@pytest.fixture
def form(client, claim):
    """The verdict's form as the page shows it now."""

    def shown():
        url = f"{claim.revision.article.get_absolute_url()}?claim={claim.pk}"
        return lxml_html.fromstring(client.get(url).content.decode()).get_element_by_id("verdict-form")

    return shown


def rating(slug="true"):
    return str(Rating.objects.get(version__scale__slug="truth", slug=slug).pk)


def value(form, name):
    return form.xpath(f'.//input[@name="{name}"]')[0].get("value")


def checked(form, name):
    return [box.get("value") for box in form.xpath(f'.//input[@name="{name}" and @checked]')]


def test_a_draft_is_kept_as_typed_and_numbered(send, claim, cast):
    evidence = factories.make_evidence(claim)
    answer = send(finding="altered", rating=rating(), rationale=" half a \x00thought ", evidence=str(evidence.pk))
    assert answer.status_code == 200
    assert answer.json()["number"] == 1
    draft = Draft.objects.get(by=cast.reviewer, claim=claim)
    assert answer.json()["saved_at"].startswith(f"{draft.saved_at:%Y-%m-%dT%H:%M:%S}")
    assert draft.fields == {
        "finding": "altered",
        "rating": rating(),
        "rationale": " half a thought ",
        "confidence": "",
        "seen": "",
        "evidence": [str(evidence.pk)],
    }


def test_another_device_brings_it_back_into_the_form(send, form):
    send(finding="altered", rating=rating("false"), rationale="Half a thought", confidence="low")
    shown = form()
    assert shown.xpath('.//textarea[@name="rationale"]')[0].text_content().strip() == "Half a thought"
    assert (checked(shown, "finding"), checked(shown, "rating")) == (["altered"], [rating("false")])
    assert checked(shown, "confidence") == ["low"]
    assert value(shown, "draft") == "1"
    assert "Draft saved" in shown.xpath(".//*[@data-draft-notice]")[0].text_content()


def test_nobody_else_sees_it(send, form, client, cast):
    send(rationale="Not for others")
    client.force_login(cast.second_reviewer)
    assert "Not for others" not in lxml_html.tostring(form()).decode()
    assert value(form(), "draft") == "0"


def test_a_newer_draft_answers_with_both_texts(send):
    send(rationale="The mayor said so in May.", finding="confirmed")
    answer = send(rationale="The mayor said so in June.", finding="altered")
    assert answer.status_code == 409
    told = answer.json()
    assert told["number"] == 1
    box = lxml_html.fromstring(told["html"])
    marked = {
        side.get("data-side"): [mark.text_content().strip() for mark in side.xpath(".//mark")]
        for side in box.xpath(".//*[@data-side]")
    }
    assert marked == {"theirs": ["May"], "ours": ["June"]}
    whole = {side.get("data-side"): json.loads(side.get("data-fields")) for side in box.xpath(".//*[@data-side]")}
    assert whole["theirs"]["rationale"] == "The mayor said so in May."
    assert whole["ours"]["rationale"] == "The mayor said so in June."
    assert Draft.objects.get().fields["rationale"] == "The mayor said so in May."


def test_what_is_typed_is_text_in_the_comparison(send):
    send(rationale="<script>alert(1)</script>")
    assert "<script>" not in send(rationale="<b>x</b>").json()["html"]


def test_nothing_typed_is_no_draft(send, form):
    send(rationale="Something")
    assert send(draft=1, seen="whatever").status_code == 200
    assert Draft.objects.get().fields == {}
    assert form().xpath(".//*[@data-draft-notice]")[0].get("hidden") is not None


def test_too_long_is_refused_and_says_so(send):
    answer = send(rationale="x" * 100_001)
    assert answer.status_code == 413
    assert "too long" in answer.json()["error"]
    assert not Draft.objects.exists()


@pytest.mark.parametrize("number", ["-1", "1.5", "x", "²", "99999999999999999999"])
def test_a_number_that_is_none_counts_as_none(send, number):
    assert send(draft=number, rationale="First").json()["number"] == 1


def test_the_verdict_takes_its_draft_along(send, client, claim, form):
    fields = {"finding": "altered", "rating": rating(), "rationale": "Whole."}
    send(**fields)
    url = reverse("claims:claim-judge", args=[claim.pk])
    assert client.post(url, fields | {"draft": "1"}).status_code == 302
    assert Draft.objects.get().fields == {}
    assert form().get("data-before") is None


def test_the_verdict_leaves_a_newer_draft(send, client, claim, form):
    send(rationale="Here.")
    send(draft=1, rationale="On the other device.")
    url = reverse("claims:claim-judge", args=[claim.pk])
    client.post(url, {"finding": "altered", "rating": rating(), "rationale": "Here.", "draft": "1"})
    assert Verdict.objects.get().rationale == "Here."
    shown = form()
    assert shown.xpath(".//textarea")[0].text_content().strip() == "On the other device."
    assert json.loads(shown.get("data-before"))["rationale"] == "Here."
    assert value(shown, "seen") == "", "saving it will be told of the verdict, not overwrite it"


def test_a_draft_that_only_repeats_the_verdict_is_no_draft(send, client, claim, form, cast):
    fields = {"finding": "altered", "rating": rating(), "rationale": "Whole."}
    client.post(reverse("claims:claim-judge", args=[claim.pk]), fields)
    send(**fields)
    assert form().get("data-before") is None
    assert value(form(), "seen") == str(Verdict.objects.get().pk)


def test_where_the_article_speaks_the_first_question_does_not_apply(send, form, claim):
    assert checked(form(), "finding") == []
    claim.attributions.all().delete()
    shown = form()
    assert checked(shown, "finding") == ["not_applicable"]
    assert "The article says this itself" in shown.text_content()


def test_the_last_answers_in_this_article_are_offered(send, form, revision, cast):
    assert form().xpath(".//*[@data-same]")[0].get("data-needs-script") is None
    other = factories.make_claim(revision, "The mayor denied that the figures were late")
    factories.make_verdict(other, cast.second_reviewer, "true")
    factories.make_verdict(other, cast.reviewer, "false", finding="altered")
    button = form().xpath(".//*[@data-same]")[0]
    assert (button.get("data-finding"), button.get("data-rating")) == ("altered", rating("false"))
    assert button.get("data-needs-script") is not None


@pytest.mark.parametrize(
    ("left", "right", "own"),
    [
        ("", "", ([], [])),
        ("same words", "same words", ([], [])),
        ("one two three", "one 2 three", (["two "], ["2 "])),
        ("", "all new", ([], ["all new"])),
        ("café 🍵", "café 🍵!", ([], ["!"])),
    ],
)
def test_compared_marks_what_one_text_has_alone(left, right, own):
    ours, theirs = compared(left, right)
    assert ("".join(piece.text for piece in ours), "".join(piece.text for piece in theirs)) == (left, right)
    assert tuple([piece.text for piece in side if piece.own] for side in (ours, theirs)) == own


def test_very_long_texts_are_compared_as_wholes():
    ours, theirs = compared("a b " * 2000, "a c " * 2000)
    assert [piece.own for piece in (*ours, *theirs)] == [True, True]
