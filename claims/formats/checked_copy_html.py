"""The checked copy as one HTML file that opens from a disk: the text with notes in its margin, no script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path

from claims.formats.checked_copy import SHAPES, Copy, Note, Quoted, Run, copy_of
from claims.formats.format import About, Format, Record

STYLE = Path(__file__).with_name("checked_copy.css")
STANCES = {"supports": "Supports", "refutes": "Refutes", "context": "Context"}


def dump(records: Iterable[Record], about: About) -> Iterator[bytes]:
    """The file in pieces; raises NotOneArticle."""
    copy = copy_of(records, about.names)
    yield _head(copy).encode()
    noted: set[int] = set()
    for line in copy.lines:
        yield _rows(copy, line, noted).encode()
    missing = [note for number, note in copy.notes.items() if number not in noted]
    yield "".join(_note(note) for note in missing).encode()
    yield b"</main>\n</body>\n</html>\n"


def _head(copy: Copy) -> str:
    counts = "".join(f"<li>{shape} {number} {escape(outcome)}</li>" for shape, outcome, number in copy.counts)
    where = escape(copy.where) + (f" · {_link(copy.url, copy.url)}" if copy.url else "")
    checked = f"Last outcome of {escape(copy.checked)}" if copy.checked else "No outcome yet"
    settled = f"{copy.settled} of {len(copy.notes)} claims settled"
    terms = "".join(
        f"<dt>{shape} {escape(label)}</dt><dd>{escape(words)}</dd>" for shape, label, words in copy.legend
    )
    legend = f"<details open><summary>What the ratings mean</summary><dl>{terms}</dl></details>" if terms else ""
    style = STYLE.read_text(encoding="utf-8")
    return f"""<!doctype html>
<html lang="{escape(copy.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{escape(copy.title)}: checked copy</title>
<style>
{style}</style>
</head>
<body>
<header lang="en">
<h1 lang="{escape(copy.language)}" dir="auto">{escape(copy.title)}</h1>
<p class="where">{where}</p>
<p class="where">Checked copy · {escape(copy.desk)} · {checked} · {settled}</p>
<ul class="summary">{counts}</ul>
{_asks(copy)}
<div class="legend">{legend}</div>
</header>
<main>
"""


def _asks(copy: Copy) -> str:
    """What there is to do, and how much of the text is in a claim."""
    links = ", ".join(f'<a href="#n{number}">{number}</a>' for number in copy.asks)
    told = [f"<strong>To be changed or looked at:</strong> {links}"] if links else []
    told += [escape(copy.coverage)] if copy.coverage else []
    return "".join(f'<p class="asks">{one}</p>' for one in told)


def _rows(copy: Copy, line: Sequence[Run], noted: set[int]) -> str:
    """A line of the text; the notes of a sentence stand beside it, and the next sentence goes below them."""
    if not line:
        return '<div class="row blank"></div>\n'
    rows: list[list[Run]] = [[]]
    fresh = False
    for run in line:
        rows[-1].append(run)
        fresh = fresh or any(number not in noted for number in run.numbers)
        if run.stops and fresh:
            rows.append([])
            fresh = False
    return "".join(_row(copy, runs, noted, more=place > 0) for place, runs in enumerate(filter(None, rows)))


def _row(copy: Copy, runs: Sequence[Run], noted: set[int], *, more: bool) -> str:
    """Words beside the notes of the claims that begin in them; ``more``: they go on with a line begun above."""
    numbers = list(dict.fromkeys(number for run in runs for number in run.numbers if number not in noted))
    noted.update(numbers)
    notes = "".join(_note(copy.notes[number]) for number in numbers)
    words = "".join(_run(copy, run) for run in runs)
    kind = "row more" if more else "row"
    return f'<div class="{kind}"><p dir="auto">{words}</p><div>{notes}</div></div>\n'


def _run(copy: Copy, run: Run) -> str:
    """Each claim has a line of its own below the words, also where claims stand in each other."""
    words = escape(run.text)
    for depth, number in enumerate(reversed(run.numbers)):
        words = f'<mark class="{copy.notes[number].tone} d{min(depth, 3)}">{words}</mark>'
    marks = "".join(
        f'<sup><a href="#n{number}" id="c{number}" aria-label="Note {number}">'
        f"{SHAPES[copy.notes[number].tone]}{number}</a></sup>"
        for number in run.ends
    )
    return words + marks


def _note(note: Note) -> str:
    said = f"<p>{escape(note.said)}</p>" if note.said else ""
    who = f'<p class="quiet" dir="auto">{escape(note.who)}</p>' if note.who else ""
    why = f'<p dir="auto">{escape(note.why)}</p>' if note.why else ""
    evidence = "".join(map(_quoted, note.evidence))
    shape = f"{SHAPES[note.tone]} {escape(note.outcome)}"
    head = f'<h2><a href="#c{note.number}" aria-label="Claim {note.number}">{note.number}</a> {shape}</h2>'
    return f'<aside id="n{note.number}" class="{note.tone}" lang="en">{head}{said}{who}{why}{evidence}</aside>'


def _quoted(one: Quoted) -> str:
    stance = f"{STANCES[one.stance]}: " if one.stance in STANCES else ""
    source = _link(one.url, one.title or one.url) if one.url else escape(one.title)
    source += f" ({_link(one.archived, 'archived')})" if one.archived else ""
    return f'<blockquote dir="auto">{stance}“{escape(one.words)}” <span class="quiet">{source}</span></blockquote>'


def _link(url: str, words: str) -> str:
    """A link where it leads to the web; words where it leads anywhere else."""
    if not url.lower().startswith(("https://", "http://")):
        return escape(words)
    return f'<a href="{escape(url)}" rel="noreferrer">{escape(words)}</a>'


FORMAT = Format(
    slug="checked-html",
    label="Checked copy, HTML",
    means="For the writer: the article with a note in the margin for every claim. Opens in any browser.",
    media_type="text/html; charset=utf-8",
    suffix=".checked.html",
    dump=dump,
    one_article=True,
)
