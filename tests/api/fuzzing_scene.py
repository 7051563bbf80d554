"""The rows that the fuzzed API is asked about, and the tokens of who asks; a program, run in a database of its own.

``python -m tests.api.fuzzing_scene`` fills the database of ``VAR_DIR`` and writes ids and secrets as JSON.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import django

django.setup()

from django.db import transaction  # noqa: E402 - after the setup

from claims.models import Scope, Subscription, Token  # noqa: E402
from tests import factories  # noqa: E402
from tests.conftest import Cast  # noqa: E402
from tests.filled_travelling import LONG_FROM_NOW, fill_travelling  # noqa: E402
from tests.views.addresses import rows  # noqa: E402

if TYPE_CHECKING:
    from claims.models import User

ROLES = ("owner", "reviewer")


@transaction.atomic
def fill() -> dict[str, Any]:
    """Everything once, and a token with all scopes for each role; ids by kind, tokens by role."""
    cast = Cast(**factories.make_cast())
    made = rows(cast)
    fill_travelling(cast)
    passing = Subscription.objects.create(
        project=cast.project, kind="documents_feed", url="https://paper.example/passing"
    )
    kinds = {**made, "project": cast.project, "passing_subscription": passing}
    kept = {role: _token(getattr(cast, role)) for role in ROLES}
    members = {role: str(cast.project.memberships.get(user=getattr(cast, role)).pk) for role in ROLES}
    return {"ids": {kind: str(row.pk) for kind, row in kinds.items()}, "tokens": kept, "members": members}


def _token(user: User) -> dict[str, str]:
    row, secret = Token.objects.make(user=user, name="Fuzzing", scopes=list(Scope), expires_at=LONG_FROM_NOW)
    return {"id": str(row.pk), "secret": secret}


if __name__ == "__main__":
    json.dump(fill(), sys.stdout)
