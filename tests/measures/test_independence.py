"""Documents that carry one story count once, with the reason; what a rule still lacks is named."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.measures.independence import Piece, canonical_url, independent, rule_gaps, wire

STORY = (
    "The harbour board voted on Tuesday to close the eastern lock for eleven weeks, after divers had found a crack "
    "in the sill that runs from one wall to the other. Ships will have to take the long way round the island."
)
OTHER = (
    "Divers sent down on Monday came up with bad news for the pilots: a crack runs right across the floor of the "
    "lock in the east. Eleven weeks of repairs were ordered by the board a day later, with no vote against."
)


def groups(*pieces):
    return [one.keys for one in independent(pieces)]


def kinds(*pieces):
    return [tie.kind for one in independent(pieces) for tie in one.ties]


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (Piece("1", STORY), Piece("2", STORY.upper()), "copy"),
        (Piece("1", STORY), Piece("2", "Our correspondent writes. " + STORY + " " + OTHER), "copy"),
        (Piece("1", STORY), Piece("2", STORY.replace("eleven", "12").replace("divers", "frogmen")), "copy"),
        (Piece("1", publisher="The Courier"), Piece("2", publisher="Courier Media Ltd."), "publisher"),
        (
            Piece("1", f"LISBON (Reuters) - {STORY}"),
            Piece("2", f"{OTHER}\nReporting by A. Quill for Reuters"),
            "wire",
        ),
        (Piece("1", f"(AP) — {STORY}"), Piece("2", OTHER, credit="Associated Press"), "wire"),
        (Piece("1", STORY, publisher="Reuters"), Piece("2", f"(Reuters) — {OTHER}", publisher="Bay Post"), "wire"),
        (
            Piece("1", url="https://www.bay.example/lock/?utm_source=x#top"),
            Piece("2", url="http://bay.example/lock"),
            "address",
        ),
    ],
)
def test_two_of_one_story_count_once(one, other, kind):
    assert groups(one, other) == [("1", "2")]
    assert kinds(one, other) == [kind]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Piece("1", STORY), Piece("2", OTHER)),
        (Piece("1"), Piece("2")),
        (Piece("1", "The lock is closed."), Piece("2", "The lock is closed.")),
        (Piece("1", STORY, "The Courier"), Piece("2", OTHER, "Bay Post")),
        (Piece("1", f"(AP) — {STORY}"), Piece("2", f"(Reuters) - {OTHER}")),
        (Piece("1", f"{STORY} He told Reuters so."), Piece("2", f"{OTHER} Reuters was told.")),
        (Piece("1", f"(pa) - {STORY}"), Piece("2", f"(pa) - {OTHER}")),
        (Piece("1", url="https://bay.example/a?id=1"), Piece("2", url="https://bay.example/a?id=2")),
        (Piece("1", url="not an address"), Piece("2", url="http://[broken")),
        (Piece("1", publisher="The News Group"), Piece("2", publisher="Media Company")),
    ],
)
def test_two_of_their_own_count_twice(one, other):
    assert groups(one, other) == [("1",), ("2",)]


def test_what_is_tied_to_a_third_is_tied_and_every_tie_says_why():
    found = independent(
        [
            Piece("wire", f"LISBON (Reuters) - {STORY}", "Reuters"),
            Piece("own", OTHER, "Bay Post"),
            Piece("copy", STORY, "The Courier"),
            Piece("later", "The lock opens again.", "Courier"),
        ]
    )
    assert [one.keys for one in found] == [("wire", "copy", "later"), ("own",)]
    assert [(tie.one, tie.other, tie.kind) for tie in found[0].ties] == [
        ("copy", "later", "publisher"),
        ("wire", "copy", "copy"),
    ]
    assert [tie.reason for tie in found[0].ties] == [
        "One publisher: courier",
        "100% of the shorter text stands in the other",
    ]


def test_a_key_stands_for_one_piece():
    with pytest.raises(ValueError, match="twice"):
        independent([Piece("1"), Piece("1")])


def test_a_rule_names_what_is_missing():
    copies = [Piece(str(n), f"(AP) — {STORY}", f"Paper {n}") for n in range(3)]
    (gap,) = rule_gaps(copies)
    assert (gap.have, gap.need, gap.lacking) == (1, 3, 2)
    assert gap.reason == (
        "There is no primary source, and 3 in all count as 1 independent source, because 2 repeat only what "
        "another one says. It takes 2 more independent secondary sources."
    )
    assert gap.groups[0].keys == ("0", "1", "2")


def test_nothing_is_missing_with_a_primary_source_or_enough_secondary_ones():
    assert rule_gaps([Piece("1", primary=True)]) == ()
    assert rule_gaps([Piece("1", STORY), Piece("2", OTHER), Piece("3", "Another.")]) == ()
    assert rule_gaps([Piece("1", STORY)], secondaries=1) == ()


NONE = (
    "No passage is marked as supporting or refuting yet. It takes a primary source or 3 independent secondary ones."
)
TWO = (
    "There is no primary source, and 2 in all count as 2 independent sources. It takes 1 more independent "
    "secondary source."
)


@pytest.mark.parametrize(
    ("pieces", "says"),
    [
        ([], NONE),
        ([Piece("1", STORY), Piece("2", OTHER)], TWO),
    ],
)
def test_the_reason_reads_well(pieces, says):
    assert rule_gaps(pieces)[0].reason == says


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("https://m.bay.example/Lock/amp?b=2&a=1&fbclid=9", "bay.example/Lock?a=1&b=2"),
        ("", ""),
        ("javascript:alert(1)", ""),
        ("http://bay.example:99999/x", "bay.example/x"),
        ("http://bay.example/?" + "&".join(f"q{n}=1" for n in range(200)), ""),
    ],
)
def test_addresses_are_compared_without_what_does_not_matter(url, plain):
    assert canonical_url(url) == plain


def test_an_agency_is_read_from_where_stories_credit_it():
    assert wire(Piece("1", "PORTO, May 4 (Reuters) - A lock was closed.")) == "reuters"
    assert wire(Piece("1", "A lock was closed.\n© 2031 Agence France-Presse")) == "afp"
    assert wire(Piece("1", "A lock was closed. " * 40 + "Source: Associated Press")) == "ap"
    assert wire(Piece("1", "He apologised to the AP's man. " * 9)) == ""


PIECES = st.lists(
    st.builds(
        Piece,
        key=st.uuids().map(str),
        text=st.sampled_from(["", STORY, OTHER, f"(AP) — {STORY}", "🦜"]),
        publisher=st.sampled_from(["", "Courier", "Bay Post", "Reuters"]),
        url=st.sampled_from(["", "http://bay.example/a", "https://www.bay.example/a/", "http://["]),
        credit=st.sampled_from(["", "AP", "reuters"]),
    ),
    max_size=8,
)


@given(PIECES, st.randoms())
def test_every_piece_is_in_one_group_whatever_the_order(pieces, random):
    found = independent(pieces)
    assert sorted(key for one in found for key in one.keys) == sorted(piece.key for piece in pieces)
    assert all(len(one.ties) == len(one.keys) - 1 for one in found)
    shuffled = [*pieces]
    random.shuffle(shuffled)
    assert {frozenset(one.keys) for one in independent(shuffled)} == {frozenset(one.keys) for one in found}


@given(PIECES)
def test_one_more_piece_never_adds_more_than_one(pieces):
    counts = [len(independent(pieces[:length])) for length in range(len(pieces) + 1)]
    assert all(after <= before + 1 for before, after in pairwise(counts))


def test_two_hundred_long_documents_are_no_wait():
    pieces = [
        Piece(str(n), " ".join(f"w{(n // 2) * 7919 % 1000}x{at}" for at in range(800)), f"Paper {n}")
        for n in range(200)
    ]
    began = time.process_time()
    assert len(independent(pieces)) == 100
    assert time.process_time() - began < 5
