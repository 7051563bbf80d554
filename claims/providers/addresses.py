"""Which addresses are on the public internet, and which an operator has permitted besides."""

import queue
import socket
import threading
from collections.abc import Callable, Collection
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from claims.providers.errors import BadAddressError, PrivateAddressError, TimeLimitError, UnknownHostError

Address = IPv4Address | IPv6Address
Resolver = Callable[[str, int], list[str]]

# IANA's special-purpose registries. Python's own `is_global` changes between patch releases, so it is
# asked as well but not relied on.
_REFUSED_V4 = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
_GLOBAL_V6 = ip_network("2000::/3")
# Teredo and its neighbours, documentation, 6to4: wrappings of other addresses, or nobody's.
_REFUSED_V6 = tuple(ip_network(text) for text in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
_NAT64 = ip_network("64:ff9b::/96")


def _unwrapped(address: Address) -> Address:
    """The IPv4 address inside an IPv4-mapped or NAT64 one, which is where a packet would go."""
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def is_public(address: Address) -> bool:
    """Whether anyone on the internet could reach the address; wrapped addresses are unwrapped first."""
    inner = _unwrapped(address)
    if isinstance(inner, IPv4Address):
        refused = any(inner in network for network in _REFUSED_V4)
    else:
        refused = inner not in _GLOBAL_V6 or any(inner in network for network in _REFUSED_V6)
    return not refused and inner.is_global and not inner.is_multicast


def is_permitted(host: str, port: int, address: Address, allow_private: Collection[str]) -> bool:
    """Whether an operator's entry (``host:port``, ``[v6]:port`` or a CIDR) covers this connection."""
    inner = _unwrapped(address)
    for entry in allow_private:
        if "/" in entry:
            network = ip_network(entry, strict=False)
            if inner.version == network.version and inner in network:
                return True
            continue
        name, _, number = entry.rpartition(":")
        if number == str(port) and name.strip("[]").lower() in {host.lower(), str(inner)}:
            return True
    return False


def refuse_odd_spelling(host: str) -> None:
    """Raises BadAddressError for an IPv4 address written as one number, in octal, in hex or shortened.

    Resolvers accept those spellings; people do not write them, and filters misread them.
    """
    try:
        socket.inet_aton(host)
    except (OSError, ValueError):
        return
    try:
        IPv4Address(host)
    except ValueError:
        message = "That address is written in a disguised form. Use a name or four plain numbers."
        raise BadAddressError(message) from None


def system_addresses(host: str, port: int) -> list[str]:
    """Every address the system's resolver knows for the host, in its order, without repeats."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def checked_addresses(
    host: str, port: int, *, resolve: Resolver, allow_private: Collection[str], timeout: float
) -> list[Address]:
    """The host's addresses, each of them public or permitted.

    One address that is neither refuses the host as a whole: a name that points both outside and inside
    is an attack or a mistake. Raises BadAddressError, UnknownHostError, PrivateAddressError, TimeLimitError.
    """
    refuse_odd_spelling(host)
    addresses = [ip_address(text) for text in _resolved(host, port, resolve, timeout)]
    if not addresses:
        raise UnknownHostError(f"There is no server named “{host}”.")
    for address in addresses:
        if not is_public(address) and not is_permitted(host, port, address, allow_private):
            raise PrivateAddressError("That address points inside a private network and is not fetched.")
    return addresses


def _resolved(host: str, port: int, resolve: Resolver, timeout: float) -> list[str]:
    """What ``resolve`` answers within ``timeout`` seconds; the system's resolver has no limit of its own.

    An address needs no resolver, and no thread that waits for it.
    """
    with suppress(ValueError):
        return [str(ip_address(host.strip("[]")))]
    answers: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolve(host, port))
        except (OSError, ValueError) as error:
            answers.put(error)

    threading.Thread(target=ask, name="resolve", daemon=True).start()
    try:
        answer = answers.get(timeout=timeout)
    except queue.Empty:
        raise TimeLimitError(f"The name “{host}” could not be looked up within {timeout:.3g} seconds.") from None
    if isinstance(answer, Exception):
        raise UnknownHostError(f"There is no server named “{host}”.") from answer
    return answer
