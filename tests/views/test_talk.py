"""Notices, questions to the editor and threads on evidence, as pages show them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html as lxml_html

from claims.models import Comment, Example, Notice, Question
from claims.pipeline import ask, comment, weigh
from tests import factories

HTMX = {"HX-Request": "true"}


@pytest.fixture
def claim(revision):
    return factories.make_claim(revision)


@pytest.fixture
def question(cast, claim):
    return ask.ask_editor(claim=claim, by=cast.reviewer, text="Is April “recent”?")


def _page(client, person, address):
    client.force_login(person)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def _in_hand(claim):
    return f"{claim.revision.article.get_absolute_url()}?claim={claim.pk}"


def test_a_name_is_marked_and_what_is_written_is_no_markup(client, cast, claim):
    comment.add_comment(claim=claim, by=cast.editor, text="<i>@reviewer</i> & @nobody <b>look</b>")
    page = _page(client, cast.reviewer, _in_hand(claim))
    words = lxml_html.fromstring(page).xpath('//*[@id="comments"]//p[@class="words"]')[0]
    assert words.text_content() == "<i>@reviewer</i> & @nobody <b>look</b>"
    assert [(one.tag, one.text, one.get("title")) for one in words] == [("b", "@reviewer", "Reviewer")]


def test_names_are_offered_to_those_who_may_comment(client, cast, claim):
    tree = lxml_html.fromstring(_page(client, cast.reviewer, _in_hand(claim)))
    offered = {one.get("value"): one.text for one in tree.xpath('//datalist[@id="handles"]/option')}
    assert offered["second-reviewer"] == "Second Reviewer"
    assert set(offered) == {"owner", "editor", "reviewer", "second-reviewer", "viewer"}
    assert 'id="handles"' not in _page(client, cast.viewer, _in_hand(claim))


def test_evidence_has_its_thread_also_when_set_aside(client, cast, claim):
    evidence = factories.make_evidence(claim)
    client.force_login(cast.reviewer)
    sent = {"text": "The same month?", "evidence": str(evidence.pk)}
    answer = client.post(reverse("claims:comment-add", args=[claim.pk]), sent, headers=HTMX)
    assert f'id="talk-{evidence.pk}"' in answer.content.decode()
    assert "The same month?" in answer.content.decode()
    assert Comment.objects.get().evidence == evidence
    tree = lxml_html.fromstring(_page(client, cast.reviewer, _in_hand(claim)))
    assert "The same month?" in tree.get_element_by_id(f"talk-{evidence.pk}").text_content()
    assert "The same month?" not in tree.get_element_by_id("comments").text_content()
    weigh.set_aside(evidence=evidence, by=cast.reviewer)
    tree = lxml_html.fromstring(_page(client, cast.reviewer, _in_hand(claim)))
    assert "The same month?" in tree.get_element_by_id("set-aside").text_content()
    again = client.get(reverse("claims:comment-add", args=[claim.pk]), headers=HTMX).content.decode()
    assert "The same month?" in again, "what others say on evidence arrives with the comments"


def test_the_bell_counts_what_is_unread_without_a_query_of_its_own(client, cast, claim):
    client.force_login(cast.reviewer)
    address = reverse("claims:article-list")
    client.get(address)
    with CaptureQueriesContext(connection) as before:
        client.get(address)
    comment.add_comment(claim=claim, by=cast.editor, text="@reviewer look")
    with CaptureQueriesContext(connection) as after:
        page = client.get(address).content.decode()
    assert len(after) == len(before)
    assert "1 notice that you have not read" in page
    assert "notice that you have not read" not in _page(client, cast.viewer, address)


def test_opening_a_notice_leads_to_the_place_and_reads_it(client, cast, claim):
    row = comment.add_comment(claim=claim, by=cast.editor, text="@reviewer @owner look")
    mine = Notice.objects.get(to=cast.reviewer)
    assert claim.text in _page(client, cast.reviewer, reverse("claims:notice-list"))
    opened = f"{reverse('claims:notice-open')}?notice={mine.pk}"
    client.force_login(cast.owner)
    assert client.get(opened)["Location"] == reverse("claims:notice-list"), "not theirs"
    client.force_login(cast.reviewer)
    assert client.head(opened).status_code == 302
    assert Notice.objects.unread().count() == 2, "looking ahead is not reading"
    assert client.get(opened)["Location"] == f"{claim.get_absolute_url()}#comment-{row.pk}"
    assert [one.to for one in Notice.objects.unread()] == [cast.owner]


def test_notices_are_marked_read_one_or_all_and_only_ones_own(client, cast, claim, question, revision):
    other = factories.make_claim(revision, "The mayor denied")
    ask.ask_editor(claim=other, by=cast.reviewer, text="Which figures?")
    first, second = Notice.objects.filter(to=cast.editor)
    client.force_login(cast.editor)
    theirs = Notice.objects.filter(to=cast.owner).first()
    client.post(reverse("claims:notices-read"), {"notice": [first.pk, theirs.pk, "nonsense"]})
    assert list(Notice.objects.unread().filter(to=cast.editor)) == [second]
    client.post(reverse("claims:notices-read"))
    assert set(Notice.objects.unread().values_list("to", flat=True)) == {cast.owner.pk}


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_of_notices_asks_as_often_for_many(client, cast, revision, count):
    for number in range(count):
        claim = factories.make_claim(revision, number=number + 1)
        comment.add_comment(claim=claim, by=cast.editor, text="@reviewer look")
    client.force_login(cast.reviewer)
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("claims:notice-list"))
    assert len(queries) <= 5


def test_how_often_mails_come_is_ones_own_to_set(client, cast):
    client.force_login(cast.viewer)
    address = reverse("claims:notice-settings")
    assert "sends no mail yet" in client.get(address).content.decode()
    assert client.post(address, {"digest": "hourly"}).status_code == 302
    cast.viewer.refresh_from_db()
    assert cast.viewer.digest == "hourly"
    assert client.post(address, {"digest": "always"}).status_code == 422


def test_a_question_is_asked_waits_is_answered_and_becomes_an_example(client, cast, claim):
    client.force_login(cast.reviewer)
    asked = client.post(reverse("claims:question-ask", args=[claim.pk]), {"text": "Is April recent?"}, headers=HTMX)
    assert "waits for an answer" in asked.content.decode()
    empty = client.post(reverse("claims:question-ask", args=[claim.pk]), {"text": " "}, headers=HTMX)
    assert empty.status_code == 422
    assert "Write the question first." in empty.content.decode()
    row = Question.objects.get()
    assert "1 question to the editor" in _page(client, cast.editor, reverse("claims:desk"))
    assert "Is April recent?" in _page(client, cast.editor, reverse("claims:question-list"))
    address = reverse("claims:question-answer", args=[row.pk])
    form = {"answer": "Yes, up to eight weeks.", "example": "on", "statement": claim.text}
    refused = client.post(address, form)
    assert refused.status_code == 422
    assert Question.objects.waiting().exists(), "neither answer nor example without a rating or finding"
    assert "Yes, up to eight weeks." in refused.content.decode()
    assert client.post(address, {**form, "rating": "true"}).status_code == 302
    example = Example.objects.get()
    assert (example.question, example.claim, example.why) == (row, claim, "Yes, up to eight weeks.")
    page = _page(client, cast.reviewer, _in_hand(claim))
    assert "Yes, up to eight weeks." in page
    assert "an example in the guidelines" in _page(
        client, cast.editor, f"{reverse('claims:question-list')}?show=answered"
    )


def test_an_answer_becomes_an_example_later_too(client, cast, question):
    ask.answer_question(question=question, by=cast.editor, answer="Yes.")
    address = reverse("claims:question-answer", args=[question.pk])
    assert "Keep as an example" in _page(client, cast.editor, address)
    form = {"example": "on", "statement": "April is recent.", "finding": "confirmed", "why": "Eight weeks."}
    assert client.post(address, form).status_code == 302
    assert Example.objects.get().why == "Eight weeks."
    assert "It is an example" in _page(client, cast.editor, address)


def test_nobody_else_reads_a_question_before_their_own_verdict(client, cast, claim, question):
    for person in (cast.second_reviewer, cast.viewer):
        assert question.text not in _page(client, person, _in_hand(claim))
    assert question.text not in _page(
        client, cast.second_reviewer, f"{reverse('claims:question-list')}?show=waiting"
    )
    factories.make_verdict(claim, cast.second_reviewer)
    assert question.text in _page(client, cast.second_reviewer, _in_hand(claim))


def test_one_takes_ones_own_question_back(client, cast, claim, question):
    client.force_login(cast.editor)
    answer = client.post(reverse("claims:question-withdraw", args=[question.pk]), headers=HTMX)
    assert answer.status_code == 422
    client.force_login(cast.reviewer)
    answer = client.post(reverse("claims:question-withdraw", args=[question.pk]), headers=HTMX)
    assert question.text not in answer.content.decode()
    assert not Question.objects.waiting().exists()
