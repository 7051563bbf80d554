"""Making an outcome public, and taking it back."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from claims.models import Event, Publication, Ruling
from claims.pipeline import adjudicate, publish
from tests import factories


@pytest.fixture
def settled(cast, revision):
    claim = factories.make_claim(revision)
    for person, slug in ((cast.reviewer, "true"), (cast.owner, "false")):
        factories.make_verdict(claim, person, slug)
    claim.state = "disputed"
    claim.save(update_fields=["state"])
    first = claim.verdicts.get(by=cast.reviewer)
    adjudicate.rule(claim=claim, by=cast.editor, accepts=first)
    return claim


def test_the_ruling_in_force_is_published_once(cast, settled):
    row = publish.publish(claim=settled, by=cast.editor)
    assert row.ruling == Ruling.objects.in_force().get(claim=settled)
    assert publish.publish(claim=settled, by=cast.owner) == row
    assert Publication.objects.count() == 1
    assert Event.objects.get(verb="claim.published").target_type == "ruling"


def test_what_nobody_ruled_on_is_not_published(cast, revision):
    with pytest.raises(publish.Refused, match="No ruling"):
        publish.publish(claim=factories.make_claim(revision), by=cast.editor)


def test_another_ruling_than_was_seen_is_not_published(cast, settled):
    seen = Ruling.objects.get(claim=settled)
    adjudicate.rule(claim=settled, by=cast.owner, accepts=settled.verdicts.get(by=cast.owner), basis=seen.pk)
    with pytest.raises(publish.Refused, match="Another ruling"):
        publish.publish(claim=settled, by=cast.editor, ruling=seen.pk)


def test_reviewers_publish_nothing(cast, settled):
    with pytest.raises(PermissionDenied):
        publish.publish(claim=settled, by=cast.reviewer)


def test_it_is_withdrawn_with_a_reason_and_published_anew(cast, settled):
    row = publish.publish(claim=settled, by=cast.editor)
    with pytest.raises(ValidationError, match="Say why"):
        publish.withdraw(claim=settled, by=cast.editor, why=" ")
    gone = publish.withdraw(claim=settled, by=cast.editor, why="The article was taken down.")
    assert gone.pk == row.pk
    assert gone.withdrawn_at
    assert publish.withdraw(claim=settled, by=cast.editor, why="") == gone
    assert Event.objects.get(verb="claim.withdrawn").data["reason"] == "The article was taken down."
    assert publish.publish(claim=settled, by=cast.editor) != row


def test_what_was_never_published_is_not_withdrawn(cast, settled):
    with pytest.raises(publish.Refused, match="not published"):
        publish.withdraw(claim=settled, by=cast.editor, why="So.")
