"""Figures of agreement as pages and as a file: what stands on them, where they lead, what they cost."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html as lxml_html

from claims.models import Claim, Verdict
from claims.pipeline import edit
from tests import factories
from tests.figures.judged import again, judge
from tests.pipeline import editing

PAGE = reverse("claims:agreement-page")
CLAIMS = reverse("claims:agreement-claims")
SPANS = reverse("claims:span-agreement")


@pytest.fixture
def editor(cast, client):
    client.force_login(cast.editor)
    return client


def _tree(answer):
    assert answer.status_code == 200
    return lxml_html.fromstring(answer.content.decode())


def _words(node):
    return " ".join(node.text_content().split())


def _main(client, url, **given):
    return _words(_tree(client.get(url, given)).xpath("//main")[0])


def _row(tree, name):
    """The row of the figure with this name."""
    return next(
        row for row in tree.xpath("//table[@class='measures']//tbody/tr") if name in _words(row.xpath("th")[0])
    )


class TestPage:
    def test_figures_with_what_they_rest_on(self, cast, editor):
        for _ in range(4):
            judge(cast, "true", "true")
            judge(cast, "false", "false")
        judge(cast, "true", "false", "false")
        tree = _tree(editor.get(PAGE))
        raw = _row(tree, "Raw agreement")
        assert [_words(cell) for cell in raw.xpath("td")][:1] == ["0.926"]
        assert [_words(cell) for cell in raw.xpath("td")][3:] == ["9", "19", "3"]
        assert " to 1.000" in _words(raw)
        assert "Krippendorff’s alpha, ordinal" in _words(tree)

    def test_no_figure_says_why(self, cast, editor):
        judge(cast, "true", "true")
        row = _row(_tree(editor.get(PAGE)), "Fleiss’ kappa")
        assert "chance cannot be told from agreement" in _words(row)
        assert "nan" not in _main(editor, PAGE).lower()

    def test_nothing_to_compare(self, cast, editor):
        assert "Nothing to compare yet." in _main(editor, PAGE)
        assert "No claim with two verdicts fits." in _main(editor, PAGE, dimension="finding")

    def test_it_says_which_verdicts(self, cast, editor):
        judge(cast, "true", "false")
        assert "given blind, before the others could be seen" in _main(editor, PAGE)
        assert "may have been changed after the others were seen" in _main(editor, PAGE, which="latest")
        cast.project.blind = False
        cast.project.save()
        assert "Review is open" in _main(editor, PAGE, which="first")

    def test_skewed_answers_are_named(self, cast, editor):
        for _ in range(9):
            judge(cast, "true", "true")
        judge(cast, "true", "false")
        assert "95 % of the verdicts say “True”" in _main(editor, PAGE)
        judge(cast, "false", "false", "false")
        judge(cast, "false", "false", "false")
        assert "of the verdicts say" not in _main(editor, PAGE)

    def test_a_filter_that_makes_no_sense_says_so_and_is_left_out(self, cast, editor):
        judge(cast, "true", "true")
        nonsense = {"article": "x", "dimension": "y", "which": "z", "from": "May", "edition": "99"}
        told = _main(editor, PAGE, **nonsense)
        assert "This project has no such article." in told
        assert "A day, such as 2026-11-23." in told
        assert "Raw agreement" in told

    def test_an_article_of_another_project_is_none(self, cast, editor):
        other = factories.make_article(factories.make_project(by=cast.editor), title="Elsewhere")
        told = _main(editor, PAGE, article=other.pk)
        assert "This project has no such article." in told
        assert "Elsewhere" not in told

    def test_two_people_side_by_side(self, cast, editor):
        judge(cast, "true", "half-true")
        judge(cast, "true", "false")
        tree = _tree(editor.get(PAGE, {"one": cast.second_reviewer.pk, "other": cast.reviewer.pk}))
        [section] = tree.xpath("//section[@class='one-pair']")
        assert "Reviewer · Second Reviewer" in _words(section)
        assert len(section.xpath(".//tbody//a")) == 2

    def test_every_link_to_claims_leads_to_as_many(self, cast, editor):
        judge(cast, "true", "true")
        judge(cast, "true", "half-true")
        judge(cast, "unproven", "half-true")
        judge(cast, "true")
        judge(cast, "true", state="open")
        again(judge(cast, "true", "false"), cast.second_reviewer, "true")
        tree = _tree(editor.get(PAGE, {"one": cast.reviewer.pk, "other": cast.second_reviewer.pk}))
        links = tree.xpath(f"//main//a[starts-with(@href, '{CLAIMS}')]")
        assert len(links) > 12
        for link in links:
            count = int(link.text_content().split()[0])
            shown = _tree(editor.get(link.get("href"))).xpath("//ul[@class='disputes']/li")
            assert len(shown) == count, link.get("href")

    def test_only_those_who_may_measure_find_it_in_the_navigation(self, cast, client):
        for person, there in ((cast.editor, True), (cast.reviewer, False), (cast.viewer, False)):
            client.force_login(person)
            assert (PAGE in client.get("/").content.decode()) is there

    def test_pairs_are_paged(self, cast, editor):
        people = [factories.make_user() for _ in range(8)]
        article = factories.make_article(cast.project)
        claim = judge(cast, *["true"] * 8, by=people, article=article)
        assert claim.verdicts.count() == 8
        assert "Page 1 of 2" in _main(editor, PAGE)
        assert "Page 2 of 2" in _main(editor, PAGE, page="2")


class TestBlind:
    """Nobody learns of verdicts on claims that are not fully judged: not that they exist, nor how many."""

    def test_open_claims_are_counted_alike_judged_or_not(self, cast, editor):
        judge(cast, "true", state="open", rationale="Secret words")
        factories.make_claim(factories.make_article(cast.project).latest())
        told = _main(editor, PAGE)
        assert "Not fully judged yet" in told
        assert "not told" in told
        behind = _main(editor, CLAIMS, show="excluded", why="open")
        assert "2 claims" in behind
        assert cast.reviewer.label not in behind
        assert "True" not in behind

    def test_a_superuser_who_is_no_editor_here_learns_nothing(self, cast, client):
        judge(cast, "true", "false", rationale="Secret words")
        client.force_login(cast.superuser)
        assert "Nothing to compare yet." in _main(client, PAGE)


class TestFile:
    def test_every_figure_is_a_row(self, cast, editor):
        judge(cast, "true", "true")
        judge(cast, "true", "unproven")
        judge(cast, "true", state="open")
        answer = editor.get(reverse("claims:agreement-file"), {"which": "latest"})
        assert answer["Content-Type"] == "text/csv; charset=utf-8"
        assert "agreement-city-desk-rating.csv" in answer["Content-Disposition"]
        rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
        assert {row["kind"] for row in rows} == {"all", "category", "pair", "article", "excluded"}
        [raw] = [row for row in rows if row["kind"] == "all" and row["measure"] == "observed"]
        assert (raw["value"], raw["claims"], raw["verdicts"], raw["people"]) == ("0.500000", "2", "4", "2")
        assert (raw["project"], raw["which"], raw["low"]) == ("city-desk", "latest", "")
        [pair] = [row for row in rows if row["measure"] == "cohen"]
        assert {pair["of"], pair["with"]} == {"Reviewer", "Second Reviewer"}
        [left] = [row for row in rows if row["of"] == "open"]
        assert (left["claims"], left["verdicts"]) == ("1", "")

    def test_a_name_that_looks_like_a_formula_is_only_a_name(self, cast, editor):
        cast.reviewer.display_name = "=1+1"
        cast.reviewer.save()
        judge(cast, "true", "false")
        assert "'=1+1" in editor.get(reverse("claims:agreement-file")).content.decode()


class TestQueries:
    @pytest.mark.parametrize("url", [PAGE, CLAIMS, SPANS, reverse("claims:agreement-file")])
    def test_the_same_for_two_claims_and_for_forty(self, cast, editor, url):
        judge(cast, "true", "half-true", "false")
        judge(cast, "true", "half-true")
        before = self._asked(editor, url)
        for _ in range(38):
            judge(cast, "true", "half-true", "false")
        assert self._asked(editor, url) == before <= 24

    def _asked(self, client, url):
        client.get(url)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url).status_code == 200
        return len(seen)


class TestSpans:
    def test_sentences_in_dispute_are_quoted_and_lead_to_the_text(self, cast, editor):
        revision = editing.make_text(cast.project, cast.reviewer)
        edit.trash(claims=[Claim.objects.get(revision=revision, number=5)], by=cast.reviewer)
        tree = _tree(editor.get(SPANS))
        [item] = tree.xpath("//ul[@class='sentences']/li")
        assert "The café 🍵 on the square has closed." in _words(item)
        assert "Claim: The splitter · no claim: Reviewer" in _words(item)
        [link] = item.xpath(".//a/@href")
        assert link == f"{revision.article.get_absolute_url()}?sentence=5"
        assert editor.get(link).status_code == 200

    def test_nothing_split(self, cast, editor):
        assert "No text is split yet." in _main(editor, SPANS)

    def test_only_the_splitter_spoke(self, cast, editor):
        editing.make_text(cast.project, cast.reviewer)
        assert "Only the splitter has spoken so far." in _main(editor, SPANS)

    def test_who_judged_an_open_claim_is_not_told(self, cast, editor):
        revision = editing.make_text(cast.project, cast.reviewer)
        factories.make_verdict(Claim.objects.get(revision=revision, number=1), cast.second_reviewer)
        assert Verdict.objects.count() == 1
        assert cast.second_reviewer.label not in _main(editor, SPANS)
