"""A desk's reviewed articles as a corpus for the tagger."""

import json

import pytest
from django.core.management import CommandError, call_command

from claims.models import Attribution, Claim, Verdict
from claims.pipeline.corpus import reviewed_articles
from tests import factories, filled


def _judge(cast, claim):
    rating = claim.revision.article.project.scale.current().ratings.first()
    Verdict.objects.create(claim=claim, by=cast.reviewer, finding="confirmed", rating=rating, rationale="Yes.")


def test_only_articles_with_a_verdict_on_every_claim_are_handed_on(cast, revision):
    first = factories.make_claim(revision)
    second = factories.make_claim(revision, "Prices rose", number=2)
    _judge(cast, first)
    assert list(reviewed_articles(project=cast.project)) == []
    _judge(cast, second)
    assert len(list(reviewed_articles(project=cast.project))) == 1


def test_a_line_holds_the_places_of_source_cue_and_content(cast):
    article = filled.filled_article(cast, claims=3)
    for claim in Claim.objects.filter(verdicts=None, deleted_at=None):
        _judge(cast, claim)
    [row] = map(json.loads, reviewed_articles(project=cast.project))
    text = article.latest().text
    assert row["text"] == text
    said = Attribution.objects.filter(claim__deleted_at=None, hop=1).first()
    wanted = [[span.start, span.end] for span in said.spans.filter(role="source").order_by("start")]
    assert wanted in [one["source"] for one in row["attributions"]]
    assert all(
        text[b:e] for one in row["attributions"] for role in ("source", "cue", "content") for b, e in one[role]
    )


def test_the_command_writes_both_files(cast, revision, tmp_path, capsys):
    _judge(cast, factories.make_claim(revision))
    call_command("export_corpus", cast.project.slug, str(tmp_path / "corpus"))
    assert "1 articles to learn from, 0 to choose by" in capsys.readouterr().out
    assert json.loads((tmp_path / "corpus" / "train.jsonl").read_bytes())["attributions"] == []


def test_a_project_without_reviewed_articles_is_refused(cast, tmp_path):
    with pytest.raises(CommandError, match="every claim"):
        call_command("export_corpus", cast.project.slug, str(tmp_path / "corpus"))
    assert not list(tmp_path.iterdir())
    with pytest.raises(CommandError, match="no project"):
        call_command("export_corpus", "elsewhere", str(tmp_path))
