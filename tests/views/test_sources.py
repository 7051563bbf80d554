"""The sources of a project: their list, their pages, and what people decide about them."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html as lxml_html

from claims.models import Event, Merge, Source, SourcingAnswer
from tests import factories
from tests.filled import filled_article

SECRET = "Jo Zzyzx, the deputy clerk"


@pytest.fixture
def reader(cast, client):
    client.force_login(cast.reviewer)
    return client


@pytest.fixture
def insider(cast, article):
    """An unnamed source with a claim."""
    source = factories.make_source(cast.project, "an insider", kind="anonymous", article=article)
    factories.make_attribution(factories.make_claim(article.latest()), source)
    return source


def _words(answer):
    return " ".join(lxml_html.fromstring(answer.content.decode()).text_content().split())


def _post(client, act_on, row, /, **data):
    return client.post(reverse(f"claims:{act_on}", args=[row.pk]), data, follow=True)


class TestList:
    """Everybody the claims rest on."""

    def _names(self, reader, query=""):
        page = lxml_html.fromstring(reader.get(f"{reverse('claims:source-list')}{query}").content.decode())
        return [link.text_content() for link in page.xpath("//tbody//a")]

    def test_searched_filtered_and_sorted(self, cast, reader, article, insider):
        office = factories.make_source(cast.project, "Ministère des Ports", aliases=["the ministry"])
        for quote in ("Prices rose by 4 percent in May", "The mayor denied that the figures were late"):
            factories.make_attribution(factories.make_claim(article.latest(), quote), office)
        assert self._names(reader) == [office.name, insider.name]
        assert self._names(reader, "?sort=name") == [insider.name, office.name]
        assert self._names(reader, "?q=ministere") == [office.name]
        assert self._names(reader, "?q=THE+MIN") == [office.name]
        assert self._names(reader, "?kind=anonymous") == [insider.name]
        assert self._names(reader, "?q=nobody&kind=x&sort=odd") == []

    def test_nothing_of_other_projects(self, cast, reader):
        factories.make_source(factories.make_project(by=cast.outsider), "Elsewhere")
        assert self._names(reader) == []

    def test_the_queries_do_not_grow(self, cast, reader, django_assert_max_num_queries):
        for number in range(60):
            factories.make_source(cast.project, f"Office {number}")
        with django_assert_max_num_queries(8):
            assert len(self._names(reader)) == 50


class TestPage:
    """One source."""

    def test_what_it_says_and_how_that_was_judged(self, cast, client):
        article = filled_article(cast, published_at=date(2026, 5, 4))
        source = Source.objects.get(name="the statistics office")
        client.force_login(cast.editor)
        answer = client.get(source.get_absolute_url())
        words, page = _words(answer), lxml_html.fromstring(answer.content.decode())
        figures = dict(
            zip(*(page.xpath(f"//dl[@class='figures']//{part}/text()") for part in ("dt", "dd")), strict=True)
        )
        told = {name: value.strip() for name, value in figures.items()}
        assert (told["Claims"], told["Articles"], told["Last seen"]) == ("1", "1", "May 4, 2026")
        assert article.latest().claims.get().text in words
        assert "Settled" in words

    def test_blind_review_hides_what_others_gave(self, cast, client, insider):
        claim = insider.attributions.get().claim
        factories.make_verdict(claim, cast.second_reviewer, "false")
        client.force_login(cast.reviewer)
        assert "None of its claims has a verdict that you may see." in _words(
            client.get(insider.get_absolute_url())
        )
        factories.make_verdict(claim, cast.reviewer, "true")
        assert "Verdicts you may see" in _words(client.get(insider.get_absolute_url()))

    def test_renamed_and_of_another_kind(self, cast, reader):
        source = factories.make_source(cast.project)
        assert "Saved." in _words(_post(reader, "source-change", source, name="Statistics Office", kind="document"))
        source.refresh_from_db()
        assert (source.name, source.kind, source.aliases) == (
            "Statistics Office", "document", ["the statistics office"],
        )  # fmt: skip
        refused = _post(reader, "source-change", source, name=" ")
        assert refused.status_code == 422
        assert "Give the source a name" in _words(refused)


class TestMerging:
    """Two are one, and two again."""

    def test_there_and_back(self, cast, reader):
        into, other = (factories.make_source(cast.project, name) for name in ("Statistics Office", "the SO"))
        assert "is counted here from now on" in _words(_post(reader, "source-merge", into, name="THE so"))
        other.refresh_from_db()
        assert other.merged_into == into
        answer = reader.get(other.get_absolute_url())
        assert answer["Location"] == into.get_absolute_url()
        assert "The merge was taken back." in _words(_post(reader, "source-unmerge", Merge.objects.get()))
        other.refresh_from_db()
        assert other.merged_into is None

    def test_a_name_that_is_not_there_stays_in_the_field(self, cast, reader):
        answer = _post(reader, "source-merge", factories.make_source(cast.project), name="Nobody")
        assert answer.status_code == 422
        assert "No other source of this project is called that." in _words(answer)
        assert 'value="Nobody"' in answer.content.decode()


class TestAnswers:
    """What the desk knows of an unnamed voice."""

    def test_given_changed_and_taken_back(self, cast, reader, insider):
        _post(reader, "source-answer", insider, **{"answer-direct-knowledge": "yes"})
        assert SourcingAnswer.objects.get().answer == "yes"
        _post(reader, "source-answer", insider, **{"answer-direct-knowledge": ""})
        assert not SourcingAnswer.objects.exists()

    def test_what_is_no_answer_is_told_at_its_question(self, reader, insider):
        answer = _post(reader, "source-answer", insider, **{"answer-independent-sources": "many"})
        assert answer.status_code == 422
        assert lxml_html.fromstring(answer.content.decode()).xpath('//p[@role="alert"]')


class TestIdentity:
    """Who an unnamed source is: sealed, read by few, on record."""

    def test_entered_read_and_forgotten(self, cast, client, insider):
        client.force_login(cast.editor)
        _post(client, "source-identity", insider, identity=SECRET)
        assert SECRET not in client.get(insider.get_absolute_url()).content.decode()
        answer = _post(client, "source-identity", insider, act="read")
        assert SECRET in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
        assert Event.objects.filter(verb="identity.read", by_id=cast.editor.pk).count() == 1
        _post(client, "source-identity", insider, act="forget")
        assert "Nobody has entered it." in _words(client.get(insider.get_absolute_url()))

    def test_not_for_reviewers_nor_a_superuser_without_a_role(self, cast, client, insider):
        client.force_login(cast.editor)
        _post(client, "source-identity", insider, identity=SECRET)
        for person in (cast.reviewer, cast.superuser):
            client.force_login(person)
            assert "Read it" not in client.get(insider.get_absolute_url()).content.decode()
            answer = _post(client, "source-identity", insider, act="read")
            assert answer.status_code == 403
            assert SECRET not in answer.content.decode()

    def test_nothing_to_seal_is_told(self, cast, client, insider):
        client.force_login(cast.editor)
        assert _post(client, "source-identity", insider, identity=" ").status_code == 422


class TestProfile:
    """The sourcing profile of an article."""

    def _profile(self, client, article):
        return client.get(reverse("claims:article-sourcing", args=[article.pk]))

    def test_shares_voices_and_what_is_to_be_asked(self, cast, client, article, insider):
        cast.project.sourcing_policy = "ap"
        cast.project.save()
        named = factories.make_claim(article.latest(), "The mayor denied that the figures were late")
        factories.make_attribution(named, factories.make_source(cast.project))
        client.force_login(cast.viewer)
        answer = self._profile(client, article)
        words = _words(answer)
        assert "On unnamed voices" in words
        assert "50 %" in words
        assert "an insider not printed like this" in words
        assert answer.content.decode().count("<svg") > 4

    def test_an_article_without_claims(self, client, cast, article):
        client.force_login(cast.viewer)
        assert "No claims yet." in _words(self._profile(client, article))

    def test_300_sources_take_no_more_queries_than_one(self, cast, client, article):
        client.force_login(cast.viewer)
        self._profile(client, article)

        def queries():
            with CaptureQueriesContext(connection) as seen:
                self._profile(client, article)
            return len(seen)

        factories.make_attribution(factories.make_claim(article.latest()), factories.make_source(cast.project))
        before = queries()
        for number in range(300):
            source = factories.make_source(cast.project, f"Office {number}")
            factories.make_attribution(factories.make_claim(article.latest()), source)
        assert queries() == before


class TestSettings:
    """The owner chooses the policy."""

    def test_saved_and_on_record(self, cast, client):
        client.force_login(cast.owner)
        url = reverse("claims:project-settings")
        page = lxml_html.fromstring(client.get(url).content.decode())
        form = next(form for form in page.forms if "sourcing_policy" in form.fields)
        data = dict(form.fields) | {"sourcing_policy": "reuters", "secondaries_needed": "2"}
        data = {name: value for name, value in data.items() if value is not None}
        assert "The settings are saved." in _words(client.post(url, data, follow=True))
        cast.project.refresh_from_db()
        assert (cast.project.sourcing_policy, cast.project.secondaries_needed, cast.project.blind) == (
            "reuters", 2, True,
        )  # fmt: skip
        told = Event.objects.get(verb="project.changed").data
        assert told["sourcing_policy"] == {"from": "", "to": "reuters"}

    def test_what_makes_no_sense_is_refused(self, cast, client):
        client.force_login(cast.owner)
        answer = client.post(reverse("claims:project-settings"), {"name": "", "reviewers_per_claim": "0"})
        assert answer.status_code == 422
        cast.project.refresh_from_db()
        assert cast.project.name
