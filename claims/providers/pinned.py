"""An httpx transport that connects to checked addresses only, and keeps to one deadline.

The check sits where the connection is made, so that no redirect, no second look-up of the name and no
retry can reach an address that was not checked. Host header, SNI and the certificate stay those of the name.
"""

import ssl
import time
from collections.abc import Iterable, Iterator
from typing import Any

import httpcore
import httpx

from claims.providers.addresses import Resolver, checked_addresses
from claims.providers.errors import TimeLimitError


class Deadline:
    """A point in time that the whole exchange, redirects included, must not pass."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.started = time.monotonic()

    @property
    def elapsed(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.started

    def bounded(self, timeout: float | None) -> float:
        """``timeout`` cut to what is left; raises TimeLimitError when nothing is."""
        left = self.seconds - self.elapsed
        if left <= 0:
            raise TimeLimitError(f"The server did not finish its answer within {self.seconds:.3g} seconds.")
        return left if timeout is None else min(timeout, left)


class _TimedStream(httpcore.NetworkStream):
    """A connection whose every wait is cut to the deadline, so that a dripping server cannot hold us."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.bounded(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.bounded(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._inner.start_tls(ssl_context, server_hostname, self._deadline.bounded(timeout))
        return _TimedStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _PinnedBackend(httpcore.NetworkBackend):
    """Resolves, checks and connects to the very address that was checked."""

    def __init__(self, deadline: Deadline, resolve: Resolver, allow_private: frozenset[str]) -> None:
        self._inner = httpcore.SyncBackend()
        self._deadline = deadline
        self._resolve = resolve
        self._allow_private = allow_private

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        addresses = checked_addresses(
            host,
            port,
            resolve=self._resolve,
            allow_private=self._allow_private,
            timeout=self._deadline.bounded(timeout),
        )
        failure: Exception | None = None
        for address in addresses:
            try:
                stream = self._inner.connect_tcp(
                    str(address), port, self._deadline.bounded(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _TimedStream(stream, self._deadline)
        raise failure or httpcore.ConnectError("no address")


class _Body(httpx.SyncByteStream):
    """httpcore's stream of a body as httpx wants it."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        yield from self._stream

    def close(self) -> None:
        self._stream.close()


class PinnedTransport(httpx.BaseTransport):
    """Speaks HTTP/1.1 over checked connections. Raises httpcore's exceptions and our FetchErrors."""

    def __init__(
        self,
        *,
        deadline: Deadline,
        resolve: Resolver,
        allow_private: frozenset[str],
        ssl_context: ssl.SSLContext,
    ) -> None:
        backend = _PinnedBackend(deadline, resolve, allow_private)
        self._pool = httpcore.ConnectionPool(ssl_context=ssl_context, network_backend=backend)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=url,
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=_Body(answer.stream),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        self._pool.close()
