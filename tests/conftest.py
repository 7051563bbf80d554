"""What every test has at hand: no outside network, files in a folder of its own, and a small cast."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings as configured

from tests import factories, servers

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from claims.models import Article, Project, Revision, User

# By folder: the name of the group. Browser tests share an installation, and are many: each file goes as a whole.
TOGETHER = {"browser": "browser-{file}", "worker": "worker"}
_connect = socket.socket.connect


def _guarded(self: socket.socket, address: Any) -> None:
    """Connect to this machine only; a name or an address elsewhere fails the test that tried it."""
    if isinstance(address, tuple):
        host = address[0]
        if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
            raise AssertionError(f"A test tried to reach {host}; tests open sockets to this machine only.")
    _connect(self, address)


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that share what is dear to start stay in one process when several run them (pytest-xdist).

    They are tried a second time when they fail, which pytest then says ("rerun").
    """
    for item in items:
        if item.path.parent.name in TOGETHER:
            name = TOGETHER[item.path.parent.name].format(file=item.path.stem)
            item.add_marker(pytest.mark.xdist_group(name))
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request: pytest.FixtureRequest) -> None:
    """pytest-django's hook before it makes the database: begin with a migrated one."""
    if "database" in configured.EMBEDDED:
        servers.begin_migrated(configured.VAR)
    else:
        request.getfixturevalue("django_db_modify_db_settings_parallel_suffix")


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Keep what ``begin_migrated`` brought; the whole server goes at the end."""
    return "database" in configured.EMBEDDED


@pytest.fixture(autouse=True)
def _closed_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", _guarded)


@pytest.fixture(autouse=True, scope="session")
def _static_folder() -> None:
    """Static files are not collected for tests; their server warns where the folder is missing."""
    configured.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def _own_media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@dataclass(frozen=True)
class Cast:
    """A project, one person per role, a second reviewer, and somebody from outside."""

    project: Project
    owner: User
    editor: User
    reviewer: User
    second_reviewer: User
    viewer: User
    outsider: User
    superuser: User


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast; review is blind and takes two."""
    return Cast(**factories.make_cast())


@pytest.fixture
def project(cast: Cast) -> Project:
    """The cast's project."""
    return cast.project


@pytest.fixture
def article(cast: Cast) -> Article:
    """An article of the cast's project, brought in by the reviewer, with a frozen revision and no claims."""
    return factories.make_article(cast.project, by=cast.reviewer)


@pytest.fixture
def revision(article: Article) -> Revision:
    """The article's only revision."""
    return article.latest()


@pytest.fixture
def signed_in(client: Client) -> Callable[[User], Client]:
    """A function: the test client, signed in as the user given."""

    def as_user(user: User) -> Client:
        client.force_login(user)
        return client

    return as_user


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Bytes are no names: archives hold the time, and every process must collect the same tests."""
    return argname if isinstance(val, bytes) else None
