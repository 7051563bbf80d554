"""Undo and redo by the buttons in the head of the workbench, and the list of one's edits."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.models import Claim, Edit
from tests import factories
from tests.views.test_editing import WORDS, _messages, _post, _said, _tree


@pytest.fixture
def reader(cast, client):
    client.force_login(cast.reviewer)
    return client


@pytest.fixture
def claim(revision):
    factories.make_sentences(revision)
    return factories.make_claim(revision, WORDS)


def _bar(reader, article):
    """Words and state of the two buttons, and the edits that they are about."""
    tree = _tree(reader.get(article.get_absolute_url()))
    buttons = [tree.xpath(f'//button[@id="edit-{name}"]')[0] for name in ("undo", "redo")]
    return [
        (
            " ".join(one.text_content().split()),
            one.get("disabled") is not None,
            one.xpath('../input[@name="edit"]/@value'),
        )
        for one in buttons
    ]


def test_nothing_done_nothing_offered(reader, claim):
    undo, redo = _bar(reader, claim.revision.article)
    assert undo[0].startswith("Undo")
    assert undo[1]
    assert redo[1]


def test_what_was_done_is_undone_and_redone_after_a_reload(reader, claim):
    article = claim.revision.article
    _post(reader, "claim-reshape", claim, {"nudge": "end-earlier"})
    (words, disabled, (edit,)), _redo = _bar(reader, article)
    assert f"Undo: trimmed claim {claim.number}" in words
    assert not disabled
    answer = _post(reader, "edit-undo", article, {"edit": edit}, htmx=True)
    assert _said(claim) == [WORDS]
    assert f"Undone: trimmed claim {claim.number}" in _tree(answer).xpath('//*[@id="live"]')[0].text_content()
    assert _tree(answer).xpath("//p[@hx-swap-oob]")
    _undo, (words, disabled, (again,)) = _bar(reader, article)
    assert (f"Redo: trimmed claim {claim.number}" in words, disabled, again) == (True, False, edit)
    _post(reader, "edit-redo", article, {"edit": again})
    assert _said(claim) == ["The mayor denied that the figures were"]


def test_a_made_claim_that_is_undone_leaves_the_hand(reader, claim):
    article = claim.revision.article
    start, end = factories.place(claim.revision.text, "The café")
    place = f"{start}-{end}"
    _post(reader, "claim-make", article, {"place": place})
    made = Claim.objects.exclude(pk=claim.pk).get()
    answer = _post(reader, "edit-undo", article, query=f"?claim={made.pk}&show=open")
    assert answer["Location"] == f"{article.get_absolute_url()}?show=open"
    assert reader.get(answer["Location"]).status_code == 200


def test_a_double_click_undoes_once(reader, claim):
    article = claim.revision.article
    for _ in range(2):
        _post(reader, "claim-reshape", claim, {"nudge": "end-earlier"})
    newest = Edit.objects.latest("place")
    for _ in range(2):
        _post(reader, "edit-undo", article, {"edit": str(newest.pk)})
    assert Edit.objects.filter(undone_at=None).count() == 1


def test_nothing_to_undo_is_said(reader, claim):
    answer = _post(reader, "edit-undo", claim.revision.article, htmx=True)
    assert answer.status_code == 409
    assert _messages(answer)


def test_what_somebody_else_changed_since_is_named_and_stays(reader, cast, client, claim):
    _post(reader, "claim-reshape", claim, {"nudge": "end-earlier"})
    client.force_login(cast.second_reviewer)
    _post(client, "claim-reshape", claim, {"nudge": "start-later"})
    client.force_login(cast.reviewer)
    said = _said(claim)
    answer = _post(client, "edit-undo", claim.revision.article, htmx=True)
    assert (answer.status_code, answer["HX-Reswap"]) == (409, "none")
    assert "Second Reviewer" in _messages(answer)
    assert _said(claim) == said
    plain = _post(client, "edit-undo", claim.revision.article)
    assert "Second Reviewer" in _messages(client.get(plain["Location"]))


def test_nobody_undoes_what_others_did(reader, cast, client, claim):
    _post(reader, "claim-reshape", claim, {"nudge": "end-earlier"})
    edit = Edit.objects.get()
    client.force_login(cast.second_reviewer)
    _post(client, "edit-undo", claim.revision.article, {"edit": str(edit.pk)})
    edit.refresh_from_db()
    assert edit.undone_at is None


def test_the_list_of_my_edits(reader, claim):
    article = claim.revision.article
    url = reverse("claims:edit-list", args=[article.pk])
    assert "changed nothing" in reader.get(url).content.decode()
    _post(reader, "claim-reshape", claim, {"nudge": "end-earlier"})
    _post(reader, "claim-trash", claim)
    _post(reader, "edit-undo", article)
    rows = [" ".join(row.text_content().split()) for row in _tree(reader.get(url)).xpath('//ol[@class="edits"]/li')]
    assert rows[0].startswith(f"Put claim {claim.number} into the trash")
    assert "undone" in rows[0]
    assert rows[1].startswith(f"Trimmed claim {claim.number}")


def _queries(reader, url):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert reader.get(url).status_code == 200
    return len(seen)


def test_fifty_edits_cost_as_much_as_one(reader, claim):
    article = claim.revision.article
    url = reverse("claims:edit-list", args=[article.pk])
    _post(reader, "claim-reshape", claim, {"nudge": "end-earlier"})
    first = Edit.objects.get()
    one = _queries(reader, url)
    Edit.objects.bulk_create(
        Edit(article=article, by=first.by, place=n, verb="reshaped", claim=claim, number=1, changes=first.changes)
        for n in range(2, 51)
    )
    assert _queries(reader, url) == one


@pytest.mark.parametrize("show", ["all", "trash"])
def test_fifty_rows_of_the_list_cost_as_much_as_one(reader, cast, claim, show):
    url = f"{claim.revision.article.get_absolute_url()}?show={show}"
    _post(reader, "claim-trash", factories.make_claim(claim.revision, "The café"))
    one = _queries(reader, url)
    for _ in range(49):
        factories.make_claim(claim.revision, "quiet", deleted_at=claim.created_at if show == "trash" else None)
    assert _queries(reader, url) == one
