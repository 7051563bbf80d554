"""Who sees what in two rounds."""

from __future__ import annotations

import pytest

from claims.models import Event, Project
from claims.models.rounds import kept_from, shown_comments, shown_evidence, shown_lookups
from claims.pipeline import comment, gather
from tests import factories
from tests.pipeline.gathering import again, closed, gathered, give, passage


@pytest.fixture
def claim(cast, revision):
    Project.objects.filter(pk=cast.project.pk).update(two_rounds=True)
    row = factories.make_claim(revision)
    factories.make_evidence(row)
    return again(row)


class TestWhoSeesWhat:
    @pytest.fixture
    def found(self, cast, claim):
        other = factories.make_evidence(claim, quote="Food rose faster.")
        lookup = factories.make_lookup(claim)
        about = comment.add_comment(claim=claim, by=cast.editor, text="It is false.", about_verdict=True)
        plain = comment.add_comment(claim=claim, by=cast.editor, text="Mind the month.")
        return {"other": other, "lookup": lookup, "about": about, "plain": plain}

    def _seen(self, claim, user):
        return (
            set(shown_evidence(claim.evidence.all(), user)),
            set(shown_lookups(claim.lookups.all(), user)),
            set(shown_comments(claim.comments.all(), user)),
        )

    def test_in_round_one_everybody_sees_all_that_was_found(self, cast, claim, found):
        gathered(cast, claim)
        assert not kept_from(cast.second_reviewer).exists()
        assert self._seen(claim, cast.second_reviewer)[0] == {passage(claim), found["other"]}

    def test_who_is_to_judge_sees_what_answers_rest_on(self, cast, claim, found):
        closed(cast, claim)
        assert self._seen(claim, cast.second_reviewer) == ({passage(claim)}, set(), {found["plain"]})

    @pytest.mark.parametrize("name", ["reviewer", "editor", "owner", "viewer", "superuser"])
    def test_the_others_see_all(self, cast, claim, found, name):
        closed(cast, claim)
        seen = self._seen(claim, getattr(cast, name))
        assert seen[:2] == ({passage(claim), found["other"]}, {found["lookup"]})

    def test_after_ones_own_verdict_all_opens(self, cast, claim, found):
        give(closed(cast, claim), cast.second_reviewer)
        assert not kept_from(cast.second_reviewer).exists()

    def test_an_answer_that_was_withdrawn_carries_nothing(self, cast, claim, found):
        inquiry = gathered(cast, claim)
        given = {"kind": "abstractive", "text": "More.", "evidence": found["other"]}
        gone = gather.reply(inquiry=inquiry, by=cast.reviewer, **given)
        gather.state_answer(answer=gone, by=cast.reviewer, withdrawn=True)
        gather.close_round(claim=claim, by=cast.reviewer)
        assert self._seen(claim, cast.second_reviewer)[0] == {passage(claim)}

    def test_the_trail_is_silent_on_it(self, cast, claim, found):
        Event.objects.record("evidence.added", found["other"], project_id=cast.project.pk, by=cast.reviewer,
                             claim=str(claim.pk))  # fmt: skip
        closed(cast, claim)
        verbs = (
            Event.objects.filter(claim_id=claim.pk).visible_to(cast.second_reviewer).values_list("verb", flat=True)
        )
        assert "evidence.added" not in set(verbs)
        assert "inquiry.asked" in set(verbs)
