"""Who said the claim in hand, how well that is sourced, and what a person decides about it."""

from __future__ import annotations

import pytest
from django.urls import reverse
from lxml import html as lxml_html

from claims.models import Attribution, GradeOverride, Reading, Source
from tests import factories

HTMX = {"HX-Request": "true"}


@pytest.fixture
def reader(cast, client):
    client.force_login(cast.reviewer)
    return client


@pytest.fixture
def claim(revision):
    return factories.make_claim(revision)


@pytest.fixture
def tied(cast, claim):
    """An attribution whose source words stand in the text, tied by the splitter to the statistics office."""
    row = factories.make_attribution(claim, factories.make_source(cast.project))
    Attribution.objects.filter(pk=row.pk).update(tie="noun", tie_reason="“the office” takes it up", confidence=0.7)
    return row


def _panel(reader, claim):
    address = f"{claim.revision.article.get_absolute_url()}?claim={claim.pk}"
    return _words(reader.get(address, headers=HTMX))


def _words(answer):
    return " ".join(lxml_html.fromstring(answer.content.decode()).text_content().split())


def _tie(reader, row, htmx=True, **data):
    return reader.post(reverse("claims:attribution-tie", args=[row.pk]), data, headers=HTMX if htmx else {})


def test_the_panel_says_who_how_sure_and_on_what_grade(reader, cast, claim, tied):
    Source.objects.update(name="National Statistics Office")
    words = _panel(reader, claim)
    assert "National Statistics Office" in words
    assert "“the office” takes it up suggestion, 70 %" in words
    assert "Grade A" in words
    assert "A named organisation." in words


def test_open_readings_are_offered_and_one_act_decides(reader, cast, claim, tied):
    one, two = (factories.make_source(cast.project, name) for name in ("Harbour Ltd", "Bridge Ltd"))
    Attribution.objects.filter(pk=tied.pk).update(source=None, tie="")
    for source, sure in ((one, 0.5), (two, 0.4)):
        Reading.objects.create(attribution=tied, source=source, tie="noun", reason="A company.", confidence=sure)
    words = _panel(reader, claim)
    assert "The text does not say which" in words
    assert words.index("Harbour Ltd") < words.index("Bridge Ltd")
    answer = _tie(reader, tied, source=str(two.pk), everywhere="1", basis="")
    assert answer.content.decode().lstrip().startswith('<section id="voices"')
    tied.refresh_from_db()
    assert (tied.source, tied.set_by) == (two, cast.reviewer)
    assert "Decided by" in _words(answer)


def test_a_name_that_is_there_is_found_and_a_new_one_takes_its_kind(reader, cast, tied):
    mayor = factories.make_source(cast.project, "Anna Gray", kind="person")
    _tie(reader, tied, name=" anna  gray ", basis="")
    tied.refresh_from_db()
    assert tied.source == mayor
    refused = _tie(reader, tied, name="Somebody New")
    assert refused.status_code == 422
    assert "Choose what kind of source this is." in _words(refused)
    assert _tie(reader, tied, name="Somebody New", kind="person").status_code == 200
    tied.refresh_from_db()
    assert (tied.source.name, tied.source.kind) == ("Somebody New", "person")


def test_a_tie_is_broken_and_the_suggestion_comes_back(reader, cast, claim, tied):
    office = tied.source
    assert "Not whom it was taken for" in _words(_tie(reader, tied, act="break", basis=""))
    tied.refresh_from_db()
    assert tied.source is None
    _tie(reader, tied, act="restore")
    tied.refresh_from_db()
    assert (tied.source, tied.set_by, tied.tie) == (office, None, "noun")


def test_two_people_at_once_see_what_the_other_decided(reader, cast, client, tied):
    _tie(reader, tied, act="break", basis="")
    client.force_login(cast.second_reviewer)
    late = _tie(client, tied, name="Anna Gray", kind="person", basis="")
    assert late.status_code == 422
    assert "meanwhile" in _words(late)
    tied.refresh_from_db()
    assert tied.source is None


def test_without_htmx_a_refusal_is_told_on_the_claims_page(reader, claim, tied):
    answer = reader.post(reverse("claims:attribution-tie", args=[tied.pk]), {"name": ""}, follow=True)
    assert answer.redirect_chain
    assert "Give the source a name" in _words(answer)


@pytest.mark.parametrize("source", ["nonsense", "0190a000-0000-7000-8000-000000000000"])
def test_a_source_that_is_not_there(reader, tied, source):
    assert _tie(reader, tied, source=source).status_code in (404, 422)


def test_a_source_of_another_project_is_not_there(reader, cast, tied):
    elsewhere = factories.make_source(factories.make_project(by=cast.outsider), "Elsewhere")
    assert _tie(reader, tied, source=str(elsewhere.pk)).status_code == 404


def test_a_grade_is_set_with_a_reason_and_lifted(reader, cast, claim, tied):
    url = reverse("claims:claim-grade", args=[claim.pk])
    refused = reader.post(url, {"grade": "D", "reason": " "}, headers=HTMX)
    assert refused.status_code == 422
    assert "needs a reason" in _words(refused)
    assert "Grade D" in _words(reader.post(url, {"grade": "D", "reason": "Heard only."}, headers=HTMX))
    words = _panel(reader, claim)
    assert "in place of A: Heard only." in words
    newest = GradeOverride.objects.get()
    assert "Grade A" in _words(reader.post(url, {"lift": "1", "basis": str(newest.pk)}, headers=HTMX))


def test_the_policy_says_what_it_thinks_of_the_grade(reader, cast, claim, tied):
    cast.project.sourcing_policy = "ap"
    cast.project.save()
    voice = factories.make_source(cast.project, "a source", kind="anonymous", article=claim.revision.article)
    Attribution.objects.filter(pk=tied.pk).update(source=voice)
    words = _panel(reader, claim)
    assert "Grade E" in words
    assert "Associated Press does not print this" in words


def test_a_viewer_sees_it_and_is_offered_nothing(cast, client, claim, tied):
    client.force_login(cast.viewer)
    text = client.get(
        f"{claim.revision.article.get_absolute_url()}?claim={claim.pk}", headers=HTMX
    ).content.decode()
    assert "the statistics office" in text
    assert "/tie/" not in text
    assert "/grade/" not in text
