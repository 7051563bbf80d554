"""Whoever changes what is sealed is found, and the row is named, also where triggers were switched off."""

# ruff: noqa: S608 - the names of our own tables

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import orjson
import pgtrigger
import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from claims.models import Claim, Event, Seal, SealMark, Unsealed, Verdict
from claims.pipeline import chain, erase, members, purge, trash
from claims.pipeline.chain.kinds import steady
from claims.pipeline.chain.sealing import digests
from tests import factories
from tests.filled import filled_article
from tests.filled_reviewing import fill_reviewing
from tests.filled_travelling import fill_travelling

if TYPE_CHECKING:
    from tests.conftest import Cast


def in_sql(statement: str, *values: Any) -> None:
    """As somebody with the database's password would, past every trigger of ours."""
    names = ",".join(one.get_pgid(model) for model, one in pgtrigger.registered())
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", ["{" + names + "}"])
        cursor.execute(statement, values)
        cursor.execute("SELECT set_config('pgtrigger.ignore', '', true)")


def found(**given: Any) -> set[tuple[str, str, str]]:
    return {(one.what, one.table, one.row) for one in chain.verify(**given)}


@pytest.fixture
def sealed(cast: Cast) -> Claim:
    """A claim with everything on it; all is sealed."""
    claim = filled_article(cast).latest().claims.get()
    fill_travelling(cast)
    fill_reviewing(cast, claim)
    members.change_member(membership=cast.project.memberships.get(user=cast.viewer), by=cast.owner, skills=["law"])
    chain.seal_new()
    assert not Unsealed.objects.exists()
    return claim


def test_all_that_may_only_be_added_to_is_sealed_and_leads_to_its_project() -> None:
    guarded = {
        model._meta.db_table
        for model in apps.get_app_config("claims").get_models()
        for one in getattr(model._meta, "triggers", [])
        if isinstance(one, pgtrigger.Protect)
        and pgtrigger.Update in getattr(one.operation, "operations", [one.operation])
    }
    assert guarded - {"claims_seal"} == set(chain.kinds())
    assert {kind.table for kind in chain.kinds().values() if kind.steps is None} == set()


def test_what_is_as_it_was_sealed_gives_no_finding(sealed: Claim) -> None:
    count = chain.Count()
    assert not found(count=count, heads=Seal.objects.heads().values())
    assert count.rows == sum(len(rows) for rows in Seal.objects.values_list("rows", flat=True))
    assert {"installation", sealed.revision.article.project.slug} >= set(Seal.objects.heads())
    assert chain.seal_new() == 0


def test_one_byte_of_an_old_verdict_names_the_row(sealed: Claim) -> None:
    row = Verdict.objects.filter(superseded_by=None).first()
    in_sql("UPDATE claims_verdict SET rationale = rationale || '.' WHERE id = %s", row.pk)
    assert found() == {("changed", "claims_verdict", str(row.pk))}
    assert found(project=sealed.revision.article.project_id) == found()
    assert not found(project=factories.make_project(by=row.by).pk)
    with pytest.raises(CommandError) as refused:
        call_command("audit", "verify", stdout=(out := io.StringIO()))
    assert refused.value.returncode == 1
    assert str(row.pk) in out.getvalue()


@pytest.mark.parametrize("table", [
    "claims_event", "claims_verdict_cited", "claims_ruling_verdicts",
    "claims_panelvote", "claims_claimevent", "claims_membershipevent",
])  # fmt: skip
def test_a_deleted_row_is_missed(sealed: Claim, table: str) -> None:
    key = chain.kinds()[table].key
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {key}::text FROM {table} ORDER BY 1 LIMIT 1")
        (row,) = cursor.fetchone() or ("",)
    assert row
    in_sql(f"DELETE FROM {table} WHERE {key}::text = %s", row)
    assert ("deleted", table, row) in found()


def test_a_row_slipped_in_is_named(sealed: Claim) -> None:
    event = Event.objects.order_by("id").first()
    in_sql(
        "INSERT INTO claims_event (id, verb, target_type, target_id, by_name, data)"
        " VALUES ('018bcfe5-0000-7000-8000-000000000001', 'a', 'b', %s, '', '{}')",
        event.target_id,
    )
    assert found() == {("slipped in", "claims_event", "018bcfe5-0000-7000-8000-000000000001")}


def test_an_earlier_state_slipped_in_below_the_floor_is_named(sealed: Claim) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(pgh_id) FROM claims_claimevent")
        (top,) = cursor.fetchone()
    SealMark.objects.filter(kind="claims_claimevent").update(floor=top)
    columns = [one.column for one in apps.get_model("claims.ClaimEvent")._meta.concrete_fields]
    others = ", ".join(f'"{name}"' for name in columns if name != "pgh_id")
    in_sql(
        f"INSERT INTO claims_claimevent (pgh_id, {others}) SELECT -5, {others} FROM claims_claimevent"
        " WHERE pgh_id = %s",
        top,
    )
    assert ("slipped in", "claims_claimevent", "-5") in found()


