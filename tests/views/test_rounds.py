"""Two rounds on the page: what each is shown, and what is kept from whoever judges from answers alone."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.models import Answer, Claim, Event, Gathering, Inquiry, Project, Rating, Verdict
from claims.pipeline import comment, gather
from claims.pipeline.settle import settle_claim
from tests import factories

HTMX = {"HX-Request": "true", "HX-Target": "round"}
SECRET = "Bread rose by half in a year."
LOOKED_UP = "prices of bread in Utrecht"
REMARK = "The number looks wrong to me."


@pytest.fixture
def claim(cast, revision):
    Project.objects.filter(pk=cast.project.pk).update(two_rounds=True)
    factories.make_sentences(revision)
    row = factories.make_claim(revision)
    factories.make_evidence(row)
    minutes = factories.make_document(cast.project, "Minutes", f"{SECRET} The rest stood still.")
    hidden = factories.make_evidence(row, minutes, quote=SECRET, stance="refutes")
    factories.make_lookup(row, query=LOOKED_UP, hit_count=2)
    Event.objects.record("evidence.added", hidden, project_id=cast.project.pk, by=cast.editor, claim=str(row.pk))
    comment.add_comment(claim=row, by=cast.editor, text=REMARK, about_verdict=True)
    return _again(row)


def _again(claim):
    return Claim.objects.select_related("revision__article__project__scale").get(pk=claim.pk)


def _passage(claim):
    return claim.evidence.order_by("created_at").first()


def _closed(cast, claim):
    inquiry = gather.ask(claim=claim, by=cast.reviewer, text="By how much did they rise?")
    gather.reply(
        inquiry=inquiry, by=cast.reviewer, kind="abstractive", text="By nearly four.", evidence=_passage(claim)
    )
    gather.close_round(claim=claim, by=cast.reviewer)
    return _again(claim)


def _page(client, person, claim):
    client.force_login(person)
    return client.get(f"{claim.revision.article.get_absolute_url()}?claim={claim.pk}").content.decode()


def _text(answer):
    return b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode()


def _post(client, name, row, data=None, **headers):
    return client.post(reverse(f"claims:{name}", args=[row.pk]), data or {}, headers=headers.pop("headers", {}))


def test_without_two_rounds_nothing_is_said_of_them(cast, client, claim):
    Project.objects.update(two_rounds=False)
    page = _page(client, cast.reviewer, claim)
    assert 'id="round"' not in page
    assert 'id="verdict-form"' in page


def test_round_one_asks_and_hides_the_verdict(cast, client, claim):
    page = _page(client, cast.reviewer, claim)
    assert "Round one: questions and answers" in page
    assert "Nothing has been asked yet." in page
    assert "Ask at least one question." in page
    assert 'id="verdict-form"' not in page
    assert SECRET in page


def test_a_viewer_reads_and_is_offered_nothing(cast, client, claim):
    gather.ask(claim=claim, by=cast.reviewer, text="By how much did they rise?")
    page = _page(client, cast.viewer, claim)
    assert "By how much did they rise?" in page
    assert "waits for an answer" in page
    assert 'name="passage"' not in page
    assert 'id="round-close"' not in page


def test_the_whole_way_without_a_script(cast, client, claim):
    client.force_login(cast.reviewer)
    answer = _post(client, "round-ask", claim, {"text": "Is it much?"})
    assert answer["Location"].endswith(f"?claim={claim.pk}#round")
    inquiry = Inquiry.objects.get()
    refused = _post(client, "round-close", claim)
    assert refused.status_code == 422
    assert "Question 1 has no answer yet" in refused.content.decode()
    given = {"kind": "boolean", "yes_no": "yes", "explanation": "Twice the aim of the bank."}
    missing = _post(client, "inquiry-answer", inquiry, given)
    assert missing.status_code == 422
    assert "Twice the aim of the bank." in missing.content.decode(), "what was typed is still there"
    assert "Choose the passage that the answer rests on." in missing.content.decode()
    assert _post(client, "inquiry-answer", inquiry, given | {"passage": str(_passage(claim).pk)}).status_code == 302
    assert Answer.objects.get().text == "yes"
    assert _post(client, "round-close", claim).status_code == 302
    assert "You took part in round one; somebody else judges the claim." in _page(client, cast.reviewer, claim)
    assert 'id="verdict-form"' in _page(client, cast.second_reviewer, claim)


def test_the_fragment_is_the_whole_answer_for_htmx(cast, client, claim):
    client.force_login(cast.reviewer)
    answer = _post(client, "round-ask", claim, {"text": "Is it <b>much</b>?"}, headers=HTMX)
    body = answer.content.decode()
    assert body.strip().startswith('<section id="round"')
    assert "Is it &lt;b&gt;much&lt;/b&gt;?" in body
    assert f'data-draft-accepted="round:{claim.pk}"' in body
    refused = _post(client, "round-ask", claim, {"text": " "}, headers=HTMX)
    assert (refused.status_code, "Write the question first." in refused.content.decode()) == (422, True)
    assert client.get(reverse("claims:round-detail", args=[claim.pk]), headers=HTMX).status_code == 200
    closed = _post(client, "round-close", claim, headers=HTMX)
    assert (closed.status_code, 'id="claim-panel"' in closed.content.decode()) == (422, True)


def test_changing_taking_back_and_restoring(cast, client, claim):
    client.force_login(cast.reviewer)
    inquiry = gather.ask(claim=claim, by=cast.reviewer, text="Is it much?")
    given = {"kind": "abstractive", "text": "Rather.", "evidence": _passage(claim)}
    answer = gather.reply(inquiry=inquiry, by=cast.reviewer, **given)
    change = {"act": "change", "kind": "extractive", "text": "3.9 percent", "passage": str(_passage(claim).pk)}
    assert _post(client, "answer-change", answer, change).status_code == 302
    answer.refresh_from_db()
    assert (answer.kind, answer.text) == ("extractive", "3.9 percent")
    _post(client, "answer-change", answer, {"act": "withdraw"})
    fragment = client.get(reverse("claims:round-detail", args=[claim.pk]), headers=HTMX).content.decode()
    assert "You took back:" in fragment
    _post(client, "answer-change", answer, {"act": "restore"})
    assert list(Answer.objects.stated()) == [answer]
    assert (
        "Is it very much?"
        in _post(
            client, "inquiry-change", inquiry, {"act": "reword", "text": "Is it very much?"}, headers=HTMX
        ).content.decode()
    )
    _post(client, "inquiry-change", inquiry, {"act": "withdraw"})
    assert not Inquiry.objects.stated().exists()
    assert _post(client, "inquiry-change", inquiry, {"act": "dance"}).status_code == 422
    client.force_login(cast.owner)
    refused = _post(client, "inquiry-change", inquiry, {"act": "restore"}, headers=HTMX)
    assert "Only who wrote this" in refused.content.decode()


@pytest.mark.parametrize("marker", [SECRET, LOOKED_UP, REMARK, "added evidence"])
def test_whoever_judges_from_answers_alone_is_shown_nothing_else(cast, client, claim, marker):
    """By every door that tells of the claim; and everybody else is, by the same doors."""
    claim = _closed(cast, claim)
    hidden, lookup = claim.evidence.get(quote=SECRET), claim.lookups.get()
    article = claim.revision.article
    restore = reverse("claims:evidence-set-aside", args=[_passage(claim).pk])

    def seen(person):
        client.force_login(person)
        at = f"{article.get_absolute_url()}?claim={claim.pk}"
        panel = {"HX-Request": "true", "HX-Target": "panel"}
        answers = [
            client.get(at),
            client.get(at, headers=panel),
            client.get(reverse("claims:lookup-list", args=[claim.pk]), headers=HTMX),
            client.get(reverse("claims:comment-add", args=[claim.pk]), headers=HTMX),
            client.get(reverse("claims:claim-history", args=[claim.pk])),
            client.get(reverse("claims:article-export", args=[article.pk])),
            client.get(reverse("claims:article-pulse", args=[article.pk]), {"since": "0"}),
            client.post(restore, {"restore": "1"}, headers=HTMX),
            client.get(f"/api/v1/claims/{claim.pk}"),
            client.get(f"/api/v1/evidence/{hidden.pk}"),
            client.get(f"/api/v1/lookups/{lookup.pk}"),
            client.get(f"/api/v1/articles/{article.pk}/export"),
        ]
        return any(marker in _text(one) for one in answers)

    assert seen(cast.second_reviewer) is False
    if marker != REMARK:
        assert seen(cast.reviewer) is True
    assert seen(cast.editor) is True


@pytest.mark.parametrize("name", ["evidence", "lookup"])
def test_what_is_kept_back_cannot_be_acted_on(cast, client, claim, name):
    claim = _closed(cast, claim)
    row = claim.evidence.get(quote=SECRET) if name == "evidence" else claim.lookups.get()
    address = reverse("claims:evidence-weigh" if name == "evidence" else "claims:lookup-retry", args=[row.pk])
    client.force_login(cast.second_reviewer)
    assert client.post(address, {"stance": "supports"}).status_code == 404
    client.force_login(cast.reviewer)
    assert client.post(address, {"stance": "supports"}).status_code == 302


def test_what_an_answer_rests_on_is_shown_and_can_be_cited(cast, client, claim):
    claim = _closed(cast, claim)
    page = _page(client, cast.second_reviewer, claim)
    assert _passage(claim).quote in page
    assert "By nearly four." in page
    assert f'id="cite-{_passage(claim).pk}"' in page
    client.force_login(cast.second_reviewer)
    assert _judge(client, claim, evidence=[str(_passage(claim).pk)]).status_code == 302
    assert Verdict.objects.get().cited.get() == _passage(claim)


def test_an_editor_is_offered_only_what_answers_rest_on(cast, client, claim):
    claim = _closed(cast, claim)
    page = _page(client, cast.editor, claim)
    box = page[page.index(f'id="cite-{claim.evidence.get(quote=SECRET).pk}"') :][:250]
    assert "disabled" in box
    refused = _judge(client, claim, evidence=[str(claim.evidence.get(quote=SECRET).pk)])
    assert refused.status_code == 422
    assert "cites only passages that an answer rests on" in refused.content.decode()


def test_a_verdict_out_of_its_round_says_why(cast, client, claim):
    client.force_login(cast.second_reviewer)
    answer = _judge(client, claim)
    assert answer.status_code == 422
    assert "This claim is in round one: questions and answers come first" in answer.content.decode()
    _closed(cast, claim)
    client.force_login(cast.reviewer)
    assert "somebody else judges it" in _judge(client, claim).content.decode()


def test_it_comes_back_with_a_reason_and_without_the_verdicts(cast, client, claim):
    claim = _closed(cast, claim)
    for by, rating in ((cast.second_reviewer, "true"), (cast.editor, "mostly-false")):
        factories.make_verdict(claim, by, rating, rationale=f"Because {rating}.")
    settle_claim(claim_id=claim.pk)
    page = _page(client, cast.reviewer, claim)
    assert "The claim came back to round one." in page
    assert "The verdicts on these answers differed" in page
    assert "Because" not in page
    assert "ask something more, or answer anew" in page
    mine = _page(client, cast.second_reviewer, claim)
    assert "Your verdict was given before these answers were complete" in mine
    assert "The words or the voice changed after your verdict" not in mine


def test_an_editor_returns_it_from_the_panel(cast, client, claim):
    claim = _closed(cast, claim)
    assert 'id="round-return"' not in _page(client, cast.second_reviewer, claim)
    assert 'id="round-return"' in _page(client, cast.editor, claim)
    answer = _post(client, "round-return", claim, {"because": "Which month?"}, headers={"HX-Request": "true"})
    assert "Which month?" in answer.content.decode()
    assert Gathering.objects.open().get().number == 2


def test_next_open_passes_by_what_others_are_to_judge(cast, client, claim, revision):
    other = factories.make_claim(revision, "The mayor denied that the figures were late")
    _closed(cast, claim)
    page = _page(client, cast.reviewer, other)
    assert 'data-act="next-open"' not in page
    assert 'data-act="next-open"' in _page(client, cast.second_reviewer, other)


def test_the_questions_of_a_claim_cost_no_queries(cast, client, claim):
    inquiry = gather.ask(claim=claim, by=cast.reviewer, text="Question 0?")
    gather.reply(inquiry=inquiry, by=cast.reviewer, kind="abstractive", text="So.", evidence=_passage(claim))
    client.force_login(cast.reviewer)
    address = reverse("claims:round-detail", args=[claim.pk])
    client.get(address, headers=HTMX)
    with CaptureQueriesContext(connection) as few:
        client.get(address, headers=HTMX)
    for number in range(1, 12):
        by = (cast.reviewer, cast.editor, cast.second_reviewer)[number % 3]
        more = gather.ask(claim=claim, by=by, text=f"Question {number}?")
        gather.reply(inquiry=more, by=by, kind="abstractive", text="So.", evidence=_passage(claim))
    with CaptureQueriesContext(connection) as many:
        client.get(address, headers=HTMX)
    assert len(many) == len(few)


def _judge(client, claim, **more):
    scale = claim.revision.article.project.scale
    rating = Rating.objects.get(version=scale.current(), slug="true")
    form = {"finding": "confirmed", "rating": str(rating.pk), "rationale": "The answers say so.", **more}
    return client.post(reverse("claims:claim-judge", args=[claim.pk]), form)
