"""Files that come in and go out: from the upload to the report, and an export in each of its states."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
import pytest
from playwright.sync_api import expect

from factcheck.embedded.postgres import Postgres
from tests.browser.axe import troubles
from tests.browser.travel_ways import hand_in_labels

if TYPE_CHECKING:
    from tests.browser.installation import Installation
    from tests.browser.windows import Windows

TABLE = b"Statement,Speaker\nThe lido opens in May.,Ida Holm\nThe lido is free.,\n,Ida Holm\n"
STATES = {
    "queued": ("queued", "", "0", ""),
    "running": ("running", "now()", "400", ""),
    "failed": ("failed", "now()", "0", "The file could not be written: No space left on device."),
    "cancelled": ("cancelled", "now()", "0", ""),
    "gone": ("succeeded", "now()", "900", ""),
}
"""State, when it was begun, how many of 900 claims are written, what is wrong. Nothing is due before tomorrow."""


def test_a_table_goes_from_the_upload_over_the_try_into_the_project(windows: Windows) -> None:
    page = windows.open("owner", "/imports/new/")
    page.get_by_label("File").set_input_files({"name": "lido.csv", "mimeType": "text/csv", "buffer": TABLE})
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_text("The lido opens in May.")).to_be_visible()
    page.get_by_label("Statement").select_option("claim")
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_text("dry run: nothing is written")).to_be_visible()
    expect(page.get_by_text("It names no claim.")).to_be_visible(timeout=20_000)
    page.get_by_role("button", name="Bring it in").click()
    page.get_by_role("link", name="To the articles").click(timeout=20_000)
    expect(page.get_by_role("link", name="The lido opens in May.").first).to_be_visible()
    expect(page.get_by_role("link", name="The lido is free.").first).to_be_visible()


def test_labels_are_told_once_and_known_the_next_time(windows: Windows) -> None:
    page = windows.open("owner")
    hand_in_labels(page)
    expect(page.get_by_label("claim source")).to_have_value("source")
    page.get_by_label("Aussage").select_option("content")
    page.get_by_role("button", name="Try it").click()
    page.get_by_role("button", name="Bring it in").click(timeout=20_000)
    page.get_by_role("link", name="To the articles").click(timeout=20_000)
    page.get_by_role("link", name="Rents rose by nine percent").first.click()
    expect(page.get_by_text("Ida Holm").first).to_be_visible()
    hand_in_labels(page)
    expect(page.get_by_label("Aussage")).to_have_value("content")


@pytest.mark.parametrize("name", STATES)
def test_axe_finds_nothing_on_an_export_that_is(windows: Windows, installation: Installation, name: str) -> None:
    state, begun, done, error = STATES[name]
    key = uuid4()
    with psycopg.connect(Postgres(installation.var).url(), autocommit=True) as connection:
        connection.execute(
            f"""INSERT INTO claims_export (id, state, attempts, due_at, started_at, error, format, chosen,
                  with_history, done, total, file, sha256, counts, project_id, asked_by_id)
                SELECT %s, %s, 1, now() + '1 day', {begun or "NULL"}, %s, 'jsonl', '{{}}', false,
                  {done}, 900, '', %s, '{{}}', claims_project.id, claims_user.id
                FROM claims_project, claims_user WHERE claims_user.username = 'owner'
                ORDER BY claims_project.created_at LIMIT 1""",  # noqa: S608 - our own words
            [key, state, error, "a" * 64 if state == "succeeded" else ""],
        )
        page = windows.open("owner", f"/exports/{key}/")
        words = {"failed": error, "gone": "kept for seven days and is gone", "running": "400 of 900 claims written"}
        expect(page.get_by_text(words.get(name, name.capitalize())).first).to_be_visible()
        assert troubles(page) == {}
        connection.execute("DELETE FROM claims_export WHERE id = %s", [key])
