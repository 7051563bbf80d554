"""Logs: ids that lead from an answer to its tasks, and nothing of what people write."""

from __future__ import annotations

import io
import json
import logging
import logging.config
import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from claims.whence import Whence, coming_from
from factcheck import logs
from tests.operations.running import Up, wait_until

SECRET = "a-word-of-an-unpublished-article"


@pytest.fixture
def lines() -> Iterator[Any]:
    """A function that logs as a process does and gives back what was written."""
    stream = io.StringIO()
    logger = logging.getLogger("tests.logs")

    def begin(form: str) -> logging.Logger:
        made = logs.logging("INFO", form)
        made["handlers"]["console"]["stream"] = stream
        made["loggers"] = {"tests.logs": {"handlers": ["console"], "level": "INFO", "propagate": False}}
        del made["root"]
        logging.config.dictConfig(made)
        return logger

    begin.read = stream.getvalue
    yield begin
    logger.handlers.clear()


def test_an_entry_in_json_has_the_ids(lines: Any) -> None:
    log = lines("json")
    with coming_from(Whence(door="worker", request="0123456789abcdef", task="split_revision_task")):
        log.info("one %s", "thing")
    said = json.loads(lines.read())
    assert said.pop("time")
    assert said == {
        "level": "INFO", "logger": "tests.logs", "message": "one thing",
        "request_id": "0123456789abcdef", "door": "worker", "task": "split_revision_task",
    }  # fmt: skip


def test_plain_entries_have_the_first_signs_of_the_id(lines: Any) -> None:
    log = lines("plain")
    with coming_from(Whence(request="0123456789abcdef")):
        log.info("one")
    log.info("two")
    assert re.fullmatch(r"\S+ \S+ INFO tests.logs \[01234567\]: one\n\S+ \S+ INFO tests.logs: two\n", lines.read())


@pytest.mark.parametrize("form", logs.FORMATS)
def test_an_error_is_told_without_its_words(lines: Any, form: str) -> None:
    log = lines(form)
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as error:
            raise ValueError(f"Failing row contains ({SECRET})") from error
    except ValueError:
        log.exception("It broke")
    said = lines.read()
    assert SECRET not in said
    assert "KeyError" in said
    assert "ValueError" in said
    assert "test_logs.py" in said


@pytest.mark.parametrize("form", logs.FORMATS)
def test_what_celery_says_of_a_task_loses_arguments_and_words(lines: Any, form: str) -> None:
    log = lines(form)
    context = {"id": "7", "name": "claims.tasks.x", "exc": f"ValueError('{SECRET}')", "traceback": SECRET}
    context |= {"args": f"('{SECRET}',)", "kwargs": "{}"}
    try:
        raise ValueError(SECRET)
    except ValueError as error:
        exc_info = (type(error), error, error.__traceback__)
        words = "Task %(name)s[%(id)s] raised unexpected: %(exc)s %(traceback)s %(args)s"
        log.error(words, context, exc_info=exc_info, extra={"data": context})
    said = lines.read()
    assert SECRET not in said
    assert "Task claims.tasks.x[7] raised unexpected: ValueError" in said


def test_the_secret_of_a_link_is_masked_in_json(lines: Any) -> None:
    lines("json").warning("Not Found: %s", f"/expert/{SECRET}/")
    assert SECRET not in lines.read()


def test_a_form_that_is_none_stops_the_start() -> None:
    with pytest.raises(ImproperlyConfigured, match="LOG_FORMAT must be one of plain, json"):
        logs.logging("INFO", "xml")


def test_a_whole_run_in_json_logs_ids_and_none_of_the_demos_words(var: Path) -> None:
    """The demo brings an article and logins; all that its processes log is read."""
    up = Up(var, LOG_FORMAT="json", LOG_LEVEL="INFO", METRICS_ALLOW="127.0.0.1")
    try:
        up.wait_ready()
        url = f"http://127.0.0.1:{up.port}/sign-in/?q={SECRET}"
        asked = urllib.request.Request(url, headers={"X-Request-ID": "asked-by-the-test"})
        with urllib.request.urlopen(asked, timeout=20) as answer:  # noqa: S310 - our own server
            assert answer.headers["X-Request-ID"] == "asked-by-the-test"
        wait_until(lambda: 'task="split_revision"' in up.get("/metrics")[1], 60, "the demo's article is split")
        wait_until(lambda: "asked-by-the-test" in read(var, "web"), 10, "the request is logged")
    finally:
        up.interrupt()
        up.close()
    entry = next(one for one in entries(var, "web") if one.get("request_id") == "asked-by-the-test")
    assert (entry["method"], entry["path"], entry["status"]) == ("GET", "/sign-in/", "200")
    split = [one for one in entries(var, "split") if "split_revision_task" in one["message"]]
    assert any(len(one.get("request_id", "")) >= 8 for one in split), split
    everything = "".join(path.read_text(encoding="utf-8") for path in (var / "log").iterdir())
    key = (var / "secret-key").read_text(encoding="ascii").strip()
    for word in (SECRET, key, "check-every-claim", "own-every-claim", "ByteDance", "Oracle"):
        assert word not in everything, word


def read(var: Path, name: str) -> str:
    return (var / "log" / f"{name}.log").read_text(encoding="utf-8")


def entries(var: Path, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in read(var, name).splitlines() if line.startswith("{")]
