"""Every change of a tracked row leaves a row of history that nobody can edit."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection

from claims import models
from tests import factories
from tests.models.refusing import refused

TRACKED = [
    "article", "attribution", "claim", "document", "evidence", "membership", "project", "rating", "scale",
    "scaleversion", "source",
]  # fmt: skip


def _history(name):
    return apps.get_model("claims", f"{name}event")


@pytest.mark.parametrize("name", TRACKED)
def test_these_are_tracked(name):
    assert _history(name)._meta.get_field("pgh_obj").related_model is apps.get_model("claims", name)


def test_every_change_is_kept_whoever_writes(article):
    rows = _history("article").objects.filter(pgh_obj=article).order_by("pgh_id")
    article.title = "Prices fall"
    article.save()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE claims_article SET publisher = 'By hand' WHERE id = %s", [article.pk])
    seen = [(row.pgh_label, row.title, row.publisher) for row in rows]
    assert seen == [
        ("insert", "Prices rise", ""),
        ("update", "Prices fall", ""),
        ("update", "Prices fall", "By hand"),
    ]


def test_a_deletion_is_kept(cast):
    membership = models.Membership.objects.get(user=cast.viewer)
    pk = membership.pk
    membership.delete()
    labels = _history("membership").objects.filter(pgh_obj_id=pk).values_list("pgh_label", flat=True)
    assert sorted(labels) == ["delete", "insert"]


def test_history_is_never_edited(revision):
    claim = factories.make_claim(revision)
    rows = _history("claim").objects.filter(pgh_obj_id=claim.pk)
    assert rows.count() == 1
    with refused("Cannot update"):
        rows.update(text="It never said so.")
    with refused("Cannot (update or )?delete"):
        rows.delete()


def test_the_person_is_kept_with_the_change(cast, client, article):
    evidence = factories.make_evidence(factories.make_claim(article.latest()))
    client.force_login(cast.reviewer)
    client.post(f"/evidence/{evidence.pk}/weigh/", {"stance": "refutes"})
    change = _history("evidence").objects.get(pgh_obj_id=evidence.pk, pgh_label="update")
    assert change.pgh_context.metadata["user"] == cast.reviewer.pk
