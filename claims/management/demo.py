"""The people of the demo project: what the seed enters, and what ``up`` prints for a newcomer to sign in with."""

from __future__ import annotations

from typing import NamedTuple

from claims.models import User


class Login(NamedTuple):
    """Somebody to sign in as; ``role`` is a role in the demo project."""

    username: str
    password: str
    role: str


LOGINS = (
    Login("reviewer", "check-every-claim", "reviewer"),
    Login("editor", "settle-every-claim", "editor"),
    Login("owner", "own-every-claim", "owner"),
)


def working() -> list[Login]:
    """The demo logins that still open the door: the account is there and its password was not changed."""
    users = {user.username: user for user in User.objects.filter(username__in=[each.username for each in LOGINS])}
    return [
        each for each in LOGINS if each.username in users and users[each.username].check_password(each.password)
    ]
