"""The parts of a replication pack that are written for people: README, scales and guidelines, in Markdown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from claims.formats.format import Record

_README = """\
# Replication pack: {project}

Everything that is needed to follow, or to repeat, how these claims were judged.
{withheld}
| file | what it is |
|---|---|
| `export.jsonl` | all records, one JSON object a line: sources, documents, articles, claims, every verdict and ruling. The other files are made from it. The workbench can import it where it is complete. |
| `schema/export-2.json` | JSON Schema of these records |
| `claims.csv` | a row a claim with its outcome |
| `verdicts.csv` | a row a verdict, superseded ones marked |
| `documents.csv` | what evidence was quoted from; `documents/ID.txt` is the text that was read, by the id in that list |
| `copies.csv` | archived copies of pages: `copies/ID/….warc.gz` are WARC files (ISO 28500), by the document's id; `state` says whether each file still has the SHA-256 under which it was kept |
| `scales/` | the rating scales, each edition with its definitions (`.md`), and whole (`.json`) |
| `guidelines/` | the guidelines by version |
| `manifest.json` | size and SHA-256 of every other file, and how many records of each kind there are |

## How to read it

- Text is UTF-8. Offsets (`start`, `end`) count Unicode code points of the article's text, the end is exclusive:
  in Python `text[start:end]` is the quotation.
- Moments are UTC. A verdict names its rating by scale, edition and slug: see `scales/`.
- Only ratings on a line have a number. Those off the line (unproven, for example) have none.
- In the tables an apostrophe stands before words that a spreadsheet would take for a formula.
- A later verdict of a person names the one it supersedes; nothing is overwritten.

## How to check it

    python3 -c "import hashlib, json, pathlib; m = json.load(open('manifest.json')); print([f['path'] for f in m['files'] if hashlib.sha256(pathlib.Path(f['path']).read_bytes()).hexdigest() != f['sha256']])"

prints the files that are not as they were written: `[]` where all are.

## What is not in it

Who an unnamed source is and what the desk knows of them, passwords, drafts, and what can be derived. Documents and copies
may be under the rights of others.
"""  # noqa: E501 - lines of a table


def readme(facts: Mapping[str, Any]) -> str:
    """What is what, and how to read and check it; ``facts`` are those of the manifest."""
    left_out = [f"- {_line(one['why'])}" for one in facts["withheld"]]
    told = "\nLeft out for the reader for whom it was written:\n\n" + "\n".join(left_out) + "\n" if left_out else ""
    if facts["chosen"]:
        told += f"\nChosen: `{json.dumps(facts['chosen'], ensure_ascii=False)}`\n"
    return _README.format(project=_line(facts["project"]) or "a project", withheld=told)


def scale_files(scale: Record) -> Iterator[tuple[str, str]]:
    """Each edition to read, then the whole as JSON: names and contents."""
    slug = re.sub(r"[^A-Za-z0-9-]", "_", scale["slug"])
    for version in scale["versions"]:
        rows = "\n".join(_rating(one) for one in version["ratings"])
        head = f"# {_line(scale['name'])}, edition {version['number']}\n\n{_line(scale['description'])}\n\n"
        table = f"| rating | slug | number | definition | |\n|---|---|---|---|---|\n{rows}\n"
        yield f"scales/{slug}-{version['number']}.md", head + table
    yield f"scales/{slug}.json", json.dumps(scale, ensure_ascii=False, indent=2) + "\n"


def guideline_files(project: Record) -> Iterator[tuple[str, str]]:
    """Each version as it was written."""
    for version in project["guideline_versions"]:
        yield f"guidelines/{version['number']:04}.md", version["text"]


def _rating(one: Record) -> str:
    number = "" if one["value"] is None else one["value"]
    retired = f"retired {one['retired_at'][:10]}" if one["retired_at"] else ""
    cells = (one["label"], f"`{one['slug']}`", number, one["definition"], retired)
    return "| " + " | ".join(_line(str(cell)).replace("|", "\\|") for cell in cells) + " |"


def _line(words: str) -> str:
    return " ".join(words.split())
