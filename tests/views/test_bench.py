"""What the workbench reads: its lists and filters, and that the number of queries does not grow with the claims."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html as lxml_html

from claims.models import Comment, GradeOverride, SourcingAnswer
from claims.views.bench import Bench
from claims.views.filters import LONGEST_WORDS, Filter
from tests import factories
from tests.filled import fill_claim, filled_article

LIST_QUERIES = 12
IN_HAND_QUERIES = 14


@pytest.fixture
def reader(cast, client):
    client.force_login(cast.reviewer)
    return client


def _asked(reader, article, query="", **headers):
    url = f"{article.get_absolute_url()}{query}"
    reader.get(url, headers=headers)  # what is read once a process
    with CaptureQueriesContext(connection) as queries:
        assert reader.get(url, headers=headers).status_code == 200
    return len(queries)


def _hand(article):
    return f"?claim={article.latest().claims.first().pk}"


def test_the_queries_stay_few_however_many_claims(reader, cast):
    few, many = filled_article(cast), filled_article(cast, claims=50)
    assert _asked(reader, few) == _asked(reader, many) <= LIST_QUERIES
    assert _asked(reader, few, _hand(few)) == _asked(reader, many, _hand(many)) <= IN_HAND_QUERIES
    panel = {"HX-Request": "true", "HX-Target": "panel"}
    alone = [_asked(reader, article, _hand(article), **panel) for article in (few, many)]
    assert alone[0] == alone[1] <= IN_HAND_QUERIES


def test_the_queries_stay_few_however_much_a_claim_has(reader, cast, revision):
    claim = factories.make_claim(revision)
    article, hand = revision.article, f"?claim={claim.pk}"
    fill_claim(cast, claim)
    before = _asked(reader, article, hand)
    voice = claim.attributions.first().source
    for number in range(5):
        document = factories.make_document(cast.project, title=f"Report {number}")
        factories.make_evidence(claim, document=document, stance="supports", stance_by=cast.editor)
        factories.make_lookup(claim, f"service-{number}", hit_count=number)
        Comment.objects.create(claim=claim, by=cast.editor, text=f"Look at {number}.")
        GradeOverride.objects.create(claim=claim, grade="B", reason="Known.", by=cast.editor)
        SourcingAnswer.objects.create(source=voice, question=f"question-{number}", answer="yes", by=cast.editor)
    assert _asked(reader, article, hand) == before


def test_claims_go_by_place_and_the_longer_one_first(cast, revision):
    quotes = ["The mayor denied", "Prices rose by 4 percent", "Prices rise", "Prices rose by 4 percent in May"]
    for number, quote in enumerate(quotes, 1):
        factories.make_claim(revision, quote, number=number)
    bench = Bench(revision.article, cast.reviewer)
    assert [row.number for row in bench.claims] == [3, 4, 2, 1]
    first, second = bench.claims[:2]
    assert bench.neighbours(first.id)["next_url"] == f"?claim={second.id}"
    assert bench.neighbours(second.id)["prev_url"] == f"?claim={first.id}"


def _shown(cast, revision, show="all", words=""):
    return [row.number for row in Bench(revision.article, cast.reviewer, show, words=words).rows]


def test_filters_for_figures_the_trash_and_words(cast, revision):
    factories.make_claim(revision, "Prices rose by 4 percent", reasons=["a share or a rate"])
    factories.make_claim(revision, "The mayor denied", reasons=["a named actor"])
    factories.make_claim(revision, "quiet", deleted_at=timezone.now())
    assert _shown(cast, revision) == [1, 2]
    assert _shown(cast, revision, "figures") == [1]
    assert _shown(cast, revision, "trash") == [3]
    assert _shown(cast, revision, words="MAYOR  the") == [2]
    assert _shown(cast, revision, words="named actor") == [2]
    assert _shown(cast, revision, "figures", words="mayor") == []


def test_words_of_a_filter_stay_in_every_link_of_the_list(reader, revision):
    factories.make_claim(revision, "Prices rose")
    factories.make_claim(revision, "The mayor denied")
    page = reader.get(f"{revision.article.get_absolute_url()}?show=open&q=prices+rose").content.decode()
    tree = lxml_html.fromstring(page)
    rows = tree.xpath('//ol[@id="claim-list"]//a/@href')
    assert len(rows) == 1
    assert rows[0].startswith("?show=open&q=prices+rose&claim=")
    assert all("q=prices+rose" in href for href in tree.xpath('//nav[@class="chips"]/a/@href'))


@pytest.mark.parametrize(
    ("show", "words", "link"),
    [
        ("all", "", "?"),
        ("nonsense", None, "?"),
        ("open", " a \0 b ", "?show=open&q=a+b"),
        (None, "ä&b", "?q=%C3%A4%26b"),
        ("mine", "x" * 999, f"?show=mine&q={'x' * LONGEST_WORDS}"),
    ],
)
def test_a_filter_is_an_address(show, words, link):
    assert Filter.given(show, words).link() == link


def test_a_verdict_before_the_words_changed_counts_no_longer(reader, cast, revision):
    claim = factories.make_claim(revision)
    factories.make_verdict(claim, cast.reviewer)
    assert _shown(cast, revision, "mine") == [1]
    claim.reshaped_at, claim.reshaped_by = timezone.now() + timedelta(seconds=1), cast.editor
    claim.save()
    assert _shown(cast, revision, "mine") == []
    assert _shown(cast, revision, "open") == [1]
    assert Bench(revision.article, cast.reviewer).claims[0].by_person
    page = reader.get(f"{revision.article.get_absolute_url()}?claim={claim.pk}").content.decode()
    assert "changed after your verdict" in page
    assert 'data-state="open"' in page


def test_what_blind_review_hides_is_not_read(cast, revision):
    claim = factories.make_claim(revision)
    hidden = factories.make_verdict(claim, cast.second_reviewer)
    about = Comment.objects.create(claim=claim, by=cast.second_reviewer, text="Mine is other.", about_verdict=True)
    before = Bench(revision.article, cast.reviewer).dossier(claim.pk)
    assert (before.verdicts, before.comments) == ([], [])
    factories.make_verdict(claim, cast.reviewer)
    after = Bench(revision.article, cast.reviewer).dossier(claim.pk)
    assert hidden.pk in {row.pk for row in after.verdicts}
    assert [row.pk for row in after.comments] == [about.pk]


def test_a_dossier_holds_what_the_rows_hold(cast, revision):
    claim = factories.make_claim(revision, speech="direct")
    fill_claim(cast, claim)
    dossier = Bench(revision.article, cast.reviewer).dossier(claim.pk)
    assert dossier.claim.text == claim.text
    assert [row.pk for row in dossier.said] == list(claim.attributions.values_list("pk", flat=True))
    for row in (*dossier.said, *dossier.lookups, *dossier.evidence, *dossier.verdicts):
        stored = type(row).objects.get(pk=row.pk)
        known = {name: value for name, value in row.__dict__.items() if name in stored.__dict__ and name[0] != "_"}
        assert known == {name: stored.__dict__[name] for name in known}
    assert {row.source.name for row in dossier.said} == {
        row.source.name for row in claim.attributions.select_related("source")
    }


def test_no_dossier_of_another_articles_claim_or_of_the_trash(cast, revision):
    claim = factories.make_claim(revision)
    other = factories.make_article(cast.project, text="Prices rose elsewhere.")
    assert Bench(other, cast.reviewer).dossier(claim.pk) is None
    claim.deleted_at = timezone.now()
    claim.save()
    assert Bench(revision.article, cast.reviewer).dossier(claim.pk) is None
    assert Bench(revision.article, cast.reviewer).dossier(None) is None


def test_paragraphs_alone_are_those_of_the_whole_text(cast, revision):
    claim = factories.make_claim(revision)
    bench = Bench(revision.article, cast.reviewer, in_hand=claim.pk)
    place = bench.spans[str(claim.pk)][0]
    ((start, html),) = bench.marked_paragraphs([(place.start, place.end)])
    assert f'id="p-{start}"' in html
    assert html in bench.marked_text
    assert claim.text in lxml_html.fromstring(html).text_content()
