"""A body off the wire: counted while it comes, inflated no further than the limit."""

import zlib
from collections.abc import Iterable, Iterator

from claims.providers.errors import BadAnswerError, SizeLimitError

ACCEPT_ENCODING = "gzip, deflate"
_GZIP = 16 + zlib.MAX_WBITS
_WINDOWS = {"gzip": _GZIP, "x-gzip": _GZIP, "deflate": zlib.MAX_WBITS}


def size_in_words(count: int) -> str:
    """A number of bytes as people say it: ``20 MB``, ``1.5 kB``, ``12 bytes`` (decimal units)."""
    for unit, size in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= size:
            return f"{count / size:.3g} {unit}"
    return f"{count} bytes"


def refuse_declared(length: str | None, limit: int) -> None:
    """Raises SizeLimitError when the Content-Length alone is over the limit, before a byte is read."""
    if length is not None and length.isascii() and length.isdigit() and int(length[:20]) > limit:
        size = size_in_words(int(length[:20]))
        raise SizeLimitError(f"It would send {size}; more than {size_in_words(limit)} is not fetched.")


def read_body(chunks: Iterable[bytes], *, encoding: str, limit: int) -> bytes:
    """The decoded body, at most ``limit`` bytes; the bytes on the wire are counted as well.

    Raises SizeLimitError, or BadAnswerError for a compression that was not asked for or is damaged.
    """
    name = encoding.strip().lower()
    if name in {"", "identity"}:
        return _counted(chunks, limit)
    if name not in _WINDOWS:
        raise BadAnswerError(f"It answered in a compression that was not asked for ({name[:20]}).")
    try:
        return _inflated(chunks, _WINDOWS[name], limit)
    except zlib.error as error:
        raise BadAnswerError("Its compressed answer is damaged.") from error


def _too_large(limit: int) -> SizeLimitError:
    return SizeLimitError(f"It sent more than {size_in_words(limit)}, which is the limit.")


def _counted(chunks: Iterable[bytes], limit: int) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > limit:
            raise _too_large(limit)
    return bytes(body)


def _inflated(chunks: Iterable[bytes], window: int, limit: int) -> bytes:
    body = bytearray()
    wire = 0
    inflater = None
    for chunk in _from_two_bytes(chunks):
        wire += len(chunk)
        data = chunk
        if inflater is None:
            window = _actual_window(window, chunk)
            inflater = zlib.decompressobj(window)
        while data:
            if inflater.eof:  # a further gzip member
                inflater = zlib.decompressobj(window)
            body += inflater.decompress(data, limit + 1 - len(body))
            data = inflater.unused_data if inflater.eof else inflater.unconsumed_tail
            if len(body) > limit or wire > limit:
                raise _too_large(limit)
    if inflater is not None and not inflater.eof:
        raise BadAnswerError("Its answer broke off in the middle.")
    return bytes(body)


def _from_two_bytes(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes, the first chunk holding two at least where there are two: it tells zlib from deflate."""
    head = b""
    started = False
    for chunk in chunks:
        head += chunk
        if started or len(head) >= 2:
            yield head
            head, started = b"", True
    if head:
        yield head


def _actual_window(window: int, head: bytes) -> int:
    """zlib's window size for what was declared; some servers send bare deflate and call it the same."""
    if window != zlib.MAX_WBITS or (head[0] & 0x0F == 8 and int.from_bytes(head[:2]) % 31 == 0):
        return window
    return -zlib.MAX_WBITS
