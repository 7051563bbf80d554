"""Addresses that no table of pages, API or admin holds. A new one fails until it has a rule here."""

from __future__ import annotations

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.views.account_rules import ACCOUNT_RULES, Rule

ALONE = {"claims.views.health", "claims.views.metrics"}  # for machines, no pages
ELSEWHERE = {"admin", "api"}  # tests/admin/test_pages.py, tests/api/test_doors.py


RULES = ACCOUNT_RULES | {
    "sign-in/": Rule("/sign-in/", {"get": (200,), "post": (200,), "put": (200,)}),  # a form takes PUT as POST
    "sign-out/": Rule("/sign-out/", {"post": (302,)}),
    "healthz": Rule("/healthz", {"get": (200,)}),
    "readyz": Rule("/readyz", {"get": (200, 503)}),
    "metrics": Rule("/metrics", {"get": (404,)}),
    "api/": Rule("/api/", {"get": (302,)}),
    "schema/export-2.json": Rule("/schema/export-2.json", {"get": (200,)}),
}


def _routes(patterns, before=""):
    """Every address below, but the pages of claims.views (tests/views/test_access.py) and what is elsewhere."""
    for one in patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            if one.namespace not in ELSEWHERE:
                yield from _routes(one.url_patterns, route)
        elif isinstance(one, URLPattern) and not _is_page(one, before):
            yield route


def _is_page(pattern, before):
    module = pattern.callback.__module__
    return module.startswith("claims.views") and module not in ALONE and not before


def test_every_other_address_has_its_rule():
    assert set(_routes(get_resolver("factcheck.urls").url_patterns)) == set(RULES)


@pytest.mark.parametrize("route", RULES)
@pytest.mark.django_db
def test_a_stranger_gets_what_the_rule_says(client, route):
    rule = RULES[route]
    for method in ("get", "post", "put", "patch", "delete"):
        answer = getattr(client, method)(rule.url)
        assert answer.status_code in rule.answers.get(method, (405,)), method
