"""Who took which sentences for claims: what the splitter left, what people did, what they judged."""

from __future__ import annotations

import pytest

from claims.figures.markings import SPLITTER, markings
from claims.figures.spans import on_spans
from claims.measures.agreement import Undefined
from claims.models import Claim, Split
from claims.pipeline import edit, undo
from tests import factories
from tests.pipeline import editing


@pytest.fixture
def revision(cast):
    """Six sentences; the first is waived by the splitter, each of the others has a claim."""
    return editing.make_text(cast.project, cast.reviewer)


def _labels(cast, revision, viewer=None):
    [marking] = markings([revision.article], viewer or cast.editor)
    return marking.labels


def _claim(revision, number):
    return Claim.objects.get(revision=revision, number=number)


def test_the_splitter_spoke_about_every_sentence(cast, revision):
    assert _labels(cast, revision) == [{SPLITTER: False}, *[{SPLITTER: True}] * 5]
    found = on_spans(cast.project, cast.editor)
    assert (found.sentences, found.silent, found.alpha.why) == (6, 6, Undefined.NO_PAIRS)
    assert found.exact.f1 == found.overlapping.f1 == 1


def test_trash_and_waivers_say_no_claim(cast, revision):
    edit.trash(claims=[_claim(revision, 1)], by=cast.reviewer)
    edit.waive(revision=revision, positions=[3], reason="opinion", by=cast.editor, trash_claims=True)
    labels = _labels(cast, revision)
    assert labels[1] == {SPLITTER: True, cast.reviewer.pk: False}
    assert labels[3] == {SPLITTER: True, cast.editor.pk: False}


def test_making_and_reshaping_say_claim(cast, revision):
    edit.unwaive(revision=revision, positions=[0], by=cast.reviewer)
    edit.make_claim(revision=revision, places=[editing.at("Prices rise")], by=cast.reviewer)
    edit.reshape(claim=_claim(revision, 3), places=[editing.at("figures were late")], by=cast.editor)
    labels = _labels(cast, revision)
    assert labels[0] == {SPLITTER: False, cast.reviewer.pk: True}
    assert labels[3] == {SPLITTER: True, cast.editor.pk: True}
    found = on_spans(cast.project, cast.editor)
    assert (found.exact.found, found.exact.hits, found.exact.there, found.exact.met) == (5, 4, 6, 4)
    assert (found.overlapping.hits, found.overlapping.met) == (5, 5)


def test_what_is_undone_says_nothing(cast, revision):
    edit.trash(claims=[_claim(revision, 1)], by=cast.reviewer)
    undo.undo(article=revision.article, by=cast.reviewer)
    assert _labels(cast, revision)[1] == {SPLITTER: True}


def test_the_last_word_stands(cast, revision):
    edit.trash(claims=[_claim(revision, 1)], by=cast.reviewer)
    edit.restore(claims=[_claim(revision, 1)], by=cast.reviewer)
    assert _labels(cast, revision)[1] == {SPLITTER: True, cast.reviewer.pk: True}
    edit.trash(claims=[_claim(revision, 1)], by=cast.reviewer)
    assert _labels(cast, revision)[1] == {SPLITTER: True, cast.reviewer.pk: False}


def test_trash_beside_another_claim_of_the_sentence_says_nothing(cast, revision):
    edit.make_claim(revision=revision, places=[editing.at("the statistics office said")], by=cast.editor)
    edit.trash(claims=[_claim(revision, 1)], by=cast.reviewer)
    assert cast.reviewer.pk not in _labels(cast, revision)[1]


def test_a_lifted_waiver_takes_the_word_back(cast, revision):
    edit.waive(revision=revision, positions=[3], reason="opinion", by=cast.editor, trash_claims=True)
    edit.unwaive(revision=revision, positions=[3], by=cast.editor)
    assert cast.editor.pk not in _labels(cast, revision)[3]


def test_judging_says_claim_once_the_claim_is_fully_judged(cast, revision):
    claim = _claim(revision, 2)
    factories.make_verdict(claim, cast.reviewer)
    assert cast.reviewer.pk not in _labels(cast, revision)[2], "that somebody judged is nobody's business yet"
    Claim.objects.filter(pk=claim.pk).update(state="disputed")
    assert _labels(cast, revision)[2] == {SPLITTER: True, cast.reviewer.pk: True}
    assert cast.reviewer.pk not in _labels(cast, revision, cast.second_reviewer)[2]


def test_the_splitters_claims_are_those_before_people(cast, revision):
    """Split, merged, trimmed and trashed: the first places come back."""
    before = sorted(map(tuple, (editing.places(one) for one in Claim.objects.filter(revision=revision))))
    edit.merge(claim=_claim(revision, 3), others=[_claim(revision, 4)], by=cast.reviewer)
    edit.reshape(claim=_claim(revision, 1), places=[editing.at("4 percent in May")], by=cast.editor)
    edit.reshape(claim=_claim(revision, 1), places=[editing.at("4 percent")], by=cast.reviewer)
    edit.trash(claims=[_claim(revision, 5)], by=cast.editor)
    [marking] = markings([revision.article], cast.editor)
    assert sorted(marking.found) == before
    assert len(marking.present) == 3


def test_figures_by_hand(cast, revision):
    """Of four sentences with two labels one is in dispute: 5 labels say claim and 3 … 1 - 7 * 2 / (2 * 7 * 1)."""
    for number in (2, 3, 4):
        claim = _claim(revision, number)
        factories.make_verdict(claim, cast.reviewer)
        Claim.objects.filter(pk=claim.pk).update(state="disputed")
    edit.trash(claims=[_claim(revision, 1)], by=cast.reviewer)
    found = on_spans(cast.project, cast.editor)
    assert (found.alpha.units, found.silent) == (4, 2)
    assert found.observed.value == pytest.approx(3 / 4)
    assert found.alpha.value == pytest.approx(1 - 7 * 2 / (2 * 7 * 1))
    assert [(one.person, one.sentences, one.claims) for one in found.raters] == [
        (None, 6, 5), (cast.reviewer.pk, 4, 3),
    ]  # fmt: skip
    assert [(one.one, one.other, one.raw.value) for one in found.pairs] == [(None, cast.reviewer.pk, 0.75)]
    [disputed] = found.disputed
    assert (disputed.position, disputed.labels) == (1, {None: True, cast.reviewer.pk: False})


def test_a_text_that_is_not_split_and_an_older_one_tell_nothing(cast, revision):
    factories.make_revision(revision.article, text="Another text.")
    assert markings([revision.article], cast.editor) == []
    other = factories.make_article(cast.project)
    Split.objects.filter(revision__article=other).update(state="queued")
    assert markings([other], cast.editor) == []
    assert on_spans(cast.project, cast.editor).sentences == 0


def test_the_same_queries_for_many_texts(cast, revision, django_assert_num_queries):
    with django_assert_num_queries(7):
        on_spans(cast.project, cast.editor)
    for _ in range(4):
        more = editing.make_text(cast.project, cast.reviewer)
        edit.trash(claims=[_claim(more, 1)], by=cast.reviewer)
    with django_assert_num_queries(7):
        on_spans(cast.project, cast.editor)
