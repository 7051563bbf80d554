"""Ways to the pages of second factors, each with a person of its own: nobody else's door changes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from uuid import uuid4

from allauth.mfa.totp.internal import auth as totp

from tests.browser.account_ways import sure, to_an_invitation
from tests.browser.test_passkeys import home, plug_in
from tests.browser.ways import Way, at

if TYPE_CHECKING:
    from playwright.sync_api import Page

PASSWORD = "a bridge of paper boats"


def to_a_refused_sign_in(page: Page) -> None:
    page.goto("/sign-in/")
    page.get_by_label("User name").fill(f"nobody-{uuid4().hex[:8]}")
    page.get_by_label("Password").fill("not the password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("alert").wait_for()


def to_a_locked_door(page: Page) -> None:
    page.goto("/sign-in/")
    name = f"nobody-{uuid4().hex[:8]}"
    while not page.get_by_text("Too many").is_visible():
        page.get_by_label("User name").fill(name)
        page.get_by_label("Password").fill("not the password")
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.get_by_role("alert").or_(page.get_by_text("Too many")).first.wait_for()


def to_a_refused_password(page: Page) -> None:
    page.goto("/account/password/")
    for field in page.locator("main input[type=password]").all():
        field.fill("12345678")
    page.locator("main form").get_by_role("button").first.click()
    page.get_by_role("alert").first.wait_for()


def a_newcomer(page: Page) -> str:
    """Sign in as somebody new; their name."""
    to_an_invitation(page)
    name = f"newcomer-{uuid4().hex[:8]}"
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make the account and join").click()
    page.get_by_role("banner").get_by_text(name).wait_for()
    return name


def to_recovery_codes(page: Page) -> str:
    """By setting a code app up; the person's name."""
    name = a_newcomer(page)
    sure(page, "/account/code-app/", PASSWORD)
    secret = page.get_by_label("Key", exact=True).input_value()
    code = totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))
    page.get_by_label("The code that the app shows now").fill(code)
    page.get_by_role("button", name="Switch it on").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    return name


def to_the_account_with_an_app(page: Page) -> None:
    to_recovery_codes(page)
    page.goto("/account/")


def to_new_recovery_codes(page: Page) -> None:
    to_recovery_codes(page)
    page.goto("/account/recovery-codes/new/")


def to_an_app_to_remove(page: Page) -> None:
    to_recovery_codes(page)
    page.goto("/account/code-app/remove/")


def to_a_code_once_more(page: Page) -> None:
    to_recovery_codes(page)
    page.goto("/account/again/code/?next=/account/")


def to_the_second_factor(page: Page) -> None:
    name = to_recovery_codes(page)
    page.context.clear_cookies()
    page.goto("/sign-in/")
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Code of your app").wait_for()


def to_a_refused_second_factor(page: Page) -> None:
    to_the_second_factor(page)
    page.get_by_label("Code of your app").fill("000000")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("alert").first.wait_for()


def to_a_kept_passkey(page: Page) -> None:
    """One of somebody who came in under a name: a passkey belongs to a name, never to a number."""
    plug_in(page)
    name = a_newcomer(page)
    page.context.clear_cookies()
    page.goto(home(page, "/sign-in/?next=/account/passkeys/"))
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("heading", name="Passkeys").wait_for()
    sure(page, home(page, "/account/passkeys/add/"), PASSWORD)
    page.get_by_label("What you call it").fill("My laptop")
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    page.goto(home(page, "/account/passkeys/"))


def to_a_passkey_s_name(page: Page) -> None:
    to_a_kept_passkey(page)
    page.get_by_role("link", name="Rename My laptop").click()
    page.wait_for_url("**/name/")


def to_a_passkey_to_remove(page: Page) -> None:
    to_a_kept_passkey(page)
    page.get_by_role("link", name="Remove My laptop").click()
    page.wait_for_url("**/remove/")


def to_a_passkey_once_more(page: Page) -> None:
    to_a_kept_passkey(page)
    page.goto(home(page, "/account/again/passkey/?next=/account/"))


SECOND: dict[str, Way] = {
    "a refused sign-in": Way(to_a_refused_sign_in, "login", ""),
    "a locked door": Way(to_a_locked_door, "login", ""),
    "a link that is on its way": Way(at("/sign-in/forgotten/sent/"), "account_reset_password_done", ""),
    "a sign-in that failed elsewhere": Way(at("/sign-in/outside/failed/"), "socialaccount_login_error", ""),
    "a refused new password": Way(to_a_refused_password, "account_change_password"),
    "recovery codes": Way(to_recovery_codes, "mfa_view_recovery_codes", "owner"),
    "the account with a code app": Way(to_the_account_with_an_app, "mfa_index", "owner"),
    "new recovery codes": Way(to_new_recovery_codes, "mfa_generate_recovery_codes", "owner"),
    "a code app to remove": Way(to_an_app_to_remove, "mfa_deactivate_totp", "owner"),
    "a code once more": Way(to_a_code_once_more, "mfa_reauthenticate", "owner"),
    "the second factor": Way(to_the_second_factor, "mfa_authenticate", "owner"),
    "a refused second factor": Way(to_a_refused_second_factor, "mfa_authenticate", "owner"),
    "a kept passkey": Way(to_a_kept_passkey, "mfa_list_webauthn", "owner"),
    "a passkey's name": Way(to_a_passkey_s_name, "mfa_edit_webauthn", "owner"),
    "a passkey to remove": Way(to_a_passkey_to_remove, "mfa_remove_webauthn", "owner"),
    "a passkey once more": Way(to_a_passkey_once_more, "mfa_reauthenticate_webauthn", "owner"),
}
