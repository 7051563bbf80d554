"""What a passage does to a claim is said by a person, and can be taken back."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from claims.models import Capture, Event, Evidence
from claims.pipeline import weigh
from tests import factories


@pytest.fixture
def claim(revision):
    return factories.make_claim(revision)


@pytest.fixture
def evidence(claim):
    return factories.make_evidence(claim)


def _fresh(evidence):
    return Evidence.objects.get(pk=evidence.pk)


def test_a_stance_is_somebodys(cast, evidence):
    weigh.set_stance(evidence=evidence, by=cast.reviewer, stance="refutes", directness="primary")
    row = _fresh(evidence)
    assert (row.stance, row.directness, row.stance_by) == ("refutes", "primary", cast.reviewer)
    weigh.set_stance(evidence=evidence, by=cast.editor, stance="supports")
    row = _fresh(evidence)
    assert (row.stance, row.directness, row.stance_by) == ("supports", "primary", cast.editor)
    weigh.set_stance(evidence=evidence, by=cast.editor, stance="", directness="")
    row = _fresh(evidence)
    assert (row.stance, row.directness, row.stance_by) == ("", "", None)
    assert Event.objects.filter(verb="evidence.weighed", target_id=evidence.pk).count() == 3


@pytest.mark.parametrize(
    ("field", "words"),
    [("stance", {"stance": "maybe"}), ("directness", {"stance": "", "directness": "first"})],
)
def test_an_unknown_word_is_refused(cast, evidence, field, words):
    with pytest.raises(ValidationError) as error:
        weigh.set_stance(evidence=evidence, by=cast.reviewer, **words)
    assert list(error.value.message_dict) == [field]
    assert _fresh(evidence).stance == ""


def test_set_aside_and_back(cast, claim, evidence):
    weigh.set_aside(evidence=evidence, by=cast.reviewer)
    assert list(Evidence.objects.kept()) == []
    weigh.restore(evidence=evidence, by=cast.reviewer)
    assert list(Evidence.objects.kept()) == [evidence]


def _add(claim, document, quote, by, **fields):
    return weigh.add_evidence(claim=claim, document=document, quote=quote, by=by, **fields)


def test_a_quotation_added_by_hand_has_its_place(cast, claim):
    document = factories.make_document(cast.project, text="🍵 One. Food rose faster.")
    row = _add(claim, document, " Food rose faster. ", cast.reviewer, stance="context")
    assert document.text[row.start : row.end] == row.quote == "Food rose faster."
    assert (row.added_by, row.stance, row.stance_by) == (cast.reviewer, "context", cast.reviewer)


@pytest.mark.parametrize("quote", ["", "  ", "food rose faster.", "Food rose slower."])
def test_words_that_do_not_stand_there_are_refused(cast, claim, quote):
    document = factories.make_document(cast.project, text="Food rose faster.")
    with pytest.raises(ValidationError) as error:
        _add(claim, document, quote, cast.reviewer)
    assert list(error.value.message_dict) == ["quote"]


def test_another_projects_document_is_refused(cast, claim):
    document = factories.make_document(factories.make_project(by=cast.reviewer), text="Food rose faster.")
    with pytest.raises(ValidationError) as error:
        _add(claim, document, "Food", cast.reviewer)
    assert list(error.value.message_dict) == ["document"]


def test_added_again_a_passage_comes_back_with_the_stance_given_now(cast, claim):
    document = factories.make_document(cast.project, text="Food rose faster.")
    first = _add(claim, document, "Food rose faster.", cast.reviewer, stance="context")
    weigh.set_aside(evidence=first, by=cast.editor)
    again = _add(claim, document, "Food rose faster.", cast.second_reviewer, stance="refutes")
    row = _fresh(first)
    assert again.pk == first.pk
    assert (row.dismissed_at, row.stance, row.stance_by) == (None, "refutes", cast.second_reviewer)
    assert row.added_by == cast.reviewer
    assert Event.objects.filter(verb="evidence.added").count() == 1


class TestPlaces:
    """Where in the document a passage stands."""

    TEXT = "Prices rose.\n\nFood rose faster.\n\nPrices rose."

    def test_of_two_places_the_words_around_choose(self, cast, claim):
        document = factories.make_document(cast.project, text=self.TEXT)
        last = self.TEXT.rindex("Prices")
        assert _add(claim, document, "Prices rose.", cast.reviewer, prefix="faster. ").start == last
        assert _add(claim, document, "Prices rose.", cast.reviewer, start=last).start == last
        assert _add(claim, document, "Prices rose.", cast.reviewer).start == 0

    def test_spaces_may_differ_and_the_documents_own_are_kept(self, cast, claim):
        document = factories.make_document(cast.project, text=self.TEXT)
        assert _add(claim, document, "Prices rose. Food", cast.reviewer).quote == "Prices rose.\n\nFood"

    def test_the_page_is_said_and_can_be_put_otherwise(self, cast, claim):
        document = factories.make_document(cast.project, text=self.TEXT, page_starts=[0, 14, 33])
        row = _add(claim, document, "Food rose faster.", cast.reviewer)
        assert row.locator == "p. 2"
        assert _add(claim, document, "faster. Prices", cast.reviewer).locator == "pp. 2–3"
        weigh.set_locator(evidence=row, by=cast.editor, words="  page 17\n of the print ")
        assert _fresh(row).locator == "page 17 of the print"
        weigh.set_locator(evidence=row, by=cast.editor, words="")
        assert _fresh(row).locator == "p. 2"
        with pytest.raises(ValidationError):
            weigh.set_locator(evidence=row, by=cast.editor, words="x" * 101)


class TestCopies:
    """What a judgement rests on is copied once."""

    def test_a_stance_queues_one_copy(self, cast, claim):
        document = factories.make_document(cast.project, url="https://a.example/1")
        row = factories.make_evidence(claim, document)
        assert not Capture.objects.exists(), "a candidate is not worth one"
        for by in (cast.reviewer, cast.editor):
            weigh.set_stance(evidence=row, by=by, stance="refutes")
        copy = Capture.objects.get()
        assert (copy.document, copy.url, copy.asked_by, copy.state) == (
            document,
            document.url,
            cast.reviewer,
            "queued",
        )

    def test_a_passage_added_by_hand_queues_one(self, cast, claim):
        document = factories.make_document(cast.project, url="https://a.example/1", text="Food rose.")
        _add(claim, document, "Food", cast.reviewer)
        _add(claim, document, "Food rose.", cast.reviewer)
        assert Capture.objects.count() == 1

    def test_after_one_that_failed_there_is_another(self, cast, claim):
        document = factories.make_document(cast.project, url="https://a.example/1")
        Capture.objects.create(document=document, url=document.url, state="failed", error="No.")
        weigh.set_stance(evidence=factories.make_evidence(claim, document), by=cast.reviewer, stance="supports")
        assert Capture.objects.filter(state="queued").count() == 1

    @pytest.mark.parametrize("url", ["", "/articles/1/"])
    def test_without_an_address_there_is_none(self, cast, claim, url):
        document = factories.make_document(cast.project, url=url)
        weigh.set_stance(evidence=factories.make_evidence(claim, document), by=cast.reviewer, stance="supports")
        assert not Capture.objects.exists()


class TestRule:
    """A primary source, or so many independent secondary ones."""

    STORY = (
        "The harbour authority said on Monday that the new bridge would open in June, a month later than planned. "
    )

    def _weighed(self, cast, claim, number, **fields):
        how = {"stance": "supports", "directness": "secondary"}
        how |= {name: fields.pop(name) for name in ("stance", "directness") if name in fields}
        given = {"text": f"{number} says so in words of its own.", "publisher": f"Paper {number}",
                 "url": f"https://paper{number}.example/", **fields}  # fmt: skip
        document = factories.make_document(cast.project, **given)
        factories.make_evidence(claim, document, document.text.split(".", maxsplit=1)[0], **how)
        return document

    def _missing(self, cast, claim):
        return weigh.standing(claim=claim, project=cast.project).gaps

    def test_without_evidence_everything_is_missing(self, cast, claim):
        (gap,) = self._missing(cast, claim)
        assert (gap.have, gap.need) == (0, 3)

    def test_three_papers_are_enough_and_copies_count_once(self, cast, claim):
        for number in (1, 2):
            self._weighed(cast, claim, number)
        (gap,) = self._missing(cast, claim)
        assert (gap.have, gap.lacking) == (2, 1)
        self._weighed(cast, claim, 3, publisher="Paper 1")
        assert self._missing(cast, claim)[0].have == 2, "one publisher twice"
        self._weighed(cast, claim, 4)
        assert self._missing(cast, claim) == ()

    @pytest.mark.parametrize("how", [{"stance": "context"}, {"stance": ""}])
    def test_what_is_not_weighed_does_not_count(self, cast, claim, how):
        for number in (1, 2, 3):
            self._weighed(cast, claim, number, **how)
        assert self._missing(cast, claim)[0].have == 0

    def test_a_primary_source_is_enough_and_none_may_be_wanted(self, cast, claim):
        cast.project.secondaries_needed = 0
        assert self._missing(cast, claim) == ()
        cast.project.secondaries_needed = 3
        self._weighed(cast, claim, 1, directness="primary")
        assert self._missing(cast, claim) == ()

    def test_copies_are_suggested_and_a_person_joins_and_parts_them(self, cast, claim):
        first = self._weighed(cast, claim, 1, text=self.STORY * 3)
        second = self._weighed(cast, claim, 2, text=f"{self.STORY * 3} More.")
        third = self._weighed(cast, claim, 3)
        (tie,) = weigh.standing(claim=claim, project=cast.project).ties
        assert (tie.one, tie.other, tie.kind) == (str(first.pk), str(second.pk), "copy")
        weigh.join_story(document=second, other=first, by=cast.reviewer)
        weigh.join_story(document=third, other=second, by=cast.editor)
        third.refresh_from_db()
        assert (third.same_story_as, third.same_story_set_by) == (first, cast.editor)
        assert weigh.standing(claim=claim, project=cast.project).ties == ()
        assert self._missing(cast, claim)[0].have == 1
        weigh.leave_story(document=third, by=cast.editor)
        third.refresh_from_db()
        assert (third.same_story_as, third.same_story_set_by) == (None, None)
        assert self._missing(cast, claim)[0].have == 2
        assert Event.objects.filter(verb__in=["document.joined", "document.parted"]).count() == 3

    def test_the_copies_of_a_copy_come_along(self, cast, claim):
        one, two, three = (self._weighed(cast, claim, number) for number in (1, 2, 3))
        weigh.join_story(document=two, other=one, by=cast.reviewer)
        one.refresh_from_db()
        weigh.join_story(document=one, other=three, by=cast.reviewer)
        for row in (one, two):
            row.refresh_from_db()
            assert row.same_story_as == three
        for document, other in ((three, two), (three, three), (one, one)):
            document.refresh_from_db()
            with pytest.raises(ValidationError):
                weigh.join_story(document=document, other=other, by=cast.reviewer)

    def test_documents_of_two_projects_are_not_joined(self, cast, claim):
        other = factories.make_document(factories.make_project(by=cast.reviewer))
        with pytest.raises(ValidationError):
            weigh.join_story(document=other, other=factories.make_document(cast.project), by=cast.reviewer)
