"""manage.py export --project and import: what they write, and what they say when something is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command

from claims.models import Claim, Project
from tests.interchange.test_bring_in import empty
from tests.interchange.test_stream import filled, written

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def test_out_and_in_again(cast: Cast, capsysbinary: Any, tmp_path: Path) -> None:
    filled(cast)
    expected = written(cast)
    slug = cast.project.slug
    call_command("export", project=slug)
    file = tmp_path / "desk.jsonl"
    file.write_bytes(capsysbinary.readouterr().out)
    assert file.read_bytes() == expected
    empty()
    call_command("import", file, dry_run=True)
    assert b"1 articles would be added (1 article, 1 claim," in capsysbinary.readouterr().out
    assert not Project.objects.exists()
    call_command("import", file)
    assert b"1 articles added" in capsysbinary.readouterr().out
    call_command("import", file)
    assert b"0 articles added (no rows).\n1 were here just so." in capsysbinary.readouterr().out


def test_what_is_refused_is_told_with_its_line_and_the_command_fails(
    cast: Cast, capsysbinary: Any, tmp_path: Path
) -> None:
    filled(cast)
    file = tmp_path / "desk.jsonl"
    file.write_bytes(written(cast))
    Claim.objects.update(worthiness=0.25)
    with pytest.raises(CommandError, match="1 could not be brought in"):
        call_command("import", file)
    assert "It is here already and is not the same" in capsysbinary.readouterr().out.decode()


@pytest.mark.parametrize(
    ("command", "arguments", "why"),
    [
        ("export", [], "Give ids of articles, or --project"),
        ("export", ["nonsense"], "“nonsense” is not an id"),
        ("export", ["--project", "city-desk", "--state", "half"], "is no state. There are: open"),
        ("export", ["--project", "city-desk", "--since", "May"], "is no day"),
        ("export", ["--project", "nowhere"], "There is no project “nowhere”"),
        ("export", ["--project", "city-desk", "--format", "xml"], "no format “xml”. There are: json"),
        ("import", ["/no/such/file"], "cannot be read: No such file"),
        ("import", ["/dev/null"], "Nothing was brought in. What stands in the last line is not JSON"),
        ("import", ["/dev/null", "--project", "nowhere"], "There is no project “nowhere”"),
    ],
)
def test_what_is_wrong_is_said(cast: Cast, command: str, arguments: list[str], why: str) -> None:
    with pytest.raises(CommandError, match=why):
        call_command(command, *arguments)
