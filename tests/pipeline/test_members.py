"""Members: let in, changed, removed; one owner at least stays, also when two act at once."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from claims.models import Event, Membership, Role, Seat
from claims.pipeline import members
from tests import factories


def _member(cast, name):
    return Membership.objects.get(project=cast.project, user=getattr(cast, name))


def test_an_account_is_let_in_once_with_role_and_skills(cast):
    given = {"project": cast.project, "username": " outsider ", "role": "reviewer", "by": cast.owner}
    row = members.add_member(**given, skills="Law, public health,law, ")
    assert (row.user, row.role, row.skills) == (cast.outsider, "reviewer", ["law", "public-health"])
    assert members.add_member(**given, skills=["law", "public health"]) == row, "a double click"
    assert Event.objects.filter(verb="member.added").count() == 1
    with pytest.raises(members.Refused, match="member already"):
        members.add_member(**{**given, "role": "owner"})
    row.refresh_from_db()
    assert row.role == "reviewer"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"username": "nobody-of-that-name"}, "username"),
        ({"role": "king"}, "role"),
        ({"skills": "x" * 41}, "skills"),
        ({"skills": "!!!"}, "skills"),
        ({"skills": ",".join(f"skill{n}" for n in range(21))}, "skills"),
    ],
)
def test_what_is_refused_names_its_field(cast, changes, field):
    given = {"username": "outsider", "role": "viewer", "skills": "", **changes}
    with pytest.raises(members.Refused) as caught:
        members.add_member(project=cast.project, by=cast.owner, **given)
    assert list(caught.value.message_dict) == [field]
    assert not Membership.objects.filter(user=cast.outsider).exists()


def test_an_account_that_is_switched_off_is_not_let_in(cast):
    cast.outsider.is_active = False
    cast.outsider.save()
    with pytest.raises(members.Refused, match="no account"):
        members.add_member(project=cast.project, username="outsider", role="viewer", by=cast.owner)


@pytest.mark.parametrize("act", ["demote", "remove"])
def test_the_last_owner_stays(cast, act):
    row = _member(cast, "owner")
    helpless = factories.make_user(is_active=False)
    Membership.objects.create(project=cast.project, user=helpless, role=Role.OWNER)
    with pytest.raises(members.Refused, match="owner"):
        _do(act, row, cast.owner)
    assert _member(cast, "owner").role == Role.OWNER
    members.change_member(membership=_member(cast, "editor"), role="owner", by=cast.owner)
    _do(act, row, cast.owner)
    assert not Membership.objects.filter(user=cast.owner, role=Role.OWNER).exists()


def test_skills_of_the_last_owner_may_change(cast):
    assert members.change_member(membership=_member(cast, "owner"), skills="law", by=cast.owner).skills == ["law"]


def test_what_changes_is_on_record_and_what_does_not_is_not(cast):
    row = _member(cast, "viewer")
    members.change_member(membership=row, role="viewer", skills="", by=cast.owner)
    assert not Event.objects.filter(verb="member.changed").exists()
    members.change_member(membership=row, role="reviewer", by=cast.owner)
    data = Event.objects.get(verb="member.changed").data
    assert (data["user"], data["role"]) == ("viewer", "reviewer")
    members.remove_member(membership=row, by=cast.owner)
    assert Event.objects.get(verb="member.removed").by_id == cast.owner.pk
    with pytest.raises(members.Refused, match="no member any more"):
        members.remove_member(membership=row, by=cast.owner)


@pytest.mark.parametrize("act", ["demote", "remove"])
def test_who_may_judge_no_longer_holds_no_seat(cast, revision, act):
    claim = factories.make_claim(revision)
    until = timezone.now() + timedelta(hours=1)
    seat = Seat.objects.create(claim=claim, holder=cast.reviewer, expires_at=until)
    other = Seat.objects.create(claim=claim, holder=cast.second_reviewer, expires_at=until)
    _do(act, _member(cast, "reviewer"), cast.owner)
    seat.refresh_from_db()
    other.refresh_from_db()
    assert (seat.released_why, other.released_at) == ("taken_away", None)


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_demote_each_other_at_once_leave_one():
    people = factories.make_cast()
    project, first, second = people["project"], people["owner"], people["editor"]
    Membership.objects.filter(project=project, user=second).update(role=Role.OWNER)
    rows = {person.pk: Membership.objects.get(project=project, user=person) for person in (first, second)}
    start, refused = threading.Barrier(2), []

    def demote(whom, by):
        try:
            start.wait(timeout=10)
            members.change_member(membership=rows[whom.pk], role="viewer", by=by)
        except members.Refused as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=demote, args=pair) for pair in ((first, second), (second, first))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(refused) == 1
    assert Membership.objects.filter(project=project, role=Role.OWNER).count() == 1


def _do(act, row, by):
    if act == "remove":
        return members.remove_member(membership=row, by=by)
    return members.change_member(membership=row, role="viewer", by=by)
