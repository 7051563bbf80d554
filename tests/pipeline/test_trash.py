"""Articles, sources, documents, feeds and projects go out of sight and come back as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from claims.models import Article, Claim, Event, Lookup, Project, Source, Subscription, WorkState
from claims.pipeline import collect, library, trash
from claims.pipeline.ingest import create_article
from claims.pipeline.split import split_revision
from claims.sourcing.voices import voices
from tests import factories

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.conftest import Cast


def state_of(row: Any) -> str:
    """The state as it is now."""
    row.refresh_from_db()
    return str(row.state)


def test_an_article_takes_its_claims_along_and_brings_them_back(cast: Cast, article: Article) -> None:
    claim = factories.make_claim(article.latest())
    factories.make_verdict(claim, cast.reviewer)
    trash.trash_article(article=article, by=cast.editor)
    assert not Article.objects.seen_by(cast.owner).exists()
    assert not Claim.objects.seen_by(cast.owner).exists()
    trash.restore_article(article=article, by=cast.editor)
    assert list(Claim.objects.seen_by(cast.owner)) == [claim]
    assert claim.verdicts.count() == 1
    verbs = Event.objects.filter(target_id=article.pk, verb__startswith="article.").order_by("id")
    assert list(verbs.values_list("verb", flat=True))[-2:] == ["article.trashed", "article.restored"]


def test_its_unfinished_work_is_cancelled_and_goes_on_afterwards(cast: Cast, article: Article) -> None:
    claim = factories.make_claim(article.latest())
    running = factories.make_lookup(claim, state=WorkState.RUNNING, finished_at=None)
    before = factories.make_lookup(claim, "crossref", state=WorkState.CANCELLED)
    done = factories.make_lookup(claim, "dpa")
    trash.trash_article(article=article, by=cast.editor)
    assert state_of(running) == WorkState.CANCELLED
    begun = trash.restore_article(article=article, by=cast.editor)
    assert begun[Lookup] == [running.pk]
    assert (state_of(running), state_of(before), state_of(done)) == ("queued", "cancelled", "succeeded")


def test_twice_is_once(cast: Cast, article: Article) -> None:
    first = trash.trash_article(article=article, by=cast.editor).deleted_at
    assert trash.trash_article(article=article, by=cast.owner).deleted_at == first
    trash.restore_article(article=article, by=cast.editor)
    assert trash.restore_article(article=article, by=cast.editor) == {}
    assert Event.objects.filter(target_id=article.pk, verb="article.trashed").count() == 1


def test_a_document_takes_copies_under_way_along(cast: Cast) -> None:
    document = factories.make_document(cast.project, url="https://paper.example/1")
    copy = document.captures.create(url=document.url)
    library.trash_document(document=document, by=cast.reviewer)
    assert state_of(copy) == WorkState.CANCELLED
    library.restore_document(document=document, by=cast.reviewer)
    assert state_of(copy) == WorkState.QUEUED


def test_a_source_with_claims_asks_for_its_name(cast: Cast, article: Article) -> None:
    source = factories.make_source(cast.project, "Maria Ortega", kind="person")
    factories.make_attribution(factories.make_claim(article.latest()), source)
    with pytest.raises(trash.Refused) as refused:
        trash.trash_source(source=source, by=cast.editor)
    assert refused.value.confirmable
    trash.trash_source(source=source, by=cast.editor, confirm=" Maria  Ortega ")
    assert source.name not in [one.source.name for one in voices(projects=[cast.project])]
    trash.restore_source(source=source, by=cast.editor)
    assert source.name in [one.source.name for one in voices(projects=[cast.project])]


def test_a_source_that_a_text_names_again_comes_back(cast: Cast) -> None:
    source = factories.make_source(cast.project, "Maria Ortega", kind="person")
    trash.trash_source(source=source, by=cast.editor)
    article = create_article(project=cast.project, by=cast.reviewer, text=factories.TEXT, title="T", extractor="t")
    split_revision(split_id=article.latest().split.pk)
    assert Source.objects.get(pk=source.pk).deleted_at is None


def test_a_merged_source_stays(cast: Cast) -> None:
    one, other = (factories.make_source(cast.project, name) for name in ("One Office", "Other Office"))
    Source.objects.filter(pk=one.pk).update(merged_into=other)
    with pytest.raises(trash.Refused):
        trash.trash_source(source=one, by=cast.editor, confirm=one.name)


def test_a_feed_is_read_no_more_until_it_is_taken_out(cast: Cast) -> None:
    url = "https://paper.example/feed"
    feed = collect.subscribe(project=cast.project, by=cast.owner, kind="documents_feed", url=url)
    collect.unsubscribe(subscription=feed, by=cast.owner)
    assert collect.open_due() == []
    collect.resubscribe(subscription=feed, by=cast.owner)
    assert len(collect.open_due()) == 1
    assert Subscription.objects.kept().get().pk == feed.pk


def test_a_project_takes_its_slug_and_is_there_for_nobody(cast: Cast, article: Article) -> None:
    with pytest.raises(trash.Refused):
        trash.trash_project(project=cast.project, by=cast.owner, confirm="no")
    running = factories.make_lookup(
        factories.make_claim(article.latest()), state=WorkState.RUNNING, finished_at=None
    )
    trash.trash_project(project=cast.project, by=cast.owner, confirm=cast.project.slug)
    assert state_of(running) == WorkState.CANCELLED
    for user in (cast.owner, cast.superuser):
        assert not Project.objects.seen_by(user).exists()
        assert not Article.objects.seen_by(user).exists()
    trash.restore_project(project=cast.project, by=cast.owner)
    assert state_of(running) == WorkState.QUEUED
    assert Article.objects.seen_by(cast.viewer).exists()


def test_the_pages_say_what_lies_there_and_take_it_out(
    cast: Cast, article: Article, signed_in: Callable[[Any], Client]
) -> None:
    client = signed_in(cast.editor)
    answer = client.post(reverse("claims:article-trash", args=[article.pk]), follow=True)
    page = answer.content.decode()
    assert article.title in page
    assert cast.editor.label in page
    assert "Undo" in page
    assert client.get(reverse("claims:article-detail", args=[article.pk])).status_code == 404
    client.post(reverse("claims:trash-restore", args=["article", article.pk]))
    assert client.get(reverse("claims:article-detail", args=[article.pk])).status_code == 200


def test_owners_take_their_project_out(cast: Cast, signed_in: Callable[[Any], Client]) -> None:
    client = signed_in(cast.owner)
    typed = {"confirm": cast.project.slug}
    client.post(reverse("claims:project-trash"), typed)
    assert cast.project.name in client.get(reverse("claims:trash-page")).content.decode()
    assert client.get(reverse("claims:project-settings")).status_code == 404
    assert client.post(reverse("claims:trash-restore", args=["project", cast.project.pk])).status_code == 302
    assert client.get(reverse("claims:project-settings")).status_code == 200


def test_others_see_no_project_in_the_trash(cast: Cast, signed_in: Callable[[Any], Client]) -> None:
    trash.trash_project(project=cast.project, by=cast.owner, confirm=cast.project.slug)
    client = signed_in(cast.editor)
    assert cast.project.name not in client.get(reverse("claims:trash-page")).content.decode()
    assert client.post(reverse("claims:trash-restore", args=["project", cast.project.pk])).status_code == 404
