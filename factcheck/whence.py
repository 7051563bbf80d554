"""Says from where an act comes: at the door of requests, of tasks and of commands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from celery import signals
from django.http import HttpRequest, HttpResponse

from claims.whence import Door, Whence, begin, coming_from, end, new_request_id, request_id

HEADER = "X-Request-ID"
TASK_HEADER = "request_id"
"""Under which a message to a worker carries the id of the request that sent it."""


class WhenceMiddleware:
    """Notes door and address, and names the request: its id is in the answer, the logs and the trail."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request under its id."""
        name = new_request_id(request.headers.get(HEADER, ""))
        with coming_from(Whence(door=_door(request.path), address=_address(request), request=name)):
            response = self.get_response(request)
        response.headers[HEADER] = name
        return response


def _address(request: HttpRequest) -> str:
    from factcheck import guard  # noqa: PLC0415 - needs the apps, and workers import this before them

    found = guard.whole_address(request)
    return "" if found == guard.UNKNOWN else found


def _door(path: str) -> Door:
    first = path.strip("/").partition("/")[0]
    doors: dict[str, Door] = {"api": "api", "admin": "admin"}
    return doors.get(first, "page")


@signals.before_task_publish.connect
def _hand_on(headers: dict[str, Any] | None = None, **_: Any) -> None:
    """A task carries the id of the request, or of the task, that asked for it."""
    if headers is not None and (name := request_id()):
        headers.setdefault(TASK_HEADER, name)


@signals.task_prerun.connect
def _begin_task(task_id: str = "", task: Any = None, **_: Any) -> None:
    told = getattr(task.request, TASK_HEADER, None) or task_id
    name = str(task.name).rpartition(".")[2]
    task.request.whence_mark = begin(Whence(door="worker", request=new_request_id(str(told)), task=name))


@signals.task_postrun.connect
def _end_task(task: Any = None, **_: Any) -> None:
    mark = getattr(task.request, "whence_mark", None)
    if mark is not None:
        end(mark)
        task.request.whence_mark = None


def note_command(argv: list[str]) -> None:
    """Everything that this process does from now on was asked for at a terminal, by this command."""
    begin(Whence(door="command", request=new_request_id(), task=argv[1] if len(argv) > 1 else ""))
