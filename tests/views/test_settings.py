"""The settings of a project: what is refused is said at its field, in words."""

from __future__ import annotations

from django.urls import reverse
from lxml import html as lxml_html

from claims.models import Project


def test_a_claim_takes_one_reviewer_at_least(cast, client):
    client.force_login(cast.owner)
    answer = client.post(reverse("claims:project-settings"), {"name": "Desk", "reviewers_per_claim": "0"})
    assert answer.status_code == 422
    page = lxml_html.fromstring(answer.content.decode())
    fields = page.xpath("//p[@class='errors']/ancestor::div[contains(@class, 'field')]/label/@for")
    assert "id_reviewers_per_claim" in fields
    assert "Constraint" not in page.text_content()
    assert Project.objects.get(pk=cast.project.pk).reviewers_per_claim != 0
