"""What an export holds, for whom, and at what cost."""

from __future__ import annotations

import json
from threading import Thread
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.models import Article, Claim, ClaimState, Event, Rating, ScaleVersion, User, Verdict, role_of
from claims.pipeline.export import UnknownFormat, export_article, gather
from claims.pipeline.export.judged import veiled_from
from claims.pipeline.export.reading import one_snapshot
from claims.pipeline.guide import change_guidelines
from tests import factories
from tests.filled import filled_article, retire


def test_all_of_a_claim_is_there(cast):
    article = filled_article(cast)
    export = gather(article=article, viewer=None)
    [claim] = export["claims"]
    text = export["revision"]["text"]
    assert [text[s["start"] : s["end"]] for s in claim["spans"]] == ["Prices rose by 4 percent in May"]
    names = {source["id"]: source["name"] for source in export["sources"]}
    assert [names[a["source"]] for a in claim["attributions"]] == ["the statistics office", "a source"]
    assert [s["quote"] for s in claim["attributions"][0]["cue_spans"]] == ["said"]
    assert [(v["by"], v["rating"]["slug"]) for v in claim["verdicts"]] == [
        ("reviewer", "true"),
        ("reviewer", "mostly-true"),
        ("second_reviewer", "unproven"),
    ]
    assert claim["verdicts"][1]["supersedes"] == claim["verdicts"][0]["id"]
    assert claim["verdicts"][1]["cited"] == [claim["evidence"][0]["id"]]
    assert claim["rulings"][0]["verdicts"] == sorted(v["id"] for v in claim["verdicts"][1:])
    assert {lookup["state"]: lookup["error"] for lookup in claim["lookups"]} == {
        "succeeded": "",
        "failed": "The server answered 503.",
    }
    assert claim["evidence"][0]["lookup"] == next(x["id"] for x in claim["lookups"] if x["state"] == "succeeded")
    assert claim["evidence"][1]["set_aside_at"]
    assert {e["document"] for e in claim["evidence"]} == {d["id"] for d in export["documents"]}
    assert export["sentences"][0]["waiver"] == {
        "id": export["sentences"][0]["waiver"]["id"], "reason": "headline", "by": "editor",
    }  # fmt: skip
    assert export["complete"] is True


def test_offsets_count_code_points(cast):
    article = factories.make_article(cast.project)
    factories.make_claim(article.latest(), "🍵 on the square")
    [span] = gather(article=article, viewer=None)["claims"][0]["spans"]
    assert (span["start"], span["end"]) == (factories.TEXT.index("🍵"), factories.TEXT.index("🍵") + 15)


def test_off_scale_ratings_have_no_number_and_retired_ones_stay(cast):
    article = filled_article(cast)
    retire("unproven")
    [version] = gather(article=article, viewer=None)["scales"]
    ratings = {rating["slug"]: rating for rating in version["ratings"]}
    assert ratings["unproven"]["value"] is None
    assert ratings["unproven"]["retired_at"]
    assert ratings["mostly-true"]["value"] == 4


def test_each_verdict_names_the_edition_it_was_given_under(cast):
    article = filled_article(cast)
    newer = ScaleVersion.objects.create(scale=cast.project.scale, number=2)
    Rating.objects.create(version=newer, slug="true", label="True", definition="It is so.", value=2, position=1)
    factories.make_verdict(Claim.objects.get(), cast.reviewer, "true")
    export = gather(article=article, viewer=None)
    assert [version["number"] for version in export["scales"]] == [1, 2]
    assert [v["rating"]["version"] for v in export["claims"][0]["verdicts"]] == [1, 1, 1, 2]


def test_what_ratings_ask_and_which_guidelines_are_in_force_is_there(cast):
    article = filled_article(cast)
    assert gather(article=article, viewer=None)["project"]["guidelines_version"] is None
    Rating.objects.filter(version__scale=cast.project.scale, slug="false").update(
        needs_evidence=3, needs_independent=2
    )
    for text in ("Read it twice.", "Read it thrice."):
        change_guidelines(project=cast.project, by=cast.editor, text=text)
    written = gather(article=article, viewer=None)
    assert (written["project"]["guidelines"], written["project"]["guidelines_version"]) == ("Read it thrice.", 2)
    asked = {
        row["slug"]: (row["needs_evidence"], row["needs_independent"]) for row in written["scales"][0]["ratings"]
    }
    assert (asked["false"], asked["true"]) == ((3, 2), (0, 0))


def test_the_same_state_gives_the_same_bytes(cast):
    article = filled_article(cast, claims=3)
    assert export_article(article=article, viewer=None) == export_article(article=article, viewer=None)


def test_trash_is_kept_and_says_so(cast):
    article = filled_article(cast)
    Claim.objects.update(deleted_at=article.created_at)
    assert gather(article=article, viewer=None)["claims"][0]["deleted_at"]


def test_an_article_without_claims_or_split_is_whole(cast):
    article = Article.objects.create(project=cast.project, title="Bare")
    factories.make_revision(article)
    export = gather(article=article, viewer=None)
    assert export["split"] is None
    assert export["claims"] == export["documents"] == []


