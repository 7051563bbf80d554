"""The page of progress: charts that say the same as the tables behind them; people only where switched on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from lxml import html as lxml_html

from claims.models import Project
from tests import factories

PAGE = "/figures/progress/"


@pytest.fixture
def judged(cast, revision):
    now = timezone.now()
    for number in range(3):
        claim = factories.make_claim(revision)
        factories.make_verdict(claim, cast.reviewer, created_at=now, began_at=now - timedelta(minutes=10 + number))
    return now


def _page(client, url=PAGE):
    answer = client.get(url)
    assert answer.status_code == 200
    return lxml_html.fromstring(answer.content.decode())


def test_each_chart_has_its_words_and_its_table(cast, client, judged):
    client.force_login(cast.editor)
    plots = _page(client).xpath("//figure[contains(@class, 'plot')]")
    assert len(plots) == 4
    for plot in plots:
        assert "Highest" in plot.xpath(".//svg/@aria-label")[0] or "nothing" in plot.xpath(".//svg/@aria-label")[0]
        assert len(plot.xpath(".//tbody/tr")) == 12
    assert "Highest: 3 in the week" in plots[0].xpath(".//svg/@aria-label")[0]
    assert len(plots[0].xpath(".//rect")) == 1
    assert plots[0].xpath(".//tbody/tr")[-1].xpath("./td")[0].text == "3"
    assert plots[3].xpath(".//tbody/tr")[-1].xpath("./td")[0].text == "11"


def test_before_the_first_verdict_it_says_so(cast, client):
    client.force_login(cast.editor)
    page = _page(client)
    assert "Charts appear with the first verdict." in page.text_content()
    assert not page.xpath("//figure")


def test_a_day_that_is_none_is_said_and_the_rest_is_shown(cast, client, judged):
    client.force_login(cast.editor)
    page = _page(client, f"{PAGE}?from=soon")
    assert page.xpath("//*[@id='progress-wrong']")
    assert page.xpath("//input[@id='progress-from']/@aria-invalid") == ["true"]
    assert len(page.xpath("//figure")) == 4


@pytest.mark.parametrize("on", [True, False])
def test_people_are_named_only_where_an_owner_switched_it_on(cast, client, judged, on):
    Project.objects.update(ranks_people=on)
    client.force_login(cast.editor)
    assert bool(_page(client).xpath("//section[@aria-labelledby='people-head']")) is on
    assert ("Reviewer" in [cell.text for cell in _page(client).xpath("//td[@translate='no']")]) is on
