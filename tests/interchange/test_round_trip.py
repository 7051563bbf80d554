"""Whatever a project holds comes back the same, to the byte."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.models import Article, Claim, Project, Rating, Revision, Span
from claims.pipeline.bring_in import bring_in
from tests import factories
from tests.interchange.test_bring_in import empty, export

LETTERS = st.sampled_from(
    [*"ab .“”\"'\\\t\r\n=+@", "\r\n", "🍵", "👩‍🔬", "e\u0301", "\u202eא", "\ud7ff", "\U0010fffd"]
)
TEXTS = st.lists(LETTERS, min_size=3, max_size=40).map("".join).filter(str.strip)
WORDS = TEXTS.map(str.strip)
SHARES = st.floats(0, 1)


def fill(data: Any) -> Project:
    """A project of which the data decide everything."""
    cast = factories.make_cast()
    project, people = cast["project"], [cast[one] for one in ("reviewer", "second_reviewer", "editor")]
    for number in range(data.draw(st.integers(0, 3))):
        article = factories.make_article(project, title=f"Article {number}", text=f"Text number {number}.")
        for text in data.draw(st.lists(TEXTS, min_size=1, max_size=2)):
            _claims(data, factories.make_revision(article, text=text), people)
        if data.draw(st.booleans()):
            Article.objects.filter(pk=article.pk).update(deleted_at=timezone.now())
    if data.draw(st.booleans()):
        Rating.objects.filter(slug=data.draw(st.sampled_from(["true", "false"]))).update(retired_at=timezone.now())
    return Project.objects.get(pk=project.pk)


def _claims(data: Any, revision: Revision, people: list[Any]) -> None:
    for number in range(1, data.draw(st.integers(0, 3)) + 1):
        start = data.draw(st.integers(0, revision.length - 1))
        end = data.draw(st.integers(start + 1, revision.length))
        claim = Claim.objects.create(
            revision=revision,
            number=number,
            text=data.draw(WORDS),
            speech="mixed",
            worthiness=data.draw(SHARES),
            confidence=data.draw(SHARES),
            reasons=data.draw(st.lists(WORDS, max_size=2)),
            deleted_at=timezone.now() if data.draw(st.booleans()) else None,
        )
        Span.objects.create(revision=revision, claim=claim, role="content", start=start, end=end)
        document = factories.make_document(revision.article.project, title=data.draw(WORDS)[:100])
        evidence = factories.make_evidence(claim, document)
        for person in data.draw(st.lists(st.sampled_from(people), max_size=4)):
            cited = [evidence] if data.draw(st.booleans()) else []
            factories.make_verdict(claim, person, "true", rationale=data.draw(WORDS), cited=cited)


@pytest.mark.django_db
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_out_in_and_out_again_is_byte_equal(data: Any) -> None:
    with transaction.atomic():
        before = export(fill(data))
        empty()
        report = bring_in(file=io.BytesIO(before))
        assert report.refused == []
        assert export(Project.objects.get()) == before
        transaction.set_rollback(True)
