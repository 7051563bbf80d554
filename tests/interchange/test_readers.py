"""What a file holds for whom: the rules of blind review and of names, by every kind of row."""

from __future__ import annotations

import json
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from claims.interchange.chosen import Chosen
from claims.interchange.lens import PLAIN, RULES, veiled_from
from claims.interchange.tables import RECORDS
from claims.models import (
    Asked,
    Claim,
    ClaimState,
    Comment,
    Event,
    Membership,
    Question,
    Role,
    Scale,
    User,
    Verdict,
    role_of,
)
from claims.pipeline.export import export
from claims.pipeline.export.stream import one_snapshot
from tests import factories
from tests.filled import filled_article
from tests.filled_rest import fill_archives, fill_sourcing, fill_working
from tests.filled_reviewing import fill_reviewing

if TYPE_CHECKING:
    from claims.interchange.columns import Table
    from claims.models import Article
    from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def file_of(article: Article, viewer: User | None) -> bytes:
    chosen = Chosen(articles=(article.pk,))
    return b"".join(export(project=article.project, fmt="json", viewer=viewer, chosen=chosen))


def read(article: Article, viewer: User | None) -> Any:
    return json.loads(file_of(article, viewer))


def claims_of(document: Any) -> Any:
    return [claim for article in document["articles"] for claim in article["claims"]]


def places(table: Table, above: str = "") -> list[str]:
    place = f"{above}.{table.name}" if above else table.name
    below = [one for child in table.children for one in places(child, place)]
    return [place, *(f"{place}.{name}" for name in table.lists), *below]


def test_of_every_place_it_is_said_who_sees_what() -> None:
    there = {place for table in RECORDS for place in places(table)}
    assert there == set(RULES) | PLAIN
    assert PLAIN.isdisjoint(RULES)


def test_blind_review_holds_in_the_file(cast: Cast) -> None:
    article = factories.make_article(cast.project)
    claim = factories.make_claim(article.latest())
    factories.make_verdict(claim, cast.reviewer, rationale="A secret so far.")
    for reader in (cast.second_reviewer, cast.viewer, cast.editor, cast.owner):
        data = file_of(article, reader)
        assert b"secret" not in data
        assert json.loads(data)["complete"] is False
    assert [one["by"] for one in claims_of(read(article, cast.reviewer))[0]["verdicts"]] == ["reviewer"]


def test_what_is_withheld_does_not_tell_whether_there_is_any(cast: Cast) -> None:
    article = factories.make_article(cast.project)
    claim = factories.make_claim(article.latest())
    before = file_of(article, cast.second_reviewer)
    factories.make_verdict(claim, cast.reviewer)
    Claim.objects.filter(pk=claim.pk).update(verdicts_counted=1)
    Question.objects.create(claim=claim, by=cast.reviewer, to=Asked.EDITOR, text="Is it not false?")
    Comment.objects.create(claim=claim, by=cast.reviewer, text="False, I say.", about_verdict=True)
    assert file_of(article, cast.second_reviewer) == before


def test_who_is_kept_from_nothing_reads_what_the_operator_does(cast: Cast) -> None:
    article = filled_article(cast)
    assert file_of(article, cast.editor) == file_of(article, None)
    assert json.loads(file_of(article, None))["complete"] is True


def test_after_ones_own_verdict_the_others_are_there(cast: Cast) -> None:
    article = factories.make_article(cast.project)
    claim = factories.make_claim(article.latest())
    factories.make_verdict(claim, cast.reviewer)
    factories.make_verdict(claim, cast.second_reviewer)
    document = read(article, cast.second_reviewer)
    assert "verdicts" not in [item["what"] for item in document["withheld"]]
    assert len(claims_of(document)[0]["verdicts"]) == 2


def test_editors_take_names_along_others_stand_ins(cast: Cast) -> None:
    article = filled_article(cast)
    claim = article.latest().claims.get()
    Comment.objects.create(claim=claim, by=cast.editor, text="Ask @reviewer, not @nobody.")
    named = claims_of(read(article, cast.editor))[0]
    assert [one["by"] for one in named["verdicts"]] == ["reviewer", "reviewer", "second_reviewer"]
    data = file_of(article, cast.second_reviewer)
    document = json.loads(data)
    stand_in = document["articles"][0]["created_by"]
    [unnamed] = claims_of(document)
    assert [one["by"] for one in unnamed["verdicts"]] == [stand_in, stand_in, "second_reviewer"]
    assert stand_in.startswith("person ")
    assert unnamed["comments"][0]["text"] == f"Ask @{stand_in}, not @nobody."
    assert b'"reviewer"' not in data.replace(b'"role":"reviewer"', b"")
    assert b'"username":"editor"' not in data
    assert {one["label"] for one in document["people"] if one["username"] != "second_reviewer"} == {""}


def test_a_ruling_does_not_name_verdicts_that_are_withheld(cast: Cast) -> None:
    article = filled_article(cast)
    [claim] = claims_of(read(article, cast.viewer))
    assert claim["verdicts"] == []
    assert claim["rulings"][0]["verdicts"] == []
    assert claim["verdicts_counted"] is None


