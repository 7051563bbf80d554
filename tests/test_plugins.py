"""Plug-ins: each worked example of docs/plugins.md is installed and used; what is wrong is told and left out."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from claims import plugins
from claims.formats import registry
from claims.management import checkup
from claims.models import Claim, Event, Rating, Scale, Split
from claims.pipeline import export, look_up
from claims.pipeline.prepare import install_scales
from claims.pipeline.split import split_revision
from claims.providers.base import Question
from claims.providers.polite import Client
from tests import factories
from tests.pipeline import web as web_pages

ROOT = Path(__file__).resolve().parent.parent
BLOCKS = re.compile(r"```(toml|python)\n# (\S+)\n(.*?)```", re.DOTALL)


def _examples():
    """Of docs/plugins.md: name of the package, its pyproject, its module's name and text."""
    found = BLOCKS.findall((ROOT / "docs" / "plugins.md").read_text(encoding="utf-8"))
    for (_, _, project), (_, module, code) in zip(found[::2], found[1::2], strict=True):
        table = tomllib.loads(project)["project"]
        yield table["name"], (table, module, code)


EXAMPLES = dict(_examples())


@pytest.fixture
def install(tmp_path, monkeypatch):
    """A function: put a package of the docs, or another, where Python finds it, with its metadata."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def installed(name, *, package="", module="", code="", group="", entries=()):
        if not code:
            table, module, code = EXAMPLES[name]
            ((group, entries),) = table["entry-points"].items()
            entries = [f"{key} = {place}" for key, place in entries.items()]
        info = tmp_path / f"{(package or name).replace('-', '_')}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package or name}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text("\n".join([f"[{group}]", *entries]) + "\n")
        (tmp_path / module).write_text(code, encoding="utf-8")
        plugins.forget()

    yield installed
    plugins.forget()
    for _, module, _ in EXAMPLES.values():
        sys.modules.pop(module.removesuffix(".py"), None)


def test_there_is_an_example_of_each_group():
    groups = [group for table, _, _ in EXAMPLES.values() for group in table["entry-points"]]
    assert sorted(groups) == sorted(plugins.GROUPS)


def test_a_project_is_exported_in_the_format(cast, article, revision, install):
    factories.make_claim(revision)
    assert "plain" not in registry.formats()
    install("desk-plain")
    data = b"".join(export.export(project=cast.project, fmt="plain", viewer=None))
    assert data == b"Prices rose by 4 percent in May\n"
    assert registry.find("plain").label == "Plain lines"


def test_the_service_is_asked(install, settings):
    install("desk-archive")
    with web_pages.serving() as web:
        piece = (
            b'{"pieces": [{"id": "7", "headline": "Prices", "text": "They rose.", "url": "https://p.example/7"}]}'
        )
        web.pages["/search?q=prices+rose&size=5"] = (200, "application/json", piece)
        kinds = {kind.slug: kind for kind in look_up.kinds()}
        archive = kinds["archive"](Client(), base_url=f"http://{web.host}")
        (hit,) = archive.search("prices rose", None, "en", 5)
    assert (hit.title, hit.snippet, hit.publisher) == ("Prices", "They rose.", "The Paper")
    assert Question("x", None, "en", 5)


def test_the_scale_is_entered_once(db, install):
    install("desk-scale")
    install_scales()
    install_scales()
    scale = Scale.objects.get(slug="traffic-light")
    ratings = Rating.objects.filter(version__scale=scale).order_by("position")
    assert [(one.slug, one.value) for one in ratings] == [("green", 3), ("amber", 2), ("red", 1)]


def _split(article):
    row = Split.objects.get(revision__article=article)
    Split.objects.filter(pk=row.pk).begin_anew()
    split_revision(split_id=row.pk)
    row.refresh_from_db()
    return row


def test_an_article_is_split_by_the_splitter(cast, install, settings):
    install("desk-by-line")
    settings.SPLITTER = "by-line"
    article = factories.make_article(cast.project, text="One 🍵 rose.\r\n\n  Two fell.\n")
    row = _split(article)
    assert (row.state, row.error, row.version) == ("succeeded", "", "by-line 1.0")
    claims = Claim.objects.filter(revision__article=article)
    assert [one.text for one in claims.order_by("number")] == ["One 🍵 rose.", "Two fell."]
    assert {one.splitter_version for one in claims} == {"by-line 1.0"}
    assert Event.objects.filter(verb="article.split", target_id=article.pk).exists()


CLAIM = "Claim('x', (Span(0, 3),), SpeechKind.NARRATED, Polarity.ASSERTS, (4,))"
BAD = {
    "spans outside the text": ("Split('1', (Sentence(Span(0, 99999)),), (), (), (), ())", "99999"),
    "an index that leads nowhere": (
        f"Split('1', (Sentence(Span(0, 3)),), (), (), ({CLAIM},), ())",
        "number 4 of 0",
    ),
    "something else": ("'nonsense'", "in place of a Split"),
    "an error": ("1 / 0", "ZeroDivisionError"),
}


@pytest.mark.parametrize("how", BAD)
def test_a_bad_split_fails_and_names_the_plug_in(cast, article, install, settings, how):
    given, says = BAD[how]
    code = f"from claims.splitting.spans import *\n\ndef split(text):\n    return {given}\n"
    module = f"bad_{list(BAD).index(how)}"
    install(
        "bad-desk", module=f"{module}.py", code=code, group=plugins.SPLITTERS, entries=[f"bad = {module}:split"]
    )
    settings.SPLITTER = "bad"
    row = _split(article)
    assert row.state == "failed"
    assert "“bad” of bad-desk failed" in row.error
    assert says in row.error
    assert not Claim.objects.filter(revision__article=article).exists()


def test_an_unknown_splitter_stops_the_start():
    asked = {**os.environ, "SPLITTER": "nobodys", "DJANGO_SETTINGS_MODULE": "factcheck.settings"}
    command = [sys.executable, "-c", "from django.conf import settings; settings.DEBUG"]
    ended = subprocess.run(command, env=asked, capture_output=True, text=True, cwd=ROOT, check=False)
    assert ended.returncode != 0
    assert "SPLITTER names 'nobodys', which no installed package has" in ended.stderr


def test_one_that_cannot_be_imported_takes_nothing_down(install, caplog):
    install("desk-plain")
    install(
        "broken-desk", module="broken_desk.py", code="import nothing_like_it\n",
        group=plugins.FORMATS, entries=["broken = broken_desk:FORMAT"],
    )  # fmt: skip
    assert {"plain", "jsonl"} <= set(registry.formats())
    assert "broken" not in registry.formats()
    assert "broken of broken-desk" in caplog.text
    told = [finding for finding in checkup.plug_ins() if finding.todo]
    assert len(told) == 1
    assert "broken of broken-desk: ModuleNotFoundError" in told[0].todo


def test_nothing_is_loaded_before_it_is_needed(install):
    install("desk-plain")
    assert plugins.names(plugins.FORMATS)["plain"] == "desk-plain"
    assert "desk_plain" not in sys.modules


@pytest.mark.parametrize(
    ("name", "owners"),
    [("plain", "desk-plain and by other-desk"), ("jsonl", "the workbench itself and by other-desk")],
)
def test_names_that_clash_are_refused_and_both_packages_named(install, name, owners):
    install("desk-plain")
    code = EXAMPLES["desk-plain"][2]
    install(
        "other-desk",
        module="other_desk.py",
        code=code,
        group=plugins.FORMATS,
        entries=[f"{name} = other_desk:FORMAT"],
    )
    assert (name in registry.formats()) is (name == "jsonl")
    (trouble,) = registry.plugged().troubles
    assert f"the name {name} is given by {owners}" in trouble


@pytest.mark.parametrize(
    ("group", "code", "says"),
    [
        (plugins.FORMATS, "THING = 3", "no claims.formats.format.Format"),
        (plugins.PROVIDERS, "THING = 3", "no class derived"),
        (
            plugins.PROVIDERS,
            "from claims.providers.service import Service\nclass THING(Service): slug = 'odd'",
            "terms",
        ),
        (plugins.SCALES, "THING = {'name': 'X'}", "KeyError"),
        (plugins.SCALES, "THING = {'name': 'X', 'description': '', 'ratings': []}", "ratings"),
        (plugins.SPLITTERS, "THING = 3", "no function"),
    ],
)
def test_what_is_not_what_it_should_be_is_told(db, install, group, code, says):
    module = f"odd_{abs(hash((group, code)))}"
    install("odd-desk", module=f"{module}.py", code=code, group=group, entries=[f"odd = {module}:THING"])
    (told,) = [finding.todo for finding in checkup.plug_ins() if finding.todo]
    assert told.startswith(f"{group}: odd of odd-desk: ")
    assert says in told
    install_scales()
    assert not Scale.objects.filter(slug="odd").exists()


def test_the_doctor_lists_what_there_is(db, install):
    install("desk-plain")
    install("desk-by-line")
    assert next(checkup.plug_ins()).what == "Plug-ins: plain of desk-plain, by-line of desk-by-line"
    assert call_command("check", stdout=StringIO()) is None
