"""What is logged, and how: for people at a terminal, or as one JSON object a line for a log server."""

from __future__ import annotations

import logging as standard
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from pythonjsonlogger.json import JsonFormatter

from claims.whence import whence

FORMATS = ("plain", "json")


class Origin(standard.Filter):
    """Gives each record the ids of the request and the task at hand, and the door it came by."""

    def filter(self, record: standard.LogRecord) -> bool:
        """Let every record pass, with what is known."""
        now = whence()
        for name, value in (("request_id", now.request), ("door", now.door), ("task", now.task)):
            if value and not hasattr(record, name):
                setattr(record, name, value)
        record.mark = f" [{now.request[:8]}]" if now.request else ""
        return True


class Brief(standard.Filter):
    """Leaves out what a database says of rows: a broken rule is named with the values that broke it."""

    def filter(self, record: standard.LogRecord) -> bool:
        """Let every record pass; of an error the kind and where it was raised remain, not its words."""
        if isinstance(getattr(record, "data", None), dict) and isinstance(record.args, dict):
            error = record.exc_info[1] if record.exc_info else None  # as Celery tells of tasks
            record.args = {**record.args, "exc": type(error).__name__, "traceback": "", "args": "", "kwargs": ""}
            vars(record).pop("data")
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text = _where(record.exc_info[1])
            record.exc_info = None
        return True


def _where(error: BaseException) -> str:
    """The frames that led to an error, file and line, oldest first, and the kinds of error; none of its words."""
    lines: list[str] = []
    chain: BaseException | None = error
    while chain is not None:
        frames = []
        trace = chain.__traceback__
        while trace is not None:
            code = trace.tb_frame.f_code
            frames.append(f'  File "{code.co_filename}", line {trace.tb_lineno}, in {code.co_name}')
            trace = trace.tb_next
        lines = [*frames, f"{type(chain).__module__}.{type(chain).__qualname__}", *lines]
        chain = chain.__cause__ or (None if chain.__suppress_context__ else chain.__context__)
    return "\n".join(lines)


_STANDARD = [*vars(standard.LogRecord("", 0, "", 0, "", (), None)), "message", "asctime"]


def json_formatter() -> JsonFormatter:
    """One JSON object a line: time, level, logger, message, the ids, and where an error was raised."""
    return JsonFormatter(
        "{levelname}{name}{message}",
        style="{",
        timestamp="time",
        rename_fields={"levelname": "level", "name": "logger", "exc_info": "trace"},
        reserved_attrs=[*_STANDARD, "mark"],
    )


def formatter(form: str) -> dict[str, Any]:
    """The formatter of a form of log, as ``logging.config`` takes it."""
    if form == "json":
        return {"()": "factcheck.logs.json_formatter"}
    return {"format": "{asctime} {levelname} {name}{mark}: {message}", "style": "{"}


def logging(level: str, form: str) -> dict[str, Any]:
    """The settings of Python's logging: to the terminal, without what nobody is to read there."""
    if form not in FORMATS:
        raise ImproperlyConfigured(f"LOG_FORMAT must be one of {', '.join(FORMATS)}, not {form!r}.")
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"chosen": formatter(form)},
        "filters": {
            "origin": {"()": "factcheck.logs.Origin"},
            "brief": {"()": "factcheck.logs.Brief"},
            "masking": {"()": "factcheck.masking.Masking"},
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "chosen",
                "filters": ["origin", "brief", "masking"],
            }
        },
        "root": {"handlers": ["console"], "level": level},
    }
