"""What can be wrong with an installation, one question a function; ``manage.py doctor`` asks them all."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import redis
from django.conf import settings
from django.core import checks
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from redis.backoff import NoBackoff
from redis.retry import Retry

from claims import plugins, splitting
from claims.formats import registry
from claims.management import demo
from claims.models import ConfidentialIdentity
from claims.models.installed import missing_migrations, why_closed
from claims.pipeline import confide, digest, heartbeat, look_up, prepare
from claims.pipeline.backup import last_backup
from claims.pipeline.split.splitter import splitters
from claims.providers.registry import SERVICES
from claims.providers.service import service_of

OLDEST_PYTHON = (3, 11)
OLDEST_POSTGRES = 140000  # as server_version_num has it; what Django 5.2 asks for
OLDEST_REDIS = (6, 2)
EXTENSIONS = ("pg_trgm", "unaccent")
LITTLE_SPACE = 1024**3  # bytes
BACKUP_AGE = timedelta(days=2)
SAMPLE = "The mayor said the bridge was safe."
NEARBY = {"localhost", "127.0.0.1", "[::1]", "::1"}


class Finding(NamedTuple):
    """Something looked at. ``todo`` is empty when it is well."""

    what: str
    todo: str = ""


def examine() -> Iterator[Finding]:
    """Everything, in the order in which it should be put right."""
    for question in QUESTIONS:
        try:
            yield from question()
        except Exception as error:  # a doctor does not faint; whatever it was, it is wrong
            yield Finding(f"The {question.__name__}", f"cannot be looked at ({type(error).__name__}: {error})")


def python() -> Iterator[Finding]:
    """The interpreter."""
    version = ".".join(map(str, sys.version_info[:3]))
    fine = sys.version_info >= OLDEST_PYTHON
    yield Finding(f"Python {version}", "" if fine else "is too old: install 3.11 or newer, then make clean setup")


def folder() -> Iterator[Finding]:
    """The folder for data: may we write, and is there room?"""
    try:
        Path(settings.VAR).mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.VAR):
            free = shutil.disk_usage(settings.VAR).free
    except OSError as error:
        yield Finding(
            f"{settings.VAR}", f"cannot be written to ({error.strerror}): give it to this user, or set VAR_DIR"
        )
        return
    room = f"{free / 1024**3:.1f} GB free under {settings.VAR}"
    yield Finding(room, "" if free > LITTLE_SPACE else "is too little: PostgreSQL stops when the disk is full")


def files() -> Iterator[Finding]:
    """Object storage, where files lie in one: a small file is written, read and deleted."""
    where = settings.STORAGES["default"].get("OPTIONS", {}).get("bucket_name")
    if not where:
        return
    name = default_storage.save(f"doctor/{uuid4()}", ContentFile(SAMPLE.encode()))
    with default_storage.open(name, "rb") as file:
        same = file.read() == SAMPLE.encode()
    default_storage.delete(name)
    yield Finding(f"The bucket {where} keeps files", "" if same else "gives back other bytes than it was given")


def database() -> Iterator[Finding]:
    """PostgreSQL: there, new enough, with its extensions, in the shape this version expects."""
    if reason := why_closed():
        yield Finding("The database", f"does not let us in: start it, or correct DATABASE_URL. It says: {reason}")
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('server_version'), current_setting('server_version_num')::int")
            version, number = cursor.fetchone()
            cursor.execute(
                "SELECT name, installed_version FROM pg_available_extensions WHERE name = ANY(%s)",
                [list(EXTENSIONS)],
            )
            available = dict(cursor.fetchall())
        missing = missing_migrations()
    except DatabaseError as error:
        yield Finding("The database", f"does not answer: {' '.join(str(error).split())}")
        return
    yield Finding(
        f"PostgreSQL {version} answers", "" if number >= OLDEST_POSTGRES else "is too old: use 14 or newer"
    )
    yield from (_extension(name, available) for name in EXTENSIONS)
    shape = f"{len(missing)} migrations are not applied" if missing else "All migrations are applied"
    yield Finding(shape, "run manage.py migrate (make run does it too)" if missing else "")


def _extension(name: str, available: dict[str, str | None]) -> Finding:
    if name not in available:
        return Finding(
            f"The extension {name}", "is not on the database server: install PostgreSQL's contrib package"
        )
    if available[name] is None:
        return Finding(f"The extension {name}", f"is not installed: as a superuser, CREATE EXTENSION {name}")
    return Finding(f"The extension {name} is installed")


def queues() -> Iterator[Finding]:
    """Redis, and who listens to it."""
    once = Retry(NoBackoff(), 0)
    client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=5, retry=once, decode_responses=True)
    try:
        about = client.info("server")
        alive = heartbeat.alive()
    except redis.RedisError as error:
        yield Finding("Redis", f"does not answer ({error}): start it, or correct REDIS_URL")
        return
    finally:
        client.close()
    version = str(about["redis_version"])
    new = tuple(int(part) for part in version.split(".")[:2]) >= OLDEST_REDIS
    yield Finding(
        f"Redis (protocol of {version}) answers", "" if new else "is too old: use Redis 6.2 or any Valkey"
    )
    for name in heartbeat.expected():
        what = f"A worker serves the queue {name}" if name in alive else f"No worker serves the queue {name}"
        yield Finding(what, "" if name in alive else f"start make run, or: celery -A factcheck worker -Q {name}")
    clock = "The clock (beat) runs" if "beat" in alive else "The clock (beat) does not run"
    yield Finding(clock, "" if "beat" in alive else "start make run, or: celery -A factcheck beat")


def services() -> Iterator[Finding]:
    """The outside services: which are on, which lack something, which are in trouble. Nobody is asked anything."""
    seen, told = look_up.services()
    on = ", ".join(one.name for one in seen if one.on)
    yield Finding(f"Outside services that are on: {on or 'none'} (docs/settings.md says how to switch one on)")
    for one in seen:
        if one.wanted and not one.on:
            yield Finding(one.name, f"is set up, but: {one.why_off}")
        if told and one.state and one.state.breaker != "closed":
            yield Finding(one.name, f"is left alone for now: {one.state.reason}")


def splitter() -> Iterator[Finding]:
    """The language model: does it load, and does it find the claim in a plain sentence?"""
    try:
        claims = splitting.split(SAMPLE).claims
    except Exception as error:  # whatever a broken package raises
        yield Finding("The splitter", f"does not load ({type(error).__name__}: {error}): run make clean setup")
        return
    yield Finding(
        "The splitter works", "" if claims else "but finds no claim in a plain sentence: run make clean setup"
    )


def plug_ins() -> Iterator[Finding]:
    """What installed packages add: everything is loaded, and what cannot be is told."""
    ours = [kind.slug for kind in (*SERVICES, *settings.OWN_PROVIDERS)]
    presets = [path.stem for path in prepare.PRESETS.glob("*.toml")]
    groups = (
        registry.plugged(),
        plugins.plugged(plugins.PROVIDERS, service_of, ours),
        plugins.plugged(plugins.SCALES, lambda slug, value: prepare.preset_of(slug=slug, value=value), presets),
        splitters(),
    )
    names = [f"{name} of {package}" for found in groups for name, package in found.packages.items()]
    yield Finding(f"Plug-ins: {', '.join(names) or 'none'}")
    for found in groups:
        for trouble in found.troubles:
            yield Finding("A plug-in is left out:", trouble)


def static_files() -> Iterator[Finding]:
    """The collected files, which a public installation serves under names that browsers may keep."""
    there = (Path(settings.STATIC_ROOT) / "staticfiles.json").exists()
    words = "are collected" if there else "are not collected"
    yield Finding(
        f"The static files {words}", "" if there else "run manage.py collectstatic (make run does it too)"
    )


def safety() -> Iterator[Finding]:
    """What must not be so where other people can reach the workbench."""
    public = sorted(set(settings.ALLOWED_HOSTS) - NEARBY)
    if not public and settings.HOST in NEARBY:
        yield Finding("Only this machine can reach the workbench")
        return
    reach = f"Others can reach the workbench ({', '.join(public) or settings.HOST})"
    yield Finding(reach, "" if public else "but only under names in ALLOWED_HOSTS: add the name they use")
    yield Finding(
        f"DEBUG is {_on(settings.DEBUG)}", "shows code and settings to visitors: set DEBUG=0" * settings.DEBUG
    )
    plain = not settings.SESSION_COOKIE_SECURE
    yield Finding(
        f"HTTPS is {_on(not plain)}", "passwords travel in the clear: serve by HTTPS, set HTTPS=1" * plain
    )
    weak = not settings.PRODUCTION
    yield Finding(f"PRODUCTION is {_on(not weak)}", "set PRODUCTION=1 and a SECRET_KEY of your own" * weak)
    if why_closed():
        return
    try:
        known = ", ".join(login.username for login in demo.working())
    except DatabaseError:
        return
    todo = "anyone can read these passwords in the source: change them or remove the accounts" if known else ""
    yield Finding(f"Demo logins that work: {known or 'none'}", todo)


def sealing() -> Iterator[Finding]:
    """Where the keys of confidential identities come from; without any, none can be entered and none read."""
    origin = {"settings": "from IDENTITY_KEYS", "file": "in a file of this installation's own", "": "none"}
    found = confide.keys_from()
    lost = not found and ConfidentialIdentity.objects.exists()
    todo = "there are identities that nobody can read: set IDENTITY_KEYS to what it was" if lost else ""
    yield Finding(f"Keys for confidential identities: {origin[found]}", todo)


def mail() -> Iterator[Finding]:
    """Whether notices can go out by mail. Not having a mail server is no fault; half a set-up is."""
    why = digest.missing()
    if not why:
        yield Finding(f"Notices go out by mail, through {settings.EMAIL_HOST}")
    elif settings.MAIL_SET_UP or settings.SITE_URL:
        yield Finding("No notice goes out by mail", f"{why} docs/settings.md says how")
    else:
        yield Finding(f"No notice goes out by mail: {why} docs/settings.md says how to switch it on")


def backups() -> Iterator[Finding]:
    """When the last backup was made. The demo needs none."""
    if missing_migrations():
        return
    last = last_backup()
    what = f"The last backup is {last.age.days} days old ({last.file})" if last else "No backup was made yet"
    due = not settings.DEMO and (last is None or last.age > BACKUP_AGE)
    yield Finding(what, "make one: manage.py backup FILE (docs/operations.md says how, every night)" if due else "")


def configuration() -> Iterator[Finding]:
    """What Django's own checks find."""
    grave = [each for each in checks.run_checks() if each.level >= checks.ERROR]
    for each in grave:
        yield Finding(f"Django: {each.msg}", each.hint or "correct the settings")
    if not grave:
        yield Finding("Django's own checks pass")


def _on(value: bool) -> str:
    return "on" if value else "off"


QUESTIONS: tuple[Callable[[], Iterator[Finding]], ...] = (
    python,
    folder,
    files,
    database,
    queues,
    services,
    splitter,
    plug_ins,
    static_files,
    safety,
    sealing,
    mail,
    backups,
    configuration,
)
