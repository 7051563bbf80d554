"""Lists of a million rows: nothing counts, sorts, filters or searches them by reading every row."""

from __future__ import annotations

import re

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.admin.base import ReadOnlyAdmin
from claims.admin.paging import MOST, Bounded
from claims.models import Article, Claim, Document, Event, Evidence, Lookup, Source, User, Verdict
from tests import factories
from tests.filled import filled_article

GROWN = [
    "article", "attribution", "capture", "claim", "claimmeaning", "comment", "document", "draft", "edit", "event",
    "evidence", "factcheck", "lookup", "lookuprun", "mention", "merge", "notice", "passage", "reading", "revision",
    "ruling", "seat", "sentence", "source", "span", "split", "verdict", "waiver",
]  # fmt: skip
"""What grows with the claims."""


@pytest.fixture
def operator(cast, client):
    client.force_login(cast.superuser)
    return client


def listed(model) -> str:
    return reverse(f"admin:claims_{model}_changelist")


def asked(client, address, **query) -> list[str]:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address, query).status_code == 200
    return [one["sql"] for one in seen]


@pytest.mark.parametrize("model", GROWN)
def test_no_list_compares_texts_row_by_row_or_gathers_values_of_all(model, cast, operator):
    for query in ({}, {"q": "harbour bridge"}, {"q": cast.reviewer.username}):
        told = asked(operator, listed(model), **query)
        assert [sql for sql in told if "LIKE UPPER" in sql or "SELECT DISTINCT" in sql] == []
        counts = [sql for sql in told if "COUNT(" in sql and f'"claims_{model}"' in sql]
        assert counts or query, "the list is counted"
        assert all(f"LIMIT {MOST}" in sql for sql in counts)


@pytest.mark.parametrize("model", GROWN)
@pytest.mark.django_db
def test_a_column_is_sorted_by_an_index_or_not_at_all(model):
    chosen = admin.site.get_model_admin(next(one for one in admin.site._registry if one._meta.model_name == model))
    assert isinstance(chosen, ReadOnlyAdmin)
    sortable = chosen.get_sortable_by(None)
    with connection.cursor() as cursor:
        indexes = connection.introspection.get_constraints(cursor, chosen.model._meta.db_table)
    first = {one["columns"][0] for one in indexes.values() if (one["index"] or one["unique"]) and one["columns"]}
    assert {chosen.opts.get_field(name).column for name in sortable} <= first


def test_a_long_list_says_that_it_is_longer(cast, operator, monkeypatch):
    factories.make_article(cast.project)
    factories.make_article(cast.project)
    assert Bounded(Article.objects.order_by("pk"), 50).shown_count == "2"
    monkeypatch.setattr("claims.admin.paging.MOST", 2)
    page = operator.get(listed("article")).content.decode()
    assert re.search(r"2\+\s+articles", page)


def found(client, model, term) -> list:
    return [row.pk for row in client.get(listed(model), {"q": term}).context["cl"].result_list]


def test_rows_are_found_by_words_parts_of_titles_people_and_ids(cast, operator):
    article = filled_article(cast, claims=1)
    other = filled_article(cast, claims=1)
    Article.objects.filter(pk=article.pk).update(title="The (new) bridge: 100% sure?")
    claim = article.latest().claims.first()
    Claim.objects.filter(pk=claim.pk).update(text="The harbours were dredged")
    assert found(operator, "article", "new) bri") == [article.pk]
    assert found(operator, "article", "zz.*") == []
    assert found(operator, "article", "ne") == []
    assert found(operator, "claim", "harbour") == [claim.pk]
    for model in (Lookup, Evidence):
        mine = set(model.objects.filter(claim=claim).values_list("pk", flat=True))
        assert mine
        assert set(found(operator, model._meta.model_name, "dredging harbour")) == mine
        assert set(found(operator, model._meta.model_name, str(claim.pk))) == mine
    verdict = Verdict.objects.filter(claim=claim).first()
    judged = set(Verdict.objects.filter(by=verdict.by).values_list("pk", flat=True))
    assert set(found(operator, "verdict", verdict.by.username)) == judged
    document = factories.make_document(cast.project, title="Budget of the harbour board")
    assert found(operator, "document", "HARBOUR BO") == [document.pk]
    factories.make_source(cast.project, name="Harbour board")
    assert found(operator, "source", "board") == [Source.objects.get(name="Harbour board").pk]
    assert other.pk not in found(operator, "article", "bridge")


def test_events_are_found_by_who_did_them_and_by_what_they_name(cast, operator):
    article = factories.make_article(cast.project, by=cast.reviewer)
    Event.objects.record("article.read", article, project_id=cast.project.pk, by=cast.second_reviewer)
    mine = Event.objects.get(verb="article.read").pk
    assert found(operator, "event", cast.second_reviewer.username) == [mine]
    assert mine in found(operator, "event", str(article.pk))
    assert mine in found(operator, "event", str(cast.project.pk))
    assert User.objects.filter(username="nobody").exists() is False
    assert found(operator, "event", "nobody") == []


def test_filters_offer_what_the_newest_rows_hold(cast, operator):
    claim = factories.make_claim(factories.make_article(cast.project).latest())
    for provider in ("library", "wikidata", "crossref"):
        Lookup.objects.create(claim=claim, provider=provider, query=provider)
    page = operator.get(listed("lookup"))
    offered = next(spec for spec in page.context["cl"].filter_specs if spec.lookup_kwarg == "provider")
    shown = [choice["display"] for choice in offered.choices(page.context["cl"])]
    assert shown == ["All", "crossref", "library", "wikidata"]
    page = operator.get(listed("lookup"), {"provider": "wikidata"})
    assert [row.provider for row in page.context["cl"].result_list] == ["wikidata"]
    assert Document.objects.count() == 0


def test_failed_lookups_of_a_service_are_found_however_old(cast, operator, monkeypatch):
    monkeypatch.setattr("claims.admin.filters.REACH", 1)
    claim = factories.make_claim(factories.make_article(cast.project).latest())
    for number in range(4):
        Lookup.objects.create(claim=claim, provider="wikidata", query=str(number), state="failed", error="Away.")
    listing = operator.get(listed("lookup"), {"provider": "wikidata", "state__exact": "failed"})
    assert listing.context["cl"].result_count == 4
    assert operator.get(listed("lookup"), {"provider": "wikidata"}).context["cl"].result_count == 2


def test_a_rare_value_is_looked_for_among_the_newest_alone_and_the_filter_says_so(cast, operator, monkeypatch):
    monkeypatch.setattr("claims.admin.filters.REACH", 2)
    article = factories.make_article(cast.project)
    for verb in ("article.read", "article.seen", "article.seen", "article.read"):
        Event.objects.record(verb, article, project_id=cast.project.pk, by=None)
    old, new = Event.objects.filter(verb="article.read").order_by("pk").values_list("pk", flat=True)
    page = operator.get(listed("event"), {"verb": "article.read"})
    assert [row.pk for row in page.context["cl"].result_list] == [new]
    assert old < new
    assert "among the newest 2" in page.content.decode()
