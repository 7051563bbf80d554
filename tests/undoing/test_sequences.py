"""Whatever people do to a text, in whatever order: all undone it is as before, all redone it is as after."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.models import Attribution, Claim, Edit, Event, Evidence
from claims.pipeline import edit, tie, undo, weigh
from tests import factories
from tests.pipeline import editing

NUMBERS = st.integers(0, 10**6)
LENGTH = len(editing.TEXT)


class Desk:
    """One text and a person who edits it; every act takes numbers and does something with them, or is refused."""

    def __init__(self, revision, by):
        self.revision, self.by = revision, by

    def claims(self, one, count=1):
        rows = list(Claim.objects.filter(revision=self.revision).order_by("number"))
        return [rows[(one + step) % len(rows)] for step in range(min(count, len(rows)))]

    def place(self, one, other):
        start = one % LENGTH
        return start, min(LENGTH, start + 1 + other % 40)

    def make(self, a, b, c):
        edit.make_claim(revision=self.revision, places=[self.place(a, b), self.place(c, b)], by=self.by)

    def reshape(self, a, b, c):
        edit.reshape(claim=self.claims(a)[0], places=[self.place(b, c), self.place(c, a)], by=self.by)

    def nudge(self, a, b, c):
        edge, by_words = ("start", "end")[b % 2], (-2, -1, 1, 2)[c % 4]
        edit.nudge(claim=self.claims(a)[0], edge=edge, by_words=by_words, by=self.by)

    def divide(self, a, b, c):
        row = self.claims(a)[0]
        inside = editing.places(row)[0]
        at = inside[0] + b % (inside[1] - inside[0])
        if c % 2:
            edit.split_at(claim=row, at=at, by=self.by)
        else:
            edit.split_off(claim=row, start=at, end=min(inside[1], at + 1 + c % 9), by=self.by)

    def merge(self, a, b, c):
        row, *others = self.claims(a, 2 + b % 2)
        edit.merge(claim=row, others=others, by=self.by)

    def trash(self, a, b, c):
        edit.trash(claims=self.claims(a, 1 + b % 4), by=self.by)

    def restore(self, a, b, c):
        edit.restore(claims=self.claims(a, 1 + b % 4), by=self.by)

    def describe(self, a, b, c):
        speech = ("direct", "indirect", "mixed", "narrated", None)[b % 5]
        polarity = ("asserts", "denies", "declines", "doubts", None)[c % 5]
        edit.describe(claim=self.claims(a)[0], speech=speech, polarity=polarity, by=self.by)

    def voice(self, a, b, c):
        start, end = self.place(b, c)
        role, hop = ("source", "cue")[c % 2], 1 + a % 2
        edit.mark_voice(claim=self.claims(a)[0], role=role, start=start, end=end, by=self.by, hop=hop)

    def source(self, a, b, c):
        name = ("Ada Pym", "an aide", "Statistics Board")[c % 3]
        kind = ("person", "unnamed_person", "organisation")[c % 3]
        edit.set_source(claims=self.claims(a, 1 + b % 4), name=name, kind=kind, by=self.by)

    def tie(self, a, b, c):
        rows = list(Attribution.objects.filter(claim__revision=self.revision).order_by("pk"))
        if c % 3:
            source = factories.make_source(self.revision.article.project, ("Board", "Bank")[b % 2])
            tie.set_tie(attribution=rows[a % len(rows)], by=self.by, source=source, everywhere=bool(c % 2))
        else:
            tie.restore_suggestion(attribution=rows[a % len(rows)], by=self.by, everywhere=bool(b % 2))

    def waive(self, a, b, c):
        positions = {a % len(editing.SENTENCES), b % len(editing.SENTENCES)}
        reason = ("opinion", "question")[c % 2]
        edit.waive(revision=self.revision, positions=positions, reason=reason, by=self.by, trash_claims=bool(c % 3))

    def unwaive(self, a, b, c):
        positions = {a % len(editing.SENTENCES), b % len(editing.SENTENCES)}
        edit.unwaive(revision=self.revision, positions=positions, by=self.by)

    def weigh(self, a, b, c):
        rows = list(Evidence.objects.filter(claim__revision=self.revision))
        row = rows[a % len(rows)]
        if c % 2:
            weigh.set_stance(evidence=row, by=self.by, stance=("supports", "refutes", "")[b % 3])
        elif row.dismissed_at:
            weigh.restore(evidence=row, by=self.by)
        else:
            weigh.set_aside(evidence=row, by=self.by)


ACTS = [name for name in vars(Desk) if not name.startswith("_") and name not in ("claims", "place")]
SEQUENCES = st.lists(st.tuples(st.sampled_from(ACTS), NUMBERS, NUMBERS, NUMBERS), min_size=1, max_size=10)


ROLLED_BACK = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
"""Each example is rolled back, so that all begin with the fixture's rows."""


@pytest.fixture
def desk(cast):
    revision = editing.make_text(cast.project, cast.reviewer)
    for claim in Claim.objects.filter(revision=revision)[:2]:
        factories.make_evidence(claim)
    return Desk(revision, cast.reviewer)


@given(SEQUENCES)
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_all_undone_is_as_before_and_all_redone_as_after(desk, sequence):
    with transaction.atomic():
        _check(desk, sequence)
        transaction.set_rollback(True)


def _check(desk, sequence):
    states = [editing.state(desk.revision)]
    for name, *numbers in sequence:
        before = Edit.objects.count()
        try:
            getattr(desk, name)(*numbers)
        except (ValidationError, PermissionDenied):
            assert editing.state(desk.revision) == states[-1], "what is refused changes nothing"
        now = editing.state(desk.revision)
        assert (Edit.objects.count() - before == 1) == (now != states[-1]), "one act is one edit"
        editing.whole(desk.revision)
        if now != states[-1]:
            states.append(now)
    events = Event.objects.count()
    for state in reversed(states[:-1]):
        undo.undo(article=desk.revision.article, by=desk.by)
        assert _known(editing.state(desk.revision), state) == state
        editing.whole(desk.revision)
    for state in states[1:]:
        undo.redo(article=desk.revision.article, by=desk.by)
        assert _known(editing.state(desk.revision), state) == state
        editing.whole(desk.revision)
    assert editing.state(desk.revision) == states[-1]
    assert Event.objects.count() == events + 2 * (len(states) - 1)


def _known(rows, before):
    """Without claims that were not there, which lie in the trash now, and without what belongs to them."""
    made = {pk for (table, pk) in rows if table == "claim" and (table, pk) not in before}
    assert all(rows["claim", pk]["deleted_at"] for pk in made)
    voices = {pk for (table, pk), row in rows.items() if table == "attribution" and row["claim_id"] in made}
    return {
        key: row
        for key, row in rows.items()
        if key[1] not in made and row.get("claim_id") not in made and row.get("attribution_id") not in voices
    }
