"""PostgreSQL and Valkey from wheels, for those who set no DATABASE_URL and no REDIS_URL.

The addresses follow from the folder alone, so reading the settings starts nothing. A server starts when a process
first needs it and stops when the last process that uses it ends; a process that is killed leaves a server behind,
which the next one finds healthy and takes over, or ends and starts anew.
"""

from factcheck.embedded.errors import EmbeddedServerError
from factcheck.embedded.use import (
    database_url,
    ensure_database,
    ensure_redis,
    keep,
    redis_url,
    release,
    start,
)

__all__ = [
    "EmbeddedServerError",
    "database_url",
    "ensure_database",
    "ensure_redis",
    "keep",
    "redis_url",
    "release",
    "start",
]
