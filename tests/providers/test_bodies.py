"""Bodies are counted as they come and inflated no further than the limit."""

import gzip
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.providers.bodies import read_body, refuse_declared, size_in_words
from claims.providers.errors import BadAnswerError, SizeLimitError


def bare_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def in_pieces(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


@given(st.binary(max_size=3000), st.integers(1, 50), st.sampled_from(["", "gzip", "deflate", "bare", "members"]))
def test_what_was_packed_comes_out(data: bytes, size: int, how: str) -> None:
    packed = {
        "": data,
        "gzip": gzip.compress(data),
        "deflate": zlib.compress(data),
        "bare": bare_deflate(data),
        "members": gzip.compress(data[:10]) + gzip.compress(data[10:]),
    }[how]
    encoding = {"bare": "deflate", "members": "GZIP"}.get(how, how)
    assert read_body(in_pieces(packed, size), encoding=encoding, limit=3000) == data


@given(st.integers(0, 3000), st.integers(0, 3000), st.sampled_from(["", "gzip", "deflate"]))
def test_the_limit_is_the_limit(size: int, limit: int, encoding: str) -> None:
    data = bytes(size)
    packed = {"": data, "gzip": gzip.compress(data), "deflate": zlib.compress(data)}[encoding]
    if size <= limit and len(packed) <= limit:
        assert read_body([packed], encoding=encoding, limit=limit) == data
    else:
        with pytest.raises(SizeLimitError):
            read_body([packed], encoding=encoding, limit=limit)


def test_a_bomb_is_not_blown_up() -> None:
    bomb = gzip.compress(bytes(60_000_000), 9)
    tracemalloc.start()
    with pytest.raises(SizeLimitError):
        read_body([bomb], encoding="gzip", limit=1_000_000)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8_000_000


def test_empty_members_without_end_are_counted() -> None:
    with pytest.raises(SizeLimitError):
        read_body([gzip.compress(b"")] * 10_000, encoding="gzip", limit=10_000)


@pytest.mark.parametrize(
    ("data", "encoding", "words"),
    [
        (b"plain", "gzip", "damaged"),
        (gzip.compress(b"half of it is missing", mtime=0)[:-12], "gzip", "broke off"),
        (b"x", "br", r"not asked for \(br\)"),
        (b"x", "gzip, gzip", "not asked for"),
    ],
)
def test_odd_encodings_are_errors(data: bytes, encoding: str, words: str) -> None:
    with pytest.raises(BadAnswerError, match=words):
        read_body([data], encoding=encoding, limit=1000)


@pytest.mark.parametrize("length", [None, "", "10", "ten", "-5", "²"])
def test_a_length_within_the_limit_or_none_passes(length: str | None) -> None:
    refuse_declared(length, 10)


@pytest.mark.parametrize("length", ["11", "9" * 400])
def test_a_length_over_the_limit_is_refused(length: str) -> None:
    with pytest.raises(SizeLimitError, match="more than 10 bytes is not fetched"):
        refuse_declared(length, 10)


@pytest.mark.parametrize(
    ("count", "words"), [(7, "7 bytes"), (1500, "1.5 kB"), (20_000_000, "20 MB"), (2_000_000_000, "2 GB")]
)
def test_sizes_read_well(count: int, words: str) -> None:
    assert size_in_words(count) == words
