"""What people write is text and never markup; every page carries a strict policy and no script of its own."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from lxml import html as lxml_html

from claims.models import Intake
from claims.pipeline import heartbeat
from claims.pipeline.library import add_document
from tests import factories

EVIL = "<script>alert(1)</script>"
QUOTED = f'"><img src=x onerror=alert(1)>{EVIL}'


@pytest.fixture
def everywhere(cast):
    """An article where every field that a person or a page can fill says something evil."""
    project = cast.project
    project.name = QUOTED
    project.save()
    cast.reviewer.display_name = QUOTED
    cast.reviewer.save()
    text = f"{QUOTED} said prices rose."
    article = factories.make_article(
        project, text=text, title=QUOTED, publisher=QUOTED, byline=QUOTED, url="https://example.org/?a=%22%3E"
    )
    revision = article.latest()
    factories.make_sentences(revision, [text])
    claim = factories.make_claim(revision, text, reasons=[QUOTED[:60]])
    factories.make_attribution(claim, factories.make_source(project, QUOTED, role=QUOTED), cue="said")
    document = add_document(project=project, by=cast.reviewer, title=QUOTED, text=text, publisher=QUOTED)
    document.rating_as_given = QUOTED
    document.save()
    factories.make_evidence(claim, document, text)
    factories.make_verdict(claim, cast.reviewer, rationale=QUOTED)
    factories.make_lookup(claim, provider="evil<b>", state="failed", error=QUOTED)
    Intake.objects.create(
        project=project, url="https://example.org/", filename=QUOTED, state="succeeded", text=text, title=QUOTED
    )
    return article, claim, document


def _pages(article, claim, document):
    intake = Intake.objects.get()
    return [
        "/",
        "/articles/",
        "/jobs/?show=all",
        "/library/",
        article.get_absolute_url(),
        f"{article.get_absolute_url()}?claim={claim.pk}",
        reverse("claims:document-detail", args=[document.pk]),
        reverse("claims:intake-detail", args=[intake.pk]),
    ]


def test_what_people_write_is_shown_as_text(cast, client, everywhere):
    client.force_login(cast.reviewer)
    for url in _pages(*everywhere):
        page = client.get(url).content.decode()
        tree = lxml_html.fromstring(page)
        assert EVIL not in page, url
        assert not tree.xpath("//img[@onerror]"), url
        assert "&lt;script&gt;" in page, f"{url} shows none of it: the test is blind"


def test_what_is_sent_wrong_comes_back_as_text(cast, client, everywhere):
    _article, claim, _document = everywhere
    client.force_login(cast.reviewer)
    forms = {
        reverse("claims:claim-judge", args=[claim.pk]): {"rationale": QUOTED, "finding": EVIL, "seen": EVIL},
        reverse("claims:article-new"): {"way": "url", "url": QUOTED, "title": QUOTED, "text": QUOTED},
        reverse("claims:document-new"): {"url": QUOTED, "title": QUOTED, "text": QUOTED},
    }
    for url, form in forms.items():
        answer = client.post(url, form)
        assert answer.status_code == 422
        assert EVIL not in answer.content.decode(), url
    claim_query = client.get(f"{claim.revision.article.get_absolute_url()}?show={EVIL}&claim={claim.pk}")
    assert EVIL not in claim_query.content.decode()


def test_every_page_has_a_strict_policy_and_none_needs_more(cast, client, everywhere):
    client.force_login(cast.reviewer)
    for url in [*_pages(*everywhere), "/articles/new/", "/library/new/", "/nowhere/"]:
        answer = client.get(url)
        policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
        assert policy["script-src"] == policy["style-src"] == policy["default-src"] == "'self'", url
        assert policy["object-src"] == policy["frame-ancestors"] == "'none'"
        assert policy["base-uri"] == policy["form-action"] == "'self'"
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"
        tree = lxml_html.fromstring(answer.content.decode())
        assert not tree.xpath("//script[not(@src)] | //style | //*[@style]"), f"{url} would be broken by it"
        assert not [name for name in tree.xpath("//@*/..") if any(key.startswith("on") for key in name.attrib)], url


def test_links_that_lead_out_tell_nothing_of_where_from(cast, client, everywhere):
    client.force_login(cast.reviewer)
    out = []
    for url in _pages(*everywhere):
        links = lxml_html.fromstring(client.get(url).content.decode()).xpath("//a[@href]")
        out += [link for link in links if re.match(r"\w+:", link.get("href"))]
    assert out
    for link in out:
        assert link.get("href").startswith("https://")
        assert {"noreferrer", "noopener"} <= set(link.get("rel", "").split())


class TestShell:
    """What stands around the pages."""

    def test_the_theme_is_kept_and_forgotten(self, client, db):
        answer = client.post("/theme/", {"theme": "dark", "next": "/articles/?page=2"})
        assert (answer["Location"], answer.cookies["theme"].value) == ("/articles/?page=2", "dark")
        assert 'data-theme="dark"' in client.get("/sign-in/").content.decode()
        client.post("/theme/", {"theme": "system"})
        assert 'data-theme="system"' in client.get("/sign-in/").content.decode()

    @pytest.mark.parametrize(
        "away",
        ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil.example", "", "no-such-name"],
    )  # fmt: skip
    def test_nobody_is_led_away(self, client, away):
        answer = client.post("/theme/", {"theme": "dark", "next": away})
        assert answer.status_code == 302
        assert answer["Location"] in ("/", "no-such-name")

    def test_an_unknown_theme_is_none(self, client, db):
        client.post("/theme/", {"theme": '"><script>'})
        client.cookies["theme"] = '"><script>alert(1)</script>'
        assert "<script>alert" not in client.get("/sign-in/").content.decode()

    def test_the_chosen_project_stays(self, cast, client):
        other = factories.make_project(by=cast.reviewer, slug="away", name="Away desk")
        factories.make_article(other, title="Far away")
        client.force_login(cast.reviewer)
        assert "Far away" in client.get("/articles/").content.decode(), "the first by name"
        client.post("/project/", {"project": "city-desk"})
        assert "Far away" not in client.get("/articles/").content.decode()
        assert client.post("/project/", {"project": "nowhere"}).status_code == 404

    def test_the_banner_says_when_no_worker_is_alive(self, cast, client, monkeypatch):
        client.force_login(cast.viewer)
        monkeypatch.setattr(heartbeat, "unserved", lambda: ["split"])
        monkeypatch.setattr(heartbeat, "last_seen", lambda: 90.0)
        banner = client.get("/worker-banner/").content.decode()
        assert "No worker is running" in banner
        assert "Last sign of life" in banner
        monkeypatch.setattr(heartbeat, "unserved", list)
        assert "No worker" not in client.get("/worker-banner/").content.decode()
