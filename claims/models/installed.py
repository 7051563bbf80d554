"""Whether the database has the shape that this version of the code expects."""

from __future__ import annotations

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
