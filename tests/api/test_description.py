"""The OpenAPI description and the published schemas."""

from __future__ import annotations

import json

from django.core.management import call_command

from claims.formats import published


def test_the_description_is_valid_and_without_warnings(tmp_path):
    target = tmp_path / "openapi.json"
    call_command("spectacular", "--validate", "--fail-on-warn", "--format", "openapi-json", "--file", str(target))
    description = json.loads(target.read_text(encoding="utf-8"))
    assert description["openapi"].startswith("3.1")
    assert "/api/v1/articles/{id}/export/" in description["paths"]
    for path in description["paths"].values():
        for operation in path.values():
            assert "application/problem+json" in operation["responses"]["default"]["content"]
            assert operation["description"]


def test_members_read_the_description_strangers_do_not(cast, client):
    assert client.get("/api/schema/").status_code == 401
    client.force_login(cast.viewer)
    assert client.get("/api/schema/").status_code == 200


def test_the_export_schema_is_open_to_everybody(client):
    answer = client.get("/schema/export-2.json")
    assert answer.content == published.schema(2)
    assert answer["Content-Type"] == "application/schema+json"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert json.loads(answer.content)["$id"] == "/schema/export-2.json"