@pytest.mark.parametrize("state", ClaimState.values)
@pytest.mark.parametrize("judged", [True, False])
def test_the_veil_is_the_one_that_every_door_keeps(cast: Cast, revision: Any, state: str, judged: bool) -> None:
    claim = factories.make_claim(revision, state=state)
    factories.make_verdict(claim, factories.make_user("somebody"))
    for person in (cast.owner, cast.editor, cast.reviewer, cast.viewer, cast.superuser):
        if judged:
            factories.make_verdict(claim, person)
        seen = Verdict.objects.filter(claim=claim, by__username="somebody").visible_to(person).exists()
        veiled = veiled_from(person, role_of(person, cast.project), Claim.objects.filter(pk=claim.pk)).exists()
        assert veiled is not seen, person


def test_an_article_brings_what_it_rests_on_and_no_more(cast: Cast) -> None:
    article, other = filled_article(cast), filled_article(cast, title="Another")
    claim = article.latest().claims.get()
    fill_sourcing(cast, claim)
    fill_working(cast, claim)
    fill_archives(cast, claim, claim.evidence.first().document)
    fill_reviewing(cast, claim)
    factories.make_document(cast.project, title="Nobody cites this.")
    document = read(article, None)
    assert [one["id"] for one in document["articles"]] == [str(article.pk)]
    assert str(other.pk) not in json.dumps(document)
    cited = {row["document"] for row in claims_of(document)[0]["evidence"]}
    assert {one["id"] for one in document["documents"]} == cited
    sources = {one["id"] for one in document["sources"]}
    attributions = claims_of(document)[0]["attributions"]
    assert {one["source"] for one in attributions if one["source"]} <= sources
    assert {merge["into"] for one in document["sources"] for merge in one["merges"]} <= sources
    assert document["complete"] is True


def test_a_file_holds_the_scales_that_what_is_in_it_was_judged_on(cast: Cast) -> None:
    judged, other = factories.make_article(cast.project), factories.make_article(cast.project)
    factories.make_verdict(factories.make_claim(judged.latest()), cast.reviewer)
    before = cast.project.scale.slug
    cast.project.scale = Scale.objects.exclude(pk=cast.project.scale_id).filter(project=None).first()
    cast.project.save()
    now = cast.project.scale.slug

    def scales(article: Article, viewer: User | None) -> set[str]:
        return {one["slug"] for one in read(article, viewer)["scales"]}

    assert scales(judged, None) == scales(judged, cast.reviewer) == {before, now}
    assert scales(other, None) == scales(judged, cast.second_reviewer) == {now}


@pytest.mark.parametrize(
    ("values", "number"),
    [
        ({"states": ["settled"]}, 2),
        ({"states": "open"}, 0),
        ({"ratings": ["mostly-true"]}, 2),
        ({"ratings": ["false"]}, 0),
        ({"since": "2000-01-01"}, 2),
        ({"until": "2000-01-01"}, 0),
    ],
)
def test_claims_are_chosen(cast: Cast, values: dict[str, Any], number: int) -> None:
    filled_article(cast, claims=2)
    chosen = Chosen.from_values(values)
    assert Chosen.from_values(chosen.as_values()) == chosen
    document = json.loads(b"".join(export(project=cast.project, fmt="json", viewer=None, chosen=chosen)))
    assert len(claims_of(document)) == document["end"]["counts"]["claim"] == number
    assert document["complete"] is chosen.whole_articles


def test_a_choice_by_rating_does_not_tell_of_a_ruling_that_is_hidden(cast: Cast) -> None:
    filled_article(cast)
    chosen = Chosen(ratings=("mostly-true",))
    late = factories.make_user("late")
    Membership.objects.create(project=cast.project, user=late, role=Role.REVIEWER)
    for reader, number in ((late, 0), (cast.reviewer, 1)):
        pieces = export(project=cast.project, fmt="json", viewer=reader, chosen=chosen)
        assert len(claims_of(json.loads(b"".join(pieces)))) == number


def test_a_history_is_there_on_request_for_whom_nothing_is_withheld(cast: Cast) -> None:
    article = filled_article(cast)
    claim = article.latest().claims.get()
    claim.speech = "indirect"
    claim.save()

    def written(viewer: User | None) -> Any:
        pieces = export(project=cast.project, fmt="json", viewer=viewer, with_history=True)
        return json.loads(b"".join(pieces))

    rows = written(cast.editor)["history"]
    assert rows == written(None)["history"]
    earlier = [
        row["values"] for row in rows if row["table"] == "claim" and row["values"]["pgh_obj"] == str(claim.pk)
    ]
    assert [one["pgh_label"] for one in earlier][:1] == ["insert"]
    assert [one["speech"] for one in earlier][-1] == "indirect"
    assert {row["table"] for row in rows} >= {"project", "article", "claim", "claim.evidence"}
    with pytest.raises(PermissionDenied, match="nothing is withheld"):
        written(cast.viewer)


@pytest.mark.django_db(transaction=True)
def test_an_export_sees_one_moment() -> None:
    def disturb() -> None:
        factories.make_user("late")
        connection.close()

    with one_snapshot():
        before = Event.objects.count(), User.objects.count()
        other = Thread(target=disturb)
        other.start()
        other.join()
        assert (Event.objects.count(), User.objects.count()) == before
    assert User.objects.count() == before[1] + 1
