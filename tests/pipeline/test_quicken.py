"""Triggers ask quickly whether they are passed over, and get the answer that they got before."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from claims.interchange.writing import lifted
from claims.models import Verdict
from claims.pipeline.quicken import NAME, quicken_triggers
from tests import factories
from tests.conftest import Cast
from tests.filled import retire

pytestmark = pytest.mark.django_db


def language() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT lanname FROM pg_proc JOIN pg_language l ON l.oid = prolang WHERE proname = %s", [NAME]
        )
        ((name,),) = cursor.fetchall()
    return str(name)


def test_every_migrated_database_asks_quickly_and_once_more_changes_nothing() -> None:
    assert language() == "sql"
    quicken_triggers()
    assert language() == "sql"


def test_a_trigger_is_passed_over_inside_and_runs_before_and_after(cast: Cast) -> None:
    article = factories.make_article(cast.project, text="Prices rose by 3 percent in May.")
    claim = factories.make_claim(article.latest(), "Prices rose by 3 percent")
    retired = retire("true")
    for _ in range(2):
        with pytest.raises(DatabaseError, match="is retired"), transaction.atomic():
            factories.make_verdict(claim, cast.reviewer, retired.slug)
        with transaction.atomic():
            with lifted("claims.Verdict:rating_on_offer_insert"):
                verdict = factories.make_verdict(claim, cast.reviewer, retired.slug)
            assert Verdict.objects.filter(pk=verdict.pk).exists()
            transaction.set_rollback(True)
