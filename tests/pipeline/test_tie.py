"""Whom words mean is for a person to say, once or everywhere, and can be taken back."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from claims.models import Attribution, Event, Mention, Reading, Source, SourceKind, Tie
from claims.pipeline import tie
from tests import factories

TEXT = (
    "The company raised prices. The company said it had to. The company denied a plan. Ada Pym said so too. "
    "A spokesman told us that the company would pay."
)


@pytest.fixture
def revision(cast):
    return factories.make_article(cast.project, by=cast.reviewer, text=TEXT).latest()


@pytest.fixture
def microsoft(cast):
    return factories.make_source(cast.project, "Microsoft")


@pytest.fixture
def said(revision):
    """Three claims whose source is “The company”, suggested to be TikTok; the third has other words before."""
    tiktok = factories.make_source(revision.article.project, "TikTok")
    rows = []
    for content, cue in (("it had to", "said"), ("a plan", "denied"), ("raised prices", "raised")):
        claim = factories.make_claim(revision, content)
        row = factories.make_attribution(claim, tiktok, cue=cue, source_words="The company")
        Attribution.objects.filter(pk=row.pk).update(tie=Tie.NOUN, tie_reason="“company”", confidence=0.6)
        rows.append(Attribution.objects.get(pk=row.pk))
    return rows


def state(row):
    row = Attribution.objects.select_related("source").get(pk=row.pk)
    return row.source.name if row.source else None, row.tie, row.set_by_id is not None


def test_a_person_ties_words_to_a_source(said, microsoft, cast):
    assert tie.set_tie(attribution=said[0], by=cast.reviewer, source=microsoft) == [said[0]]
    row = Attribution.objects.get(pk=said[0].pk)
    assert (row.source, row.tie, row.confidence, row.set_by) == (microsoft, "set", 1, cast.reviewer)
    assert row.set_at is not None
    assert state(said[1]) == ("TikTok", "noun", False)
    event = Event.objects.get(verb="tie.set")
    assert (event.target_id, event.data["source"], event.by_name) == (row.pk, str(microsoft.pk), "reviewer")
    assert Mention.objects.filter(source=microsoft, article=row.claim.revision.article).exists()


def test_a_double_click_changes_nothing(said, microsoft, cast):
    for _ in range(2):
        tie.set_tie(attribution=said[0], by=cast.reviewer, source=microsoft, basis="")
    assert Event.objects.filter(verb="tie.set").count() == 1
    for _ in range(2):
        tie.break_tie(attribution=said[1], by=cast.reviewer, basis="")
    assert Event.objects.filter(verb="tie.broken").count() == 1


def test_everywhere_means_all_undecided_places_with_the_same_words(said, microsoft, cast):
    tie.break_tie(attribution=said[1], by=cast.editor)
    changed = tie.set_tie(attribution=said[0], by=cast.reviewer, source=microsoft, everywhere=True)
    assert {row.pk for row in changed} == {said[0].pk, said[2].pk}
    assert state(said[1]) == (None, "broken", True), "what somebody decided stays"
    assert state(said[2]) == ("Microsoft", "set", True)
    assert Event.objects.filter(verb="tie.set").count() == 1


def test_other_words_are_left_alone(said, microsoft, cast, revision):
    other = factories.make_attribution(factories.make_claim(revision, "so too"), source_words="Ada Pym")
    tie.set_tie(attribution=said[0], by=cast.reviewer, source=microsoft, everywhere=True)
    assert state(other)[0] == "the statistics office"


def test_a_broken_link_leaves_it_open(said, cast):
    tie.break_tie(attribution=said[0], by=cast.reviewer)
    assert state(said[0]) == (None, "broken", True)


def test_a_suggestion_comes_back_from_history(said, microsoft, cast):
    tie.set_tie(attribution=said[0], by=cast.reviewer, source=microsoft, everywhere=True)
    tie.break_tie(attribution=said[0], by=cast.editor)
    tie.restore_suggestion(attribution=said[0], by=cast.reviewer)
    row = Attribution.objects.get(pk=said[0].pk)
    assert (row.source.name, row.tie, row.tie_reason, row.confidence) == ("TikTok", "noun", "“company”", 0.6)
    assert (row.set_by, row.set_at) == (None, None)
    assert state(said[1]) == ("Microsoft", "set", True)
    tie.restore_suggestion(attribution=said[1], by=cast.reviewer, everywhere=True)
    assert {state(row) for row in said} == {("TikTok", "noun", False)}
    before = Event.objects.count()
    tie.restore_suggestion(attribution=said[1], by=cast.reviewer)
    assert Event.objects.count() == before


def test_one_of_the_open_readings_is_chosen(said, microsoft, cast):
    Attribution.objects.filter(pk=said[0].pk).update(source=None)
    oracle = factories.make_source(cast.project, "Oracle")
    for source in (microsoft, said[0].source):
        Reading.objects.create(attribution=said[0], source=source, tie=Tie.NOUN, confidence=0.5)
    with pytest.raises(tie.Refused, match="none of the readings"):
        tie.choose_reading(attribution=said[0], source=oracle, by=cast.reviewer)
    tie.choose_reading(attribution=said[0], source=microsoft, by=cast.reviewer)
    assert state(said[0]) == ("Microsoft", "set", True)
    assert said[0].readings.count() == 2, "the others can still be chosen"
    tie.restore_suggestion(attribution=said[0], by=cast.reviewer)
    assert state(said[0])[0] is None


def test_a_new_source_is_made_once(said, cast):
    for row in said[:2]:
        tie.set_tie(attribution=row, by=cast.reviewer, name="  Ada \n Pym ", kind="person")
    made = Source.objects.get(name="Ada Pym")
    assert (made.kind, made.article, made.kind_set_by) == ("person", None, cast.reviewer)
    tie.set_tie(attribution=said[2], by=cast.reviewer, name="a clerk", kind="unnamed_person")
    assert Source.objects.get(name="a clerk").article == said[0].claim.revision.article


@pytest.mark.parametrize(("given", "field"), [({}, "name"), ({"name": "x" * 301, "kind": "person"}, "name"),
                                              ({"name": "Ada", "kind": "ghost"}, "kind")])  # fmt: skip
def test_a_source_needs_a_name_and_a_kind(said, cast, given, field):
    with pytest.raises(tie.Refused) as refused:
        tie.set_tie(attribution=said[0], by=cast.reviewer, **given)
    assert list(refused.value.message_dict) == [field]
    assert state(said[0])[0] == "TikTok"


def test_sources_of_elsewhere_are_refused(said, cast):
    foreign = factories.make_source(factories.make_project(by=cast.owner), "Microsoft")
    article = factories.make_article(cast.project)
    voice = factories.make_source(cast.project, "a source", kind=SourceKind.ANONYMOUS, article=article)
    for source in (foreign, voice):
        with pytest.raises(tie.Refused):
            tie.set_tie(attribution=said[0], by=cast.reviewer, source=source)


def test_a_merged_source_stands_for_its_head(said, microsoft, cast):
    old = factories.make_source(cast.project, "Microsoft Corp.", merged_into=microsoft)
    tie.set_tie(attribution=said[0], by=cast.reviewer, source=old)
    assert state(said[0])[0] == "Microsoft"


def test_the_second_of_two_people_is_told_of_the_first(said, microsoft, cast):
    seen = tie.basis_of(attribution=said[0])
    tie.set_tie(attribution=said[0], by=cast.reviewer, source=microsoft, basis=seen)
    with pytest.raises(tie.Changed, match="Reviewer tied these words to Microsoft meanwhile"):
        tie.break_tie(attribution=said[0], by=cast.editor, basis=seen)
    assert state(said[0])[0] == "Microsoft"
    now = tie.basis_of(attribution=Attribution.objects.get(pk=said[0].pk))
    tie.break_tie(attribution=said[0], by=cast.editor, basis=now)
    assert state(said[0]) == (None, "broken", True)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_wait_for_each_other_for_ever():
    people = factories.make_cast()
    revision = factories.make_article(people["project"], text=TEXT).latest()
    sources = [factories.make_source(people["project"], name) for name in ("Microsoft", "TikTok")]
    rows = [
        factories.make_attribution(factories.make_claim(revision, words), sources[1], source_words="The company")
        for words in ("it had to", "a plan")
    ]
    meet, outcomes = threading.Barrier(2), []

    def act(row, source, by):
        meet.wait(10)
        try:
            tie.set_tie(attribution=row, by=by, source=source, everywhere=True, basis="")
            outcomes.append("set")
        except tie.Changed:
            outcomes.append("told")
        finally:
            connection.close()

    acts = zip(rows, sources, (people["reviewer"], people["editor"]), strict=True)
    threads = [threading.Thread(target=act, args=args) for args in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(outcomes) == ["set", "told"]
    assert len({state(row) for row in rows}) == 1
