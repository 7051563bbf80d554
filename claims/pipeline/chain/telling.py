"""The trail for others to keep and to read: events with names, and the chain."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from claims.models import Event, Seal

AT_ONCE = 500


def tell(*, project: Any = None) -> Iterator[dict[str, Any]]:
    """Each event, oldest first, then each seal by its chain, as plain values; of one project, or of all."""
    events = Event.objects.with_names().order_by("created_at", "id")
    seals = Seal.objects.order_by("project", "number")
    if project:
        events, seals = events.filter(project_id=project), seals.filter(project=project)
    for event in events.iterator(chunk_size=AT_ONCE):
        yield {
            "record": "event",
            "id": event.pk,
            "at": event.created_at,
            "verb": event.verb,
            "project": event.project_id,
            "article": event.article_id,
            "claim": event.claim_id,
            "target": {"type": event.target_type, "id": event.target_id},
            "by": {"id": event.by_id, "name": event.who} if event.by_id or event.who else None,
            "from": event.origin,
            "data": event.data,
        }
    for seal in seals.iterator(chunk_size=50):
        yield {
            "record": "seal",
            "project": seal.project,
            "number": seal.number,
            "table": seal.kind,
            "columns": seal.columns,
            "rows": seal.rows,
            "digests": bytes(seal.digests).hex(),
            "floor": seal.floor,
            "top": seal.top,
            "previous": bytes(seal.previous).hex(),
            "hash": bytes(seal.hash).hex(),
            "made_at": seal.made_at,
        }