def test_two_rows_that_change_places_are_both_named(sealed: Claim) -> None:
    one, other = Verdict.objects.filter(superseded_by=None)[:2]
    in_sql(
        "UPDATE claims_verdict v SET rationale = w.rationale || ' ', rating_id = w.rating_id, by_id = v.by_id"
        " FROM claims_verdict w WHERE v.id IN (%s, %s) AND w.id IN (%s, %s) AND v.id <> w.id",
        one.pk, other.pk, one.pk, other.pk,
    )  # fmt: skip
    assert found() == {("changed", "claims_verdict", str(row.pk)) for row in (one, other)}


def test_whoever_mends_the_digest_breaks_the_seal(sealed: Claim) -> None:
    seal = Seal.objects.filter(kind="claims_verdict").get()
    row = seal.rows[0]
    in_sql("UPDATE claims_verdict SET rationale = 'Other.' WHERE id = %s", row)
    kind = chain.kinds()["claims_verdict"]
    steady()
    mended = digests(kind, [row])[0][2] + bytes(seal.digests)[32:]
    in_sql("UPDATE claims_seal SET digests = %s WHERE id = %s", mended, seal.pk)
    assert found() == {("seal was changed", "claims_seal", str(seal.pk))}


def test_whoever_mends_the_seal_breaks_the_next(sealed: Claim) -> None:
    first = Seal.objects.exclude(project=None).order_by("number").first()
    first.columns = first.columns[:1]
    in_sql(
        "UPDATE claims_seal SET columns = %s, hash = %s WHERE id = %s", first.columns, first.worked_out(), first.pk
    )
    following = Seal.objects.get(project=first.project, number=2)
    assert ("does not follow from the seal before", "claims_seal", str(following.pk)) in found()


def test_a_seal_taken_out_is_missed(sealed: Claim) -> None:
    seal = Seal.objects.exclude(project=None).get(number=2)
    in_sql("DELETE FROM claims_seal WHERE id = %s", seal.pk)
    assert any(what == "seals 2 to 2 are missing before" for what, _table, _row in found())


def test_the_last_seals_may_not_go_with_their_rows_where_the_head_is_known(sealed: Claim) -> None:
    heads = Seal.objects.heads()
    verdict = factories.make_verdict(
        factories.make_claim(sealed.revision, quote="Prices rose"), sealed.verdicts.first().by, "true"
    )
    chain.seal_new()
    later = Seal.objects.heads()
    head = Seal.objects.get(project=sealed.revision.article.project_id, kind="claims_verdict", number__gt=10)
    for seal in Seal.objects.filter(project=head.project, number__gte=head.number):
        for row in seal.rows:
            in_sql(f"DELETE FROM {seal.kind} WHERE {chain.kinds()[seal.kind].key}::text = %s", row)
        in_sql("DELETE FROM claims_seal WHERE id = %s", seal.pk)
    assert not Verdict.objects.filter(pk=verdict.pk).exists()
    assert not found(everything=False)
    assert not found(heads=heads.values(), everything=False)
    slug = sealed.revision.article.project.slug
    assert found(heads=later.values(), everything=False) == {
        ("cut off: no seal has this hash", "claims_seal", later[slug])
    }


def test_a_live_row_that_was_written_past_its_history_is_named(sealed: Claim) -> None:
    in_sql("UPDATE claims_claim SET text = text || '.' WHERE id = %s", sealed.pk)
    assert found() == {("is not as its history says", "claims_claim", str(sealed.pk))}


def test_a_live_row_that_was_taken_out_past_its_history_is_named(sealed: Claim) -> None:
    document = factories.make_document(sealed.revision.article.project)
    in_sql("DELETE FROM claims_document WHERE id = %s", document.pk)
    assert found() == {("is gone, and its history does not say so", "claims_document", str(document.pk))}


def test_an_earlier_state_that_was_changed_is_named(sealed: Claim) -> None:
    history = apps.get_model("claims.ClaimEvent").objects.order_by("pgh_id").first()
    in_sql("UPDATE claims_claimevent SET text = 'Other.' WHERE pgh_id = %s", history.pgh_id)
    assert ("changed", "claims_claimevent", str(history.pgh_id)) in found()


def test_a_guard_that_is_off_is_named(sealed: Claim) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'claims_event'::regclass AND tgname ~ 'append'"
        )
        (name,) = cursor.fetchone()
        cursor.execute(f"ALTER TABLE claims_event DISABLE TRIGGER {name}")
    assert found() == {("guard is off or gone", "claims_event", name)}


def test_an_erased_person_is_no_finding(sealed: Claim, cast: Cast) -> None:
    erase.erase_person(person=cast.viewer, by=cast.superuser)
    assert not found()


def test_the_trail_is_written_with_names_and_the_chain(sealed: Claim, tmp_path: Any) -> None:
    file = tmp_path / "trail.jsonl"
    call_command("audit", "export", "--out", str(file))
    records = [orjson.loads(line) for line in file.read_bytes().splitlines()]
    events = [one for one in records if one["record"] == "event"]
    assert len(events) == Event.objects.count()
    assert any(one["by"] and one["by"]["name"] for one in events)
    assert {one["hash"] for one in records if one["record"] == "seal"} >= set(Seal.objects.heads().values())


def test_what_goes_for_good_on_record_is_no_finding(sealed: Claim, cast: Cast) -> None:
    article = trash.trash_article(article=sealed.revision.article, by=cast.editor)
    purge.purge_article(article=article, by=cast.owner)
    assert not Verdict.objects.exists()
    assert not found()
    chain.seal_new()
    assert not found()
