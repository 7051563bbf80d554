"""Ways to what goes out and comes in: the choice of a file, a table's columns, what a try says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.browser.ways import OPEN, Way, at

if TYPE_CHECKING:
    from playwright.sync_api import Page

TABLE = b"Statement,Speaker,Seite\nRents rose by nine percent.,Ida Holm,12\n,Ida Holm,13\n"
TEXT = "Rents rose by nine percent, said Ida Holm."
MARKED = json.dumps(
    {
        "text": TEXT,
        "label": [[0, 26, "Aussage"], [33, 41, "claim source"], [28, 32, "cue"]],
    }
).encode()
TOO_MANY = b"claim,rating\n" + b"".join(b"It rains %d,=1+1\n" % number for number in range(1005))
ASK = """() => fetch("/api/v1/projects/demo/exports/", {method: "POST", body: JSON.stringify({format: "jsonl"}),
  headers: {"Content-Type": "application/json",
    "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value}})
  .then((answer) => answer.json())"""
"""A file in the background, however few claims there are."""


def to_an_open_choice(page: Page) -> None:
    page.goto("/exports/")
    page.locator("details").evaluate_all(OPEN)


def to_a_refused_choice(page: Page) -> None:
    page.goto("/exports/")
    page.get_by_label("Checked copy, HTML").check()
    page.get_by_role("button", name="Export").click()
    page.get_by_text("This format is for one article").wait_for()


def to_columns(page: Page, table: bytes = TABLE) -> None:
    page.goto("/imports/new/")
    page.get_by_label("File").set_input_files({"name": "rents.csv", "mimeType": "text/csv", "buffer": table})
    page.get_by_role("button", name="Try it").click()
    page.get_by_role("heading", name="What the columns are").wait_for()


def hand_in_labels(page: Page) -> None:
    page.goto("/imports/new/")
    page.get_by_label("File").set_input_files({"name": "rents.jsonl", "mimeType": "text/plain", "buffer": MARKED})
    page.get_by_label("Format").select_option("doccano")
    page.get_by_role("button", name="Try it").click()
    page.get_by_role("heading", name="What the labels mean").wait_for()


def to_refused_labels(page: Page) -> None:
    hand_in_labels(page)
    page.get_by_label("Aussage").select_option("")
    page.get_by_label("claim source").select_option("ignore")
    page.get_by_role("button", name="Try it").click()
    page.get_by_text("Say which label marks claims").wait_for()


def to_a_file_that_waits(page: Page) -> None:
    to_columns(page)
    page.get_by_role("link", name="rents.csv").click()
    page.get_by_text("This file waits for you.").wait_for()


def to_jobs_with_one_that_waits(page: Page) -> None:
    to_columns(page)
    page.goto("/jobs/?show=all")
    page.get_by_role("link", name="Say what the columns mean").first.wait_for()


def to_a_report_that_is_cut(page: Page) -> None:
    page.goto("/imports/new/")
    page.get_by_label("File").set_input_files({"name": "rain.csv", "mimeType": "text/csv", "buffer": TOO_MANY})
    page.get_by_role("button", name="Try it").click()
    page.get_by_role("button", name="Try it").click()
    page.get_by_text("Here are the first 1,000 of 1,005.").wait_for()


def to_what_came_in(page: Page) -> None:
    to_what_a_try_says(page, TABLE.replace(b"nine", b"ten"))
    page.get_by_role("button", name="Bring it in").click()
    page.get_by_role("link", name="To the articles").wait_for()


def to_a_written_export(page: Page) -> None:
    page.goto("/exports/")
    page.evaluate(ASK)
    page.goto("/exports/")
    page.locator("#exports tbody a").first.click()
    page.get_by_role("link", name="Download").wait_for()


def to_what_a_try_says(page: Page, table: bytes = TABLE) -> None:
    to_columns(page, table)
    page.get_by_label("Statement").select_option("claim")
    page.get_by_role("button", name="Try it").click()
    page.get_by_role("button", name="Bring it in").wait_for()


TRAVEL: dict[str, Way] = {
    "exports": Way(to_an_open_choice, "export-list"),
    "a refused export": Way(to_a_refused_choice),
    "imports": Way(at("/imports/"), "import-list", who="owner"),
    "a file to bring in": Way(at("/imports/new/"), "import-new", who="owner"),
    "columns": Way(to_columns, "import-columns", who="owner"),
    "labels": Way(hand_in_labels, "import-labels", who="owner"),
    "refused labels": Way(to_refused_labels, who="owner"),
    "a file that waits": Way(to_a_file_that_waits, "import-detail", who="owner"),
    "jobs with one that waits": Way(to_jobs_with_one_that_waits, "job-list", who="owner"),
    "a report that is cut": Way(to_a_report_that_is_cut, "import-detail", who="owner"),
    "what came in": Way(to_what_came_in, "import-detail", who="owner"),
    "a written export": Way(to_a_written_export, "export-detail", who="owner"),
    "what a try says": Way(to_what_a_try_says, "import-detail", who="owner"),
}
