"""Ways to the door, to one's own account, and to what an invitation opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.ways import Go, Way, at

if TYPE_CHECKING:
    from playwright.sync_api import Page


def sure(page: Page, path: str, password: str = "settle-every-claim") -> None:
    """A page of the account that asks for the password once more."""
    page.goto(path)
    if page.get_by_role("heading", name="Is it you?").is_visible():
        page.get_by_label("Password").fill(password)
        page.get_by_role("button", name="Go on").click()


def guarded(path: str) -> Go:
    return lambda page: sure(page, path)


def to_a_wrong_code(page: Page) -> None:
    sure(page, "/account/code-app/")
    page.get_by_label("The code that the app shows now").fill("000000")
    page.get_by_role("button", name="Switch it on").click()
    page.get_by_role("alert").wait_for()


def to_a_made_invitation(page: Page) -> None:
    page.goto("/settings/members/")
    page.get_by_role("button", name="Invite").click()
    page.get_by_label("Link", exact=True).wait_for()


def to_a_refused_invitation(page: Page) -> None:
    page.goto("/settings/members/")
    page.locator("#asked-email").evaluate("(field) => { field.type = 'text'; field.value = 'no address'; }")
    page.get_by_role("button", name="Invite").click()
    page.get_by_role("alert").first.wait_for()


def to_an_invitation(page: Page) -> None:
    """As somebody without an account sees it."""
    to_a_made_invitation(page)
    link = page.get_by_label("Link", exact=True).input_value()
    page.context.clear_cookies()
    page.goto(link)


def to_an_account_that_is_refused(page: Page) -> None:
    to_an_invitation(page)
    page.get_by_label("User name").fill("owner")
    page.get_by_label("Password").fill("12345678")
    page.get_by_role("button", name="Make the account and join").click()
    page.get_by_role("alert").first.wait_for()


ACCOUNTS: dict[str, Way] = {
    "the account": Way(at("/account/"), "mfa_index"),
    "the sessions": Way(at("/account/sessions/"), "usersessions_list"),
    "another password": Way(at("/account/password/"), "account_change_password"),
    "is it you": Way(at("/account/passkeys/add/"), "account_reauthenticate", "reviewer"),
    "a code app": Way(guarded("/account/code-app/"), "mfa_activate_totp"),
    "a wrong code": Way(to_a_wrong_code, "mfa_activate_totp"),
    "the passkeys": Way(at("/account/passkeys/"), "mfa_list_webauthn"),
    "a new passkey": Way(guarded("/account/passkeys/add/"), "mfa_add_webauthn"),
    "an account that is switched off": Way(at("/sign-in/switched-off/"), "account_inactive", ""),
    "a link that is too old": Way(at("/sign-in/forgotten/1-abc/"), "account_reset_password_from_key", ""),
    "a password that is saved": Way(at("/sign-in/forgotten/done/"), "account_reset_password_from_key_done", ""),
    "a cancelled sign-in": Way(at("/sign-in/outside/cancelled/"), "socialaccount_login_cancelled", ""),
    "a made invitation": Way(to_a_made_invitation, "", "owner"),
    "a refused invitation": Way(to_a_refused_invitation, "", "owner"),
    "an invitation": Way(to_an_invitation, "invited", "owner"),
    "an account that is refused": Way(to_an_account_that_is_refused, "invited", "owner"),
}
