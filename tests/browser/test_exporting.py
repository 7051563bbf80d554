"""The file that leaves the page is the one that the command line writes, and it is what the schema says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from jsonschema import Draft202012Validator

from tests.browser.acts import claims_of, judge, open_claim, put_in

if TYPE_CHECKING:
    from tests.browser.installation import Installation
    from tests.browser.windows import Windows


def test_the_owners_download_is_what_the_command_line_writes(windows: Windows, installation: Installation) -> None:
    page = windows.open("owner")
    article = put_in(page, "the mole of exports")
    for number in range(1, claims_of(page).count() + 1):
        open_claim(page, article, number)
        judge(page, why=f"The owner has judged claim {number}, so nothing of it is hidden from the owner.")
    with page.expect_download() as begun:
        page.get_by_role("link", name="JSON").click()
    download = begun.value
    identity = article.strip("/").split("/")[-1]
    assert download.suggested_filename == f"the-mole-of-exports-{identity}.json"
    data = Path(download.path()).read_bytes()
    assert installation.manage("export", identity, "--format", "json") == data
    schema = page.request.get("/schema/export-2.json").json()
    Draft202012Validator(schema).validate(json.loads(data))
    assert json.loads(data)["articles"][0]["claims"][0]["verdicts"][0]["rationale"].startswith(
        "The owner has judged"
    )
