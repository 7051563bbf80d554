"""What must not stand in a log: the secrets of links, which are all that it takes to use them."""

from __future__ import annotations

import logging
import re

_TOKEN = re.compile(r"(/(?:expert|invited|first|sign-in/forgotten)/)[^/\s\"'?]+")


def mask(text: str) -> str:
    """The text with every secret of an address left out."""
    return _TOKEN.sub(r"\1…", text)


class Masking(logging.Filter):
    """Masks the messages of a handler."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, masked."""
        message = record.getMessage()
        if (masked := mask(message)) != message:
            record.msg, record.args = masked, ()
        return True
