"""Invitations over the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core import mail

from claims.models import Invitation
from tests import factories

if TYPE_CHECKING:
    from tests.conftest import Cast

PATH = "projects/city-desk/invitations"


def test_an_owner_invites_and_takes_it_back(api: Any, cast: Cast, settings: Any) -> None:
    settings.MAIL_SET_UP = False
    owner = api(cast.owner)
    made = owner.post(PATH, {"role": "reviewer", "days": 1})
    assert made.status_code == 201
    secret = made.json()["link"].rstrip("/").rsplit("/", 1)[1]
    assert Invitation.objects.open().filter(pk=made.json()["id"]).exists()
    row = f"{PATH}/{made.json()['id']}"
    for answer in (owner.get(PATH), owner.get(row)):
        assert secret not in answer.content.decode()
    assert owner.client.delete(f"/api/v1/{row}", headers={"If-Match": '"stale"'}).status_code == 412
    assert owner.client.delete(f"/api/v1/{row}").status_code == 204
    assert owner.client.delete(f"/api/v1/{row}").status_code == 204
    assert owner.get(row).json()["revoked_at"]
    assert not Invitation.objects.open().exists()


def test_a_link_that_went_out_by_mail_is_told_to_nobody_else(api: Any, cast: Cast, settings: Any) -> None:
    settings.MAIL_SET_UP = True
    made = api(cast.owner).post(PATH, {"role": "viewer", "email": "jo@paper.example"})
    assert (made.json()["link"], mail.outbox[0].to) == ("", ["jo@paper.example"])
    assert made.json()["mailed_at"]


def test_what_is_wrong_is_told_by_its_field(api: Any, cast: Cast) -> None:
    for body, field in (
        ({"role": "king"}, "role"),
        ({"role": "viewer", "days": 2}, "days"),
        ({"role": "viewer", "email": "jo"}, "email"),
    ):
        answer = api(cast.owner).post(PATH, body)
        assert (answer.status_code, [one["field"] for one in answer.json()["errors"]]) == (400, [field])


def test_another_projects_invitation_is_not_there(api: Any, cast: Cast) -> None:
    made = api(cast.owner).post(PATH, {"role": "viewer"}).json()
    other = factories.make_project(cast.owner)
    assert api(cast.owner).get(f"projects/{other.slug}/invitations/{made['id']}").status_code == 404
    assert api(cast.editor).get(PATH).status_code == 403
