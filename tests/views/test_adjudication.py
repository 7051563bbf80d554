"""Settling in the browser's terms: the list, the verdicts side by side, the ruling, its undo."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html as lxml_html

from claims.models import Rating, Ruling, Verdict
from claims.pipeline import adjudicate
from claims.pipeline.prepare import set_role
from claims.pipeline.settle import settle_claim
from claims.undoing import mark_reshaped
from tests import factories

LIST = "/adjudication/"
SECRET = "The table says otherwise."


@pytest.fixture
def claim(cast, revision):
    return _disputed(cast, revision, worthiness=0.9)


@pytest.fixture
def editor(cast, client):
    client.force_login(cast.editor)
    return client


def _disputed(cast, revision, **fields):
    claim = factories.make_claim(revision, **fields)
    cited = factories.make_evidence(claim)
    factories.make_attribution(claim)
    factories.make_verdict(claim, cast.reviewer, "true", cited=[cited], confidence="high")
    factories.make_verdict(claim, cast.second_reviewer, "false", rationale=SECRET)
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
    rating = Rating.objects.get(version__scale__slug="truth", slug=fields.pop("rating", "mostly-true"))
    return {"finding": "altered", "rating": str(rating.pk), "rationale": "Between the two.", **fields}


def _of(claim, user):
    return Verdict.objects.current().get(claim=claim, by=user)


class TestList:
    """What waits for an editor."""

    def test_disputed_claims_the_most_worth_checking_first(self, cast, editor, claim, revision):
        other = _disputed(cast, revision, quote="The mayor denied", worthiness=0.95)
        factories.make_claim(revision, "a quiet summer")
        links = _tree(editor.get(LIST)).xpath('//ul[@class="disputes"]/li/a/@href')
        assert links == [_page(other), _page(claim)]
        words = _words(editor.get(LIST))
        assert "Reviewer" in words
        assert "Second Reviewer" in words

    def test_it_is_narrowed_to_an_article_and_keeps_that_on_the_way(self, cast, editor, claim):
        there = factories.make_article(cast.project, title="Elsewhere").latest()
        other = _disputed(cast, there)
        url = f"{LIST}?article={there.article_id}"
        links = _tree(editor.get(url)).xpath('//ul[@class="disputes"]/li/a/@href')
        assert links == [f"{_page(other)}?article={there.article_id}"]
        answer = editor.post(_page(other), _form(article=str(there.article_id)))
        assert answer["Location"] == LIST, "the claim elsewhere is not next"

    @pytest.mark.parametrize("given", ["?article=nonsense", "?page=17", "?show=nonsense"])
    def test_nonsense_in_the_address_is_the_whole_list(self, editor, claim, given):
        assert claim.text in _words(editor.get(LIST + given))

    def test_other_projects_and_the_trash_stay_out(self, cast, editor, claim):
        away = factories.make_project(by=cast.outsider)
        there = factories.make_claim(factories.make_article(away).latest(), "The mayor denied", state="disputed")
        claim.deleted_at = claim.created_at
        claim.save()
        words = _words(editor.get(LIST))
        assert there.text not in words
        assert "Nothing waits to be settled." in words

    def test_settled_ones_are_found_again(self, cast, editor, claim):
        assert "No editor has settled a claim yet." in _words(editor.get(f"{LIST}?show=settled"))
        adjudicate.rule(claim=claim, by=cast.editor, accepts=_of(claim, cast.reviewer))
        words = _words(editor.get(f"{LIST}?show=settled"))
        assert claim.text in words
        assert "1 verdict dissents" in words
        assert claim.text not in _words(editor.get(LIST))

    def test_queries_do_not_grow(self, cast, editor, claim, revision):
        def count(url):
            editor.get(url)
            with CaptureQueriesContext(connection) as seen:
                assert editor.get(url).status_code == 200
            return len(seen)

        urls = (LIST, _page(claim))
        before = [count(url) for url in urls]
        for number in range(8):
            _disputed(cast, revision)
            factories.make_verdict(
                claim, factories.make_user(), "false", cited=[factories.make_evidence(claim)], rationale=f"{number}"
            )
        assert [count(url) for url in urls] == before
        assert max(before) <= 25

    def test_desk_and_navigation_lead_there_for_editors_only(self, cast, client, claim):
        for person, leads in ((cast.editor, True), (cast.owner, True), (cast.reviewer, False)):
            client.force_login(person)
            links = _tree(client.get("/")).xpath("//nav//@href | //aside//a/@href")
            assert links.count(LIST) == (2 if leads else 0), person


class TestPage:
    """The verdicts side by side."""

    def test_differences_are_marked(self, cast, editor, claim):
        columns = _tree(editor.get(_page(claim))).xpath('//ul[@class="columns"]/li')
        first, second = (" ".join(one.text_content().split()) for one in columns)
        assert "Reviewer" in first
        assert "High" in first
        assert "cited here only" in first
        assert SECRET in second
        for column in columns:
            marked = column.xpath('.//dl/div[@class="differs"]/dt/text()')
            assert marked == ["Is it true?"], "they agree that it was said"

    def test_a_claim_that_waits_says_so_and_tells_nothing(self, cast, editor, revision):
        claim = factories.make_claim(revision)
        factories.make_verdict(claim, cast.reviewer, "true", rationale=SECRET)
        answer = editor.get(_page(claim))
        words = _words(answer)
        assert "still waits for verdicts" in words
        assert SECRET not in words
        assert not _tree(answer).xpath('//form[contains(@action, "adjudicate")]')
        answer = editor.post(_page(claim), _form())
        assert answer.status_code == 422
        assert SECRET not in _words(answer)
        assert not Ruling.objects.exists()

    def test_a_superuser_who_is_no_member_is_told_why_nothing_is_seen(self, cast, client, claim):
        client.force_login(cast.superuser)
        words = _words(client.get(_page(claim)))
        assert "Blind review hides the verdicts from you" in words
        assert SECRET not in words

    def test_earlier_wordings_and_verdicts_are_there(self, cast, editor, claim):
        claim.text = "Prices rose by 4 percent"
        claim.save()
        mark_reshaped([claim.pk], by=cast.editor)
        words = _words(editor.get(_page(claim)))
        assert "Earlier wordings Prices rose by 4 percent in May" in words

    def test_the_form_starts_from_a_verdict(self, cast, editor, claim):
        start = _of(claim, cast.second_reviewer)
        tree = _tree(editor.get(f"{_page(claim)}?from={start.pk}"))
        assert tree.xpath('//textarea[@name="rationale"]')[0].text_content().strip() == SECRET
        assert tree.xpath('//input[@name="rating"][@checked]/@value') == [str(start.rating_id)]
        dissent = " ".join(tree.xpath('//*[@id="dissent"]')[0].text_content().split())
        assert dissent.startswith("Carried by Second Reviewer Recorded as dissent Reviewer (Confirmed, True)")

    def test_what_will_be_dissent_follows_the_choice(self, cast, editor, claim):
        answer = editor.get(_page(claim), _form(), headers={"HX-Request": "true"})
        words = _words(answer)
        assert "none of the verdicts as they stand" in words
        assert "Reviewer (Confirmed, True), Second Reviewer (Confirmed, False)" in words
        assert "<html" not in answer.content.decode()


class TestRuling:
    """Accepting, writing, meeting somebody else, taking it back."""

    def test_accepting_leads_to_the_next(self, cast, editor, claim, revision):
        other = _disputed(cast, revision, quote="The mayor denied", worthiness=0.1)
        accepted = _of(claim, cast.second_reviewer)
        answer = editor.post(_page(claim), {"accepts": str(accepted.pk)}, follow=True)
        assert answer.redirect_chain == [(_page(other), 302)]
        assert f"Claim {claim.number} is settled: Confirmed, False." in _words(answer)
        assert Ruling.objects.get().rationale == SECRET

    def test_writing_one_and_reading_it_in_the_panel(self, cast, client, editor, claim):
        assert editor.post(_page(claim), _form())["Location"] == LIST
        panel = f"{claim.revision.article.get_absolute_url()}?claim={claim.pk}"
        for person in (cast.editor, cast.reviewer, cast.viewer):
            client.force_login(person)
            words = _words(client.get(panel))
            assert "Between the two." in words
            assert "Editor," in words
            assert "2 verdicts dissent" in words
        client.force_login(cast.viewer)
        assert SECRET not in _words(client.get(panel))

    def test_a_reviewer_who_may_still_judge_it_does_not_read_the_ruling_first(self, cast, client, editor, claim):
        third = factories.make_user("third")
        set_role(project=cast.project, user=third, role="reviewer", by=cast.owner)
        editor.post(_page(claim), _form())
        client.force_login(third)
        panel = f"{claim.revision.article.get_absolute_url()}?claim={claim.pk}"
        assert "Between the two." not in _words(client.get(panel))
        assert "Between the two." not in client.get(f"/api/v1/claims/{claim.pk}").content.decode()

    def test_the_panel_leads_editors_there(self, cast, client, claim):
        panel = f"{claim.revision.article.get_absolute_url()}?claim={claim.pk}"
        for person, leads in ((cast.editor, True), (cast.reviewer, False)):
            client.force_login(person)
            assert (_page(claim) in client.get(panel).content.decode()) is leads

    @pytest.mark.parametrize("field", ["finding", "rating", "rationale"])
    def test_what_is_missing_is_said_and_the_rest_is_kept(self, editor, claim, field):
        answer = editor.post(_page(claim), _form(**{field: ""}) if field != "rating" else _form() | {"rating": ""})
        assert answer.status_code == 422
        tree = _tree(answer)
        assert len(tree.xpath('//p[@class="errors"]')) == 1
        if field != "rationale":
            assert tree.xpath('//textarea[@name="rationale"]')[0].text_content().strip() == "Between the two."
        assert not Ruling.objects.exists()

    @pytest.mark.parametrize("given", ["nonsense", "00000000-0000-7000-8000-000000000000"])
    def test_a_verdict_that_is_not_there_is_not_accepted(self, editor, claim, given):
        answer = editor.post(_page(claim), {"accepts": given})
        assert answer.status_code == 422
        assert "not one on this claim" in _words(answer)

    def test_meeting_somebody_else_loses_nothing(self, cast, editor, claim):
        theirs = adjudicate.rule(claim=claim, by=cast.owner, accepts=_of(claim, cast.reviewer))
        answer = editor.post(_page(claim), _form())
        assert answer.status_code == 409
        tree = _tree(answer)
        assert "Somebody else settled or reopened this claim meanwhile." in _words(answer)
        assert tree.xpath('//textarea[@name="rationale"]')[0].text_content().strip() == "Between the two."
        assert set(tree.xpath('//input[@name="seen"]/@value')) == {str(theirs.pk)}, "saving again replaces theirs"
        assert editor.post(_page(claim), _form(seen=str(theirs.pk))).status_code == 302
        assert Ruling.objects.in_force().get().by == cast.editor

    def test_a_double_click_is_one(self, editor, claim):
        assert [editor.post(_page(claim), _form()).status_code for _ in range(2)] == [302, 302]
        assert Ruling.objects.count() == 1

    def test_it_is_taken_back(self, cast, editor, claim):
        ruling = adjudicate.rule(claim=claim, by=cast.editor, accepts=_of(claim, cast.reviewer))
        reopen = reverse("claims:claim-reopen", args=[claim.pk])
        refused = editor.post(reopen, {"ruling": str(ruling.pk), "why": " "})
        assert refused.status_code == 422
        assert "Say why it is reopened." in _words(refused)
        answer = editor.post(reopen, {"ruling": str(ruling.pk), "why": "A new table."}, follow=True)
        words = _words(answer)
        assert "The ruling is taken back." in words
        assert "Reopened" in words
        assert "A new table." in words
        assert "disputed" in words
        assert claim.text in _words(editor.get(LIST))

    def test_taking_back_what_somebody_replaced_is_a_conflict(self, cast, editor, claim):
        first = adjudicate.rule(claim=claim, by=cast.editor, accepts=_of(claim, cast.reviewer))
        adjudicate.rule(claim=claim, by=cast.owner, accepts=_of(claim, cast.second_reviewer), basis=first.pk)
        answer = editor.post(
            reverse("claims:claim-reopen", args=[claim.pk]), {"ruling": str(first.pk), "why": "Hm."}
        )
        assert answer.status_code == 409
        assert Ruling.objects.in_force().get().by == cast.owner
