"""Our JSON document and ClaimReview brought in, and what the command says."""

from __future__ import annotations

import json
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command

from claims.formats import records_json
from claims.formats.format import About
from claims.formats.guessing import guess
from claims.models import Claim, FactCheck, Project
from claims.pipeline.bring_in import FORMATS_IN, Broken, Refused, bring_in
from claims.pipeline.export import export
from claims.pipeline.export.stream import stream
from claims.pipeline.fact_checks import keep_fact_checks
from claims.pipeline.prepare import install_scales
from tests.interchange.averitec_files import many
from tests.interchange.test_bring_in import empty
from tests.interchange.test_stream import filled

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def document(cast: Cast) -> bytes:
    return b"".join(records_json.dump(stream(project=cast.project), About(site="https://desk.example")))


def test_a_document_goes_in_as_it_came_out(cast: Cast) -> None:
    filled(cast)
    data = document(cast)
    empty()
    report = bring_in(file=BytesIO(data), fmt="json")
    assert (report.added, report.refused) == (1, [])
    assert document(cast) == data
    again = bring_in(file=BytesIO(data), fmt="json")
    assert (again.added, again.known) == (0, 1)


@pytest.mark.parametrize("dry_run", [True, False])
def test_progress_goes_on_while_the_records_of_a_document_go_in(cast: Cast, dry_run: bool) -> None:
    filled(cast)
    data = document(cast)
    empty()
    heard: list[tuple[int, int]] = []
    bring_in(
        file=BytesIO(data),
        fmt="json",
        dry_run=dry_run,
        told=lambda done: heard.append((done, Claim.objects.count())),
    )
    assert [done for done, _there in heard] == sorted(done for done, _there in heard)
    before = [done for done, there in heard if not there]
    after = [done for done, there in heard if there]
    assert before
    assert max(before) <= len(data) // 2 <= min(after) <= max(after) <= len(data)


def test_an_article_of_a_document_is_refused_with_its_line(cast: Cast) -> None:
    filled(cast)
    data = json.dumps(json.loads(document(cast)), indent=2)
    Claim.objects.update(worthiness=0.25)
    report = bring_in(file=BytesIO(data.encode()), fmt="json")
    ((line, _title, why),) = report.refused
    assert json.loads(data)["articles"][0]["id"] in data.splitlines()[line - 1]
    assert "is not the same" in why


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        (lambda data: data[: len(data) // 2], "no whole JSON document"),
        (lambda data: data.replace(b'"version":2', b'"version":7', 1), "not version 2"),
        (lambda data: data.replace(b'"complete":true', b'"complete":false', 1), "leaves something out"),
        (lambda data: b"[1]", "not an object"),
        (lambda data: b"{}", "does not say that it ends"),
        (lambda data: b"\xff\xfe{", "JSON"),
        (lambda data: b'{"format": ' + b"[" * 100_000, "brackets"),
        (lambda data: b'{"articles": [3]}', "not version 2"),
        (lambda data: data.replace(b'"articles":[', b'"articles":[3,', 1), "not an object"),
        (lambda data: data.replace(b',\n"end":', b',"more":1,\n"end":', 1), "Nothing is known of “more”"),
    ],
)
def test_what_is_no_whole_document_is_refused(cast: Cast, damage: Any, why: str) -> None:
    filled(cast)
    data = damage(document(cast))
    empty()
    with pytest.raises(Broken, match=why):
        bring_in(file=BytesIO(data), fmt="json")
    assert not Project.objects.exists()


def review(claim: str) -> dict[str, Any]:
    rating = {"@type": "Rating", "alternateName": "Wrong"}
    told = {"@context": "https://schema.org", "@type": "ClaimReview", "url": "https://e.org/1"}
    return {**told, "claimReviewed": claim, "reviewRating": rating}


