"""Into the trash and out of it: articles, sources and whole projects. What is in it can be restored as it was."""

from .articles import restore_article, trash_article
from .projects import restore_project, trash_project
from .refused import Refused
from .sources import restore_source, trash_source

__all__ = [
    "Refused", "restore_article", "restore_project", "restore_source", "trash_article", "trash_project",
    "trash_source",
]  # fmt: skip
