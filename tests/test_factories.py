"""The factories make rows that the database accepts, and the spans they place say what they should."""

from __future__ import annotations

import socket

import pytest

from claims.models import Span, Verdict, role_of
from tests import factories


def test_spans_quote_the_text(cast, revision):
    claim = factories.make_claim(revision, "The café 🍵 on the square has closed")
    span = Span.objects.get(claim=claim)
    assert revision.text[span.start : span.end] == claim.text


def test_a_second_verdict_supersedes_the_first(cast, revision):
    claim = factories.make_claim(revision)
    first = factories.make_verdict(claim, cast.reviewer)
    second = factories.make_verdict(claim, cast.reviewer, "false")
    assert second.supersedes == first
    assert list(Verdict.objects.current().filter(claim=claim)) == [second]


def test_the_cast_holds_its_roles(cast):
    people = [cast.owner, cast.editor, cast.reviewer, cast.second_reviewer, cast.viewer]
    assert [role_of(person, cast.project) for person in people] == [
        "owner",
        "editor",
        "reviewer",
        "reviewer",
        "viewer",
    ]
    assert role_of(cast.outsider, cast.project) is None


def test_no_test_reaches_the_outside():
    with socket.socket() as out, pytest.raises(AssertionError, match=r"192\.0\.2\.1"):
        out.connect(("192.0.2.1", 80))
