"""manage.py collect: files, folders and addresses from the command line."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from claims import tasks
from claims.models import Collection, Document, FactCheck
from tests.extraction.files import PAGE
from tests.extraction.test_fact_checks import REVIEW


def _call(*args, **options):
    out, err = StringIO(), StringIO()
    call_command("collect", *map(str, args), stdout=out, stderr=err, project="city-desk", **options)
    return out.getvalue().strip(), err.getvalue()


def test_lines_are_read_here(cast, tmp_path):
    path = tmp_path / "many.jsonl"
    path.write_bytes(b'{"text": "One."}\n{broken\n{"text": "Two."}')
    out, err = _call(path, here=True)
    row = Collection.objects.get(pk=out)
    assert (row.kind, row.filename, row.state) == ("documents_jsonl", "many.jsonl", "succeeded")
    assert "3 of 3 dealt with: 2 added, 0 here before, 1 refused." in err
    assert "2: This line cannot be read" in err


def test_a_folder_is_read_without_following_links(cast, tmp_path):
    folder, outside = tmp_path / "folder", tmp_path / "outside.txt"
    (folder / "deep").mkdir(parents=True)
    outside.write_text("A secret.")
    (folder / "page.html").write_text(PAGE)
    (folder / "deep" / "note.txt").write_text("A note.")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    (folder / "link.txt").symlink_to(outside)
    (folder / "manifest.jsonl").write_text(json.dumps({"file": "deep/note.txt", "title": "The note"}))
    out, _ = _call(folder, here=True)
    assert Collection.objects.get(pk=out).filename == "folder"
    assert set(Document.objects.values_list("title", flat=True)) == {"Bridge to close", "The note"}


def test_fact_checks_are_read_by_kind(cast, tmp_path):
    path = tmp_path / "checks.json"
    path.write_text(json.dumps(REVIEW))
    with pytest.raises(CommandError, match="--kind"):
        _call(path, here=True)
    _call(path, here=True, kind="fact_checks_file")
    assert FactCheck.objects.get().publisher == "Check Desk"


def test_without_here_it_is_left_to_the_workers(cast, monkeypatch):
    started = []
    monkeypatch.setattr(tasks, "start", lambda kind, ids: started.extend(ids))
    out, _ = _call("https://paper.example/feed", kind="documents_feed")
    row = Collection.objects.get()
    assert (out, started, row.state, row.url) == (str(row.pk), [row.pk], "queued", "https://paper.example/feed")


@pytest.mark.parametrize(
    ("origin", "options", "words"),
    [
        ("https://paper.example/feed", {}, "--kind"),
        ("ftp://paper.example/feed", {"kind": "documents_feed"}, "not a web address"),
        ("nowhere.jsonl", {}, "No such file"),
        (".", {}, "holds no txt"),
    ],
)
def test_what_cannot_be_read_is_said(cast, tmp_path, monkeypatch, origin, options, words):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CommandError, match=words):
        _call(origin, **options)


def test_a_file_that_is_none_ends_the_command_badly(cast, tmp_path):
    (tmp_path / "a.zip").write_bytes(b"no zip")
    with pytest.raises(CommandError, match="no zip archive"):
        _call(tmp_path / "a.zip", here=True)


def test_an_unknown_project_is_named(cast, tmp_path):
    with pytest.raises(CommandError, match="city-desk"):
        call_command("collect", str(tmp_path), project="away")
