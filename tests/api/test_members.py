"""Members over the API."""

from __future__ import annotations

import json

from claims.models import Membership

PATH = "projects/city-desk/members"


def test_members_read_names_and_roles_owners_more(cast, api):
    seen = api(cast.viewer).get(PATH).json()["results"]
    assert {tuple(one) for one in seen} == {("id", "name", "role")}
    assert {one["name"]: one["role"] for one in seen}["Second Reviewer"] == "reviewer"
    assert {"username", "skills", "created_at"} < set(api(cast.owner).get(PATH).json()["results"][0])


def test_an_owner_lets_in_changes_and_removes(cast, api):
    owner = api(cast.owner)
    made = owner.post(PATH, {"username": "outsider", "role": "viewer", "skills": ["Law"]})
    assert made.status_code == 201
    path = f"{PATH}/{made.json()['id']}"
    assert owner.patch(path, {"role": "reviewer"}).json()["skills"] == ["law"]
    assert Membership.objects.get(user=cast.outsider).role == "reviewer"
    assert owner.client.delete(f"/api/v1/{path}").status_code == 204
    assert not Membership.objects.filter(user=cast.outsider).exists()


def test_the_last_owner_stays(cast, api):
    row = Membership.objects.get(user=cast.owner)
    answer = api(cast.owner).patch(f"{PATH}/{row.pk}", {"role": "viewer"})
    assert answer.status_code == 400
    assert json.loads(answer.content)["errors"][0]["field"] == "role"


def test_a_member_of_another_project_is_not_found_here(cast, api):
    other = Membership.objects.create(
        project=type(cast.project).objects.create(slug="away", name="Away", scale=cast.project.scale),
        user=cast.outsider,
        role="viewer",
    )
    assert api(cast.owner).patch(f"{PATH}/{other.pk}", {"role": "owner"}).status_code == 404
