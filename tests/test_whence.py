"""From where an act comes, as the trail, the logs and the workers are told."""

from __future__ import annotations

import threading
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from claims.whence import Whence, coming_from, new_request_id, origin, request_id, whence
from factcheck.whence import HEADER, WhenceMiddleware, _begin_task, _end_task, _hand_on


def serve(path: str, **headers: str) -> tuple[Whence, HttpResponse]:
    """What the view of a request sees, and the answer."""
    seen: list[Whence] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(whence())
        return HttpResponse()

    answer = WhenceMiddleware(view)(RequestFactory().get(path, headers=headers, REMOTE_ADDR="192.0.2.7"))
    return seen[0], answer


@pytest.mark.parametrize(("path", "door"), [("/", "page"), ("/api/v1/x", "api"), ("/admin/", "admin")])
def test_a_request_says_its_door_and_address_and_is_forgotten(path: str, door: str) -> None:
    seen, answer = serve(path)
    assert (seen.door, seen.address) == (door, "192.0.2.7")
    assert answer.headers[HEADER] == seen.request
    assert whence() == Whence()


def test_an_id_of_the_right_shape_is_kept_and_no_other() -> None:
    seen, answer = serve("/", **{HEADER: "proxy-0123456789"})
    assert seen.request == answer.headers[HEADER] == "proxy-0123456789"
    for told in ("short", "a" * 65, "with space here", "line\nbreak-here", "enough-but\n"):
        assert new_request_id(told) != told


def test_a_view_that_fails_leaves_nothing_behind() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        WhenceMiddleware(view)(RequestFactory().get("/"))
    assert request_id() == ""


def test_a_task_carries_the_id_of_the_request_that_asked_for_it() -> None:
    headers: dict[str, Any] = {}
    with coming_from(Whence(door="page", request="request-1234")):
        _hand_on(headers=headers)
    task = SimpleNamespace(name="claims.tasks.split_task", request=SimpleNamespace(**headers))
    _begin_task(task_id="another-id-1", task=task)
    assert origin() == {"door": "worker", "request": "request-1234", "task": "split_task"}
    _end_task(task=task)
    assert origin() == {}


def test_threads_do_not_see_each_other() -> None:
    seen: list[str] = []
    with coming_from(Whence(request="request-1234")):
        thread = threading.Thread(target=lambda: seen.append(request_id()))
        thread.start()
        thread.join()
    assert seen == [""]
