"""Fill an installation with a project, and print who acts on what: ``python -m benchmarks.chaos.scene``."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

ARTICLES, CLAIMS = 40, 10
PROGRAMS, BROWSERS = 4, 2


def fill() -> dict[str, Any]:
    """A desk with articles to judge; people with tokens and people with sessions."""
    from claims.models import Claim, Rating, Role, Scope  # noqa: PLC0415 - after Django's set-up
    from claims.pipeline import tokens  # noqa: PLC0415
    from claims.pipeline.prepare import set_role  # noqa: PLC0415
    from tests import factories  # noqa: PLC0415

    owner = factories.make_user("chaos-owner")
    project = factories.make_project(by=owner, slug="chaos")
    people = [factories.make_user(f"chaos-{number}") for number in range(PROGRAMS + BROWSERS)]
    for number, user in enumerate(people):
        role = Role.EDITOR if number < PROGRAMS else Role.REVIEWER
        set_role(project=project, user=user, role=role, by=owner)
    for article in range(ARTICLES):
        said = [f"Ward {article} got {10 + number} houses in May" for number in range(CLAIMS)]
        revision = factories.make_article(project, by=owner, text=". ".join(said) + ".").latest()
        for number, quote in enumerate(said, 1):
            factories.make_claim(revision, quote, number=number)
    scopes = [Scope.READ, Scope.WRITE, Scope.JUDGE, Scope.EXPORT]
    programs, browsers = people[:PROGRAMS], people[PROGRAMS:]
    rows = Claim.objects.filter(state="open").values_list("revision__article_id", "pk")
    return {
        "tokens": [tokens.make_token(user=user, name="chaos", scopes=scopes)[1] for user in programs],
        "cookies": [_session(user) for user in browsers],
        "claims": [[str(article), str(claim)] for article, claim in rows],
        "rating": str(Rating.objects.newest_of(project.scale).on_offer().first().pk),
    }


def _session(user: Any) -> str:
    from django.conf import settings  # noqa: PLC0415
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415

    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session.save()
    return str(session.session_key)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    import django

    django.setup()
    json.dump(fill(), sys.stdout)
