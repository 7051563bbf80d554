"""What somebody without an account gets at the addresses of signing in and of one's own account."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """What a stranger gets: one of these answers to each of these methods, 405 to all others."""

    url: str
    answers: dict[str, tuple[int, ...]]


METHODS = ("get", "post", "put", "patch", "delete")
TO_THE_DOOR = dict.fromkeys(METHODS, (302,))
NOWHERE = dict.fromkeys(METHODS, (404,))
OWN = (
    "", "again/", "again/code/", "again/passkey/", "code-app/", "code-app/remove/", "disconnect/", "passkeys/",
    "passkeys/add/", "password/", "password/first/", "recovery-codes/", "recovery-codes/file/",
    "recovery-codes/new/", "sessions/",
)  # fmt: skip

ACCOUNT_RULES = {f"account/{each}": Rule(f"/account/{each}", TO_THE_DOOR) for each in OWN} | {
    "account/passkeys/<int:pk>/name/": Rule("/account/passkeys/1/name/", TO_THE_DOOR),
    "account/passkeys/<int:pk>/remove/": Rule("/account/passkeys/1/remove/", TO_THE_DOOR),
    "sign-in/code/": Rule("/sign-in/code/", TO_THE_DOOR),
    "sign-in/passkey/": Rule("/sign-in/passkey/", {"get": (302,), "post": (302,), "put": (302,)}),
    "sign-in/switched-off/": Rule("/sign-in/switched-off/", {"get": (200,)}),
    "sign-in/forgotten/": Rule("/sign-in/forgotten/", NOWHERE),  # no mail is set up
    "sign-in/forgotten/<str:uidb36>-<str:key>/": Rule(
        "/sign-in/forgotten/1-abc/", dict.fromkeys(METHODS, (200,))  # says that the link is too old
    ),
    "sign-in/forgotten/done/": Rule("/sign-in/forgotten/done/", {"get": (200,)}),
    "sign-in/forgotten/sent/": Rule("/sign-in/forgotten/sent/", {"get": (200,)}),
    "sign-in/oidc/^(?P<provider_id>[^/]+)/login/": Rule("/sign-in/oidc/sso/login/", NOWHERE),  # none is set up
    "sign-in/oidc/^(?P<provider_id>[^/]+)/login/callback/": Rule("/sign-in/oidc/sso/login/callback/", NOWHERE),
    "sign-in/outside/cancelled/": Rule("/sign-in/outside/cancelled/", {"get": (200,)}),
    "sign-in/outside/failed/": Rule("/sign-in/outside/failed/", {"get": (401,)}),
    "sign-in/outside/new/": Rule("/sign-in/outside/new/", TO_THE_DOOR),
}  # fmt: skip
