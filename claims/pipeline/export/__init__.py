"""Export: a project, or what is chosen of it, as one reader may see it."""

from claims.formats.registry import UnknownFormat

from .asking import check_history, open_export
from .handing import LINK_GOOD_FOR, Gone, check_key, file_of, key_for
from .job import expire, run_export
from .stream import EVERYTHING, Incomplete, stream
from .writing import claims_in, export, file_name

__all__ = [
    "EVERYTHING",
    "LINK_GOOD_FOR",
    "Gone",
    "Incomplete",
    "UnknownFormat",
    "check_history",
    "check_key",
    "claims_in",
    "expire",
    "export",
    "file_name",
    "file_of",
    "key_for",
    "open_export",
    "run_export",
    "stream",
]
