"""The small map of a text: a stroke for every claim, gap and waiver, and links that go on from what is in hand."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from claims.models import Claim
from claims.views.bench import Bench
from claims.views.minimap import FINEST, LANES, minimap, paths
from tests import factories
from tests.filled import filled_article

STROKES = st.tuples(st.sampled_from(sorted(LANES)), st.integers(0, 5000), st.integers(1, 400))


def read(outline):
    """Start and end of each stroke of path data."""
    assert re.fullmatch(r"(M\d+ \d+v\d+)*", outline)
    return [(int(start), int(start) + int(length)) for start, length in re.findall(r" (\d+)v(\d+)", outline)]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # machines are shared
@given(st.lists(STROKES, max_size=12))
def test_every_place_is_under_a_stroke_and_no_two_strokes_touch(given_strokes):
    strokes = [(kind, start, start + length) for kind, start, length in given_strokes]
    drawn = {kind: read(outline) for kind, _lane, outline in paths(strokes, 6000)}
    assert list(drawn) == list(LANES), "every kind has its path, so that a script can fill it"
    for kind, start, end in strokes:
        assert any(a <= start and end <= b for a, b in drawn[kind])
    for found in drawn.values():
        assert all(a[1] < b[0] for a, b in pairwise(found))
        assert all(b - a >= 6000 // FINEST for a, b in found)


def test_a_kind_that_is_not_drawn_is_left_out():
    assert all(outline == "" for _kind, _lane, outline in paths([], 100))


@pytest.fixture
def article(cast):
    """Five sentences: the first is waived, one is in a claim that two reviewers judged, three are left."""
    article = filled_article(cast)
    Claim.objects.update(state="open")
    return article


def stops(article, viewer, **in_hand):
    return {stop.kind: (stop.count, stop.url) for stop in minimap(Bench(article, viewer, **in_hand)).stops}


def test_the_stops_lead_to_what_is_left(article, cast):
    claim = article.latest().claims.get()
    found = stops(article, cast.owner)
    assert found == {"open": (1, f"?claim={claim.pk}"), "gap": (3, "?sentence=2")}


def test_a_stop_goes_on_from_what_is_in_hand_and_round_again(article, cast):
    assert stops(article, cast.owner, sentence=2)["gap"] == (3, "?sentence=3")
    assert stops(article, cast.owner, sentence=4)["gap"] == (3, "?sentence=2")
    first = article.latest().claims.get()
    later = factories.make_claim(article.latest(), "quiet summer")
    assert stops(article, cast.owner, in_hand=first.pk)["open"] == (2, f"?claim={later.pk}")
    assert stops(article, cast.owner, in_hand=later.pk)["open"] == (2, f"?claim={first.pk}")


def test_what_is_judged_is_no_stop(article, cast):
    assert "open" not in stops(article, cast.reviewer)
    assert "open" in stops(article, cast.owner), "others still have it to judge"


def test_a_stop_keeps_the_filter(article, cast):
    assert stops(article, cast.owner, show="open")["gap"][1] == "?show=open&sentence=2"


def test_the_page_has_the_map_with_names_for_its_links(article, cast, client):
    client.force_login(cast.owner)
    tree = lxml_html.fromstring(client.get(article.get_absolute_url()).content.decode())
    (nav,) = tree.xpath('//nav[@id="minimap"]')
    names = [" ".join(link.xpath('string(span[@class="unseen"])').split()) for link in nav.xpath("a")]
    assert names == ["Next claim to judge, 1 left", "Next sentence in no claim, 3 left"]
    (drawing,) = nav.xpath("svg[@aria-hidden]")
    assert drawing.get("viewbox") == f"0 0 20 {article.latest().length}"
    assert not nav.xpath(".//*[@style]"), "the content policy takes no style"


def test_the_paper_copy_has_ones_own_verdict_and_nobody_elses(article, cast, client):
    claim = article.latest().claims.get()
    factories.make_verdict(claim, cast.reviewer, rationale="Seen the ledger.")
    factories.make_verdict(claim, cast.second_reviewer, rationale="Heard otherwise.")
    client.force_login(cast.reviewer)
    page = client.get(f"{article.get_absolute_url()}paper/").content.decode()
    assert "Seen the ledger." in page
    assert "Heard otherwise." not in page
    client.force_login(cast.owner)
    assert "Seen the ledger." not in client.get(f"{article.get_absolute_url()}paper/").content.decode()


def test_the_paper_copy_has_every_claim_with_its_number_and_grade(article, cast, client):
    factories.make_claim(article.latest(), "quiet summer")
    client.force_login(cast.viewer)
    tree = lxml_html.fromstring(client.get(f"{article.get_absolute_url()}paper/").content.decode())
    rows = tree.xpath('//section[@class="sheets"]//li')
    in_list = [row.xpath('string(span[@class="no"])') for row in rows]
    assert in_list == tree.xpath("//article//mark/@data-n")
    assert all("Grade" in row.text_content() for row in rows)
