"""Passkeys in a real browser, with an authenticator that Chromium plays (WebAuthn of the DevTools protocol)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.account_ways import sure

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.windows import Windows

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def plug_in(page: Page, **other: bool) -> None:
    """Give the window a device that keeps passkeys."""
    protocol = page.context.new_cdp_session(page)
    protocol.send("WebAuthn.enable")
    protocol.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE | other})


def home(page: Page, path: str) -> str:
    """The same installation under a name: a passkey belongs to a name, never to a number."""
    return page.evaluate("location.origin").replace("127.0.0.1", "localhost") + path


def test_a_passkey_is_added_opens_the_door_alone_and_is_removed(windows: Windows) -> None:
    page = windows.open()
    plug_in(page)
    page.goto(home(page, "/sign-in/?next=/account/passkeys/"))
    page.get_by_label("User name").fill("editor")
    page.get_by_label("Password").fill("settle-every-claim")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("None yet.")).to_be_visible()
    sure(page, home(page, "/account/passkeys/add/"))
    page.get_by_label("What you call it").fill("My laptop")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.context.clear_cookies()

    page.goto(home(page, "/sign-in/"))
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("link", name="Desk", exact=True)).to_have_attribute("aria-current", "page")

    page.goto(home(page, "/account/passkeys/"))
    expect(page.get_by_text("My laptop").first).to_be_visible()
    page.get_by_role("link", name="Remove My laptop").click()
    if page.get_by_role("heading", name="Is it you?").is_visible():
        page.get_by_label("Password").fill("settle-every-claim")
        page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("None yet.")).to_be_visible()


def test_a_device_that_says_no_is_told_and_the_password_still_opens(windows: Windows) -> None:
    page = windows.open()
    plug_in(page, isUserVerified=False)
    page.goto(home(page, "/sign-in/"))
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("The passkey was not used")).to_be_visible()
    expect(page.get_by_role("button", name="Sign in")).to_be_enabled()
