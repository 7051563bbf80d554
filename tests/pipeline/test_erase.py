"""An erased person's name is nowhere, and every figure is what it was."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction
from django.db.models import Count
from django.db.utils import ProgrammingError
from django.utils import timezone

from claims.figures.agreement import agreement
from claims.models import Draft, Event, Hold, Membership, Role, Token, User, Verdict
from claims.pipeline import erase, members
from claims.pipeline.export import export
from tests import factories
from tests.figures.judged import judge, selected
from tests.filled import filled_article

if TYPE_CHECKING:
    from tests.conftest import Cast

NAME = "wilhelmina.unverwechselbar"


@pytest.fixture
def person(cast: Cast) -> User:
    """The second reviewer under a name that stands nowhere by chance, with acts on record."""
    user = cast.second_reviewer
    user.username, user.display_name, user.email = NAME, "Wilhelmina U.", f"{NAME}@example.org"
    user.save()
    member = Membership.objects.get(project=cast.project, user=user)
    members.change_member(membership=member, by=cast.owner, skills=["law"])
    return user


def written(cast: Cast) -> list[str]:
    """The operator's file, line by line, without the checksum."""
    lines = b"".join(export(project=cast.project, fmt="jsonl", viewer=None)).decode().splitlines()
    return [line for line in lines if "sha256" not in json.loads(line) or json.loads(line).get("id")]


def tables_with(words: str) -> list[str]:
    """All tables of the database in which any row holds the words."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(
                f'SELECT EXISTS (SELECT FROM "{table}" row WHERE row::text ILIKE %s)',  # noqa: S608 - our own tables
                [f"%{words}%"],
            )
            if cursor.fetchone()[0]:
                found.append(table)
    return found


def figures(cast: Cast) -> Any:
    """Agreement as the editor reads it, and verdicts by rating and by person's number."""
    counts = Verdict.objects.values("rating__slug", "by").annotate(n=Count("pk")).order_by("rating__slug", "by")
    return agreement(selected(cast), cast.editor).figures, list(counts)


def test_figures_and_exports_stay_but_for_the_name(cast: Cast, person: User) -> None:
    filled_article(cast)
    for ratings in (("true", "true"), ("true", "false"), ("false", "false")):
        judge(cast, *ratings)
    before, lines = figures(cast), written(cast)
    name = erase.erase_person(person=person, by=cast.superuser)
    assert figures(cast) == before
    told = [line.replace("Wilhelmina U.", name).replace(NAME, name) for line in lines]
    assert any(name in line for line in told)
    assert sorted(written(cast)) == sorted(told)


def test_the_name_is_in_no_table(cast: Cast, person: User) -> None:
    judge(cast, "true", "false")
    Event.objects.record("article.read", cast.project, project_id=cast.project.pk, by=person)
    assert {"claims_user", "claims_event"} <= set(tables_with(NAME))
    erase.erase_person(person=person, by=cast.superuser)
    assert tables_with(NAME) == []
    assert tables_with("Wilhelmina") == []


def test_what_was_changed_in_the_trail_is_on_record(cast: Cast, person: User) -> None:
    changed = Event.objects.get(verb="member.changed", data__user=NAME)
    name = erase.erase_person(person=person, by=cast.superuser)
    told = Event.objects.get(verb="person.erased")
    assert str(changed.pk) in told.data["events"]
    assert told.data["name"] == name
    changed.refresh_from_db()
    assert changed.data["user"] == name
    assert changed.data["skills"] == ["law"]
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        Event.objects.filter(pk=changed.pk).update(by_name="x")


def test_nobody_signs_in_with_it_any_more(cast: Cast, person: User) -> None:
    claim = factories.make_claim(factories.make_article(cast.project, by=cast.editor).latest())
    Draft.objects.create(claim=claim, by=person, fields={}, saved_at=timezone.now())
    Token.objects.make(user=person, name="T", scopes=["read"], expires_at=timezone.now(), project=cast.project)
    erase.erase_person(person=person, by=cast.superuser)
    person.refresh_from_db()
    assert not person.is_active
    assert not person.has_usable_password()
    assert not Draft.objects.filter(by=person).exists()
    assert not Token.objects.filter(user=person).exists()


def test_refused_under_a_hold(cast: Cast, person: User) -> None:
    Hold.objects.create(project=cast.project, reason="A letter.", by=cast.owner)
    with pytest.raises(erase.Refused, match="A letter"):
        erase.erase_person(person=person, by=cast.superuser)
    Membership.objects.filter(user=person).delete()
    Event.objects.record("article.read", cast.project, project_id=cast.project.pk, by=person)
    with pytest.raises(erase.Refused, match="A letter"):
        erase.erase_person(person=person, by=cast.superuser)


def test_not_the_only_owner_nor_oneself(cast: Cast) -> None:
    with pytest.raises(erase.Refused, match="no other owner"):
        erase.erase_person(person=cast.owner, by=cast.superuser)
    with pytest.raises(erase.Refused, match="yourself"):
        erase.erase_person(person=cast.superuser, by=cast.superuser)
    Membership.objects.filter(user=cast.editor).update(role=Role.OWNER)
    assert erase.erase_person(person=cast.owner, by=cast.superuser)


def test_the_command_asks_and_says_the_name(
    cast: Cast, person: User, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setattr("builtins.input", lambda _asked: "no")
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("erase", NAME)
    monkeypatch.setattr("builtins.input", lambda _asked: NAME)
    call_command("erase", NAME)
    assert capsys.readouterr().out.strip() == f"erased-person-{person.pk}"
