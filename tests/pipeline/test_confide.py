"""Who an unnamed source is: sealed, for few, every reading on record."""

from __future__ import annotations

import io
import stat
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection

from claims.models import ConfidentialIdentity, Event, Role, SourceKind
from claims.pipeline import confide
from claims.pipeline.prepare import set_role
from tests import factories

SECRET = "Zebulon Quartermain, deputy clerk"


@pytest.fixture(autouse=True)
def key_file(settings, tmp_path):
    settings.IDENTITY_KEYS = []
    settings.IDENTITY_KEY_FILE = tmp_path / "keys" / "identity-keys"
    return settings.IDENTITY_KEY_FILE


@pytest.fixture
def source(cast, article):
    return factories.make_source(cast.project, "a source", kind=SourceKind.ANONYMOUS, article=article)


@pytest.fixture
def sealed(source, cast):
    confide.confide(source=source, identity=SECRET, by=cast.editor)
    return source


def verbs():
    return list(Event.objects.filter(verb__startswith="identity.").order_by("id").values_list("verb", "by_name"))


def test_an_editor_seals_and_reads(sealed, cast, key_file):
    assert confide.read_identity(source=sealed, by=cast.editor) == SECRET
    assert verbs() == [("identity.entered", "editor"), ("identity.read", "editor")]
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    row = ConfidentialIdentity.objects.get()
    assert (row.entered_by, SECRET.encode() in bytes(row.sealed)) == (cast.editor, False)


def test_every_reading_is_on_record(sealed, cast):
    for _ in range(3):
        confide.read_identity(source=sealed, by=cast.editor)
    assert verbs().count(("identity.read", "editor")) == 3
    assert Event.objects.filter(verb="identity.read").first().target_id == sealed.pk


ACTS = {
    "entering": lambda source, by: confide.confide(source=source, identity="Somebody", by=by),
    "reading": lambda source, by: confide.read_identity(source=source, by=by),
    "forgetting": lambda source, by: confide.forget_identity(source=source, by=by),
}


@pytest.mark.parametrize("who", ["outsider", "viewer", "reviewer", "superuser"])
@pytest.mark.parametrize("act", ACTS)
def test_others_are_refused_on_record(sealed, cast, who, act):
    with pytest.raises(PermissionDenied):
        ACTS[act](sealed, getattr(cast, who))
    event = Event.objects.get(verb="identity.refused")
    assert (event.by_name, event.data, event.target_id) == (who, {"act": act}, sealed.pk)
    assert confide.read_identity(source=sealed, by=cast.owner) == SECRET


def test_a_superuser_reads_as_a_member(sealed, cast):
    set_role(project=cast.project, user=cast.superuser, role=Role.EDITOR, by=cast.owner)
    assert confide.read_identity(source=sealed, by=cast.superuser) == SECRET


def test_a_project_may_leave_it_to_owners(sealed, cast):
    cast.project.identities_read_by = Role.OWNER
    cast.project.save()
    sealed.project.refresh_from_db()
    with pytest.raises(PermissionDenied):
        confide.read_identity(source=sealed, by=cast.editor)
    assert confide.read_identity(source=sealed, by=cast.owner) == SECRET
    confide.confide(source=sealed, identity="Another", by=cast.editor)
    assert confide.read_identity(source=sealed, by=cast.owner) == "Another"
    assert "identity.replaced" in dict(verbs())


def test_it_can_be_forgotten(sealed, cast):
    for _ in range(2):
        confide.forget_identity(source=sealed, by=cast.editor)
    assert not ConfidentialIdentity.objects.exists()
    assert confide.read_identity(source=sealed, by=cast.editor) == ""
    assert [verb for verb, _by in verbs()] == ["identity.entered", "identity.forgotten"]


@pytest.mark.parametrize("identity", ["", " \n ", "x" * 2001])
def test_something_has_to_be_said(source, cast, identity):
    with pytest.raises(confide.Refused):
        confide.confide(source=source, identity=identity, by=cast.editor)


@pytest.mark.parametrize("kind", ["person", "organisation", "document", "article"])
def test_only_an_unnamed_source_has_a_secret(cast, kind):
    named = factories.make_source(cast.project, "Ada", kind=kind)
    with pytest.raises(confide.Refused):
        confide.confide(source=named, identity=SECRET, by=cast.editor)


def test_nothing_of_it_is_in_the_database_in_the_clear(sealed, cast):
    confide.read_identity(source=sealed, by=cast.editor)
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        for table in tables:
            cursor.execute(
                f'SELECT count(*) FROM "{table}" AS row WHERE row::text ILIKE %s',  # noqa: S608 - our own tables
                ["%quartermain%"],
            )
            assert cursor.fetchone() == (0,), table
    assert any("identity" in table for table in tables)


def test_without_a_key_nothing_is_sealed(source, cast, settings):
    settings.IDENTITY_KEY_FILE = None
    with pytest.raises(confide.Unavailable, match="set IDENTITY_KEYS"):
        confide.confide(source=source, identity=SECRET, by=cast.editor)
    assert not ConfidentialIdentity.objects.exists()
    settings.IDENTITY_KEYS = ["too short"]
    with pytest.raises(confide.Unavailable, match="32 bytes"):
        confide.confide(source=source, identity=SECRET, by=cast.editor)


def test_a_lost_key_is_told(sealed, cast, settings):
    settings.IDENTITY_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(confide.Unavailable, match="No key opens"):
        confide.read_identity(source=sealed, by=cast.editor)
    with pytest.raises(CommandError, match=str(sealed.pk)):
        call_command("rotate_identity_keys")


def test_own_keys_are_rotated(sealed, cast, key_file):
    before, old = bytes(ConfidentialIdentity.objects.get().sealed), key_file.read_text()
    said = io.StringIO()
    call_command("rotate_identity_keys", stdout=said)
    assert said.getvalue() == "Sealed 1 confidential identity anew.\n"
    after, new = bytes(ConfidentialIdentity.objects.get().sealed), key_file.read_text()
    assert before != after
    assert len(new.split()) == 1
    assert new != old
    assert list(Path(key_file).parent.iterdir()) == [key_file]
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert confide.read_identity(source=sealed, by=cast.editor) == SECRET


def test_keys_of_the_settings_are_rotated(source, cast, settings):
    old, new = (Fernet.generate_key().decode() for _ in range(2))
    settings.IDENTITY_KEYS = [old]
    confide.confide(source=source, identity=SECRET, by=cast.editor)
    settings.IDENTITY_KEYS = [new, old]
    said = io.StringIO()
    call_command("rotate_identity_keys", stdout=said)
    assert "All keys but the first can be taken out" in said.getvalue()
    settings.IDENTITY_KEYS = [new]
    assert confide.read_identity(source=source, by=cast.editor) == SECRET
