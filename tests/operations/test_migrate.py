"""migrate: an empty database gets its tables the quick way, which are the same to the last trigger."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from claims.management import from_nothing
from tests.operations.running import ROOT

USUAL = "import django; django.setup(); from django.core.management import call_command as c;"
USUAL += "from django.core.management.commands import migrate; c(migrate.Command(), verbosity=0, skip_checks=True)"
SHAPE = {
    "columns": """
        SELECT c.relname, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attgenerated,
            a.attidentity, pg_get_expr(d.adbin, d.adrelid), co.collname
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        LEFT JOIN pg_collation co ON co.oid = a.attcollation
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'S', 'v') AND a.attnum > 0""",
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "constraints": """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace""",
    "triggers": """
        SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid), obj_description(oid) FROM pg_trigger
        WHERE NOT tgisinternal""",
    "functions": """
        SELECT p.proname, pg_get_functiondef(p.oid) FROM pg_proc p
        WHERE p.pronamespace = 'public'::regnamespace AND p.prokind = 'f' AND NOT EXISTS (
            SELECT FROM pg_depend WHERE objid = p.oid AND deptype = 'e')""",
    "applied": "SELECT app, name FROM django_migrations",
}


@pytest.fixture
def emptied(db: None) -> Iterator[Callable[[str], str]]:
    """A function that makes an empty database and gives its address."""
    made: list[str] = []
    server = urlsplit(settings.DATABASE_URL)

    def address(name: str) -> str:
        return urlunsplit(server._replace(path=f"/{name}"))

    def make(name: str) -> str:
        made.append(f"{connection.settings_dict['NAME']}_{name}")
        own.execute(f'CREATE DATABASE "{made[-1]}"')
        return address(made[-1])

    with psycopg.connect(address(str(connection.settings_dict["NAME"])), autocommit=True) as own:
        yield make
        for name in made:
            own.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def run(url: str, *arguments: str) -> None:
    more = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "factcheck.settings"}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, **more},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def shape(url: str) -> dict[str, list[tuple[object, ...]]]:
    with psycopg.connect(url) as there:
        return {part: sorted(there.execute(query).fetchall(), key=str) for part, query in SHAPE.items()}


def test_the_quick_way_makes_the_same_tables(emptied: Callable[[str], str]) -> None:
    quick, usual = emptied("quick"), emptied("usual")
    run(quick, "manage.py", "migrate", "-v0", "--skip-checks")
    run(usual, "-c", USUAL)
    ours, djangos = shape(quick), shape(usual)
    for part in SHAPE:
        assert len(ours[part]) > 40, part
        assert ours[part] == djangos[part], part


def test_only_an_empty_database_goes_the_quick_way(db: None) -> None:
    assert not from_nothing.is_empty("default")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations")
    assert from_nothing.is_empty("default")
