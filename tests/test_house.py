"""The rules of the house that a machine can keep. What is said twice in review becomes a test here."""

from __future__ import annotations

import ast
import re
from enum import StrEnum
from functools import cache
from pathlib import Path

import allauth
import pytest
from celery import current_app
from django.apps import apps
from django.conf import settings
from django.db.models import ForeignKey, ManyToManyField
from django.template.loader import get_template
from django.urls import URLPattern

from claims import models, tasks
from claims.models.split import WaiverReason
from claims.splitting import spans
from claims.urls import urlpatterns

ROOT = Path(settings.BASE_DIR)
LONGEST_FILE = 300
LONGEST_FUNCTION = 40
CONFESSIONS = {"util", "utils", "helper", "helpers", "common", "manager", "managers", "misc"}
OURS = ("claims", "factcheck", "tests", "benchmarks")


def _files(*folders, suffixes=(".py",)):
    """The files under folders of ours."""
    places = [path for folder in folders for path in (ROOT / folder).rglob("*")]
    return [path for path in places if path.suffix in suffixes and "__pycache__" not in path.parts]


def _python():
    files = _files(*OURS)
    assert len(files) > 150
    return [path for path in files if "migrations" not in path.parts]


def _front():
    files = _files("templates", "static/css", "static/js", suffixes=(".html", ".css", ".js"))
    assert len(files) > 40
    return files


@cache
def _trees():
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in _python()}


def test_rooms_are_small():
    files = [*_python(), *_front()]
    lengths = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8").count("\n") for path in files}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_functions_are_short():
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path, tree in _trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []


def test_no_file_confesses_that_it_has_no_name():
    names = [path for path in [*_python(), *_front()] if path.stem.strip("_") in CONFESSIONS]
    assert names == []


def test_every_module_and_public_thing_of_the_app_says_what_it_is():
    silent = []
    for path, tree in _trees().items():
        if path.relative_to(ROOT).parts[0] in ("claims", "factcheck") and tree.body:
            things = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
            public = [tree, *(node for node in things if node.name[0] != "_")]
            silent += [f"{path}: {ast.unparse(node)[:80]}" for node in public if not ast.get_docstring(node)]
    assert [one for one in silent if "@overload" not in one] == []


def test_stages_are_called_by_keyword():
    """A stage's public verbs take nothing by position, so that a call reads as what it does."""
    reads = {"first_line", "frozen_text", "check_address", "too_large", "passages", "read_address", "read_bytes"}
    wrong = [
        f"{path.stem}.{node.name}"
        for path, tree in _trees().items()
        if path.parent == ROOT / "claims" / "pipeline"
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name[0] != "_" and node.name not in reads and node.args.args
    ]
    assert wrong == []


SAME_WORDS = [
    (models.SpeechKind, spans.SpeechKind),
    (models.Polarity, spans.Polarity),
    (models.SourceKind, spans.SourceKind),
    (WaiverReason, spans.WaiverReason),
]


@pytest.mark.parametrize(("choices", "enum"), SAME_WORDS, ids=lambda one: one.__name__)
def test_the_splitter_and_the_database_use_the_same_words(choices, enum):
    assert issubclass(enum, StrEnum)
    assert choices.values == [str(word) for word in enum]


def test_every_task_has_a_name_of_its_own_and_two_time_limits():
    ours = {name: task for name, task in current_app.tasks.items() if name.startswith("claims.")}
    assert len(ours) >= 5
    for name, task in ours.items():
        assert name.startswith("claims.tasks.")
        assert name.endswith("_task")
        assert isinstance(task, tasks.Stage), "retries where the database is away"
        assert (
            0
            < task.soft_time_limit
            < task.time_limit
            < settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]
        )


def test_tasks_named_in_the_settings_exist():
    named = {*settings.CELERY_TASK_ROUTES, *(entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values())}
    assert named <= set(current_app.tasks)


def _relations():
    for model in apps.get_app_config("claims").get_models():
        if model._meta.proxy or hasattr(model, "pgh_tracked_model") or model is models.User:
            continue
        for field in model._meta.get_fields():
            if isinstance(field, ForeignKey | ManyToManyField) and field.model is model:
                yield f"{model.__name__}.{field.name}", field


def test_every_relation_is_named_from_both_ends():
    unnamed = {name for name, field in _relations() if not field.remote_field.related_name}
    assert not unnamed


def test_a_view_is_called_like_its_address():
    for page in urlpatterns:
        if isinstance(page, URLPattern) and page.callback.__module__.startswith("claims.views"):
            assert page.callback.__name__ == str(page.name).replace("-", "_")


REFERENCE = re.compile(r"""["']([\w/]+\.html)["']""")


def test_every_template_that_is_named_is_there_and_every_one_that_is_there_is_named():
    templates = _files("templates", suffixes=(".html",))
    sources = [*_files("claims", "factcheck"), *templates]
    named = {name for path in sources for name in REFERENCE.findall(path.read_text(encoding="utf-8"))}
    for name in sorted(named):
        get_template(name)
    by_django = {"403.html", "403_csrf.html", "404.html", "413.html", "429.html", "500.html"}
    theirs = Path(allauth.__file__).parent / "templates"
    by_allauth = {path.relative_to(theirs).as_posix() for path in theirs.rglob("*.html")}
    there = {str(path.relative_to(ROOT / "templates")) for path in templates}
    assert there - named - by_django - by_allauth == set()


READ = re.compile(r"""\b(?:text|flag|number|names)\(\s*f?["']([A-Z][A-Z_]+)["']""")


def test_every_variable_of_the_environment_is_documented_and_every_documented_one_is_read():
    source = "".join(
        path.read_text(encoding="utf-8") for path in _python() if path.parts[len(ROOT.parts)] == "factcheck"
    )
    read = set(READ.findall(source))
    rows = re.findall(r"^\| `(\w+)` \|", (ROOT / "docs" / "settings.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert {"DATABASE_URL", "REDIS_URL", "SECRET_KEY"} <= read
    assert sorted(read) == sorted(rows)


def test_no_path_of_somebodys_machine_is_told():
    told = re.compile(rf"/{'root'}/|/{'home'}/\w+/")
    texts = [*_python(), *_front(), *_files("docs", suffixes=(".md",)), *ROOT.glob("*.md"), ROOT / "Makefile"]
    assert [path for path in texts if told.search(path.read_text(encoding="utf-8"))] == []
