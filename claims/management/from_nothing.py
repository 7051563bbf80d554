"""Tables made from nothing in seconds.

Before each of some eight hundred steps Django makes the classes of a changed model and of all models that hang
together with it anew, which here are all of them: forty seconds of the first start. On our way from nothing the SQL
of a step needs the changed model's class alone; a test compares the tables that both ways make.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState


def is_empty(database: str) -> bool:
    """Whether no migration was ever applied there."""
    return not MigrationRecorder(connections[database]).applied_migrations()


@contextmanager
def one_class_at_a_time() -> Iterator[None]:
    """Inside, a change of a model makes only its own class anew; steps in Python still get all of them."""
    usual = ProjectState._find_reload_model  # type: ignore[attr-defined] # in no stubs

    def only_itself(state: Any, app_label: str, model_name: str, delay: bool = False) -> set[tuple[str, str]]:
        state.is_delayed = True  # what makes RunPython begin with fresh classes
        return {(app_label, model_name)}

    ProjectState._find_reload_model = only_itself  # type: ignore[attr-defined]
    try:
        yield
    finally:
        ProjectState._find_reload_model = usual  # type: ignore[attr-defined]
