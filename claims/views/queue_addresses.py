"""The addresses of the queue."""

from django.urls import path

from claims.views import queue

QUEUE = [
    path("queue/", queue.queue_list, name="queue-list"),
    path("queue/next/", queue.queue_next, name="queue-next"),
    path("queue/assign/", queue.queue_assign, name="queue-assign"),
    path("queue/undo/", queue.queue_undo, name="queue-undo"),
    path("seats/<uuid:pk>/release/", queue.seat_release, name="seat-release"),
]
