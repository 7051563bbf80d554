"""What must not stand in a log: the token of an expert's link, which is all that it takes to use it."""

from __future__ import annotations

import logging
import re

_TOKEN = re.compile(r"(/expert/)[^/\s\"'?]+")


def mask(text: str) -> str:
    """The text with every token of an expert's address left out."""
    return _TOKEN.sub(r"\1…", text)


class Masking(logging.Filter):
    """Masks the messages of a handler."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, masked."""
        message = record.getMessage()
        if "/expert/" in message:
            record.msg, record.args = mask(message), ()
        return True
