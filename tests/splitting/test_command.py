"""``python -m claims.splitting``: what goes in, what comes out, what is refused."""

import io
import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import pytest

from claims.splitting import __main__ as command

TEXT = "The mayor said:\r\n“The bridge 🌉 is safe.”\r\n"


def answer(data: bytes, *, jsonl: bool, statements: bool = False) -> str:
    """What the command writes for these bytes."""
    out = io.BytesIO()
    command.run(io.BytesIO(data), out, jsonl=jsonl, statements=statements)
    return out.getvalue().decode("utf-8")


def test_a_text_comes_back_with_the_words_beside_the_offsets() -> None:
    shown: Mapping[str, Any] = json.loads(answer(TEXT.encode(), jsonl=False))
    spans = [
        *shown["sentences"],
        *(s for a in shown["attributions"] for s in a["source"] + a["cue"] + a["content"]),
    ]
    spans += [span for claim in shown["claims"] for span in claim["spans"]]
    assert len(spans) > 3
    assert all(TEXT[span["start"] : span["end"]] == span["quote"] for span in spans)


def test_lines_carry_pairs_of_offsets() -> None:
    lines = "".join(json.dumps({"id": name, "text": TEXT}) + "\n" for name in ("a", "b"))
    rows = [json.loads(row) for row in answer(lines.encode(), jsonl=True).splitlines()]
    assert [row["id"] for row in rows] == ["a", "b"]
    (found,) = rows[0]["attributions"]
    assert [TEXT[b:e] for b, e in found["source"]] == ["The mayor"]
    assert [TEXT[b:e] for b, e in found["cue"]] == ["said"]
    assert [TEXT[b:e] for b, e in found["content"]] == ["“The bridge 🌉 is safe.”"]
    assert {"sentences", "claims", "sources"} <= rows[0].keys()


def test_a_reading_is_listed_with_its_tie_and_reason() -> None:
    text = "Anna Lind said the bridge was safe. Lind said so twice."
    (row,) = answer(json.dumps({"id": 1, "text": text}).encode(), jsonl=True).splitlines()
    shown = json.loads(row)
    (reading,) = shown["attributions"][1]["readings"]
    assert reading.keys() == {"source", "tie", "confidence", "reason"}
    assert (reading["source"], reading["tie"]) == (0, "surname")
    assert shown["attributions"][1]["open_readings"] == []
    assert shown["sources"][0]["aliases"] == ["Lind"]


def test_statements_are_listed_where_they_are_asked_for() -> None:
    line = json.dumps({"id": 1, "text": TEXT}).encode()
    assert "statements" not in json.loads(answer(line, jsonl=True))
    (statement,) = json.loads(answer(line, jsonl=True, statements=True))["statements"]
    assert statement["type"] == "anonymous"
    assert [TEXT[b:e] for b, e in statement["spans"]] == [TEXT.strip()]


def test_statements_are_only_for_lines() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "claims.splitting", "--statements"], input=b"x", capture_output=True, check=False
    )
    assert ran.returncode == 2
    assert b"--jsonl" in ran.stderr


def test_an_empty_text_is_an_empty_split() -> None:
    shown = json.loads(answer(b"", jsonl=False))
    assert [shown[key] for key in ("sentences", "attributions", "claims", "waivers")] == [[], [], [], []]
    assert answer(b"\n\n", jsonl=True) == ""


def test_a_lone_surrogate_survives() -> None:
    (row,) = answer(b'{"id": "\\ud800", "text": "It \\ud800 is."}', jsonl=True).splitlines()
    assert json.loads(row)["id"] == "\ud800"


BAD = [
    (b"not json\n", "line 1"),
    (b'{"id": 1, "text": "x"}\n[]\n', "line 2"),
    (b'{"id": 1}\n', "line 1"),
    (b'{"text": "x"}\n', "line 1"),
    (b'{"id": 1, "text": 2}\n', "line 1"),
    (b'{"id": 1, "text": "\xff"}\n', "line 1"),
]


@pytest.mark.parametrize(("data", "where"), BAD)
def test_a_bad_line_is_named(data: bytes, where: str) -> None:
    with pytest.raises(command.BadInput, match=where):
        answer(data, jsonl=True)


def test_the_exit_code_is_two_and_the_message_on_stderr() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "claims.splitting"], input=b"\xff\xfe", capture_output=True, check=False
    )
    assert ran.returncode == 2
    assert ran.stdout == b""
    assert b"not UTF-8" in ran.stderr
