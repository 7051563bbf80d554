"""Going on with what is to go, for a while: the rest waits for the next time."""

from __future__ import annotations

import time
from contextlib import suppress

from claims.pipeline.purge.kept import due_projects, purge_due
from claims.pipeline.purge.projects import going, purge_piece
from claims.pipeline.purge.refused import Refused


def go_on(*, seconds: float) -> int:
    """Delete piece after piece of what is due and of projects that are going; answers how many pieces.

    A project under a hold that was placed meanwhile waits until that is lifted.
    """
    until, pieces = time.monotonic() + seconds, 0
    for rule in due_projects():
        while time.monotonic() < until and purge_due(rule=rule):
            pieces += 1
    for project in going():
        with suppress(Refused):
            while time.monotonic() < until and purge_piece(project=project):
                pieces += 1
    return pieces
