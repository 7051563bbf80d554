"""Files on their way in, as people see them: what their words mean, what waits for whom, what was refused."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from claims.models import Article, Claim, Import, Mapping, Scale, Verdict
from claims.pipeline.bring_in import open_import, run_import
from claims.pipeline.bring_in.job import ROWS_KEPT
from claims.pipeline.prepare import install_scales

if TYPE_CHECKING:
    from django.test import Client

    from tests.conftest import Cast

pytestmark = pytest.mark.django_db

TEXT = "Rents fell in May, said Ida Berg. It rained."


def spans(*labels: tuple[str, str]) -> str:
    """A text of doccano with labels on words."""
    marked = [[TEXT.index(words), TEXT.index(words) + len(words), label] for words, label in labels]
    return json.dumps({"id": len(labels), "text": TEXT, "label": marked})


MARKED = spans(("Rents fell in May", "Aussage"), ("Rents fell in May", "falsch"), ("Ida Berg", "claim source"))


@pytest.fixture
def owner(cast: Cast, client: Client) -> Client:
    install_scales()
    cast.project.scale = Scale.objects.get(slug="truth")
    cast.project.save()
    client.force_login(cast.owner)
    return client


def handed_in(client: Client, name: str, data: str, fmt: str = "") -> Import:
    client.post(reverse("claims:import-new"), {"file": SimpleUploadedFile(name, data.encode()), "format": fmt})
    return Import.objects.latest("queued_at")


def picked(page: str) -> dict[str, str]:
    """What is chosen by label on the page."""
    from lxml import html  # noqa: PLC0415 - beside its use

    tree = html.fromstring(page)
    rows = tree.xpath("//table//tbody/tr")
    chosen = {row.xpath("string(.//label)").strip(): row.xpath(".//option[@selected]/@value") for row in rows}
    return {label: (values or [""])[0] for label, values in chosen.items()}


def test_labels_are_guessed_said_once_and_remembered(owner: Client, cast: Cast) -> None:
    row = handed_in(owner, "marked.jsonl", MARKED, "doccano")
    page = reverse("claims:import-labels", args=[row.pk])
    assert row.state == "cancelled"
    shown = owner.get(page).content.decode()
    assert picked(shown) == {"Aussage": "", "falsch": "", "claim source": "source"}
    assert "Rents fell in May" in shown
    nothing = owner.post(page, {"label-0": "", "label-1": "", "label-2": "source"})
    assert nothing.status_code == 422
    assert "which label marks claims" in nothing.content.decode()
    said = {"Aussage": "content", "falsch": "false", "claim source": "source"}
    order = list(picked(shown))
    form = {f"label-{place}": said[label] for place, label in enumerate(order)}
    assert owner.post(page, {**form, "person": "ida.holm"})["Location"] == reverse(
        "claims:import-detail", args=[row.pk]
    )
    run_import(import_id=row.pk)
    row.refresh_from_db()
    assert (row.state, row.dry_run, row.added, row.error) == ("succeeded", True, 1, "")
    owner.post(reverse("claims:import-detail", args=[row.pk]), {"act": "bring"})
    run_import(import_id=row.pk)
    claim = Claim.objects.get()
    assert claim.text == "Rents fell in May"
    assert [one.source.name for one in claim.attributions.all() if one.source] == ["Ida Berg"]
    verdict = Verdict.objects.get()
    assert (verdict.rating.slug, verdict.by.username) == ("false", "ida.holm")
    assert Mapping.objects.get().meanings == said

    other = handed_in(owner, "next.jsonl", spans(("It rained", "Aussage"), ("Ida Berg", "Wer")), "doccano")
    again = owner.get(reverse("claims:import-labels", args=[other.pk])).content.decode()
    assert picked(again) == {"Aussage": "content", "Wer": ""}
    strange = handed_in(owner, "tasks.json", "[]", "label-studio")
    assert (
        "No text of this file has a label"
        in owner.get(reverse("claims:import-labels", args=[strange.pk])).content.decode()
    )


def test_a_label_of_which_nothing_is_said_means_nothing_whatever_it_is_called(owner: Client) -> None:
    row = handed_in(owner, "a.jsonl", spans(("It rained", "claim"), ("Rents fell", "false")), "doccano")
    page = reverse("claims:import-labels", args=[row.pk])
    assert picked(owner.get(page).content.decode()) == {"claim": "content", "false": "false"}
    owner.post(page, {"label-0": "content", "label-1": ""})
    owner.post(reverse("claims:import-detail", args=[row.pk]), {"act": "cancel"})
    owner.post(page, {"label-0": "content", "label-1": ""})
    run_import(import_id=row.pk)
    owner.post(reverse("claims:import-detail", args=[row.pk]), {"act": "bring"})
    run_import(import_id=row.pk)
    assert list(Claim.objects.values_list("text", flat=True)) == ["It rained"]
    assert "Rents fell" in json.dumps(Article.objects.get().origin)


def test_a_file_that_is_no_json_says_so_instead_of_asking(owner: Client) -> None:
    row = handed_in(owner, "a.jsonl", "no JSON at all", "doccano")
    answer = owner.get(reverse("claims:import-labels", args=[row.pk]), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("claims:import-detail", args=[row.pk])
    assert "This is no JSON" in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "data", "fmt", "step", "page"),
    [
        ("a.csv", "Satz\nIt rains\n", "", "Say what the columns mean", "import-columns"),
        ("a.jsonl", MARKED, "doccano", "Say what the labels mean", "import-labels"),
    ],
)
def test_a_file_that_waits_for_a_person_says_so_everywhere(
    owner: Client, name: str, data: str, fmt: str, step: str, page: str
) -> None:
    row = handed_in(owner, name, data, fmt)
    address = reverse(f"claims:{page}", args=[row.pk])
    jobs = owner.get(reverse("claims:job-list") + "?show=all").content.decode()
    assert step in jobs
    assert address in jobs
    assert "waits for you" in jobs
    assert reverse("claims:job-retry", args=["import", row.pk]) not in jobs
    assert address in owner.get(reverse("claims:import-list")).content.decode()
    detail = owner.get(reverse("claims:import-detail", args=[row.pk])).content.decode()
    assert "This file waits for you." in detail
    assert address in detail


def test_all_that_was_refused_can_be_taken_though_the_page_has_the_first_thousand(
    owner: Client, cast: Cast
) -> None:
    lines = "\n".join(["claim,rating", *(f"It rains {number},=1+1" for number in range(ROWS_KEPT + 5))])
    upload = SimpleUploadedFile("rain.csv", lines.encode())
    row = open_import(project=cast.project, by=cast.owner, upload=upload, dry_run=False)
    run_import(import_id=row.pk)
    row.refresh_from_db()
    assert (row.refused, len(row.report)) == (ROWS_KEPT + 5, ROWS_KEPT)
    page = owner.get(reverse("claims:import-detail", args=[row.pk])).content.decode()
    assert "the first 1,000 of 1,005" in page
    address = reverse("claims:import-refused", args=[row.pk])
    as_lines: Any = owner.get(address, {"as": "jsonl"})
    found = [json.loads(line) for line in b"".join(as_lines.streaming_content).splitlines()]
    assert [one["line"] for one in found] == list(range(2, ROWS_KEPT + 7))
    as_table: Any = owner.get(address)
    table = list(csv.DictReader(io.StringIO(b"".join(as_table.streaming_content).decode(), newline="")))
    assert [one["title"] for one in table] == [one["title"] for one in found]


def test_formulas_in_what_was_refused_are_defused(owner: Client, cast: Cast) -> None:
    row = Import.objects.create(
        project=cast.project, asked_by=cast.owner, format="csv", refused=1, state="succeeded",
        report=[{"line": 2, "title": "=HYPERLINK(1)", "why": "@all"}],
    )  # fmt: skip
    answer: Any = owner.get(reverse("claims:import-refused", args=[row.pk]))
    assert b"2,'=HYPERLINK(1),'@all" in b"".join(answer.streaming_content)
