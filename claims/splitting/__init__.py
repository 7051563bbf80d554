"""Splitting: a text in; its sentences, attributions, sources and claims out, with exact offsets.

Importing this package is light. The parser is loaded by the first ``split``, or ahead of it by ``warm``.
"""

from claims.splitting.spans import Split

__all__ = ["VERSION", "split", "warm"]

VERSION = "tagger-2"


def split(text: str) -> Split:
    """Take ``text`` apart. Any text will do, an empty one gives an empty split.

    Offsets count code points of exactly this text. Every sentence touches a claim or has a waiver.
    Raises ImportError where the parser's model is not installed.
    """
    from claims.splitting.assembling import assemble  # noqa: PLC0415 - keeps the import of this package light

    return assemble(text, version=VERSION)


def warm() -> None:
    """Load the parser and the tagger now, so that the first ``split`` does not wait for them."""
    from claims.splitting import tagger  # noqa: PLC0415 - as above
    from claims.splitting.language import parser  # noqa: PLC0415

    parser()
    tagger.warm()
