"""Backup under load, restore elsewhere: equal to the export at the snapshot, on the embedded server and outside."""

from __future__ import annotations

import json
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

import psycopg
import pytest

from tests.operations.installation import Installation
from tests.operations.running import kill_all

pytestmark = pytest.mark.filterwarnings("default::ResourceWarning")

SHAPE = """
    SELECT 'index', indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION SELECT 'key', conrelid::regclass || ' ' || conname || pg_get_constraintdef(oid) || convalidated::text
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION SELECT 'trigger', pg_get_triggerdef(oid) || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal
    UNION SELECT 'extension', extname FROM pg_extension
"""


class Scene(NamedTuple):
    """Where it was, what was written, where it went, and what the restore said."""

    source: Installation
    file: Path
    exported: Path
    target: Installation
    said: str


@pytest.fixture(scope="module", params=["embedded", "outside"])
def scene(request: pytest.FixtureRequest) -> Iterator[Scene]:
    """An installation in use, backed up, and restored into another of the same kind."""
    home = Path(tempfile.mkdtemp(prefix="claims-"))
    outside = request.param == "outside"
    source, target = (Installation(home / name / "var", outside=outside) for name in ("a", "b"))
    file, exported = home / "backup.zip", home / "exported.jsonl"
    try:
        source.act("fill")
        assert source.manage("audit", "seal").returncode == 0
        writer = source.begin("go-on")
        try:
            source.act("back-up", file, exported)
        finally:
            writer.kill()
            writer.wait()
        done = target.manage("restore", file, "--verify")
        assert done.returncode == 0, done.stderr
        yield Scene(source, file, exported, target, done.stdout)
    finally:
        for each in (source, target):
            kill_all(each.var)
            each.server.stop()
        shutil.rmtree(home)


def test_what_is_restored_is_the_export_at_the_snapshot(scene: Scene) -> None:
    there = scene.target.manage("export", "--project", "desk", "--format", "jsonl", "--with-history")
    assert there.returncode == 0, there.stderr
    assert there.stdout.splitlines() == scene.exported.read_text(encoding="utf-8").splitlines()
    assert "Restored: " in scene.said
    counts = [one.rows("SELECT count(*) FROM claims_verdict")[0][0] for one in (scene.source, scene.target)]
    assert counts[0] >= counts[1] + 4, "others wrote meanwhile, and what they wrote is not in it"


def test_files_are_there_byte_for_byte(scene: Scene) -> None:
    folders = [one.var / "media" for one in (scene.source, scene.target)]
    names = [sorted(path.relative_to(folder) for path in folder.rglob("*.gz")) for folder in folders]
    assert names[0] == names[1]
    assert len(names[0]) == 1
    assert (folders[0] / names[0][0]).read_bytes() == (folders[1] / names[0][0]).read_bytes()


def test_keys_indexes_triggers_and_extensions_are_as_they_were(scene: Scene) -> None:
    before, after = (set(one.rows(SHAPE)) for one in (scene.source, scene.target))
    assert before == after
    assert len([kind for kind, _ in after if kind == "trigger"]) > 50
    with scene.target.connect() as connection, pytest.raises(psycopg.errors.RaiseException):
        connection.execute("UPDATE claims_verdict SET rationale = 'forged'")


def test_work_goes_on_with_new_numbers(scene: Scene) -> None:
    behind = scene.target.rows("SELECT max(pgh_id) FROM claims_articleevent")[0][0]
    with scene.target.connect() as connection:
        connection.execute("UPDATE claims_article SET title = title || '!'")
        (first,) = connection.execute(
            "SELECT min(pgh_id) FROM claims_articleevent WHERE pgh_id > %s", [behind]
        ).fetchone()
        connection.rollback()
    assert first > behind


def test_the_trail_says_so(scene: Scene) -> None:
    made, restored = (
        one.rows("SELECT verb, data->>'file' FROM claims_event WHERE target_type = 'installation'")
        for one in (scene.source, scene.target)
    )
    assert made == [("backup.made", "backup.zip")]
    assert restored == [("backup.restored", "backup.zip")]


