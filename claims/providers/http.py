"""The one HTTP client: ask an address on the public internet, within limits, or say plainly why not."""

import ssl
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache

import httpcore
import httpx

from claims.providers.addresses import Resolver, checked_addresses, system_addresses
from claims.providers.bodies import ACCEPT_ENCODING, read_body, refuse_declared
from claims.providers.errors import (
    BadAddressError,
    BadAnswerError,
    CertificateError,
    RedirectLimitError,
    TimeLimitError,
    UnreachableError,
)
from claims.providers.pinned import Deadline, PinnedTransport

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_AS_BEFORE = frozenset({307, 308})  # redirects that keep the method
# What may follow a redirect to another host; keys and cookies given by the caller may not.
_HARMLESS = frozenset({"user-agent", "accept", "accept-language", "accept-encoding"})

# Encodings of texts; Python knows others that are none, and some that are slow on purpose.
_CHARSETS = (
    "iso-8859-",
    "latin",
    "windows-12",
    "cp12",
    "utf-16",
    "utf-32",
    "koi8-",
    "shift_jis",
    "euc-",
    "gb",
    "big5",
)


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds for the whole exchange, for one connection and for one wait; bytes of decoded body."""

    total: float = 30.0
    connect: float = 5.0
    read: float = 10.0
    max_bytes: int = 20_000_000
    max_redirects: int = 5


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Response:
    """What a server answered, whatever the status. ``headers`` ignore case, ``elapsed`` is in seconds."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    final_url: str
    elapsed: float

    @property
    def content_type(self) -> str:
        """The Content-Type header as sent, parameters included."""
        return self.headers.get("content-type", "")

    @property
    def utf8(self) -> bytes:
        """The body in UTF-8 where another encoding is declared and fits, else as it came."""
        charset = self.content_type.lower().partition("charset=")[2].partition(";")[0].strip(" \"'")
        if not charset.startswith(_CHARSETS):
            return self.body
        try:
            return self.body.decode(charset).encode("utf-8")
        except (LookupError, ValueError):
            return self.body


def fetch(
    url: str,
    *,
    params: Mapping[str, str | int] | None = None,
    form: Mapping[str, str | int] | None = None,
    headers: Mapping[str, str] | None = None,
    limits: Limits = DEFAULT_LIMITS,
    allow_private: frozenset[str] = frozenset(),
    resolve: Resolver = system_addresses,
    ssl_context: ssl.SSLContext | None = None,
) -> Response:
    """GET ``url``, or POST ``form`` to it, and follow redirects, each checked like the first.

    A redirect after a POST is followed by a GET, unless its status asks for the POST again at the same host.
    ``allow_private`` holds ``host:port`` or CIDR entries that may be reached though they are not public.
    Proxies of the environment are ignored. Any HTTP status is an answer; raises FetchError otherwise.
    """
    deadline = Deadline(limits.total)
    target = _checked_url(url)
    target = target.copy_merge_params(params) if params else target
    transport = PinnedTransport(
        deadline=deadline,
        resolve=resolve,
        allow_private=allow_private,
        ssl_context=ssl_context or _ssl_context(),
    )
    sent = {"accept": "*/*", "accept-encoding": ACCEPT_ENCODING}
    sent |= {name.lower(): value for name, value in (headers or {}).items()}
    with _in_plain_words(deadline, limits), transport:
        for _ in range(limits.max_redirects + 1):
            answer = _ask(transport, _request(target, sent, form, limits), limits, deadline)
            if isinstance(answer, Response):
                return answer
            status, place = answer
            if not _same_origin(target, place):
                sent = {name: value for name, value in sent.items() if name in _HARMLESS}
            if status not in _AS_BEFORE or not _same_origin(target, place):
                form = None
            target = place
    raise RedirectLimitError(f"It redirected more than {limits.max_redirects} times.")


def post(
    url: str,
    body: bytes,
    *,
    headers: Mapping[str, str],
    limits: Limits = DEFAULT_LIMITS,
    allow_private: frozenset[str] = frozenset(),
    resolve: Resolver = system_addresses,
    ssl_context: ssl.SSLContext | None = None,
) -> Response:
    """POST ``body`` as it is; a redirect is an answer like any other and is not followed.

    Of what is answered only the first ``limits.max_bytes`` are read, in the encoding in which they come. Where it
    may go is checked as in ``fetch``. Raises FetchError.
    """
    deadline = Deadline(limits.total)
    target = _checked_url(url)
    transport = PinnedTransport(
        deadline=deadline,
        resolve=resolve,
        allow_private=allow_private,
        ssl_context=ssl_context or _ssl_context(),
    )
    timeout = httpx.Timeout(limits.read, connect=limits.connect).as_dict()
    sent = {"accept": "*/*", "accept-encoding": "identity", **headers}
    request = httpx.Request("POST", target, headers=sent, content=body, extensions={"timeout": timeout})
    with _in_plain_words(deadline, limits), transport:
        answer = transport.handle_request(request)
        try:
            first = _first(answer.iter_raw(), limits.max_bytes)
        finally:
            answer.close()
    return Response(answer.status_code, answer.headers, first, str(request.url), deadline.elapsed)


