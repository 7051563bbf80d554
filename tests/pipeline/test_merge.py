"""Two sources are one: shown as one, each keeps its row, and it can be taken back exactly."""

from __future__ import annotations

import itertools
import threading

import pytest
from django.db import connection

from claims.models import Attribution, ConfidentialIdentity, Event, Merge, Source, SourceKind
from claims.pipeline.merge import Refused, merge, unmerge
from tests import factories


@pytest.fixture
def four(cast):
    return [factories.make_source(cast.project, name) for name in "ABCD"]


def heads(rows):
    found = dict(Source.objects.values_list("name", "merged_into__name"))
    return "".join(found[row.name] or "." for row in rows)


def voice(cast, name="a source", **fields):
    article = fields.pop("article", None) or factories.make_article(cast.project)
    return factories.make_source(cast.project, name, kind=SourceKind.ANONYMOUS, article=article)


def test_a_merge_is_flat_and_on_record(cast, four):
    a, b, c, _d = four
    merge(source=a, into=b, by=cast.reviewer, reason="same office")
    done = merge(source=b, into=c, by=cast.editor)
    assert heads(four) == "CC.."
    assert done.carried == [a.pk]
    assert Merge.objects.get(source=a).reason == "same office"
    assert Event.objects.filter(verb="source.merged").count() == 2
    assert {row.pk: row.head_id for row in Source.objects.with_head()}[a.pk] == c.pk


def test_a_merge_into_a_merged_one_goes_to_its_head(cast, four):
    a, b, c, _d = four
    merge(source=b, into=c, by=cast.reviewer)
    assert merge(source=a, into=b, by=cast.reviewer).into == c


def test_a_double_click_merges_once(cast, four):
    first = merge(source=four[0], into=four[1], by=cast.reviewer)
    assert merge(source=four[0], into=four[1], by=cast.reviewer) == first
    assert Merge.objects.count() == 1


@pytest.mark.parametrize("undo", list(itertools.permutations(range(3))))
def test_taken_back_in_any_order_all_is_as_it_was(cast, four, undo):
    a, b, c, d = four
    steps = [merge(source=x, into=y, by=cast.reviewer) for x, y in ((a, b), (b, c), (c, d))]
    assert heads(four) == "DDD."
    shown = []
    for index in undo:
        unmerge(merge=steps[index], by=cast.editor)
        shown.append(heads(four))
    assert shown[-1] == "...."
    left = {0, 1, 2} - {undo[0]}
    expected = {(1, 2): ".DD.", (0, 2): "B.D.", (0, 1): "CC.."}
    assert shown[0] == expected[tuple(sorted(left))]


def test_a_merge_made_anew_is_not_undone_with_an_old_one(cast, four):
    a, b, c, _d = four
    first = merge(source=a, into=b, by=cast.reviewer)
    second = merge(source=b, into=c, by=cast.reviewer)
    unmerge(merge=first, by=cast.reviewer)
    merge(source=a, into=c, by=cast.reviewer)
    unmerge(merge=second, by=cast.reviewer)
    assert heads(four) == "C..."


def test_taking_back_twice_changes_nothing(cast, four):
    done = merge(source=four[0], into=four[1], by=cast.reviewer)
    unmerge(merge=done, by=cast.reviewer)
    again = unmerge(merge=done, by=cast.editor)
    assert again.undone_by == cast.reviewer
    assert Event.objects.filter(verb="source.unmerged").count() == 1


def test_cycles_and_second_merges_are_refused(cast, four):
    a, b, c, _d = four
    merge(source=a, into=b, by=cast.reviewer)
    for source, into in ((c, c), (b, a), (a, c)):
        with pytest.raises(Refused) as refused:
            merge(source=source, into=into, by=cast.reviewer, confirmed=True)
        assert not refused.value.confirmable
    assert heads(four) == "B..."


def test_other_projects_are_refused(cast, four):
    foreign = factories.make_source(factories.make_project(by=cast.owner), "A")
    with pytest.raises(Refused, match="different projects"):
        merge(source=four[0], into=foreign, by=cast.reviewer, confirmed=True)


def test_unnamed_sources_of_two_articles_take_a_second_thought(cast):
    one, other = voice(cast), voice(cast)
    with pytest.raises(Refused, match="seldom the same") as refused:
        merge(source=one, into=other, by=cast.reviewer)
    assert refused.value.confirmable
    merge(source=one, into=other, by=cast.reviewer, confirmed=True)
    assert Source.objects.get(pk=one.pk).merged_into == other


def test_a_name_for_an_unnamed_source_takes_a_second_thought(cast, four):
    unnamed = voice(cast)
    with pytest.raises(Refused, match="This tells everybody") as refused:
        merge(source=unnamed, into=four[0], by=cast.reviewer)
    assert refused.value.confirmable
    ConfidentialIdentity.objects.create(source=unnamed, sealed=b"x", entered_by=cast.editor)
    with pytest.raises(Refused, match="confidential identity") as refused:
        merge(source=unnamed, into=four[0], by=cast.reviewer, confirmed=True)
    assert not refused.value.confirmable


def test_two_that_said_the_same_claim_may_be_merged(cast, four, revision):
    claim = factories.make_claim(revision)
    a, b, *_ = four
    for place, source in enumerate((a, b), start=1):
        Attribution.objects.create(claim=claim, source=source, place=place)
    merge(source=a, into=b, by=cast.reviewer)
    assert [row.source for row in claim.attributions.order_by("place")] == [a, b], "each keeps its row"


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_no_circle():
    people = factories.make_cast()
    a, b = (factories.make_source(people["project"], name) for name in "AB")
    meet, outcomes = threading.Barrier(2), []

    def act(source, into):
        meet.wait(10)
        try:
            merge(source=source, into=into, by=people["reviewer"])
            outcomes.append("merged")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=pair) for pair in ((a, b), (b, a))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(outcomes) == ["merged", "refused"]
    assert Source.objects.heads().count() == 1
