"""Giving a verdict in the browser: what is wrong is said at the form, and nothing typed is lost."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html as lxml_html

from claims.models import Rating, Verdict
from claims.pipeline import edit
from tests import factories, filled

HTMX = {"HX-Request": "true", "HX-Target": "panel"}


@pytest.fixture
def claim(revision):
    factories.make_sentences(revision)
    return factories.make_claim(revision)


@pytest.fixture
def send(cast, client, claim):
    """Sends the form as the reviewer; fields as given."""
    client.force_login(cast.reviewer)

    def to(htmx=True, claim=claim, **fields):
        form = {"finding": "confirmed", "rating": _rating(), "rationale": "The release says so."} | fields
        url = reverse("claims:claim-judge", args=[claim.pk])
        return client.post(url, form, headers=HTMX if htmx else {})

    return to


def _rating(slug="true"):
    return str(Rating.objects.get(version__scale__slug="truth", slug=slug).pk)


def _checked(html, name):
    """The values that are chosen in the form."""
    tree = lxml_html.fromstring(html)
    return [box.get("value") for box in tree.xpath(f'//input[@name="{name}" and @checked]')]


def _typed(html):
    return lxml_html.fromstring(html).xpath('//textarea[@name="rationale"]')[0].text_content().strip()


def test_saved_without_script_one_is_led_back_to_the_claim(send, claim):
    answer = send(htmx=False)
    assert answer.status_code == 302
    assert answer["Location"] == f"{claim.revision.article.get_absolute_url()}?claim={claim.pk}"
    assert Verdict.objects.get().rationale == "The release says so."


def test_saved_by_htmx_the_panel_comes_back(send, cast, claim):
    answer = send()
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in text
    assert f'data-draft-accepted="verdict:{claim.pk}"' in text
    assert json.loads(answer["HX-Trigger-After-Swap"])["claim-judged"] == {"id": str(claim.pk), "state": "mine"}
    assert str(Verdict.objects.get().pk) in text, "the form now stands upon the saved verdict"


def test_on_to_the_next_open_claim(send, revision, claim):
    nxt = factories.make_claim(revision, "The mayor denied that the figures were late")
    answer = send(then="next")
    assert answer["HX-Push-Url"].endswith(f"?claim={nxt.pk}")
    assert f'data-claim="{nxt.pk}"' in answer.content.decode()
    assert f'data-draft-accepted="verdict:{claim.pk}"' in answer.content.decode()


def test_a_page_with_the_next_claim_at_hand_gets_the_news_alone(send, revision, claim, client, cast):
    factories.make_claim(revision, "The mayor denied that the figures were late")
    client.force_login(cast.reviewer)
    form = {"finding": "confirmed", "rating": _rating(), "rationale": "So it says.", "then": "next"}
    url = reverse("claims:claim-judge", args=[claim.pk])
    answer = client.post(url, form, headers=HTMX | {"Prefer": "return=minimal"})
    assert (answer.status_code, answer.content) == (204, b"")
    told = json.loads(answer["HX-Trigger"])["claim-judged"]
    assert told == {"id": str(claim.pk), "state": "mine", "then": "next"}
    assert Verdict.objects.get().rationale == "So it says."
    refused = client.post(url, form | {"rationale": ""}, headers=HTMX | {"Prefer": "return=minimal"})
    assert refused.status_code == 422
    assert "a verdict needs a rationale" in refused.content.decode()


@pytest.mark.parametrize("citing", [0, 3])
def test_saving_takes_few_queries(send, claim, django_assert_max_num_queries, settings, citing, client):
    evidence = [str(factories.make_evidence(claim).pk) for _ in range(citing)]
    form = {"finding": "confirmed", "rating": _rating(), "rationale": "So it says.", "evidence": evidence}
    url = reverse("claims:claim-judge", args=[claim.pk])
    with django_assert_max_num_queries(12 + 2) as queries:  # a test's transaction adds SAVEPOINT and RELEASE
        client.post(url, form | {"then": "next"}, headers=HTMX | {"Prefer": "return=minimal"})
    assert Verdict.objects.get().cited.count() == citing
    assert "SAVEPOINT" in " ".join(query["sql"] for query in queries.captured_queries)


def test_after_the_last_claim_one_stays(send, claim):
    answer = send(then="next")
    assert answer["HX-Push-Url"].endswith(f"?claim={claim.pk}")


@pytest.mark.parametrize("htmx", [True, False], ids=["htmx", "plain"])
@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("rationale", " \n ", "a verdict needs a rationale"),
        ("rating", "", "Choose a rating"),
        ("rating", "00000000-0000-7000-8000-000000000000", "no longer on offer"),
        ("finding", "", "Say whether they said it"),
        ("confidence", "very", "not one of the available choices"),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_is_kept(send, claim, htmx, field, value, words):
    evidence = factories.make_evidence(claim)
    kept = {"finding": "altered", "rating": _rating("false"), "rationale": "Kept <words>.", "confidence": "high"}
    answer = send(htmx=htmx, **kept | {field: value, "evidence": str(evidence.pk)})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert words in text
    assert ("<html" in text) is not htmx
    for name in {"finding", "rating", "confidence"} - {field}:
        assert _checked(text, name) == [kept[name]]
    assert _checked(text, "evidence") == [str(evidence.pk)]
    if field != "rationale":
        assert _typed(text) == "Kept <words>."
    assert not Verdict.objects.exists()


def test_evidence_of_another_claim_is_not_cited(send, revision):
    other = factories.make_claim(revision, "The mayor denied that the figures were late")
    answer = send(evidence=str(factories.make_evidence(other).pk))
    assert answer.status_code == 422
    assert "not one of the available choices" in answer.content.decode(), "a refusal is never silent"
    assert not Verdict.objects.exists()


def test_a_rating_retired_while_one_wrote_is_refused_and_the_text_kept(send):
    gone = filled.retire("half-true")
    answer = send(rating=str(gone.pk), rationale="A long thought.")
    assert answer.status_code == 422
    assert "no longer on offer" in answer.content.decode()
    assert _typed(answer.content.decode()) == "A long thought."


def test_a_double_click_saves_once(send):
    assert [send().status_code, send().status_code] == [200, 200]
    assert Verdict.objects.count() == 1


@pytest.mark.parametrize("htmx", [True, False], ids=["htmx", "plain"])
def test_saved_elsewhere_meanwhile_both_texts_are_shown_and_the_second_save_stands(send, htmx):
    send(rationale="From the other window.")
    saved = Verdict.objects.get()
    answer = send(htmx=htmx, rationale="From this window.", rating=_rating("false"))
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "From the other window." in text
    assert _typed(text) == "From this window."
    assert _checked(text, "rating") == [_rating("false")]
    assert f'name="seen" value="{saved.pk}"' in text
    assert Verdict.objects.count() == 1
    assert send(rationale="From this window.", rating=_rating("false"), seen=str(saved.pk)).status_code == 200
    assert Verdict.objects.get(supersedes=saved).rationale == "From this window."


def test_the_form_starts_from_ones_own_verdict(send, client, cast, claim):
    evidence = factories.make_evidence(claim)
    factories.make_verdict(claim, cast.reviewer, "false", rationale="Mine.", confidence="low", cited=[evidence])
    text = client.get(f"{claim.revision.article.get_absolute_url()}?claim={claim.pk}").content.decode()
    assert _typed(text) == "Mine."
    assert _checked(text, "rating") == [_rating("false")]
    assert _checked(text, "evidence") == [str(evidence.pk)]
    assert _checked(text, "confidence") == ["low"]


@pytest.mark.parametrize("htmx", [True, False])
def test_words_that_changed_meanwhile_are_shown_before_they_are_judged(cast, send, claim, htmx):
    claim.reshaped_at, claim.reshaped_by = timezone.now(), cast.editor
    claim.save(update_fields=["reshaped_at", "reshaped_by"])
    answer = send(htmx=htmx, as_seen="", rationale="Compared with the release.")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "was changed meanwhile" in page
    assert "Compared with the release." in page
    assert not Verdict.objects.exists()
    basis = lxml_html.fromstring(page).xpath("//input[@name='as_seen']/@value")[0]
    assert send(as_seen=basis).status_code == 200
    assert Verdict.objects.get().claim == claim


@pytest.mark.django_db(transaction=True)  # the history tells apart what was saved apart
def test_who_judged_other_words_is_told_which(cast, client, send, claim):
    assert send().status_code == 200
    text = claim.revision.text
    edit.reshape(claim=claim, places=[(text.index("Prices rose"), text.index(" in May"))], by=cast.editor)
    shown = lxml_html.fromstring(client.get(claim.get_absolute_url(), follow=True).content)
    notice = " ".join(shown.xpath("string(//*[@id='claim-panel']//p[contains(@class, 'notice')])").split())
    assert "it no longer counts" in notice
    assert notice.endswith("You judged: Prices rose by 4 percent in May")
    assert "before the claim was changed" in shown.xpath("string(//section[@aria-label='Your verdicts'])")
