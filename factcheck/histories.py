"""What row histories keep of a request: who and where, but no token of an expert's link."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from pghistory.middleware import HistoryMiddleware

from claims.whence import origin
from factcheck.masking import mask


class MaskedHistoryMiddleware(HistoryMiddleware):
    """pghistory's own, which would keep the whole path beside every row that a request changes."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        """The person, the masked path, and from where."""
        return {**super().get_context(request), "url": mask(request.path), **origin()}
