"""The commands that take articles in: ``ingest`` and ``seed``."""

from __future__ import annotations

import io
import sys
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command

from claims.management.commands import ingest as command
from claims.models import Article, Document, Lookup, Membership, Passage, Project, Split, User
from tests import factories
from tests.pipeline import pages


def ingest(origin, **options):
    """What ``manage.py ingest`` writes: (stdout, stderr)."""
    out, err = io.StringIO(), io.StringIO()
    call_command("ingest", str(origin), stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


@pytest.fixture
def news(tmp_path):
    path = tmp_path / "news.txt"
    path.write_bytes("Größe zählt.\r\nSagt sie.".encode())
    return path


class TestIngest:
    """manage.py ingest."""

    def test_a_file(self, project, news):
        out, err = ingest(news, title="  Of size ")
        article = Article.objects.get()
        assert (UUID(out.strip()), err) == (article.pk, "")
        assert (article.title, article.created_by, article.url) == ("Of size", None, "")
        assert (article.latest().text, article.latest().extractor) == ("Größe zählt.\nSagt sie.", "plain")
        assert article.latest().split.state == "queued"

    def test_standard_input(self, project, monkeypatch):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("Prices rise. 🍵".encode())))
        ingest("-")
        assert Article.objects.get().latest().text == "Prices rise. 🍵"

    def test_an_address(self, project, settings):
        with pages.serving() as server:
            settings.FETCH_ALLOW_PRIVATE = [server]
            ingest(f"http://{server}/story")
        article = Article.objects.get()
        assert (article.title, article.url) == ("Bridge opens in June", f"http://{server}/story")
        assert article.published_at == date(2026, 5, 4)

    def test_the_same_again_prints_the_id_it_has(self, project, news):
        first, _ = ingest(news)
        again, said = ingest(news)
        assert again == first
        assert "already here" in said
        assert Article.objects.count() == 1

    def test_which_project(self, cast, news):
        other = factories.make_project(by=cast.owner, slug="away")
        with pytest.raises(CommandError, match="--project"):
            ingest(news)
        with pytest.raises(CommandError, match=r"no project “nowhere”\. Projects: .*away"):
            ingest(news, project="nowhere")
        ingest(news, project="away")
        assert Article.objects.get().project == other

    @pytest.mark.django_db
    def test_no_project_yet(self, news):
        with pytest.raises(CommandError, match="There is no project yet"):
            ingest(news)

    @pytest.mark.parametrize(
        ("name", "data", "words"),
        [
            ("a.txt", b"", "no text to check"),
            ("a.txt", b"x" * (1024 * 1024 + 1), "larger than 1 MB"),
            ("a.docx", b"%PDF-1.4", "although its name says .docx"),
            ("missing.txt", None, "No such file"),
        ],
    )
    def test_what_cannot_be_read_says_why(self, project, settings, tmp_path, name, data, words):
        settings.ARTICLE_MAX_BYTES = 1024 * 1024
        path = tmp_path / name
        if data is not None:
            path.write_bytes(data)
        with pytest.raises(CommandError, match=words):
            ingest(path)

    @pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://example.org/a", "http://169.254.169.254/"])
    def test_only_the_web_is_fetched(self, project, address):
        with pytest.raises(CommandError):
            ingest(address)
        assert not Article.objects.exists()

    def test_a_folder_is_no_article(self, project, tmp_path):
        with pytest.raises(CommandError, match="directory"):
            ingest(tmp_path)

    def test_wait_returns_once_the_work_has_ended(self, cast, news, monkeypatch):
        states = iter(["running", "running", "succeeded"])

        def worker(seconds):
            Split.objects.update(state=next(states))

        monkeypatch.setattr(command.time, "sleep", worker)
        out, _ = ingest(news, wait=True)
        assert UUID(out.strip()) == Article.objects.get().pk
        assert next(states, "no more") == "no more"

    def test_wait_waits_for_local_look_ups_and_not_for_outside_ones(self, cast, monkeypatch):
        article = factories.make_article(cast.project)
        claim = factories.make_claim(article.latest())
        factories.make_lookup(claim, "library", state="running")
        factories.make_lookup(claim, "factcheck", state="queued")
        monkeypatch.setattr(
            command.time,
            "sleep",
            lambda seconds: Lookup.objects.filter(provider="library").update(state="succeeded"),
        )
        command._wait(article)
        assert Lookup.objects.get(provider="factcheck").state == "queued"

    def test_wait_says_why_a_split_failed(self, project, news, monkeypatch):
        def worker(seconds):
            Split.objects.update(state="failed", error="This took too long.")

        monkeypatch.setattr(command.time, "sleep", worker)
        with pytest.raises(CommandError, match=r"was not split \(failed\): This took too long\."):
            ingest(news, wait=True)

    def test_wait_gives_up_and_asks_for_a_worker(self, project, news, monkeypatch):
        monkeypatch.setattr(command, "LONGEST_WAIT", 0)
        with pytest.raises(CommandError, match="Is a worker running"):
            ingest(news, wait=True)


@pytest.mark.django_db
class TestSeed:
    """manage.py seed."""

    def _seed(self):
        out = io.StringIO()
        call_command("seed", stdout=out)
        return out.getvalue()

    def test_everything_is_entered_by_the_front_door(self):
        assert "Demo desk" in self._seed()
        project = Project.objects.get(slug="demo")
        roles = dict(Membership.objects.filter(project=project).values_list("user__username", "role"))
        assert roles == {"reviewer": "reviewer", "editor": "editor", "owner": "owner"}
        article = Article.objects.get(project=project)
        text = (Path(django_settings.BASE_DIR) / "seeds" / "tiktok-oracle.txt").read_text(encoding="utf-8")
        assert article.latest().text == text.strip("\n")
        assert (article.title, article.created_by.username) == ("ByteDance Partners Tiktok", "reviewer")
        assert article.latest().split.state == "queued"
        files = list((Path(django_settings.BASE_DIR) / "seeds" / "documents").glob("*.txt"))
        documents = Document.objects.filter(project=project)
        assert documents.count() == len(files) >= 10
        assert all(row.title and row.publisher and row.published_at for row in documents)
        for passage in Passage.objects.select_related("document"):
            assert passage.document.text[passage.start : passage.end] == passage.text

    def test_twice_is_once(self):
        self._seed()
        owner = User.objects.get(username="owner")
        owner.set_password("a password of one's own")
        owner.save()
        counts = [model.objects.count() for model in (Project, Article, Document, Passage, Split, User, Membership)]
        self._seed()
        again = [model.objects.count() for model in (Project, Article, Document, Passage, Split, User, Membership)]
        assert again == counts
        assert User.objects.get(username="owner").check_password("a password of one's own")

    def test_the_demo_people_sign_in_and_see_the_article(self, client):
        self._seed()
        answer = client.post("/sign-in/", {"username": "reviewer", "password": "check-every-claim"}, follow=True)
        assert "ByteDance Partners Tiktok" in answer.content.decode()
