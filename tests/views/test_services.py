"""The outside services on the jobs page: on or off and why, how they are, asking one again; jobs of one article."""

from __future__ import annotations

import pytest
from django.urls import reverse
from lxml import html as lxml_html

from claims.models import Event, Lookup
from claims.providers.errors import OutageError, RefusedError, SlowDownError
from claims.providers.polite import Asker, Gate, connect, service_states
from claims.providers.polite.gate import keys_of
from claims.providers.registry import SERVICES
from factcheck import embedded
from tests import factories

CROSSREF = next(kind for kind in SERVICES if kind.slug == "crossref")
JOBS = reverse("claims:job-list")
ASKED = {"service": "crossref"}
TRY = reverse("claims:service-try")


@pytest.fixture
def store(settings):
    """Redis, where nobody has asked Crossref yet; the only service that is on."""
    embedded.start(settings)
    on = {"on": True, "key": "", "urls": ()}
    settings.SERVICES = {**settings.SERVICES, "crossref": on}
    client = connect(settings.REDIS_URL)
    client.delete(*keys_of("crossref"))
    yield client
    client.delete(*keys_of("crossref"))


def _meets(store, *errors):
    """What the workers met with when they asked it."""
    asker = Asker("crossref", CROSSREF.name, CROSSREF.version, CROSSREF.quota)
    for error in errors:
        Gate(store).note(asker, error)


def _outages():
    return [OutageError("It has a fault.") for _ in range(5)]


def _section(client, url=JOBS):
    tree = lxml_html.fromstring(client.get(url).content.decode())
    return tree.get_element_by_id("services")


def _words(element):
    return " ".join(element.text_content().split())


def test_off_they_say_which_setting_switches_them_on(cast, signed_in):
    section = _section(signed_in(cast.viewer))
    told = _words(section)
    assert "None is switched on" in told
    for words in ("set GOOGLE_FACTCHECK_KEY.", "set SEARXNG_URL.", "set WIKIDATA=on."):
        assert words in told
    assert len(section.findall(".//dt")) == len(SERVICES)
    assert section.find(".//details").get("open") is not None
    assert not section.findall(".//table")


def test_on_it_tells_its_quota_and_that_nobody_asked_yet(cast, signed_in, store):
    section = _section(signed_in(cast.reviewer))
    row = _words(section.find(".//tbody/tr"))
    assert "Not asked yet" in row
    assert CROSSREF.quota.words in row
    assert CROSSREF.terms in row
    assert f"{CROSSREF.quota.burst} of {CROSSREF.quota.burst}" in row
    assert section.find(".//tbody//a").get("href") == CROSSREF.home
    assert len(section.findall(".//dt")) == len(SERVICES) - 1


@pytest.mark.parametrize(
    ("errors", "state", "why"),
    [
        ([OutageError("It has a fault.") for _ in range(5)], "Left alone", "It has a fault."),
        ([RefusedError("It does not know the key.")], "Lets us not in", "It does not know the key."),
        ([SlowDownError("The quota is used up.", retry_after=90)], "Asked us to wait", "The quota is used up."),
        ([OutageError("It stumbled.")], "Works", "The last failure: It stumbled."),
    ],
)
def test_it_tells_what_is_the_matter(cast, signed_in, store, errors, state, why):
    _meets(store, *errors)
    row = _words(_section(signed_in(cast.viewer)).find(".//tbody/tr"))
    assert state in row
    assert why in row


def test_an_editor_has_it_asked_again(cast, signed_in, store):
    _meets(store, *_outages())
    editor = signed_in(cast.editor)
    [form] = _section(editor).findall(".//form")
    assert form.get("action") == TRY
    assert editor.post(TRY, ASKED, follow=True).status_code == 200
    assert service_states(store, {"crossref": CROSSREF.quota})["crossref"].breaker == "closed"
    event = Event.objects.get(verb="service.tried")
    assert (event.by_id, event.data) == (cast.editor.pk, {"provider": "crossref"})
    assert not _section(editor).findall(".//form")


@pytest.mark.parametrize(("who", "status"), [("reviewer", 403), ("viewer", 403), ("outsider", 404)])
def test_nobody_else_does(cast, signed_in, store, who, status):
    _meets(store, *_outages())
    client = signed_in(getattr(cast, who))
    assert client.post(TRY, ASKED).status_code == status
    if who != "outsider":
        assert not _section(client).findall(".//form")
    assert service_states(store, {"crossref": CROSSREF.quota})["crossref"].breaker == "open"


def test_a_service_that_is_off_cannot_be_tried(cast, signed_in):
    answer = signed_in(cast.editor).post(TRY, ASKED, follow=True)
    assert "This service is not switched on." in answer.content.decode()
    assert not Event.objects.filter(verb="service.tried").exists()


def test_without_redis_the_page_says_so(cast, signed_in, store, settings):
    settings.REDIS_URL = "redis://127.0.0.1:9/0"
    editor = signed_in(cast.editor)
    section = _section(editor)
    assert "Redis does not answer." in _words(section)
    assert "Not known" in _words(section.find(".//tbody/tr"))
    assert "nothing was changed" in editor.post(TRY, ASKED, follow=True).content.decode()
    assert not Event.objects.filter(verb="service.tried").exists()


class TestOfOneArticle:
    """Its look-ups are seen, retried and cancelled together, and no other's."""

    @pytest.fixture
    def others(self, cast):
        return factories.make_claim(
            factories.make_article(cast.project, text="Prices rose by 4 percent in May").latest()
        )

    @pytest.fixture
    def claim(self, revision):
        return factories.make_claim(revision)

    def test_only_its_jobs_are_shown(self, cast, signed_in, article, claim, others):
        for one in (claim, others):
            factories.make_lookup(one, state="failed", error=f"No luck with {one.revision.article_id}.")
        page = signed_in(cast.viewer).get(f"{JOBS}?article={article.pk}&show=failed").content.decode()
        assert f"No luck with {article.pk}" in page
        assert f"No luck with {others.revision.article_id}" not in page
        assert f"?article={article.pk}&amp;show=all" in page

    @pytest.mark.parametrize(
        ("act", "before", "after"), [("retry", "failed", "queued"), ("cancel", "queued", "cancelled")]
    )
    def test_the_buttons_reach_its_jobs_alone(self, cast, signed_in, article, claim, others, act, before, after):
        rows = [factories.make_lookup(one, state=before, error="No.") for one in (claim, others)]
        address = f"{JOBS}?article={article.pk}"
        client = signed_in(cast.reviewer)
        tree = lxml_html.fromstring(client.get(address).content.decode())
        [form] = [form for form in tree.forms if form.action == reverse(f"claims:jobs-{act}")]
        assert form.fields["article"] == str(article.pk)
        answer = client.post(form.action, {"article": form.fields["article"]})
        assert answer["Location"] == address
        assert [Lookup.objects.get(pk=row.pk).state for row in rows] == [after, before]

    @pytest.mark.parametrize(("who", "asked", "status"), [("outsider", None, 404), ("viewer", "nonsense", 404)])
    def test_strangers_and_nonsense_find_nothing(self, cast, signed_in, article, who, asked, status):
        assert signed_in(getattr(cast, who)).get(f"{JOBS}?article={asked or article.pk}").status_code == status
