"""What there is to act on in a load test, and who acts: reviewers with a token or with a session."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

CLAIMS_EACH = 20


@dataclass
class Scene:
    """What there is to act on: who acts, on what."""

    headers: list[dict[str, str]]
    articles: list[str] = field(default_factory=list)
    claims: dict[str, list[str]] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    rating: str = ""
    slug: str = "crowd"


def fill(articles: int, clients: int, *, tokens: bool) -> Scene:
    """A crowd's work, and the headers of reviewers who come with a token or with a session."""
    import django  # noqa: PLC0415 - after the settings know the installation's database

    django.setup()
    from benchmarks.stage import crowd  # noqa: PLC0415
    from claims.models import Claim, Rating, Role  # noqa: PLC0415
    from claims.pipeline.prepare import set_role  # noqa: PLC0415
    from tests import factories  # noqa: PLC0415

    owner = factories.make_user("crowd-owner")
    project = factories.make_project(by=owner, slug="crowd")
    people = [factories.make_user(f"crowd-{number}") for number in range(clients)]
    for user in people:
        set_role(project=project, user=user, role=Role.REVIEWER, by=owner)
    began = time.perf_counter()
    crowd.fill(project, people, articles)
    print(f"{articles:,} articles with {CLAIMS_EACH} claims each, written in {time.perf_counter() - began:.0f} s")
    scene = Scene([_token(user) if tokens else _session(user) for user in people])
    rows = Claim.objects.filter(state="open", verdicts_counted=0).order_by("?")
    rows = rows.values_list("revision__article_id", "pk", "text")
    for article, claim, text in rows[: 40_000 if tokens else 20_000]:
        scene.claims.setdefault(str(article), []).append(str(claim))
        scene.words.append(" ".join(text.split()[2:5]))
    scene.articles = list(scene.claims)
    scene.rating = str(Rating.objects.newest_of(project.scale).on_offer().first().pk)
    return scene


def _session(user: Any) -> dict[str, str]:
    from django.conf import settings  # noqa: PLC0415
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415

    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session.save()
    token = f"{user.pk:032d}"
    return {"Cookie": f"sessionid={session.session_key}; csrftoken={token}", "X-CSRFToken": token}


def _token(user: Any) -> dict[str, str]:
    from claims.models import Scope  # noqa: PLC0415
    from claims.pipeline import tokens  # noqa: PLC0415

    _row, secret = tokens.make_token(user=user, name="load", scopes=[Scope.READ, Scope.WRITE, Scope.JUDGE])
    return {"Authorization": f"Bearer {secret}"}
