"""Export: everything about an article, as values and as files."""

from .gather import gather
from .write import FORMATS, UnknownFormat, export_article

__all__ = ["FORMATS", "UnknownFormat", "export_article", "gather"]