# --- For whom -----------------------------------------------------------------------------------


def verdicts_by(export) -> list[list[str]]:
    return [[verdict["by"] for verdict in claim["verdicts"]] for claim in export["claims"]]


def test_blind_review_holds_in_the_file(cast):
    article = factories.make_article(cast.project)
    claim = factories.make_claim(article.latest())
    factories.make_verdict(claim, cast.reviewer, rationale="A secret so far.")
    for reader in (cast.second_reviewer, cast.viewer, cast.editor, cast.owner):
        data = export_article(article=article, viewer=reader)
        assert b"secret" not in data
        assert json.loads(data)["complete"] is False
    own = gather(article=article, viewer=cast.reviewer)
    assert verdicts_by(own) == [["reviewer"]]


def test_what_is_withheld_does_not_tell_whether_there_is_any(cast):
    article = factories.make_article(cast.project)
    claim = factories.make_claim(article.latest())
    before = export_article(article=article, viewer=cast.second_reviewer)
    factories.make_verdict(claim, cast.reviewer)
    assert export_article(article=article, viewer=cast.second_reviewer) == before


def test_after_ones_own_verdict_the_others_are_there(cast):
    article = factories.make_article(cast.project)
    claim = factories.make_claim(article.latest())
    factories.make_verdict(claim, cast.reviewer)
    factories.make_verdict(claim, cast.second_reviewer)
    export = gather(article=article, viewer=cast.second_reviewer)
    assert [item["what"] for item in export["withheld"]] == ["names"]
    assert len(export["claims"][0]["verdicts"]) == 2


def test_editors_export_with_names_others_with_stand_ins(cast):
    article = filled_article(cast)
    assert verdicts_by(gather(article=article, viewer=cast.editor)) == [["reviewer", "reviewer", "second_reviewer"]]
    data = export_article(article=article, viewer=cast.second_reviewer)
    export = json.loads(data)
    mine = [name for name in verdicts_by(export)[0] if name == "second_reviewer"]
    assert len(mine) == 1
    assert b'"reviewer"' not in data
    assert b'"editor"' not in data.replace(b'"basis": "editor"', b"")
    assert set(verdicts_by(export)[0]) == {"second_reviewer", export["article"]["created_by"]}


def test_a_ruling_does_not_name_verdicts_that_are_withheld(cast):
    article = filled_article(cast)
    export = gather(article=article, viewer=cast.viewer)
    assert export["claims"][0]["verdicts"] == []
    assert export["claims"][0]["rulings"][0]["verdicts"] == []


@pytest.mark.parametrize("state", ClaimState.values)
@pytest.mark.parametrize("judged", [True, False])
def test_the_veil_is_the_one_that_every_door_keeps(cast, revision, state, judged):
    claim = factories.make_claim(revision, state=state)
    factories.make_verdict(claim, factories.make_user("somebody"))
    for person in (cast.owner, cast.editor, cast.reviewer, cast.viewer, cast.superuser):
        if judged:
            factories.make_verdict(claim, person)
        seen = Verdict.objects.filter(claim=claim, by__username="somebody").visible_to(person).exists()
        veiled = veiled_from(person, role_of(person, cast.project), Claim.objects.filter(pk=claim.pk)).exists()
        assert veiled is not seen, person


# --- At what cost ---------------------------------------------------------------------------------


def queries(article, viewer) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        export_article(article=article, viewer=viewer)
    return len(seen)


def test_the_number_of_queries_does_not_grow(cast):
    few, many = filled_article(cast, claims=5), filled_article(cast, claims=50)
    for viewer in (None, cast.reviewer):
        assert queries(few, viewer) == queries(many, viewer)
        assert queries(many, viewer) <= 32


@pytest.mark.django_db(transaction=True)
def test_an_export_sees_one_moment():
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


# --- From the command line --------------------------------------------------------------------------


def test_the_command_writes_the_file(cast, capsysbinary):
    article = filled_article(cast)
    call_command("export", str(article.pk), "--format", "json")
    assert capsysbinary.readouterr().out == export_article(article=article, viewer=None)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nonsense"], "is not an id"),
        ([str(uuid4())], "There is no article with the id"),
    ],
)
def test_the_command_says_what_is_wrong(db, arguments, message):
    with pytest.raises(CommandError, match=message):
        call_command("export", *arguments)


def test_the_command_lists_the_formats(article):
    with pytest.raises(CommandError, match=r"no format “xml”.*json"):
        call_command("export", str(article.pk), "--format", "xml")


def test_the_command_says_that_there_is_no_text(cast):
    article = Article.objects.create(project=cast.project, title="Bare")
    with pytest.raises(CommandError, match="has no text yet"):
        call_command("export", str(article.pk))


def test_an_unknown_format_is_refused(article):
    with pytest.raises(UnknownFormat, match="json"):
        export_article(article=article, viewer=None, fmt="pdf")
