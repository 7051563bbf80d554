"""Names after an @: whom they mean, and that the words around them stay as they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.measures.handles import Person, find_named, handle, handles

MIRA = Person(1, "mira", "Mira Okafor")
JO = Person(2, "jo.b", "Jo Banks")
OTHER_JO = Person(3, "jo2", "Jo  Banks")
ZOE = Person(4, "zoe", "Zoë O’Neil")
MIRA_TOO = Person(5, "mira-okafor", "Somebody Else")


def _named(text, *people):
    return [(text[one.start : one.end], one.key) for one in find_named(text, people)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@mira look", [("@mira", 1)]),
        ("Look, @MIRA.", [("@MIRA", 1)]),
        ("(@mira-okafor)", [("@mira-okafor", 1)]),
        ("@jo.b. and @jo.b", [("@jo.b", 2), ("@jo.b", 2)]),
        ("ask @zoë-o-neil, please", [("@zoë-o-neil", 4)]),
        ("@nobody and @ and @@mira", []),
        ("write to mira@mira.example or a.@mira", []),
        ("@miracle", []),
        ("@mira@mira", []),
    ],
)
def test_who_is_meant(text, found):
    assert _named(text, MIRA, JO, ZOE) == found


def test_a_name_that_two_share_means_nobody_but_their_user_names_do():
    assert _named("@jo-banks @jo.b @jo2", JO, OTHER_JO) == [("@jo.b", 2), ("@jo2", 3)]
    assert handles([JO, OTHER_JO, MIRA]) == {2: "jo.b", 3: "jo2", 1: "mira-okafor"}


def test_a_user_name_goes_before_a_shown_name():
    assert _named("@mira-okafor", MIRA, MIRA_TOO) == [("@mira-okafor", 5)]
    assert handles([MIRA, MIRA_TOO])[1] == "mira", "what is offered means the person it is offered for"


def test_signs_alone_make_no_handle():
    assert handle(" ~ ") == ""
    assert handles([Person(1, "mira", "~")]) == {1: "mira"}


@given(st.text(alphabet="@.-+_ aAéß１\n", max_size=40), st.lists(st.sampled_from([MIRA, JO, ZOE])))
def test_places_are_places_of_the_text_that_begin_with_an_at(text, people):
    ends = 0
    for found in find_named(text, people):
        assert ends <= found.start < found.end <= len(text)
        assert text[found.start] == "@"
        ends = found.end


USER_NAMES = st.from_regex(r"[\w.+-]{1,12}", fullmatch=True)
PEOPLE = st.lists(
    st.builds(Person, st.integers(), USER_NAMES, st.text(max_size=12)),
    unique_by=(lambda one: one.key, lambda one: one.username.casefold()),
)


@given(PEOPLE)
def test_what_is_offered_is_understood(people):
    offered = handles(people)
    for one in people:
        if offered[one.key] != one.username:
            assert _named(f"@{offered[one.key]}", *people) == [(f"@{offered[one.key]}", one.key)]
