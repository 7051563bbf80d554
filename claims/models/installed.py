"""Whether the database has the shape that this version of the code expects."""

from __future__ import annotations

import psycopg
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

_complete: set[str] = set()  # databases found complete; a process's code does not change, so asking once is enough


def missing_migrations() -> list[str]:
    """The names of migrations that are not applied, in order. Costs no query once there are none."""
    name = str(connection.settings_dict["NAME"])
    if name in _complete:
        return []
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        _complete.add(name)
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def why_closed() -> str:
    """Why a database named by DATABASE_URL lets nobody in, in its own words; empty when it does, or is embedded.

    Asked without the pool, which would only say that ten seconds have passed.
    """
    if "database" in settings.EMBEDDED:
        return ""
    try:
        psycopg.connect(settings.DATABASE_URL, connect_timeout=5).close()
    except psycopg.Error as error:
        return " ".join(str(error).split())
    return ""
