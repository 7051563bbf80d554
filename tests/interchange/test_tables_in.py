"""Tables brought in: columns, grouping, places, verdicts, and what is wrong with them."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest

from claims.models import Article, Claim, Evidence, Project, Span, User, Verdict
from claims.pipeline.bring_in import Broken, Report, bring_in, columns_of
from claims.pipeline.export import export
from claims.pipeline.prepare import install_scales
from tests import factories
from tests.filled import filled_article

if TYPE_CHECKING:
    from tests.conftest import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(cast: Cast) -> Project:
    """A project on a scale whose ratings are known by name."""
    install_scales()
    from claims.models import Scale  # noqa: PLC0415 - beside its use

    cast.project.scale = Scale.objects.get(slug="truth")
    cast.project.save()
    return cast.project


def taken(project: Project, table: str | bytes, **more: Any) -> Report:
    data = table.encode() if isinstance(table, str) else table
    return bring_in(file=BytesIO(data), fmt="csv", project=project, **more)


def test_rows_of_one_article_and_of_one_claim_belong_together(desk: Project) -> None:
    table = (
        "Title,Text,Claim,Source,Rating,Reviewer,Rationale,evidence_url\n"
        'Prices,"🚧 Rents rose, says Ida Berg. It rains.",Rents rose,Ida Berg,false,ann,They fell.,https://e.org/1\n'
        'Prices,"🚧 Rents rose, says Ida Berg. It rains.",Rents rose,Ida Berg,Half true,bob lee,Some did.,\n'
        'Prices,"🚧 Rents rose, says Ida Berg. It rains.",It rains.,,,,,\n'
        "Alone,,The sun shines,,,,,\n"
    )
    report = taken(desk, table)
    assert (report.added, report.refused) == (2, [])
    article = Article.objects.get(title="Prices")
    first, second = Claim.objects.filter(revision__article=article).order_by("number")
    assert (first.text, second.text) == ("Rents rose", "It rains.")
    assert list(Span.objects.filter(claim=first).values_list("start", "end")) == [(2, 12)]
    said = Verdict.objects.filter(claim=first).values_list("rating__slug", "by__username", "rationale")
    assert sorted(said) == [("false", "ann", "They fell."), ("half-true", "bob-lee", "Some did.")]
    assert User.objects.get(username="bob-lee").display_name == "bob lee"
    assert Evidence.objects.get().document.url == "https://e.org/1"
    assert article.latest().sentences.count() == 2
    again = taken(desk, table)
    assert (again.added, again.known) == (0, 2)


def test_delimiter_and_encoding_are_found(desk: Project) -> None:
    table = "Behauptung;Rating\nDie Brücke wäre zu schön;true\nÄpfel kosten 3 €, überall;false\n".encode("cp1252")
    assert columns_of(BytesIO(table)) == ["Behauptung", "Rating"]
    options = {"columns": {"Behauptung": "claim", "Rating": "rating"}}
    assert taken(desk, table, options=options).added == 2
    assert Claim.objects.filter(text="Äpfel kosten 3 €, überall").exists()


@pytest.mark.parametrize(
    ("table", "line", "why"),
    [
        ("claim,rating\nA b,perhaps\n", 2, "There is no rating “perhaps” here"),
        ("claim,text\nA b,C d\n", 2, "does not stand in the text"),
        ("claim,text,start,end\nA b,A b,1,9\n", 2, "outside the text"),
        ("quote,text,start,end\nA b,xA b,0,3\n", 2, "is not “A b”"),
        ("claim,text,start,end\nA b,A b,-1,9\n", 2, "is no place"),
        ("claim,published\nA b,yesterday\n", 2, "is not a day"),
        ("claim,url\nA b,javascript:alert(1)\n", 2, "is not a web address"),
        ("claim,rating,finding\nA b,true,maybe\n", 2, "is no finding"),
        ('claim\n"A\nb"\nok,too,much\n', 4, "It has 3 cells"),
        ("claim,title\nC,t\n,t\n", 3, "names no claim"),
        ("claim,rating,person\nA b,true,///\n", 2, "is no name"),
    ],
)
def test_a_row_that_makes_no_sense_is_refused_with_its_line(desk: Project, table: str, line: int, why: str) -> None:
    ((at, _title, told),) = taken(desk, table).refused
    assert at == line
    assert why in told


@pytest.mark.parametrize(
    ("table", "why"),
    [
        (b"", "no table"),
        (b"a,b\n1,2\n", "No column holds the claims"),
        (b"\x00\x01\x02\x03", "No column|no table"),
        (b'claim\n"x\n' + b"y" * 5_000_000, "longer than"),
        (b'claim\n"x"y"\n', "Line 2"),
    ],
)
def test_what_is_no_table_is_refused_as_a_whole(desk: Project, table: bytes, why: str) -> None:
    with pytest.raises(Broken, match=why):
        taken(desk, table)
    assert not Article.objects.exists()


@pytest.mark.parametrize("fmt", ["csv", "csv-verdicts"])
def test_our_own_table_needs_no_mapping(desk: Project, cast: Cast, fmt: str) -> None:
    filled_article(cast)
    article = factories.make_article(desk, by=cast.reviewer, title="'=1+1", text="@everybody: -3 degrees it was.")
    factories.make_claim(article.latest(), "-3 degrees")
    factories.make_verdict(Claim.objects.get(text="-3 degrees"), cast.reviewer, rationale="=HYPERLINK(1)")
    data = b"".join(export(project=desk, fmt=fmt, viewer=None))
    other = factories.make_project(cast.owner, slug="other", scale=desk.scale)
    report = taken(other, data)
    assert (report.added, report.refused) == (2, [])
    again = Claim.objects.get(text="-3 degrees", revision__article__project=other)
    assert again.revision.article.title == "'=1+1"
    if fmt == "csv-verdicts":
        verdict = again.verdicts.get()
        assert (verdict.rationale, verdict.by) == ("=HYPERLINK(1)", cast.reviewer)
    assert taken(other, data).known == 2


def test_every_reviewers_verdicts_come_out_of_our_table_of_verdicts(desk: Project, cast: Cast) -> None:
    filled_article(cast)
    data = b"".join(export(project=desk, fmt="csv-verdicts", viewer=None))
    other = factories.make_project(cast.owner, slug="other", scale=desk.scale)
    taken(other, data)
    theirs = Verdict.objects.filter(claim__revision__article__project=other).order_by("created_at")
    assert [(one.by.username, one.rating.slug, one.supersedes_id) for one in theirs] == [
        ("reviewer", "true", None),
        ("reviewer", "mostly-true", theirs[0].pk),
        ("second_reviewer", "unproven", None),
    ]


@pytest.mark.parametrize("fmt", ["csv", "csv-verdicts"])
def test_our_own_table_makes_no_doubles_of_articles_that_are_here_whole(
    desk: Project, cast: Cast, fmt: str
) -> None:
    article = filled_article(cast)
    report = taken(desk, b"".join(export(project=desk, fmt=fmt, viewer=None)))
    assert (report.added, report.known) == (0, 0)
    ((_line, title, why),) = report.refused
    assert (title, why) == (
        article.title,
        "This article is here, with more than a table holds; nothing was changed.",
    )
    assert Article.objects.get() == article


def test_an_apostrophe_of_others_stays(desk: Project) -> None:
    taken(desk, "claim\n'=1 is a claim\n")
    assert Claim.objects.get().text == "'=1 is a claim"
