"""For good: what is in the trash, what a project keeps no longer, a project as a whole; each on record."""

from .articles import purge_article
from .kept import due_projects, purge_due
from .pace import go_on
from .projects import ask_purge, going, purge_piece
from .refused import Refused
from .things import purge_thing

__all__ = [
    "Refused", "ask_purge", "due_projects", "go_on", "going", "purge_article", "purge_due", "purge_piece",
    "purge_thing",
]  # fmt: skip