def _first(chunks: Iterable[bytes], most: int) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) >= most:
            break
    return bytes(body[:most])


def refuse_inside(
    url: str, *, allow_private: frozenset[str] = frozenset(), resolve: Resolver = system_addresses
) -> None:
    """Say beforehand what asking there would say: raises BadAddressError, PrivateAddressError, UnknownHostError.

    It spares people a wait and is no protection: names may lead elsewhere by the time they are used.
    """
    target = _checked_url(url)
    port = target.port or (443 if target.scheme == "https" else 80)
    checked_addresses(target.host, port, resolve=resolve, allow_private=allow_private, timeout=5.0)


def _request(
    url: httpx.URL, headers: Mapping[str, str], form: Mapping[str, str | int] | None, limits: Limits
) -> httpx.Request:
    timeout = httpx.Timeout(limits.read, connect=limits.connect)
    extensions = {"timeout": timeout.as_dict()}
    if form is None:
        return httpx.Request("GET", url, headers=headers, extensions=extensions)
    return httpx.Request("POST", url, headers=headers, data=form, extensions=extensions)


def _ask(
    transport: PinnedTransport, request: httpx.Request, limits: Limits, deadline: Deadline
) -> Response | tuple[int, httpx.URL]:
    """One exchange: the answer, or the status and place of a redirect.

    The transport is spoken to directly: httpx's client would log every URL, and with it keys in parameters.
    """
    answer = transport.handle_request(request)
    try:
        location = answer.headers.get("location")
        if answer.status_code in _REDIRECTS and location:
            return answer.status_code, _checked_url(location, base=request.url)
        refuse_declared(answer.headers.get("content-length"), limits.max_bytes)
        encoding = answer.headers.get("content-encoding", "")
        body = read_body(answer.iter_raw(), encoding=encoding, limit=limits.max_bytes)
        return Response(answer.status_code, answer.headers, body, str(request.url), deadline.elapsed)
    finally:
        answer.close()


def _checked_url(text: str, *, base: httpx.URL | None = None) -> httpx.URL:
    """The URL without its fragment; raises BadAddressError for what is not fetched at all."""
    try:
        url = httpx.URL(text.strip()) if base is None else base.join(text.strip())
        url = url.copy_with(fragment=None)
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise BadAddressError("That is not a web address.") from error
    if url.scheme not in {"http", "https"}:
        raise BadAddressError("Only addresses that begin with http:// or https:// are fetched.")
    if url.userinfo:
        raise BadAddressError("An address with a user name or password in it is not fetched.")
    if not url.host or not 0 < (80 if url.port is None else url.port) < 65_536:
        raise BadAddressError("That address names no server.")
    return url


def _same_origin(one: httpx.URL, other: httpx.URL) -> bool:
    return (one.scheme, one.raw_host, one.port) == (other.scheme, other.raw_host, other.port)


@lru_cache(maxsize=1)
def _ssl_context() -> ssl.SSLContext:
    """Certificates verified against certifi's roots, or against SSL_CERT_FILE where an operator sets it."""
    return httpx.create_ssl_context()


@contextmanager
def _in_plain_words(deadline: Deadline, limits: Limits) -> Iterator[None]:
    """Turns the transport's exceptions into ours."""
    try:
        yield
    except httpcore.ConnectTimeout as error:
        raise TimeLimitError(f"The server could not be reached within {limits.connect:.3g} seconds.") from error
    except httpcore.TimeoutException as error:
        deadline.bounded(None)  # says so when it was the whole that took too long
        raise TimeLimitError(f"The server did not answer within {limits.read:.3g} seconds.") from error
    except httpcore.NetworkError as error:
        if _is_about_certificate(error):
            raise CertificateError("The server's certificate is not valid for that address.") from error
        raise UnreachableError("The server could not be reached, or the line broke.") from error
    except (httpcore.ProtocolError, httpx.HTTPError, UnicodeError) as error:
        raise BadAnswerError("The server's answer could not be understood.") from error


def _is_about_certificate(error: BaseException) -> bool:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return True
        cause = cause.__cause__ or cause.__context__
    return False
