"""Feeds that are read again and again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from claims.models import Collection, Event, Subscription
from claims.pipeline import collect


class TestSubscriptions:
    """Feeds that are read again and again."""

    URL = "https://paper.example/feed"

    def _make(self, cast, **given):
        return collect.subscribe(
            project=cast.project, by=cast.reviewer, **{"kind": "documents_feed", "url": self.URL, **given}
        )

    def test_it_is_read_when_its_time_has_come(self, cast):
        row = self._make(cast, every=30)
        (first,) = collect.open_due()
        collection = Collection.objects.get(pk=first)
        assert (collection.url, collection.kind, collection.created_by) == (
            self.URL,
            "documents_feed",
            cast.reviewer,
        )
        assert collect.open_due() == []
        Collection.objects.update(state="succeeded")
        Subscription.objects.update(read_at=timezone.now() - timedelta(minutes=29))
        assert collect.open_due() == []
        Subscription.objects.update(read_at=timezone.now() - timedelta(minutes=31))
        assert len(collect.open_due()) == 1
        row.refresh_from_db()
        assert timezone.now() - row.read_at < timedelta(minutes=1)

    def test_paused_it_is_not_read(self, cast):
        row = self._make(cast)
        collect.set_active(subscription=row, by=cast.editor, active=False)
        assert collect.open_due() == []
        collect.set_active(subscription=row, by=cast.editor, active=True)
        assert len(collect.open_due()) == 1

    def test_now_it_is_read_at_once_but_not_twice_over(self, cast):
        row = self._make(cast)
        first = collect.read_now(subscription=row, by=cast.editor)
        assert collect.read_now(subscription=row, by=cast.editor) == first
        assert collect.open_due() == []

    def test_again_it_changes_how_often(self, cast):
        first = self._make(cast, every=30)
        collect.set_active(subscription=first, by=cast.editor, active=False)
        again = self._make(cast, every=90)
        assert (again.pk, again.every, again.active, again.created_by) == (first.pk, 90, True, cast.reviewer)

    def test_ended_it_leaves_what_it_brought(self, cast):
        row = self._make(cast)
        collect.read_now(subscription=row, by=cast.editor)
        collect.unsubscribe(subscription=row, by=cast.editor)
        assert (Subscription.objects.kept().count(), Collection.objects.count()) == (0, 1)
        assert Event.objects.filter(verb="subscription.trashed").exists()

    @pytest.mark.parametrize("given", [{"kind": "documents_zip"}, {"every": 4}, {"every": 10**6}, {"url": "x"}])
    def test_nonsense_is_refused(self, cast, given):
        with pytest.raises(collect.Refused):
            self._make(cast, **given)
