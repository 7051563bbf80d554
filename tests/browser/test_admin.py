"""The admin in a browser: axe finds nothing on it, the side bar folds by keyboard, an act is shown, then done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.axe import troubles
from tests.browser.windows import sign_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tests.browser.installation import Installation
    from tests.browser.windows import Windows

PASSWORD = "run-every-desk-well"
FAIL_ONE = """
from claims.models import Lookup
one = Lookup.objects.order_by("id").first()
Lookup.objects.filter(pk=one.pk).update(state="failed", error="The service was away.")
"""
MEND_IT = """
from claims.models import Lookup
Lookup.objects.filter(error="The service was away.").update(state="succeeded", error="")
"""
OPERATOR = f"""
from claims.models import User
if not User.objects.filter(username="operator").exists():
    User.objects.create_superuser("operator", password="{PASSWORD}")
"""
THEIRS = "landmark-unique"
"""unfold's lists scroll in two regions of one name."""


@pytest.fixture
def operator(windows: Windows, installation: Installation) -> Iterator[Page]:
    """A window of somebody who runs the installation; a look-up has failed."""
    installation.manage("shell", "-c", OPERATOR + FAIL_ONE)
    page = windows.open("", "/sign-in/")
    sign_in(page, "operator", PASSWORD)
    page.wait_for_url("**/")
    yield page
    installation.manage("shell", "-c", MEND_IT)


def first_row(page: Page, path: str) -> None:
    page.goto(path)
    page.locator("#result_list a[href*='/change/']").first.click()
    page.wait_for_url("**/change/**")


def test_axe_finds_nothing_on_the_admin(operator: Page) -> None:
    operator.goto("/admin/")
    operator.get_by_role("heading", name="Workers", exact=True).wait_for()
    assert troubles(operator) == {}, "the dashboard"
    first_row(operator, "/admin/claims/lookup/?state__exact=failed")
    assert troubles(operator) == {}, "a row"
    operator.get_by_role("link", name="Put back into the queue").click()
    operator.get_by_role("button", name="Put back into the queue").wait_for()
    assert troubles(operator) == {}, "a preview"
    first_row(operator, "/admin/claims/article/")
    operator.goto(operator.url.split("?")[0].replace("/change/", "/history/"))
    operator.get_by_role("heading", name="History").wait_for()
    assert troubles(operator) == {}, "a history"
    operator.goto("/admin/claims/claim/")
    found = [one for each in troubles(operator).values() for one in each]
    assert [one for one in found if not one.startswith(THEIRS)] == [], "a list"


def test_an_act_is_shown_and_then_done(operator: Page) -> None:
    operator.goto("/admin/")
    operator.get_by_role("link", name="Read why; then put them back into the queue").click()
    operator.locator("input.action-select").first.check()
    operator.locator("select[name=action]").select_option(label="Put back into the queue")
    operator.locator("#changelist-actions-wrapper button").first.click()
    expect(operator.get_by_text("The service was away.").first).to_be_visible()
    operator.get_by_role("button", name="Put back into the queue").click()
    expect(operator.get_by_text("done for 1 row")).to_be_visible()


def test_the_side_bar_folds_by_keyboard(operator: Page) -> None:
    operator.goto("/admin/")
    button = operator.get_by_role("button", name="Side bar").locator("visible=true")
    expect(button).to_have_attribute("aria-expanded", "true")
    button.focus()
    operator.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "false")
