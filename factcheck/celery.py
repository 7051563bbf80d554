"""The Celery app, and the signs of life that its workers and its clock give."""

import logging.config
import os
from typing import Any

from celery import Celery, bootsteps, signals
from celery.beat import Scheduler
from django.conf import settings

import factcheck.whence  # noqa: F401 - its signals name each task and the request that asked for it
from factcheck import telemetry
from factcheck.priority import give_way

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")

app = Celery("factcheck")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["claims"])


@signals.celeryd_init.connect
@signals.beat_init.connect
def start_servers(**_: Any) -> None:
    """A worker started by hand finds its servers running, as one started by ``up`` does."""
    from factcheck import embedded  # noqa: PLC0415

    embedded.start(settings)


@signals.setup_logging.connect
def set_up_logs(**_: Any) -> None:
    """Workers and clock log as the settings say; Celery's own way would know neither ids nor what to leave out."""
    logging.config.dictConfig(settings.LOGGING)
    if telemetry.wanted():
        import factcheck.tracing  # noqa: F401, PLC0415 - its signals trace each task


@signals.worker_process_init.connect
def warm_up(**_: Any) -> None:
    """The process that splits lets pages go first on its machine, and loads its model before an article comes."""
    if "split" in app.amqp.queues.consume_from:
        from claims import splitting  # noqa: PLC0415

        give_way(settings.SPLIT_NICE)
        splitting.warm()


def sign(names: list[str], host: str) -> None:
    """Say that ``names`` are looked after; a Redis that does not answer will be told in five seconds."""
    import redis  # noqa: PLC0415

    from claims.pipeline import heartbeat  # noqa: PLC0415

    try:
        heartbeat.beat(names=names, host=host)
    except redis.RedisError:
        return


class Heartbeat(bootsteps.StartStopStep):
    """Every worker says every few seconds which queues it serves."""

    requires = ("celery.worker.components:Timer",)

    def __init__(self, parent: Any, **options: Any) -> None:
        """Part of ``parent``, the worker."""
        super().__init__(parent, **options)
        self.timer: Any = None

    def start(self, parent: Any) -> None:
        """Say so now and from now on."""
        names = list(parent.app.amqp.queues.consume_from)
        sign(names, parent.hostname)
        self.timer = parent.timer.call_repeatedly(5, sign, (names, parent.hostname))

    def stop(self, parent: Any) -> None:
        """Fall silent."""
        if self.timer:
            self.timer.cancel()
            self.timer = None


app.steps["worker"].add(Heartbeat)


class Clock(Scheduler):
    """Celery's beat, which shows that it runs. It keeps no file: what is due every few seconds needs no memory."""

    def tick(self, *args: Any, **options: Any) -> float:
        """One round; returns the seconds until the next."""
        sign(["beat"], "beat")
        return float(super().tick(*args, **options))
