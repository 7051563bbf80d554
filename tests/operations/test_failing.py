"""What is answered when the database is away or a disk is full: that, and when to come again."""

from __future__ import annotations

import errno

import psycopg
import pytest
import redis
from django.db import InterfaceError, OperationalError
from django.test import RequestFactory

from factcheck.failing import server_error


def database(cause):
    error = OperationalError(str(cause))
    error.__cause__ = cause
    return error


AWAY = [
    database(psycopg.OperationalError("the connection is lost")),
    database(psycopg.errors.AdminShutdown("terminating connection")),
    database(psycopg.errors.DiskFull("could not extend file")),
    InterfaceError("connection already closed"),
    redis.ConnectionError("gone"),
]


def answer_to(error, path):
    try:
        raise error
    except Exception:
        return server_error(RequestFactory().get(path))


@pytest.mark.parametrize("path", ["/", "/api/v1/projects"])
@pytest.mark.parametrize("error", AWAY, ids=repr)
def test_what_is_away_for_a_moment_is_answered_503(error, path):
    answer = answer_to(error, path)
    assert answer.status_code == 503
    assert answer["Retry-After"] == "2"


@pytest.mark.parametrize("path", ["/", "/api/v1/articles"])
def test_a_full_disk_is_answered_507(path):
    answer = answer_to(OSError(errno.ENOSPC, "No space left on device"), path)
    assert answer.status_code == 507
    assert "room" in answer.content.decode()


@pytest.mark.parametrize(
    "error", [database(psycopg.errors.QueryCanceled("too long")), OSError(errno.EACCES, "denied"), ValueError()]
)
def test_any_other_fault_stays_a_fault(error):
    assert answer_to(error, "/").status_code == 500
    assert answer_to(error, "/api/v1/projects").status_code == 500
