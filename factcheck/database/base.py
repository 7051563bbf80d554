"""A backend that starts the embedded servers before the first connection, so that every command just works."""

from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base
from django.db.utils import OperationalError

from factcheck import embedded


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL as Django knows it; connecting starts the servers named in ``settings.EMBEDDED``."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection, after making sure that there is something to connect to."""
        try:
            embedded.start(settings)
        except embedded.EmbeddedServerError as error:
            raise OperationalError(str(error)) from error
        return super().get_new_connection(conn_params)
