"""The expert's page shows what they are asked and nothing else; the desk's pages make, list and close links."""

from __future__ import annotations

import io
import logging
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html as lxml_html
from pghistory.models import Context

from claims.models import ExpertLink
from factcheck.masking import Masking, mask
from tests.filled import filled_article


@pytest.fixture
def claim(cast):
    return filled_article(cast).latest().claims.get()


def _make(client, claim, **more):
    given = {"article": claim.revision.article_id, "claims": [claim.pk], "expert": "An economist", "days": 7}
    return client.post(reverse("claims:expert-new"), given | {f"question-{claim.pk}": "By how much?"} | more)


@pytest.fixture
def address(cast, client, claim):
    client.force_login(cast.editor)
    page = lxml_html.fromstring(_make(client, claim).content.decode())
    client.logout()
    return page.xpath("string(//input[@id='address']/@value)").removeprefix("http://testserver")


def _form(page):
    fields = lxml_html.fromstring(page.content.decode()).forms[0].fields
    return {name: value or "" for name, value in fields.items()}


def test_it_shows_what_is_asked_and_nothing_else(cast, client, claim, address):
    page = client.get(address)
    told = page.content.decode()
    assert page.status_code == 200
    for words in (claim.text, claim.revision.article.title, "By how much?", "An economist", cast.project.name):
        assert words in told
    for person in (cast.editor, cast.reviewer, cast.owner, cast.viewer):
        assert person.username not in told
    for verdict in claim.verdicts.all():
        assert verdict.rationale not in told
    for evidence in claim.evidence.select_related("document"):
        assert evidence.quote not in told
        assert evidence.document.title not in told
    tree = lxml_html.fromstring(told)
    assert {link.get("href") for link in tree.iter("a")} == set(), "there is no way on from it"
    assert page["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert "noindex" in page["X-Robots-Tag"]


def test_whoever_is_signed_in_sees_the_same(cast, client, address):
    def seen():
        tree = lxml_html.fromstring(client.get(address).content.decode())
        return tree.text_content()

    before = seen()
    client.force_login(cast.owner)
    assert seen() == before


def test_an_answer_goes_to_the_claim_and_to_whoever_asked(cast, client, claim, address):
    given = _form(client.get(address))
    (opinion,) = [name for name in given if name.startswith("opinion-")]
    key = opinion.partition("-")[2]
    answer = client.post(address, given | {opinion: "partly", f"answer-{key}": "It was 3.9 <b>percent</b>."})
    assert "your answers are kept" in answer.content.decode()
    assert "It was 3.9 &lt;b&gt;percent" in answer.content.decode(), "it can be read again and changed"
    client.force_login(cast.viewer)
    panel = client.get(f"{claim.revision.article.get_absolute_url()}?claim={claim.pk}").content.decode()
    assert "What experts said" in panel
    assert "It is right in part" in panel
    client.force_login(cast.editor)
    assert "1 of 1 answered" in client.get(reverse("claims:expert-list")).content.decode()


def test_what_is_refused_is_still_there(client, address):
    given = _form(client.get(address))
    (name,) = [name for name in given if name.startswith("answer-")]
    answer = client.post(address, given | {name: "I know this very well."})
    assert answer.status_code == 422
    assert "I know this very well." in answer.content.decode()


def test_it_takes_a_form_of_its_own_only(address):
    strict = Client(enforce_csrf_checks=True)
    page = strict.get(address)
    given = _form(page)
    assert strict.post(address, {}).status_code == 403
    assert strict.post(address, given).status_code == 200


def test_no_history_keeps_the_token(client, address):
    given = _form(client.get(address))
    (opinion,) = [name for name in given if name.startswith("opinion-")]
    client.post(address, given | {opinion: "wrong"})
    urls = [row.metadata.get("url", "") for row in Context.objects.all()]
    assert "/expert/…/" in urls, "opening and answering change rows"
    assert not any(address in url for url in urls)


def test_unknown_and_revoked_look_alike_and_a_passed_deadline_is_told(cast, client, address):
    link = ExpertLink.objects.get()
    link.expires_at = timezone.now() - timedelta(minutes=1)
    link.save(update_fields=["expires_at"])
    over = client.get(address)
    assert "The deadline passed" in over.content.decode()
    assert lxml_html.fromstring(over.content.decode()).forms == []
    client.force_login(cast.editor)
    client.post(reverse("claims:expert-change", args=[link.pk]), {"revoke": ""})
    client.logout()
    unknown = reverse("claims:expert-page", args=["x" * 43])
    texts = [lxml_html.fromstring(client.get(one).content.decode()).text_content() for one in (address, unknown)]
    assert client.get(address).status_code == 404
    assert texts[0] == texts[1]


def test_a_mistake_in_the_form_is_named_and_what_was_typed_stays(cast, client, claim):
    client.force_login(cast.editor)
    answer = _make(client, claim, days="400", message="Could you look at this?")
    assert answer.status_code == 422
    assert "1 to 90 days" in answer.content.decode()
    assert "Could you look at this?" in answer.content.decode()
    assert "By how much?" in answer.content.decode()


def test_no_log_tells_the_token():
    assert mask("GET /expert/abc-DEF_123/ 404") == "GET /expert/…/ 404"
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.addFilter(Masking())
    log = logging.getLogger("a.test.of.masking")
    log.addHandler(handler)
    log.warning("Not Found: %s", "/expert/secret-token/")
    log.warning("Not Found: %s", "/elsewhere/")
    assert out.getvalue() == "Not Found: /expert/…/\nNot Found: /elsewhere/\n"
