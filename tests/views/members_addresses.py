"""The addresses of members and roles, and the membership that they name."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from claims.models import Act, Invitation, Membership, Role
from tests import factories

if TYPE_CHECKING:
    from tests.conftest import Cast

GET, POST = "get", "post"
ADDRESSES: list[tuple[Any, ...]] = [
    ("member-list", GET, Act.READ),
    ("member-add", POST, Act.MANAGE, "", 422),
    ("member-set", POST, Act.MANAGE, "member", 302, {"role": "editor", "skills": "law"}),
    ("member-remove", POST, Act.MANAGE, "last_owner", 422),
    ("invitation-make", POST, Act.MANAGE, "", 422),
    ("invitation-revoke", POST, Act.MANAGE, "invitation", 302),
    ("invited", GET, None, "", 404, {}, False, ("unknown-secret",)),
    ("invited", POST, None, "", 404, {}, False, ("unknown-secret",)),
    ("first-account", GET, None, "", 404, {}, False, ("unknown-key",)),
    ("first-account", POST, None, "", 404, {}, False, ("unknown-key",)),
    ("role-page", GET, Act.READ),
]


def member_rows(cast: Cast) -> dict[str, Any]:
    """A member to change, and the one who cannot be removed."""
    owned = {"project": cast.project, "by": cast.owner, "role": Role.VIEWER}
    return {
        "invitation": Invitation.objects.create(
            **owned, sha256="0" * 64, expires_at=datetime(2199, 1, 1, tzinfo=UTC)
        ),
        "member": Membership.objects.create(project=cast.project, user=factories.make_user(), role=Role.VIEWER),
        "last_owner": Membership.objects.get(project=cast.project, user=cast.owner),
    }
