"""What is managed in the admin: projects, members, scales, accounts, and the record of it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from claims.models import Event, Membership, Project, Rating, Role, ScaleVersion, User, role_of
from tests import factories


@pytest.fixture
def operator(cast, client):
    client.force_login(cast.superuser)
    return client


# What a new form has filled in already, and a browser sends along.
DEFAULTS = {
    "shared_by": "claim", "seat_minutes": 30, "assignment_hours": 72, "settle_rule": "unanimous",
    "settle_distance": 1, "panel_size": 3, "panel_needed": 2,
}  # fmt: skip


def members(*rows, initial=0) -> dict[str, object]:
    form = {"memberships-TOTAL_FORMS": len(rows), "memberships-INITIAL_FORMS": initial}
    for index, row in enumerate(rows):
        form |= {f"memberships-{index}-{name}": value for name, value in row.items()}
    return form


def test_a_project_is_made_with_its_members_on_record(cast, operator):
    form = DEFAULTS | {
        "name": "Night desk", "slug": "night-desk", "scale": cast.project.scale_id, "reviewers_per_claim": 3,
        "identities_read_by": "editor", "secondaries_needed": 3, "sourcing_policy": "reuters",
        **members({"user": cast.outsider.pk, "role": Role.OWNER}),
    }  # fmt: skip
    answer = operator.post(reverse("admin:claims_project_add"), form)
    assert answer.status_code == 302
    project = Project.objects.get(slug="night-desk")
    assert role_of(cast.outsider, project) == Role.OWNER
    assert project.sourcing_policy == "reuters"
    recorded = set(Event.objects.filter(project_id=project.pk, by_name="superuser").values_list("verb", flat=True))
    assert recorded == {"project.created", "membership.created"}


def test_a_member_is_moved_and_let_go_on_record(cast, operator):
    rows = list(Membership.objects.filter(project=cast.project).order_by("pk"))
    forms = [{"id": row.pk, "project": cast.project.pk, "user": row.user_id, "role": row.role} for row in rows]
    place = {row.user_id: index for index, row in enumerate(rows)}
    forms[place[cast.reviewer.pk]]["role"] = Role.EDITOR
    forms[place[cast.viewer.pk]]["DELETE"] = "on"
    ordered = Membership.objects.filter(project=cast.project)
    forms = [forms[place[row.user_id]] for row in ordered]
    form = DEFAULTS | {
        "name": "City desk", "slug": "city-desk", "scale": cast.project.scale_id, "reviewers_per_claim": 2,
        "blind": "on", "identities_read_by": "owner", "secondaries_needed": 2,
        **members(*forms, initial=len(forms)),
    }  # fmt: skip
    answer = operator.post(reverse("admin:claims_project_change", args=[cast.project.pk]), form)
    assert answer.status_code == 302
    assert role_of(cast.reviewer, cast.project) == Role.EDITOR
    assert role_of(cast.viewer, cast.project) is None
    verbs = Event.objects.filter(by_name="superuser").values_list("verb", flat=True)
    assert {"membership.changed", "membership.removed"} <= set(verbs)


def test_ratings_are_retired_and_put_back(cast, operator):
    rating = Rating.objects.get(version__scale__slug="truth", slug="outdated")
    change = reverse("admin:claims_rating_changelist")
    operator.post(change, {"action": "retire", "_selected_action": [rating.pk]})
    assert not Rating.objects.on_offer().filter(pk=rating.pk).exists()
    operator.post(change, {"action": "offer_again", "_selected_action": [rating.pk]})
    assert Rating.objects.on_offer().filter(pk=rating.pk).exists()
    verbs = list(Event.objects.filter(target_id=rating.pk).order_by("id").values_list("verb", flat=True))
    assert verbs == ["rating.retired", "rating.offered"]
    answer = operator.post(change, {"action": "delete_selected", "_selected_action": [rating.pk], "post": "yes"})
    assert Rating.objects.filter(pk=rating.pk).exists(), answer.status_code


def edition(scale, *ratings) -> dict[str, object]:
    form = {"scale": scale.pk, "ratings-TOTAL_FORMS": len(ratings), "ratings-INITIAL_FORMS": 0}
    for index, slug in enumerate(ratings):
        row = {"position": index, "slug": slug, "label": slug, "definition": "It is so.", "value": index}
        form |= {f"ratings-{index}-{name}": value for name, value in row.items()}
    return form


def test_a_new_edition_takes_the_next_number(cast, operator):
    scale = cast.project.scale
    answer = operator.post(reverse("admin:claims_scaleversion_add"), edition(scale, "yes", "no"))
    assert answer.status_code == 302
    assert scale.current().number == 2
    assert list(scale.current().ratings.values_list("slug", flat=True)) == ["yes", "no"]


def test_an_edition_without_ratings_is_refused(cast, operator):
    answer = operator.post(reverse("admin:claims_scaleversion_add"), edition(cast.project.scale))
    assert answer.status_code == 200
    assert cast.project.scale.current().number == 1


def test_ratings_that_were_used_are_frozen(cast, operator, revision):
    version = ScaleVersion.objects.get(scale=cast.project.scale)
    path = reverse("admin:claims_scaleversion_change", args=[version.pk])
    assert b'name="ratings-0-label"' in operator.get(path).content
    factories.make_verdict(factories.make_claim(revision), cast.reviewer)
    assert b'name="ratings-0-label"' not in operator.get(path).content


def test_an_account_is_made_and_changed_on_record(cast, operator):
    form = {"username": "newcomer", "password1": "dew-on-the-lawn", "password2": "dew-on-the-lawn",
            "usable_password": "true"}  # fmt: skip
    assert operator.post(reverse("admin:claims_user_add"), form).status_code == 302
    newcomer = User.objects.get(username="newcomer")
    assert newcomer.check_password("dew-on-the-lawn")
    path = reverse("admin:claims_user_change", args=[newcomer.pk])
    form = {"username": "newcomer", "display_name": "New", "date_joined_0": "2024-05-12", "date_joined_1": "10:00"}
    assert operator.post(path, form).status_code == 302
    newcomer.refresh_from_db()
    assert newcomer.display_name == "New"
    assert newcomer.is_active, "closing an account is an act of its own: tests/admin/test_acting.py"
    told = list(Event.objects.filter(data__person=newcomer.pk).order_by("id").values_list("verb", "data__fields"))
    assert told[0] == ("user.created", [])
    assert told[1][0] == "user.changed"
    assert "Display name" in told[1][1]


def test_staff_cannot_raise_themselves(cast, client):
    support = factories.make_user("support", is_staff=True)
    support.user_permissions.set(Permission.objects.filter(codename__in=["view_user", "change_user"]))
    client.force_login(support)
    form = {"username": "support", "is_active": "on", "is_staff": "on", "is_superuser": "on"}
    assert client.post(reverse("admin:claims_user_change", args=[support.pk]), form).status_code == 302
    support.refresh_from_db()
    assert not support.is_superuser
    over = reverse("admin:claims_user_change", args=[cast.superuser.pk])
    assert client.post(over, {"username": "mine"}).status_code == 403
    password = reverse("admin:auth_user_password_change", args=[cast.superuser.pk])
    assert client.get(password).status_code == 403
