"""Nothing of a project is left behind by oversight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps

from claims.interchange.tables import RECORDS, STAYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from claims.interchange.columns import Table


def all_of(tables: Iterable[Table]) -> Iterator[Table]:
    for table in tables:
        yield table
        yield from all_of(table.children)


def test_every_model_travels_or_stays_for_a_reason() -> None:
    own = {
        model
        for model in apps.get_app_config("claims").get_models()
        if not model._meta.proxy and not hasattr(model, "pgh_tracked_model")
    }
    travel = {table.model for table in all_of(RECORDS)}
    assert travel.isdisjoint(STAYS)
    assert own == travel | set(STAYS)
    assert all(STAYS.values())


def test_every_field_travels_or_stays_for_a_reason() -> None:
    for table in all_of(RECORDS):
        fields = {field.name for field in table.model._meta.concrete_fields}
        written = {column.name for column in table.columns}
        assert set(table.left_out) <= fields, table.name
        assert all(table.left_out.values()), table.name
        generated = {field.name for field in table.model._meta.concrete_fields if field.generated}
        assert fields == written | set(table.left_out) | {table.parent} - {""} | generated, table.name
        assert {field.name for field in table.model._meta.local_many_to_many} == set(table.lists), table.name


def test_names_of_columns_lists_and_children_do_not_clash() -> None:
    for table in all_of(RECORDS):
        names = [column.name for column in table.columns] + [*table.lists, *(one.name for one in table.children)]
        assert len(names) == len(set(names)), table.name
