"""Export: everything about an article, as values and as files."""

from .gather import gather
from .write import FORMATS, Format, UnknownFormat, export_article, file_name, find_format

__all__ = ["FORMATS", "Format", "UnknownFormat", "export_article", "file_name", "find_format", "gather"]
