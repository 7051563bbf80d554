"""The admin, for the people who run the installation: people and scales are managed, the rest is looked at."""

from django.contrib import admin

from . import (
    accounts,
    archives,
    claims,
    findings,
    interchange,
    judgements,
    keeping,
    projects,
    reviewing,
    scales,
    sources,
    texts,
    trail,
    working,
)

__all__ = [
    "accounts", "archives", "claims", "findings", "interchange", "judgements", "keeping", "projects", "reviewing",
    "scales", "sources", "texts", "trail", "working",
]  # fmt: skip

admin.site.index_template = "admin/claims/dashboard.html"
