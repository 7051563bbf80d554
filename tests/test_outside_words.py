"""Markup in every column that holds words: no page, list, answer, feed or file makes anything of it.

Pages are written by many hands; here nobody has to remember which field comes from outside, for all of them do.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pgtrigger
import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.postgres.fields import ArrayField
from django.db import DatabaseError, connection, models, transaction
from django.db.models import Func, Value
from django.db.models.functions import Concat
from django.http.response import HttpResponseBase
from django.urls import reverse
from lxml import etree
from lxml import html as lxml_html

from claims.interchange.chosen import Chosen
from claims.pipeline.export import export
from tests.api.doors import DOORS
from tests.conftest import Cast
from tests.views.addresses import ADDRESSES, GET, rows

PROBE = """"'><img src=x onerror=alert(1)>"""
MOST_LEFT_CLEAN = 25
"""Columns that refuse it: choices, hashes, addresses, names with a rule. What is refused cannot be shown."""

PLAIN = ("application/json", "application/problem+json", "application/feed+json", "application/ld+json", "text/css")
FIRED = "//*[@onerror] | //*[local-name()='img'][@src='x']"
MARKED_UP = ("text/html", "application/atom+xml", "application/xml", "text/xml")


def _columns() -> Iterator[tuple[type[models.Model], models.Field[Any, Any]]]:
    """Every column with words."""
    for model in apps.get_app_config("claims").get_models():
        for field in model._meta.concrete_fields:
            words = isinstance(field, models.CharField | models.TextField) and not field.choices
            lists = isinstance(field, ArrayField) and isinstance(field.base_field, models.CharField)
            if (words or lists) and field.name != "password" and not field.primary_key and not model._meta.proxy:
                yield model, field


def _poison() -> tuple[int, int]:
    """Put the probe at the end of all words; how many columns with rows took it, and how many refused."""
    took = refused = 0
    for model, field in _columns():
        found = model._default_manager.order_by()
        if not found.exists():
            continue
        value: Any = Concat(field.attname, Value(PROBE))
        if isinstance(field, ArrayField):
            value = Func(field.attname, Value(PROBE), function="array_append")
        try:
            with transaction.atomic(), pgtrigger.ignore(), connection.cursor() as cursor:
                found.update(**{field.attname: value})
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            took += 1
        except DatabaseError:
            refused += 1
    return took, refused


@pytest.fixture
def there(cast: Cast) -> dict[str, Any]:
    """One row of each kind, with the probe in all that it says."""
    made = rows(cast)
    took, refused = _poison()
    assert refused <= MOST_LEFT_CLEAN, f"{refused} columns refuse it; {took} took it"
    return {**made, "project": cast.project}


def _body(answer: Any) -> bytes:
    if not answer.streaming:
        return bytes(answer.content)
    body = b"".join(answer.streaming_content)
    if hasattr(answer, "file_to_stream"):
        answer.file_to_stream.close()
    return body


def _fires(answer: HttpResponseBase) -> tuple[bool, bool]:
    """Whether a browser would make the probe's picture of this answer, and whether the answer shows the probe."""
    body, kind = _body(answer), answer.headers.get("Content-Type", "").split(";")[0]
    attached = answer.headers.get("Content-Disposition", "").startswith("attachment")
    if kind in MARKED_UP and body:
        read = lxml_html.fromstring if kind == "text/html" else etree.fromstring
        tree: Any = read(body)
        return bool(tree.xpath(FIRED)), b"onerror" in body
    assert kind in PLAIN or attached or b"onerror" not in body, f"{kind} is taken for what it is"
    return False, b"onerror" in body


def _check_headers(answer: HttpResponseBase, url: str) -> None:
    assert answer.headers["X-Content-Type-Options"] == "nosniff", url
    assert answer.headers["Content-Security-Policy"].replace("\n", " ").count("default-src") == 1, url
    assert answer.headers["X-Frame-Options"] == "DENY", url
    assert answer.headers["Referrer-Policy"] == "same-origin", url


def _all_quiet(client: Any, urls: list[str], *, seen_on: int) -> None:
    shown = 0
    for url in urls:
        answer = client.get(url)
        assert answer.status_code < 500, url
        _check_headers(answer, url)
        fired, told = _fires(answer)
        assert not fired, f"{url} makes markup of what people wrote"
        shown += told
    assert shown >= seen_on, f"{shown} of {len(urls)} show the probe at all: the test is blind"


def test_no_page_makes_markup_of_words(cast: Cast, client: Any, there: dict[str, Any]) -> None:
    client.force_login(cast.owner)
    urls = [address.url(there) for address in ADDRESSES if address.method == GET]
    article = there["article"].get_absolute_url()
    urls += [f"{article}?claim={claim.pk}" for claim in there["article"].latest().claims.all()]
    urls += [f"/search/?q={PROBE}", f"/articles/?q={PROBE}", f"/nowhere/{PROBE}", "/healthz", "/sign-in/"]
    _all_quiet(client, urls, seen_on=50)


def test_no_answer_of_the_api_is_taken_for_a_page(cast: Cast, client: Any, there: dict[str, Any]) -> None:
    client.force_login(cast.owner)
    ids = {kind: str(row.pk) for kind, row in there.items()}
    ids["passing_subscription"] = ids["project"]
    urls = [door.url.format(**ids) for door in DOORS if door.method == GET]
    _all_quiet(client, [*urls, "/api/v1/nowhere/"], seen_on=20)


def test_no_list_of_the_admin_makes_markup_of_words(cast: Cast, client: Any, there: dict[str, Any]) -> None:
    client.force_login(cast.superuser)
    urls = []
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        urls.append(reverse(f"{name}_changelist"))
        urls += [reverse(f"{name}_change", args=[row.pk]) for row in model._default_manager.order_by("pk")[:1]]
    _all_quiet(client, urls, seen_on=50)


def _export(cast: Cast, there: dict[str, Any], fmt: str) -> bytes:
    chosen = Chosen(articles=(there["article"].pk,))
    return b"".join(export(project=cast.project, fmt=fmt, viewer=cast.owner, chosen=chosen))


def test_the_checked_copy_for_a_browser_shows_it_as_words(cast: Cast, there: dict[str, Any]) -> None:
    file = _export(cast, there, "checked-html")
    assert b"onerror" in file, "the test is blind"
    assert not lxml_html.fromstring(file).xpath(FIRED)


def test_the_checked_copy_for_a_word_processor_holds_it_as_words(cast: Cast, there: dict[str, Any]) -> None:
    with zipfile.ZipFile(io.BytesIO(_export(cast, there, "checked-docx"))) as pack:
        parts = [pack.read(name) for name in pack.namelist() if name.endswith(".xml")]
    assert any(b"onerror" in part for part in parts), "the test is blind"
    assert not any(etree.fromstring(part).xpath(FIRED) for part in parts)
