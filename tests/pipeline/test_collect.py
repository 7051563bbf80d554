"""Many come in at once: with progress, refusals by number, and nothing twice whoever dies on the way."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest
from django.core.files.base import ContentFile

from claims.models import Collection, Document, Event, FactCheck, Passage
from claims.pipeline import collect, fact_checks, library
from claims.pipeline.collect import running
from tests.extraction.files import PAGE, pdf, zipped
from tests.extraction.test_fact_checks import REVIEW
from tests.pipeline.collecting import KEEP
from tests.pipeline.collecting import figures as _figures
from tests.pipeline.collecting import open_collection as _open
from tests.pipeline.collecting import read as _read


def _lines(*rows):
    return "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows).encode()


def test_lines_go_in_and_bad_ones_are_refused_by_number(cast):
    data = _lines({"text": "One.", "title": "A"}, "{nonsense", {"text": "Two.", "published_at": "May"}, "",
                  {"text": "One."}, {"text": "Three.", "url": "https://a.example/3", "publisher": "P"})  # fmt: skip
    row = _open(cast, "documents_jsonl", data)
    assert (row.state, row.filename, str(row)) == ("queued", "many.jsonl", "many.jsonl")
    assert _read(row) is False
    assert (row.state, row.error) == ("succeeded", "")
    assert _figures(row) == (5, 5, 2, 1, 2)
    assert [(one["number"], one["why"][:19]) for one in row.refused] == [
        (2, "This line cannot be"), (3, "Its published_at is"),
    ]  # fmt: skip
    third = Document.objects.get(url="https://a.example/3")
    assert (third.title, third.text, third.publisher, third.added_by) == ("Three.", "Three.", "P", cast.reviewer)
    assert third.passages.get().text == "Three."
    added = Event.objects.filter(verb="document.added", data__collection=str(row.pk))
    assert added.count() == 2
    assert Event.objects.get(verb="collection.read", target_id=row.pk).data["added"] == 2


def test_again_nothing_is_added(cast):
    for expected in ((2, 2, 2, 0, 0), (2, 2, 0, 2, 0)):
        row = _open(cast, "documents_jsonl", _lines({"text": "One."}, {"text": "Two."}))
        _read(row)
        assert _figures(row) == expected
    assert Document.objects.count() == Passage.objects.count() == 2


def test_what_is_in_the_trash_stays_there(cast):
    document = library.add_document(project=cast.project, by=cast.reviewer, title="A", text="One.")
    library.trash_document(document=document, by=cast.editor)
    row = _open(cast, "documents_jsonl", _lines({"text": "One."}))
    _read(row)
    assert _figures(row) == (1, 1, 0, 1, 0)
    assert not Document.objects.library().exists()
    library.add_document(project=cast.project, by=cast.reviewer, title="A", text="One.")
    assert Document.objects.library().get() == document, "put in by hand it comes back"


def test_files_of_an_archive_go_in(cast):
    members = {"page.html": PAGE.encode(), "paper.pdf": pdf(["Page one."], ["Page two."]), "scan.pdf": pdf([], []),
               "evil.exe": b"\x7fELF"}  # fmt: skip
    row = _open(cast, "documents_zip", zipped(members), name="many.zip")
    _read(row)
    assert _figures(row) == (4, 4, 2, 0, 2)
    assert [one["name"] for one in row.refused] == ["scan.pdf", "evil.exe"]
    assert "no text" in row.refused[0]["why"]
    assert Document.objects.get(title="paper.pdf").page_starts == [0, 10]
    assert Document.objects.get(title="Bridge to close").published_at == date(2024, 5, 3)


@pytest.mark.parametrize(
    ("kind", "data", "why"),
    [
        ("documents_zip", b"no zip", "no zip archive"),
        ("documents_zip", zipped({"../evil.txt": b"x"}), "leads out of it"),
        ("documents_zip", zipped({"bomb.txt": b"a" * 30_000_000}), "more than is safe"),
        ("fact_checks_file", b"<html></html>", "no ClaimReview"),
        ("fact_checks_file", b"{", "holds no fact-checks"),
    ],
)
def test_a_file_that_is_none_fails_in_words(cast, kind, data, why):
    row = _open(cast, kind, data, name="x")
    assert _read(row) is False
    assert row.state == "failed"
    assert why in row.error
    assert not Document.objects.exists()


def test_only_a_hundred_refusals_are_kept_but_all_are_counted(cast):
    row = _open(cast, "documents_jsonl", b"{\n" * 250)
    _read(row)
    assert (row.refused_count, len(row.refused), row.state) == (250, 100, "succeeded")


def test_slice_by_slice_nothing_is_lost_or_doubled(cast, monkeypatch):
    monkeypatch.setattr(running, "SLICE_SECONDS", -1)
    monkeypatch.setattr(running, "BATCH", 3)
    row = _open(cast, "documents_jsonl", _lines(*({"text": f"Text {n}."} for n in range(10))))
    seen = []
    while _read(row):
        seen.append((row.state, row.done, row.attempts))
    assert seen == [("queued", 3, 0), ("queued", 6, 0), ("queued", 9, 0)]
    assert (row.state, *_figures(row)) == ("succeeded", 10, 10, 10, 0, 0)


class Killed(BaseException):
    """What a worker that dies does not survive."""


def test_a_worker_killed_in_the_middle_goes_on_without_duplicates(cast, monkeypatch):
    monkeypatch.setattr(running, "BATCH", 3)
    calls = []

    def dying(**given):
        calls.append(len(given["items"]))
        kept = library.add_documents(**given)
        if len(calls) == 3:
            raise Killed  # after it was written, before it was committed
        return kept

    row = _open(cast, "documents_jsonl", _lines(*({"text": f"Text {n}."} for n in range(10))))
    with pytest.raises(Killed):
        _read(row, {"document": dying})
    row.refresh_from_db()
    assert (row.state, row.done, Document.objects.count()) == ("running", 6, 6)
    Collection.objects.filter(pk=row.pk).revive()
    _read(row)
    assert (row.state, *_figures(row)) == ("succeeded", 10, 10, 10, 0, 0)
    assert Document.objects.count() == 10


def _between_batches(monkeypatch, number, act):
    """Do something after the given number of batches, as another process would."""
    commit, calls = running._commit, []

    def wrapped(*args):
        calls.append(args)
        if len(calls) == number + 1:
            act()
        return commit(*args)

    monkeypatch.setattr(running, "_commit", wrapped)


def test_a_worker_that_was_thought_dead_adds_nothing(cast, monkeypatch):
    """It was slow, another took over and ended the row; then it wants to keep its batch."""
    monkeypatch.setattr(running, "BATCH", 2)
    row = _open(cast, "documents_jsonl", _lines(*({"text": f"Text {n}."} for n in range(6))))

    def take_over():
        Collection.objects.filter(pk=row.pk).revive()
        assert collect.read_collection(collection_id=row.pk, keep=KEEP) is False

    _between_batches(monkeypatch, 1, take_over)
    assert _read(row) is False
    assert (row.state, *_figures(row)) == ("succeeded", 6, 6, 6, 0, 0)
    assert Document.objects.count() == 6
    assert Event.objects.filter(verb="collection.read").count() == 1


def test_cancelled_it_stops_and_goes_on_where_it_was(cast, monkeypatch):
    monkeypatch.setattr(running, "BATCH", 2)
    row = _open(cast, "documents_jsonl", _lines(*({"text": f"Text {n}."} for n in range(6))))
    _between_batches(monkeypatch, 1, lambda: Collection.objects.filter(pk=row.pk).cancel())
    assert _read(row) is False
    assert (row.state, row.done, Document.objects.count()) == ("cancelled", 2, 2)
    Collection.objects.filter(pk=row.pk).requeue()
    _read(row)
    assert (row.state, *_figures(row)) == ("succeeded", 6, 6, 6, 0, 0)


def test_a_row_is_read_by_one_worker_only(cast):
    row = _open(cast, "documents_jsonl", _lines({"text": "One."}))
    Collection.objects.filter(pk=row.pk).update(state="running")
    assert _read(row) is False
    assert not Document.objects.exists()


def test_what_nobody_foresaw_is_said_and_raised(cast):
    def broken(**given):
        raise ZeroDivisionError

    row = _open(cast, "documents_jsonl", _lines({"text": "One."}))
    with pytest.raises(ZeroDivisionError):
        _read(row, {"document": broken})
    row.refresh_from_db()
    assert (row.state, "ZeroDivisionError" in row.error) == ("failed", True)


def test_one_file_becomes_a_document_with_what_the_person_says(cast):
    told = {"title": "My paper", "url": "https://a.example", "publisher": "", "published_at": date(2024, 5, 3)}
    upload = ContentFile(pdf(["Page one."], title="Its own"), name="paper.pdf")
    row = collect.open_file(project=cast.project, by=cast.reviewer, upload=upload, told=told)
    _read(row)
    document = Document.objects.get()
    assert (row.filename, row.total) == ("paper.pdf", 1)
    assert (document.title, document.url, document.published_at) == (
        "My paper",
        "https://a.example",
        date(2024, 5, 3),
    )


def test_fact_checks_of_a_file_go_in_and_bad_ones_are_refused(cast):
    data = json.dumps({"@graph": [REVIEW, {**REVIEW, "datePublished": "soon"}, {**REVIEW, "claimReviewed": "B"}]})
    row = _open(cast, "fact_checks_file", data.encode(), name="checks.json")
    _read(row)
    assert _figures(row) == (3, 3, 2, 0, 1)
    assert row.refused[0]["number"] == 2
    check = FactCheck.objects.get(claim_reviewed="The bridge fell on Friday")
    assert (check.publisher, check.rating_as_given, check.rating_value) == ("Check Desk", "Pants on fire", 1.0)
    assert (check.reviewed_at, check.claimant, check.added_by) == (date(2024, 5, 3), "A. Mayor", cast.reviewer)


def test_a_changed_rating_is_taken_on_and_traced(cast):
    for rating in ("False", "True"):
        changed = {**REVIEW, "reviewRating": {"alternateName": rating}}
        row = _open(cast, "fact_checks_file", json.dumps(changed).encode(), name="x.json")
        _read(row)
    check = FactCheck.objects.get()
    assert (check.rating_as_given, row.known) == ("True", 1)
    assert Event.objects.get(verb="fact_check.changed").data["before"]["rating_as_given"] == "False"
    fact_checks.trash_fact_check(fact_check=check, by=cast.editor)
    _read(_open(cast, "fact_checks_file", json.dumps(REVIEW).encode(), name="x.json"))
    assert not FactCheck.objects.kept().exists(), "what is in the trash stays there as it is"
    fact_checks.restore_fact_check(fact_check=check, by=cast.editor)
    assert FactCheck.objects.kept().get().rating_as_given == "True"


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"kind": "everything", "url": "https://a.example"}, "no kind"),
        ({"kind": "documents_feed"}, "one of the two"),
        ({"kind": "documents_feed", "url": "ftp://a.example"}, "not a web address"),
        ({"kind": "documents_feed", "url": f"https://a.example/{'x' * 2000}"}, "longer than"),
        ({"kind": "documents_feed", "upload": ContentFile(b"x", name="x")}, "read from an address"),
        ({"kind": "documents_jsonl", "upload": ContentFile(b"x", name="x"), "url": "https://a.example"}, "one of"),
    ],
)
def test_what_cannot_be_read_is_refused_at_once(cast, given, why):
    with pytest.raises(collect.Refused, match=why):
        collect.open_collection(project=cast.project, by=cast.reviewer, **given)


def test_the_file_of_a_line_without_text_is_read_as_bytes(cast):
    """A JSONL file from a system that writes a byte order mark and carriage returns."""
    row = _open(cast, "documents_jsonl", io.BytesIO(b'\xef\xbb\xbf{"text": "One."}\r\n{"text": "Two."}\r\n').read())
    _read(row)
    assert _figures(row) == (2, 2, 2, 0, 0)
