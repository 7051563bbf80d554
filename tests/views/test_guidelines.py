"""The pages of guidelines and examples, and the way to them from the form of a verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from lxml import html as lxml_html

from claims.models import Example, Guideline, Rating
from claims.pipeline import guide
from claims.pipeline.prepare import create_project
from tests.factories import make_article, make_claim, make_evidence

if TYPE_CHECKING:
    from django.test import Client

    from tests.conftest import Cast

PAGE, CHANGE, ADD = (reverse(f"claims:{name}") for name in ("guideline-page", "guideline-change", "example-add"))


def _page(answer: Any) -> Any:
    return lxml_html.fromstring(answer.content.decode())


def _write(cast: Cast, text: str) -> Guideline:
    return guide.change_guidelines(project=cast.project, by=cast.owner, text=text)


def test_each_section_rating_and_finding_has_an_anchor_with_its_examples(cast: Cast, client: Client) -> None:
    _write(cast, "# Proof\n\n<b>Bold</b>")
    guide.add_example(project=cast.project, by=cast.editor, statement="S-one", why="W", rating="half-true")
    guide.add_example(project=cast.project, by=cast.editor, statement="S-two", why="W", finding="altered")
    client.force_login(cast.viewer)
    page = _page(client.get(PAGE))
    anchors = page.xpath("//nav[@class='contents']//a/@href")
    assert "#part-proof" in anchors
    for anchor in anchors:
        assert len(page.xpath(f"//*[@id='{anchor[1:]}']")) == 1, anchor
    assert "S-one" in page.xpath("string(//section[@id='rating-half-true'])")
    assert "S-two" in page.xpath("string(//section[@id='finding-altered'])")
    assert "<b>Bold</b>" in page.text_content(), "a tag is words"
    assert not page.xpath("//main//form"), "a reader changes nothing"


def test_an_editor_looks_first_then_puts_it_in_force(cast: Cast, client: Client) -> None:
    client.force_login(cast.editor)
    sent = {"text": "# Proof\n\nRead it twice.", "note": "At last", "basis": "0"}
    look = _page(client.post(CHANGE, sent | {"do": "look"}))
    assert look.xpath("string(//div[@class='prose']/h3)") == "Proof"
    assert not Guideline.objects.exists()
    assert client.post(CHANGE, sent)["Location"] == PAGE
    version = Guideline.objects.get()
    page = _page(client.get(reverse("claims:guideline-version", args=[version.pk]))).text_content()
    assert "At last" in page
    assert "Editor" in page


def test_the_second_of_two_editors_keeps_their_text_and_sees_the_difference(cast: Cast, client: Client) -> None:
    client.force_login(cast.editor)
    _write(cast, "Read it twice.")
    answer = client.post(CHANGE, {"text": "Read it once.", "basis": "0"})
    assert answer.status_code == 409
    page = _page(answer)
    assert page.xpath("//del/text()") == ["Read it twice."]
    assert page.xpath("//ins/text()") == ["Read it once."]
    assert page.xpath("string(//textarea[@name='text'])").strip() == "Read it once."
    [basis] = page.xpath("//input[@name='basis']/@value")
    assert client.post(CHANGE, {"text": "Read it once.", "basis": basis}).status_code == 302
    assert Guideline.objects.count() == 2


def test_a_version_says_what_it_changed(cast: Cast, client: Client) -> None:
    _write(cast, "One.\nTwo.")
    second = _write(cast, "One.\nThree.")
    client.force_login(cast.viewer)
    page = _page(client.get(reverse("claims:guideline-version", args=[second.pk])))
    assert (page.xpath("//del/text()"), page.xpath("//ins/text()")) == (["Two."], ["Three."])


def test_an_example_is_added_changed_retired_and_brought_back(cast: Cast, client: Client) -> None:
    client.force_login(cast.editor)
    form = _page(client.get(f"{ADD}?rating=false"))
    assert form.xpath("//select[@name='rating']/option[@selected]/@value") == ["false"]
    wrong = client.post(ADD, {"statement": "S-one", "why": "", "rating": "false"})
    assert wrong.status_code == 422
    assert "S-one" in _page(wrong).xpath("string(//textarea[@name='statement'])")
    client.post(ADD, {"statement": "S-one", "why": "W", "rating": "false"})
    example = Example.objects.get()
    change, retire = (reverse(f"claims:example-{name}", args=[example.pk]) for name in ("change", "retire"))
    client.post(change, {"statement": "S-two", "why": "W", "rating": "", "finding": "altered"})
    assert "S-two" in _page(client.get(PAGE)).xpath("string(//section[@id='finding-altered'])")
    client.post(retire)
    assert Example.objects.get().retired_at
    client.post(retire, {"restore": "1"})
    assert Example.objects.get().retired_at is None


def test_an_example_kept_back_by_blind_review_is_nowhere(cast: Cast, client: Client) -> None:
    claim = make_claim(make_article(cast.project).latest())
    example = guide.add_example(
        project=cast.project, by=cast.editor, statement="S-hidden", why="W", rating="true", claim=claim
    )
    client.force_login(cast.owner)
    assert "S-hidden" not in client.get(PAGE).content.decode()
    assert client.get(reverse("claims:example-change", args=[example.pk])).status_code == 404


def test_examples_of_a_rating_that_is_gone_stay_readable(cast: Cast, client: Client) -> None:
    guide.add_example(project=cast.project, by=cast.editor, statement="S-one", why="W", rating="opinion")
    Rating.objects.filter(version__scale=cast.project.scale, slug="opinion").update(retired_at="2026-01-01T00:00Z")
    client.force_login(cast.viewer)
    assert "S-one" in client.get(PAGE).content.decode()


def test_the_form_of_a_verdict_leads_to_each_definition_and_shows_the_rule(cast: Cast, client: Client) -> None:
    _write(cast, "# Proof\n\nRead it twice.")
    claim = make_claim(make_article(cast.project, by=cast.reviewer).latest())
    make_evidence(claim)
    Rating.objects.filter(version__scale=cast.project.scale, slug="false").update(needs_independent=2)
    client.force_login(cast.reviewer)
    url = f"{claim.revision.article.get_absolute_url()}?claim={claim.pk}"
    page = _page(client.get(url))
    for anchor in ("rating-false", "finding-altered"):
        [link] = page.xpath(f"//form[@id='verdict-form']//a[contains(@href, '#{anchor}')]")
        assert link.get("target") == "guidelines", "beside the work"
        assert not link.xpath("ancestor::label")
    [box] = page.xpath("//input[@name='rating' and @data-alone]")
    assert box.getparent().xpath("string(.//*[contains(@class, 'asks')])") == (
        "Must cite 2 independent pieces of evidence."
    )
    assert "Read it twice." in page.xpath("string(//details[@id='guidelines'])")
    rating = Rating.objects.get(version__scale=cast.project.scale, slug="false")
    told = {"finding": "confirmed", "rating": rating.pk, "rationale": "It is.", "as_seen": claim.as_seen}
    answer = client.post(reverse("claims:claim-judge", args=[claim.pk]), told)
    assert answer.status_code == 422
    said = _page(answer).xpath("//form[@id='verdict-form']//p[@role='alert']")
    assert any(
        "“False” needs 2 independent pieces of evidence; you cite none." in one.text_content() for one in said
    )


def test_the_way_from_a_verdict_leads_to_the_claims_project_whatever_is_at_hand(cast: Cast, client: Client) -> None:
    away = create_project(slug="away", name="Away", by=cast.owner, guidelines="Only there.")
    client.force_login(cast.owner)
    client.post(reverse("claims:project-switch"), {"project": "city-desk"})
    assert "Only there." not in client.get(PAGE).content.decode()
    assert "Only there." in client.get(f"{PAGE}?project={away.slug}").content.decode()
    client.force_login(cast.viewer)
    assert "Only there." not in client.get(f"{PAGE}?project={away.slug}").content.decode()
