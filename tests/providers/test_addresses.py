"""No spelling and no wrapping of a private address gets through."""

import socket
import time
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.providers.addresses import checked_addresses, is_permitted, is_public, system_addresses
from claims.providers.errors import (
    BadAddressError,
    PrivateAddressError,
    TimeLimitError,
    UnknownHostError,
)

PRIVATE = [
    "0.0.0.1",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.127.255.254",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.7",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",
    "64:ff9b::169.254.169.254",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:0:53aa:64c:0:0:f5ff:fffe",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:808:808::1",
    "3fff::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
]
PUBLIC = [
    "8.8.8.8",
    "93.184.216.34",
    "100.63.255.255",
    "100.128.0.1",
    "172.15.0.1",
    "172.32.0.1",
    "2606:4700:4700::1111",
    "::ffff:8.8.8.8",
    "64:ff9b::8.8.8.8",
]
SPELLINGS = [
    "2130706433",
    "0x7f000001",
    "017700000001",
    "127.1",
    "127.0.1",
    "0177.0.0.1",
    "0x7f.0.0.1",
    "0",
    "134744072",
    "0xa9fea9fe",
    "169.16689662",
]


def checked(host: str, *resolved: str, allow_private: frozenset[str] = frozenset(), port: int = 80) -> list[str]:
    def resolve(_host: str, _port: int) -> list[str]:
        return list(resolved)

    found = checked_addresses(host, port, resolve=resolve, allow_private=allow_private, timeout=1)
    return [str(address) for address in found]


@pytest.mark.parametrize("text", PRIVATE)
def test_private_addresses_are_refused(text: str) -> None:
    assert not is_public(ip_address(text))
    with pytest.raises(PrivateAddressError, match="inside a private network and is not fetched"):
        checked("desk.example", text)


@pytest.mark.parametrize("text", PUBLIC)
def test_public_addresses_pass(text: str) -> None:
    assert is_public(ip_address(text))
    assert checked("desk.example", text) == [str(ip_address(text))]


@pytest.mark.parametrize("host", SPELLINGS)
def test_disguised_spellings_are_refused(host: str) -> None:
    with pytest.raises(BadAddressError, match="disguised"):
        checked_addresses(host, 80, resolve=system_addresses, allow_private=frozenset({"0.0.0.0/0"}), timeout=1)


def test_one_private_address_refuses_the_host() -> None:
    with pytest.raises(PrivateAddressError):
        checked("desk.example", "8.8.8.8", "10.0.0.1")


def test_a_host_without_addresses_is_unknown() -> None:
    with pytest.raises(UnknownHostError, match=r"no server named “desk\.example”"):
        checked("desk.example")


@pytest.mark.parametrize(
    ("entry", "passes"),
    [
        ("10.0.0.7:8080", True),
        ("desk.example:8080", True),
        ("DESK.example:8080", True),
        ("10.0.0.0/24", True),
        ("10.0.0.7/32", True),
        ("10.0.0.7:80", False),
        ("other.example:8080", False),
        ("10.0.1.0/24", False),
        ("fd00::/8", False),
        ("desk.example", False),
        ("10.0.0.7", False),
        ("", False),
    ],
)
def test_an_operator_permits_single_hosts_and_networks(entry: str, passes: bool) -> None:
    assert is_permitted("desk.example", 8080, ip_address("10.0.0.7"), [entry]) is passes


def test_permission_looks_through_wrappings_and_brackets() -> None:
    assert is_permitted("x", 80, ip_address("::ffff:10.0.0.7"), ["10.0.0.0/8"])
    assert is_permitted("::1", 80, ip_address("::1"), ["[::1]:80"])


def test_a_resolver_that_hangs_is_not_waited_for() -> None:
    def hang(_host: str, _port: int) -> list[str]:
        time.sleep(1)
        return []

    started = time.monotonic()
    with pytest.raises(TimeLimitError, match=r"could not be looked up within 0\.1 seconds"):
        checked_addresses("desk.example", 80, resolve=hang, allow_private=(), timeout=0.1)
    assert time.monotonic() - started < 0.8


def spelled(address: IPv4Address, shape: int) -> str:
    """The address as resolvers of C libraries read it, in one of many shapes."""
    number = int(address)
    parts = [number >> 24, number >> 16 & 255, number >> 8 & 255, number & 255]
    forms = ["{}", "0{:o}", "{:#x}"]
    shapes = [
        forms[shape % 3].format(number),
        ".".join(forms[(shape >> at) % 3].format(part) for at, part in enumerate(parts)),
        f"{parts[0]}.{number & 0xFFFFFF}",
        f"{parts[0]}.{parts[1]}.{number & 0xFFFF}",
        f"::ffff:{address}",
        f"::{address}",
        f"64:ff9b::{address}",
        str(IPv6Address((0x2002 << 112) | (number << 80))),
    ]
    return shapes[shape % len(shapes)]


private_v4 = st.sampled_from(
    ["10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "192.168.0.0/16", "100.64.0.0/10"]
).flatmap(
    lambda network: st.integers(0, ip_network(network).num_addresses - 1).map(lambda at: ip_network(network)[at])
)


@given(private_v4, st.integers(0, 10_000))
def test_no_spelling_of_a_private_address_passes(address: IPv4Address, shape: int) -> None:
    with pytest.raises((PrivateAddressError, BadAddressError)):
        checked_addresses(spelled(address, shape), 80, resolve=system_addresses, allow_private=(), timeout=5)


@given(st.ip_addresses(v=6))
def test_what_passes_as_ipv6_is_global_unicast_or_wraps_public_ipv4(address: IPv6Address) -> None:
    if is_public(address):
        unicast = address in ip_network("2000::/3") and not address.is_private
        wrapped = IPv4Address(int(address) & 0xFFFFFFFF)
        assert unicast or is_public(wrapped)


@given(st.text(min_size=1, max_size=40))
def test_any_name_is_resolved_or_disguised(host: str) -> None:
    try:
        found = checked(host, "8.8.8.8")
    except BadAddressError:
        found = []
    assert found == ([] if _looks_numeric(host) else ["8.8.8.8"])


def _looks_numeric(host: str) -> bool:
    """Whether the C library would take the name for an address, and Python would not."""
    try:
        socket.inet_aton(host)
    except (OSError, ValueError):
        return False
    try:
        return not IPv4Address(host)
    except ValueError:
        return True
