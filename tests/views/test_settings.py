"""The settings of a project: what is refused is said at its field, in words."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from lxml import html as lxml_html

from claims.models import Event, Project
from claims.pipeline.prepare import change_project


def test_a_claim_takes_one_reviewer_at_least(cast, client):
    client.force_login(cast.owner)
    answer = client.post(reverse("claims:project-settings"), {"name": "Desk", "reviewers_per_claim": "0"})
    assert answer.status_code == 422
    page = lxml_html.fromstring(answer.content.decode())
    fields = page.xpath("//p[@class='errors']/ancestor::div[contains(@class, 'field')]/label/@for")
    assert "id_reviewers_per_claim" in fields
    assert "Constraint" not in page.text_content()
    assert Project.objects.get(pk=cast.project.pk).reviewers_per_claim != 0


def _given(**more):
    given = {
        "name": "Desk", "reviewers_per_claim": "3", "blind": "on", "secondaries_needed": "3",
        "identities_read_by": "editor", "shared_by": "claim", "seat_minutes": "30", "assignment_hours": "72",
        "settle_rule": "majority", "settle_distance": "1", "panel_size": "3", "panel_needed": "2",
    }  # fmt: skip
    return given | more


def _errors(answer):
    page = lxml_html.fromstring(answer.content.decode())
    return page.xpath("//p[@class='errors']/ancestor::div[contains(@class, 'field')]/label/@for")


def test_how_the_desk_settles_is_set_and_goes_on_record(cast, client):
    client.force_login(cast.owner)
    answer = client.post(reverse("claims:project-settings"), _given(review_after_days="90", two_rounds="on"))
    assert answer.status_code == 302
    project = Project.objects.get(pk=cast.project.pk)
    assert (project.settle_rule, project.review_after_days, project.two_rounds) == ("majority", 90, True)
    told = Event.objects.get(verb="project.changed").data
    assert told["settle_rule"] == {"from": "unanimous", "to": "majority"}
    page = lxml_html.fromstring(client.get(reverse("claims:project-settings")).content.decode())
    assert len(page.xpath("//form//fieldset/legend")) == 7


def test_more_votes_than_voters_are_refused_at_the_field(cast, client):
    client.force_login(cast.owner)
    answer = client.post(reverse("claims:project-settings"), _given(panel_size="2", panel_needed="3"))
    assert answer.status_code == 422
    assert _errors(answer) == ["id_panel_needed"]
    with pytest.raises(ValidationError) as error:
        change_project(project=cast.project, by=cast.owner, panel_size=1)
    assert list(error.value.message_dict) == ["panel_needed"]


@pytest.mark.parametrize("field", ["seat_minutes", "assignment_hours", "panel_size", "review_after_days"])
def test_a_time_or_a_number_of_nothing_is_refused_at_its_field(cast, client, field):
    client.force_login(cast.owner)
    answer = client.post(reverse("claims:project-settings"), _given(**{field: "0"}))
    assert answer.status_code == 422
    assert _errors(answer) == [f"id_{field}"]
