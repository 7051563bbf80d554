"""Restoring a backup: all or nothing, in one transaction, whatever PostgreSQL is on either side.

The tables are made by the migrations that the backup names, so that a backup of an earlier version of the workbench
fits; what came after is applied afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZipFile

from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _
from psycopg import sql

from . import catalogue
from .last import remember
from .manifest import FILES, TABLES, Damaged, Manifest, Table
from .verifying import compare, examine, listed, opened, pieces

Say = Callable[[str], object]
WORK = ("claims_project", "claims_user")  # an installation without any of these is empty


class NotEmpty(Exception):
    """There is data where the backup should go."""


class Unfit(Exception):
    """The backup cannot be restored here; the message says why."""


def restore(*, file: Path, overwrite: bool = False, verify: bool = False, say: Say = lambda line: None) -> Manifest:
    """Put an installation into the state of a backup.

    With ``verify`` all is read back and compared before it counts. Raises Damaged, NotEmpty, Unfit; then the
    database is as before. Nobody else may use it meanwhile.
    """
    say(_("Reading the backup …"))
    manifest = examine(file=file)
    refuse_unknown(manifest)
    if holds_data() and not overwrite:
        raise NotEmpty(_("There are accounts or projects here already. --overwrite deletes them for good."))
    with opened(file) as (archive, _manifest), transaction.atomic(durable=True):
        _refuse_others()
        _shape(manifest, say)
        _refuse_strange(manifest)
        with _bare([*catalogue.tables(), *_sessions()], say):
            _load(archive, manifest, say)
        _files(archive, say)
        if verify:
            say(_("Reading everything back …"))
            if wrong := compare(manifest, archive):
                raise Damaged(_("Not as in the backup: %(names)s.") % {"names": ", ".join(wrong[:10])})
        _forget_transactions()
    call_command("migrate", verbosity=0, interactive=False)
    catalogue.run("ANALYZE")
    remember(verb="backup.restored", manifest=manifest, file=file.name, size=file.stat().st_size)
    return manifest


def refuse_unknown(manifest: Manifest) -> None:
    """Raises Unfit where the backup rests on migrations that this version does not have."""
    if unknown := _unknown(manifest.migrations):
        raise Unfit(
            _("This backup is of another version of the workbench: it rests on %(name)s. Restore it with that one.")
            % {"name": unknown[-1]}
        )


def refuse_foreign() -> None:
    """Raises Unfit where the database itself rests on migrations that this version does not have."""
    if not catalogue.has_table("django_migrations"):
        return
    applied = [(app, name) for app, name in catalogue.rows("SELECT app, name FROM django_migrations ORDER BY id")]
    if unknown := _unknown(applied):
        raise Unfit(
            _("is of a newer version of the workbench: it rests on %(name)s. Start it with that one.")
            % {"name": unknown[-1]}
        )


def _unknown(migrations: list[tuple[str, str]]) -> list[str]:
    known = set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations or ())
    return [f"{app}.{name}" for app, name in migrations if (app, name) not in known]


def holds_data() -> bool:
    """Whether anybody has worked here."""
    return any(
        catalogue.has_table(name) and catalogue.rows(f'SELECT EXISTS (SELECT FROM "{name}")')[0][0]  # noqa: S608
        for name in WORK
    )


def _refuse_others() -> None:
    others = catalogue.rows(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
    )[0][0]
    if others:
        raise Unfit(
            _("%(count)s other connections use this database. Stop the workbench and its workers first.")
            % {"count": others}
        )


def _shape(manifest: Manifest, say: Say) -> None:
    """Give the database the tables that the backup was made of."""
    catalogue.run("SET CONSTRAINTS ALL IMMEDIATE")
    there = catalogue.has_table("django_migrations")
    applied = catalogue.rows("SELECT app, name FROM django_migrations") if there else []
    if set(applied) == set(manifest.migrations):
        return
    say(_("Making the tables …"))
    for kind, name in catalogue.everything():
        catalogue.run(sql.SQL("DROP {} IF EXISTS {} CASCADE").format(sql.SQL(kind), sql.SQL(name)))
    executor = MigrationExecutor(connection)  # not the command, which would fill the tables that are there already
    last = dict(manifest.migrations)  # of each app the one that was applied last
    executor.migrate(list(last.items()))
    made = set(catalogue.rows("SELECT app, name FROM django_migrations"))
    if made != set(manifest.migrations):
        odd = sorted(".".join(one) for one in made ^ set(manifest.migrations))
        raise Unfit(_("These migrations do not go together here: %(names)s.") % {"names": ", ".join(odd)})


def _refuse_strange(manifest: Manifest) -> None:
    here = catalogue.tables()
    for table in manifest.tables:
        if strange := sorted({*table.columns} - {*here.get(table.name, [])}):
            raise Unfit(
                _("The table %(table)s has no column %(columns)s here.")
                % {"table": table.name, "columns": ", ".join(strange)}
            )


@contextmanager
def _bare(tables: list[str], say: Say) -> Iterator[None]:
    """These tables emptied, and without triggers, keys and indexes inside; all of them back afterwards."""
    names = [sql.Identifier(name) for name in tables]
    keys, indexes = catalogue.foreign_keys(), catalogue.indexes()
    for name in names:
        catalogue.run(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(name))
    for one in (*keys, *indexes):
        catalogue.run(one.drop)
    catalogue.run(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(names)))
    yield
    say(_("Building indexes and checking keys …"))
    for hanging in (*indexes, *keys):
        catalogue.run(hanging.make)
    for name in names:
        catalogue.run(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(name))


def _load(archive: ZipFile, manifest: Manifest, say: Say) -> None:
    for setting in catalogue.PLAIN:
        catalogue.run(setting)
    for number, table in enumerate(manifest.tables, 1):
        if table.rows:
            say(f"{number}/{len(manifest.tables)} {table.name}: {table.rows}")
        _copy(archive, table)
    for one in manifest.sequences:
        _number(one.name, one.last_value, is_called=one.is_called)


def _sessions() -> list[str]:
    return [name for name in catalogue.LEFT_OUT if name != "django_migrations" and catalogue.has_table(name)]


def _copy(archive: ZipFile, table: Table) -> None:
    columns = sql.SQL(", ").join(map(sql.Identifier, table.columns))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.name), columns)
    with connection.cursor() as cursor:
        with cursor.copy(statement) as copy:
            for piece in pieces(archive, f"{TABLES}{table.name}"):
                copy.write(piece)
        if max(cursor.rowcount, 0) != table.rows:
            raise Damaged(_("%(name)s is damaged in this backup, or missing.") % {"name": table.name})


def _forget_transactions() -> None:
    """The chain waits for transactions of the server it was on; here another counts, and none of them runs."""
    if catalogue.has_table("claims_sealmark"):
        catalogue.run("UPDATE claims_sealmark SET until = 0")


def _number(name: str, last_value: int, *, is_called: bool) -> None:
    catalogue.rows("SELECT setval(%s::regclass, %s, %s)", f'"{name}"', last_value, is_called)


def _files(archive: ZipFile, say: Say) -> None:
    """Put each file under its own name; one that has that name already is replaced."""
    say(_("Writing the files …"))
    for one in listed(archive):
        name = one["name"]
        default_storage.delete(name)
        with archive.open(f"{FILES}{name}") as entry:
            written = default_storage.save(name, File(entry, name=name))
        if written != name:
            raise Unfit(_("The storage does not take the name %(name)s.") % {"name": name})
