"""For good: nothing of an article is left but the trail, nothing of others is touched, and holds hold."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from claims.models import (
    Article,
    Claim,
    Document,
    Draft,
    Event,
    Hold,
    Intake,
    LookupRun,
    Merge,
    Project,
    Retention,
    Revision,
    Source,
    Verdict,
)
from claims.pipeline import purge, trash
from tests import factories
from tests.filled import filled_article

if TYPE_CHECKING:
    from tests.conftest import Cast


def counts() -> dict[str, int]:
    """Rows by table of all that is ours, histories too."""
    return {
        model._meta.db_table: model._base_manager.count()
        for model in apps.get_app_config("claims").get_models(include_auto_created=True)
    }


def thrown(cast: Cast, article: Article) -> Article:
    """The article, in the trash."""
    return trash.trash_article(article=article, by=cast.editor)


def mentions(words: str) -> list[str]:
    """Tables of ours in which any row holds the words, in whatever column."""
    found = []
    with connection.cursor() as cursor:
        for table in counts():
            cursor.execute(
                f'SELECT EXISTS (SELECT FROM "{table}" row WHERE row::text LIKE %s)',  # noqa: S608 - our own tables
                [f"%{words}%"],
            )
            if cursor.fetchone()[0]:
                found.append(table)
    return found


class TestArticles:
    def test_nothing_of_it_is_left_but_the_trail(self, cast: Cast) -> None:
        before = counts()
        article = filled_article(cast)
        told = purge.purge_article(article=thrown(cast, article), by=cast.owner)
        connection.check_constraints()
        assert told["claims_verdict"] >= 1
        for model in (Article, Revision, Claim, Verdict):
            table = model._meta.db_table
            assert counts()[table] == before[table]
            history = getattr(model, "pgh_event_model", None)
            assert history is None or not history.objects.exists()
        event = Event.objects.get(verb="article.purged")
        assert event.data["rows"] == told
        assert event.by_name == cast.owner.username

    def test_its_words_are_nowhere(self, cast: Cast) -> None:
        words = "Zinnober stieg um neun Prozent"
        article = factories.make_article(cast.project, by=cast.reviewer, text=f"{words}, the office said.")
        claim = factories.make_claim(article.latest(), words)
        Intake.objects.create(
            project=cast.project, article=article, url="https://a.example/1", text=words, state="succeeded"
        )
        factories.make_verdict(claim, cast.reviewer, rationale=words)
        Draft.objects.create(claim=claim, by=cast.editor, fields={"rationale": words}, saved_at=timezone.now())
        assert len(mentions(words)) >= 5
        purge.purge_article(article=thrown(cast, article), by=cast.owner)
        assert mentions(words) == []

    def test_the_ids_of_what_nobody_may_delete_are_on_record(self, cast: Cast, article: Article) -> None:
        verdict = factories.make_verdict(factories.make_claim(article.latest()), cast.reviewer)
        purge.purge_article(article=thrown(cast, article), by=cast.owner)
        told = {event.data["table"]: event.data["ids"] for event in Event.objects.filter(verb="rows.purged")}
        assert told["claims_verdict"] == [str(verdict.pk)]
        assert told["claims_claimevent"]
        assert all(event.data["of"] == "article.purged" for event in Event.objects.filter(verb="rows.purged"))

    def test_others_keep_what_is_theirs(self, cast: Cast, article: Article) -> None:
        other = factories.make_article(cast.project, by=cast.reviewer, text=f"Again. {factories.TEXT}")
        document = factories.make_document(cast.project, kind="outside")
        own = factories.make_document(cast.project, kind="outside", title="Only there")
        voice = factories.make_source(cast.project, "the insider", kind="anonymous", article=article)
        another = factories.make_source(cast.project, "an insider", kind="anonymous", article=other)
        Source.objects.filter(pk=another.pk).update(merged_into=voice)
        Merge.objects.create(source=another, into=voice, by=cast.editor)
        for place in (article, other):
            claim = factories.make_claim(place.latest())
            factories.make_evidence(claim, document)
            factories.make_attribution(claim, factories.make_source(cast.project))
        factories.make_evidence(claim, factories.make_document(cast.project))
        factories.make_evidence(article.latest().claims.get(), own)
        purge.purge_article(article=thrown(cast, article), by=cast.owner)
        connection.check_constraints()
        assert set(Document.objects.values_list("title", flat=True)) == {document.title}
        assert other.latest().claims.get().evidence.count() == 2
        assert Source.objects.get(pk=another.pk).merged_into is None
        assert not Source.objects.filter(pk=voice.pk).exists()

    def test_only_from_the_trash_and_the_guards_stand_afterwards(self, cast: Cast, article: Article) -> None:
        with pytest.raises(purge.Refused):
            purge.purge_article(article=article, by=cast.owner)
        purge.purge_article(article=thrown(cast, article), by=cast.owner)
        left = factories.make_article(cast.project, by=cast.reviewer, text="Words that stay.")
        with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
            left.latest().delete()

    def test_a_hold_holds(self, cast: Cast, article: Article) -> None:
        hold = Hold.objects.create(project=cast.project, article=article, reason="A letter.", by=cast.owner)
        thrown(cast, article)
        with pytest.raises(purge.Refused, match="A letter"):
            purge.purge_article(article=article, by=cast.owner)
        hold.lifted_at, hold.lifted_by = timezone.now(), cast.owner
        hold.save()
        assert purge.purge_article(article=article, by=cast.owner)

    def test_files_go_once_it_is_committed(
        self, cast: Cast, article: Article, django_capture_on_commit_callbacks: Any
    ) -> None:
        intake = Intake.objects.create(
            project=cast.project, article=article, url="https://a.example/", state="succeeded"
        )
        intake.upload.save("a.txt", ContentFile(b"Words."))
        storage, name = intake.upload.storage, intake.upload.name
        with django_capture_on_commit_callbacks(execute=True):
            purge.purge_article(article=thrown(cast, article), by=cast.owner)
        assert not storage.exists(name)


class TestThings:
    def test_what_a_claim_rests_on_stays(self, cast: Cast, article: Article) -> None:
        document = factories.make_document(cast.project, deleted_at=timezone.now())
        evidence = factories.make_evidence(factories.make_claim(article.latest()), document)
        with pytest.raises(purge.Refused):
            purge.purge_thing(thing=document, by=cast.owner)
        evidence.delete()
        assert purge.purge_thing(thing=document, by=cast.owner)["claims_document"] == 1

    def test_a_source_goes_once_nothing_rests_on_it(self, cast: Cast, article: Article) -> None:
        source = factories.make_source(cast.project, "Old Office", deleted_at=timezone.now())
        assert purge.purge_thing(thing=source, by=cast.owner)
        assert not Source.objects.filter(pk=source.pk).exists()


class TestProjects:
    def test_piece_by_piece_until_nothing_is_left(self, cast: Cast) -> None:
        filled_article(cast)
        other = factories.make_project(cast.superuser)
        factories.make_article(other, by=cast.superuser)
        slug = cast.project.slug
        trash.trash_project(project=cast.project, by=cast.owner, confirm=slug)
        with pytest.raises(purge.Refused):
            purge.ask_purge(project=cast.project, by=cast.owner, confirm="no")
        project = purge.ask_purge(project=cast.project, by=cast.owner, confirm=slug)
        assert purge.going() == [project]
        with pytest.raises(trash.Refused):
            trash.restore_project(project=project, by=cast.owner)
        while purge.purge_piece(project=project):
            pass
        connection.check_constraints()
        assert list(Project.objects.all()) == [other]
        assert Article.objects.count() == 1
        assert Event.objects.get(verb="project.purged").data["slug"] == slug

    def test_not_under_a_hold_on_any_article(self, cast: Cast, article: Article) -> None:
        Hold.objects.create(project=cast.project, article=article, reason="A letter.", by=cast.owner)
        trash.trash_project(project=cast.project, by=cast.owner, confirm=cast.project.slug)
        with pytest.raises(purge.Refused):
            purge.ask_purge(project=cast.project, by=cast.owner, confirm=cast.project.slug)


class TestRetention:
    def test_nothing_goes_by_default(self, cast: Cast) -> None:
        Retention.objects.create(project=cast.project)
        assert purge.due_projects() == []

    def test_the_trash_goes_after_its_days(self, cast: Cast, article: Article) -> None:
        rule = Retention.objects.create(project=cast.project, trash_days=30)
        thrown(cast, article)
        held = factories.make_article(cast.project, by=cast.reviewer, text="Held words.")
        Hold.objects.create(project=cast.project, article=held, reason="A letter.", by=cast.owner)
        thrown(cast, held)
        assert purge.purge_due(rule=rule) == {}
        Article.objects.update(deleted_at=timezone.now() - timedelta(days=31))
        assert purge.purge_due(rule=rule) == {"article": 1}
        assert list(Article.objects.all()) == [held]
        assert Event.objects.get(verb="article.purged").data["why"] == "days"

    def test_old_answers_go_but_the_last(self, cast: Cast, article: Article) -> None:
        rule = Retention.objects.create(project=cast.project, answer_days=7)
        lookup = factories.make_lookup(factories.make_claim(article.latest()))
        long_ago = timezone.now() - timedelta(days=8)
        for number in (1, 2, 3):
            LookupRun.objects.create(lookup=lookup, number=number, query="q", retrieved_at=long_ago)
        assert purge.purge_due(rule=rule) == {"answer": 2}
        assert lookup.runs.get().number == 3
        assert purge.purge_due(rule=rule) == {}

    def test_copies_that_no_claim_needs_go(self, cast: Cast, article: Article) -> None:
        rule = Retention.objects.create(project=cast.project, copy_days=7)
        needed, other = (factories.make_document(cast.project, url=f"https://a.example/{n}") for n in "ab")
        factories.make_evidence(factories.make_claim(article.latest()), needed)
        for document in (needed, other):
            copy = factories.make_capture(document)
            type(copy).objects.filter(pk=copy.pk).update(finished_at=timezone.now() - timedelta(days=8))
        assert purge.purge_due(rule=rule) == {"copy": 1}
        assert needed.captures.count() == 1

    def test_a_hold_on_the_project_stops_it(self, cast: Cast, article: Article) -> None:
        rule = Retention.objects.create(project=cast.project, trash_days=1)
        thrown(cast, article)
        Article.objects.update(deleted_at=timezone.now() - timedelta(days=31))
        Hold.objects.create(project=cast.project, reason="A letter.", by=cast.owner)
        assert purge.purge_due(rule=rule) == {}


STEPS_PAST = re.compile(r"pgtrigger\.ignore\(|set_config\('pgtrigger\.ignore'")


def test_nobody_else_steps_past_the_guards() -> None:
    root = Path(apps.get_app_config("claims").path)
    found = {str(one.relative_to(root)) for one in root.rglob("*.py") if STEPS_PAST.search(one.read_text())}
    histories_are_not_written_twice = "interchange/writing.py"
    assert found == {"pipeline/purge/rows.py", "pipeline/erase.py", histories_are_not_written_twice}
