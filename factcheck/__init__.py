"""The project: wiring, no domain."""

from factcheck.celery import app as celery_app

__all__ = ["celery_app"]