def test_claim_reviews_become_fact_checks(cast: Cast) -> None:
    data = "\n".join(json.dumps(one) for one in (review("A"), {"@type": "Thing"}, review("B"))).encode()
    told: dict[str, Any] = {"fmt": "claimreview", "project": cast.project, "keep": keep_fact_checks}
    dry = bring_in(file=BytesIO(data), dry_run=True, **told)
    assert (dry.added, FactCheck.objects.count()) == (2, 0)
    heard: list[int] = []
    report = bring_in(file=BytesIO(data), told=heard.append, **told)
    assert heard == [len(data)]
    assert (report.added, [line for line, _title, _why in report.refused]) == (2, [2])
    assert bring_in(file=BytesIO(data), **told).known == 2
    with pytest.raises(Broken, match=r"no fact-checks|no ClaimReview"):
        bring_in(file=BytesIO(b"{"), **told)


def test_the_command_tells_the_format_and_every_refusal(cast: Cast, tmp_path: Path, capsys: Any) -> None:
    install_scales()
    file = tmp_path / "dev.json"
    file.write_text(json.dumps([*many(2), {"claim": ""}]))
    slug = cast.project.slug
    with pytest.raises(CommandError, match="1 could not be brought in"):
        call_command("import", file, project=slug, dry_run=True)
    assert "2 articles would be added" in capsys.readouterr().out
    assert not Claim.objects.exists()
    with pytest.raises(CommandError, match="1 could not be brought in"):
        call_command("import", file, project=slug)
    out = capsys.readouterr().out
    assert "2 articles added (" in out
    assert "2 claim," in out
    assert "Refused, line 1, “”: It does not say which claim it is about (claim)." in out


def test_the_command_takes_meanings(cast: Cast, tmp_path: Path, capsys: Any) -> None:
    file = tmp_path / "t.csv"
    file.write_text("Aussage\nRents fell.\n")
    with pytest.raises(CommandError, match="No column holds the claims"):
        call_command("import", file, project=cast.project.slug)
    call_command("import", file, project=cast.project.slug, map=["Aussage=claim"])
    assert Claim.objects.get().text == "Rents fell."
    with pytest.raises(CommandError, match="does not say what it means"):
        call_command("import", file, project=cast.project.slug, map=["Aussage"])


@pytest.mark.parametrize(
    ("name", "head", "expected"),
    [
        ("a.jsonl", b'{"record":"export","format":"claim-workbench/export","version":2}', "jsonl"),
        ("a.json", b'{"format": "claim-workbench/export"', "json"),
        ("a.json", b'\n[{"claim": "x", "label": "Refuted", "questions": [{"answer_type"', "averitec"),
        ("a.json", b'[{"id": 1, "annotations": [{"completed_by": 1', "label-studio"),
        ("a.jsonl", b'{"id":1,"text":"x","label":[]}', "doccano"),
        ("a.json", b'{"@type": "ClaimReview"', "claimreview"),
        ("A.CSV", b"claim,rating", "csv"),
        ("a.bin", b"\x00\x01", ""),
    ],
)
def test_the_format_is_told_by_how_a_file_begins(name: str, head: bytes, expected: str) -> None:
    assert guess(name, head) == expected


@pytest.mark.parametrize("fmt", [*FORMATS_IN, "strange"])
def test_bytes_that_mean_nothing_are_refused(cast: Cast, fmt: str) -> None:
    for data in (b"", b"\x00" * 10, b"\xff\xfe\xff", b"}{", b"\n\n", b'"'):
        with pytest.raises((Broken, Refused), match=r"\w"):
            bring_in(file=BytesIO(data), fmt=fmt, project=cast.project, keep=keep_fact_checks)


@pytest.mark.parametrize("fmt", ["json", "jsonl"])
def test_histories_of_elsewhere_stay_there(cast: Cast, fmt: str) -> None:
    filled(cast)
    data = b"".join(export(project=cast.project, fmt=fmt, viewer=None, with_history=True))
    assert b"history" in data
    empty()
    report = bring_in(file=BytesIO(data), fmt=fmt)
    assert (report.added, report.refused) == (1, [])