def test_the_chain_verifies_with_the_heads_of_the_backup(scene: Scene) -> None:
    with ZipFile(scene.file) as archive:
        heads = json.loads(archive.read("manifest.json"))["heads"]
    assert "desk" in heads
    known = [word for head in heads.values() for word in ("--head", head)]
    done = scene.target.manage("audit", "verify", *known)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert scene.target.manage("audit", "seal").returncode == 0
    again = scene.target.manage("audit", "verify", *known)
    assert again.returncode == 0, again.stdout
    row = scene.target.rows("SELECT min(id::text) FROM claims_verdict")[0][0]
    edit(scene.target, f"UPDATE claims_verdict SET rationale = rationale || '.' WHERE id = '{row}'")  # noqa: S608
    found = scene.target.manage("audit", "verify")
    edit(scene.target, f"UPDATE claims_verdict SET rationale = left(rationale, -1) WHERE id = '{row}'")  # noqa: S608
    assert found.returncode == 1
    assert str(row) in found.stdout


def edit(there: Installation, statement: str) -> None:
    """As somebody would who owns the database."""
    with there.connect() as connection:
        connection.execute("ALTER TABLE claims_verdict DISABLE TRIGGER USER")
        connection.execute(statement)
        connection.execute("ALTER TABLE claims_verdict ENABLE TRIGGER USER")


def test_the_chain_waits_for_no_transaction_of_another_server(scene: Scene) -> None:
    floors = "SELECT sum(floor) FROM claims_sealmark"
    before = scene.target.rows(floors)[0][0]
    with scene.target.connect() as connection:
        connection.execute("UPDATE claims_article SET title = title || '!'")
    for _ in range(2):
        assert scene.target.manage("audit", "seal").returncode == 0
    assert scene.target.rows(floors)[0][0] > before


def test_only_the_owner_may_read_it_and_no_secret_is_in_it(scene: Scene) -> None:
    assert stat.S_IMODE(scene.file.stat().st_mode) == 0o600
    key = (scene.source.var / "secret-key").read_bytes().strip()
    with ZipFile(scene.file) as archive:
        assert "tables/django_session" not in archive.namelist()
        for name in archive.namelist():
            assert key not in archive.read(name), name


def test_data_is_not_replaced_unasked(scene: Scene) -> None:
    refused = scene.target.manage("restore", scene.file)
    assert refused.returncode == 1
    assert "accounts or projects here already. --overwrite deletes them for good" in refused.stderr
    unasked = scene.target.manage("restore", scene.file, "--overwrite")
    assert "without a terminal --overwrite takes --yes" in unasked.stderr.lower()


def test_a_connection_of_somebody_else_stops_it(scene: Scene) -> None:
    with scene.target.connect():
        done = scene.target.manage("restore", scene.file, "--overwrite", "--yes")
    assert "1 other connections use this database. Stop the workbench" in done.stderr


def test_a_damaged_backup_is_refused_and_replaces_nothing(scene: Scene, tmp_path: Path) -> None:
    before = scene.target.rows("SELECT count(*), max(id::text) FROM claims_verdict")
    damaged = tmp_path / "damaged.zip"
    whole = bytearray(scene.file.read_bytes())
    with ZipFile(scene.file) as archive:
        start = archive.getinfo("tables/claims_verdict").header_offset + 100
    whole[start] ^= 1
    damaged.write_bytes(whole)
    done = scene.target.manage("restore", damaged, "--overwrite", "--yes")
    assert done.returncode == 1
    assert "Nothing was changed. tables/claims_verdict is damaged in this backup" in done.stderr
    assert scene.target.rows("SELECT count(*), max(id::text) FROM claims_verdict") == before


def test_over_data_when_it_is_meant(scene: Scene) -> None:
    scene.target.act("fill-more")
    done = scene.target.manage("restore", scene.file, "--overwrite", "--yes", "--verify")
    assert done.returncode == 0, done.stderr
    there = scene.target.manage("export", "--project", "desk", "--format", "jsonl", "--with-history")
    assert there.stdout.splitlines() == scene.exported.read_text(encoding="utf-8").splitlines()
    assert scene.target.rows("SELECT count(*) FROM claims_project") == [(1,)]


def test_into_a_database_without_any_table(scene: Scene) -> None:
    """As on a new machine; the tables are made by the migrations that the backup names."""
    if not scene.target.outside:
        pytest.skip("making all tables takes long, and is the same here")
    name = "bare"
    with psycopg.connect(scene.target.server.url("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    more = {"DATABASE_URL": scene.target.server.url(name)}
    done = scene.target.manage("restore", scene.file, "--verify", **more)
    assert done.returncode == 0, done.stderr
    assert "Making the tables" in done.stdout
    there = scene.target.manage("export", "--project", "desk", "--format", "jsonl", "--with-history", **more)
    assert there.stdout.splitlines() == scene.exported.read_text(encoding="utf-8").splitlines()
