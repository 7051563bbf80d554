"""Sources across splits: found again by name and alias, never mixed up, in queries that do not grow in number."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims import splitting
from claims.models import Mention, Source
from claims.pipeline.ingest import create_article
from claims.pipeline.merge import merge
from claims.pipeline.rename import rename, set_kind
from claims.pipeline.split import split_revision
from tests import factories
from tests.pipeline.splitting import Said, Text, mention


@pytest.fixture
def take_in(cast, monkeypatch):
    """A function: an article of a text that names these sources, one sentence each, split."""

    def act(*mentions, **fields):
        words = [f"Someone {number} said fact {number} is so" for number, _ in enumerate(mentions)]
        text = Text(
            ". ".join(words) + ".",
            tuple(mentions),
            tuple(
                Said(f"fact {number} is", f"Someone {number}", "said", (number,))
                for number, _ in enumerate(mentions)
            ),
        )
        monkeypatch.setattr(splitting, "split", lambda _text: text.split())
        project = fields.get("project", cast.project)
        article = create_article(project=project, by=None, text=text.text, again=True)
        split_revision(split_id=article.latest().split.pk)
        return article

    return act


def sources_of(article):
    rows = Source.objects.filter(attributions__claim__revision__article=article)
    return list(rows.order_by("attributions__claim__number"))


def test_what_the_splitter_tells_is_kept(take_in):
    article = take_in(
        mention("Ada Pym", "person", reason="A name with a title.", role="mayor", aliases=("Pym", "the mayor")),
        mention("a source familiar", "anonymous", reason="Familiar with it.", aliases=("the source",)),
    )
    ada, voice = sources_of(article)
    assert (ada.kind_reason, ada.role, ada.aliases, ada.article) == ("A name with a title.", "mayor", ["Pym"], None)
    assert (voice.kind_reason, voice.aliases, voice.article) == ("Familiar with it.", ["the source"], article)
    assert Mention.objects.get(source=ada).aliases == ["Pym", "the mayor"], "as this article has it"


def test_a_name_is_found_again_and_its_aliases_grow(take_in):
    first = take_in(mention("European Central Bank", aliases=("ECB",)))
    second = take_in(mention("European Central Bank", role="central bank", aliases=("the bank", "Bank of Europe")))
    assert sources_of(first) == sources_of(second)
    row = Source.objects.get()
    assert (row.aliases, row.role) == (["ECB", "Bank of Europe"], "central bank")
    assert Mention.objects.count() == 2


def test_an_alias_is_found_again(take_in):
    take_in(mention("European Central Bank", aliases=("ECB",)))
    assert [row.name for row in sources_of(take_in(mention("ECB")))] == ["European Central Bank"]


def test_initials_are_found_again_once_they_are_spelt_out(take_in):
    take_in(mention("ECB"))
    assert [row.name for row in sources_of(take_in(mention("European Central Bank", aliases=("ECB",))))] == ["ECB"]
    assert Source.objects.get().aliases == ["European Central Bank"]


def test_an_alias_of_two_is_nobodys(take_in):
    take_in(
        mention("John Smith", "person", aliases=("Smith",)), mention("Mary Smith", "person", aliases=("Smith",))
    )
    assert [row.name for row in sources_of(take_in(mention("Smith", "person")))] == ["Smith"]


def test_two_entities_of_one_text_are_never_one_row(take_in):
    take_in(mention("John Smith", "person", aliases=("Smith", "J. Smith")))
    both = sources_of(take_in(mention("Smith", "person"), mention("J. Smith", "person")))
    assert len({row.pk for row in both}) == 2


def test_kinds_and_projects_are_kept_apart(take_in, cast):
    take_in(mention("Georgia", "person"))
    other = factories.make_project(by=cast.owner)
    take_in(mention("Georgia", "organisation"))
    take_in(mention("Georgia", "person"), project=other)
    assert Source.objects.count() == 3


def test_a_kind_that_a_person_set_wins(take_in, cast):
    take_in(mention("Kirby", "anonymous"), mention("Apple", "person"))
    for name, kind in (("Kirby", "person"), ("Apple", "organisation")):
        set_kind(source=Source.objects.get(name=name), kind=kind, by=cast.reviewer)
    again = sources_of(take_in(mention("Kirby", "anonymous"), mention("Apple", "person")))
    assert [(row.name, row.kind) for row in again] == [("Kirby", "person"), ("Apple", "organisation")]
    assert Source.objects.count() == 2


def test_a_renamed_source_is_found_by_its_old_name(take_in, cast):
    take_in(mention("Ada Pim", "person"))
    rename(source=Source.objects.get(), name="Ada Pym", by=cast.reviewer)
    assert [row.name for row in sources_of(take_in(mention("Ada Pim", "person")))] == ["Ada Pym"]


def test_merged_sources_keep_their_rows(take_in, cast):
    take_in(mention("Twitter"), mention("X Corp"))
    twitter, x = Source.objects.order_by("name")
    merge(source=twitter, into=x, by=cast.reviewer)
    (found,) = sources_of(take_in(mention("Twitter")))
    assert (found, found.merged_into) == (twitter, x)


def test_what_fits_anybody_is_the_articles_own(take_in):
    one = sources_of(
        take_in(mention("the company"), mention("the decree", "document"), mention("officials", "unnamed_group"))
    )
    other = sources_of(take_in(mention("the company"), mention("the decree", "document")))
    assert not {row.pk for row in one} & {row.pk for row in other}


def test_names_in_other_scripts_are_names(take_in):
    first, second = (sources_of(take_in(mention("東京都"), mention("Росстат"))) for _ in range(2))
    assert first == second
    assert {row.article_id for row in first} == {None}


def test_a_source_as_long_as_a_sentence(take_in):
    (row,) = sources_of(take_in(mention("X" * 300, "document", aliases=("y" * 301, "Z" * 300))))
    assert (len(row.name), row.aliases) == (300, ["Z" * 300])


def cost(take_in, count):
    mentions = [mention(f"Person {number} Name", "person", aliases=(f"P{number}",)) for number in range(count)]
    with CaptureQueriesContext(connection) as seen:
        article = take_in(*mentions)
    assert len(sources_of(article)) == count
    return len(seen)


def test_three_hundred_sources_cost_as_many_queries_as_three(take_in):
    cost(take_in, 1)
    assert cost(take_in, 300) <= cost(take_in, 3) + 2, "long lists go in a few batches"
