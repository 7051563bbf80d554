"""Editing claims over the API."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from claims.models import Claim, Edit
from tests import factories

if TYPE_CHECKING:
    from collections.abc import Callable

    from claims.models import Article, Revision
    from tests.api.conftest import Api
    from tests.conftest import Cast

TEXT = "🍞 Bread cost 4 percent more 🥖 in May, said Maria Ortega. Milk did not. Eggs may. 👩‍🌾"


@pytest.fixture
def text(cast: Cast) -> Article:
    """An article in which offsets that count anything but code points are off."""
    article = factories.make_article(cast.project, text=TEXT)
    for number, words in enumerate(("🍞 Bread", "Milk did not.", "Eggs may.")):
        at = TEXT.index(words)
        end = TEXT.index("Ortega.") + 7 if number == 0 else at + len(words)
        article.latest().sentences.create(position=number, start=at, end=end)
    return article


@pytest.fixture(autouse=True)
def quiet(sent: Any) -> None:
    """Nothing goes to workers."""


@pytest.fixture
def me(api: Callable[[Any], Api], cast: Cast) -> Api:
    """The reviewer."""
    return api(cast.reviewer)


def at(words: str, **more: Any) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), **more}


def claim_of(revision: Revision, words: str = "Bread cost 4 percent more 🥖 in May") -> Claim:
    return factories.make_claim(revision, words)


def wrong(answer: Any) -> list[str]:
    assert answer.status_code == 400, answer.content
    return [one["field"] for one in answer.json()["errors"]]


def test_a_claim_is_made_of_words_after_an_emoji(me: Api, text: Article) -> None:
    words = "4 percent more 🥖 in May"
    body = {"places": [at(words, quote=words)], "revision": str(text.latest().pk)}
    made = me.post(f"articles/{text.pk}/claims/make", body)
    assert (made.status_code, made.json()["text"]) == (201, words)
    assert made.json()["spans"] == [at(words, quote=words)]
    assert made["Location"].endswith(f"/claims/{made.json()['id']}")
    assert wrong(me.post(f"articles/{text.pk}/claims/make", body)) == [""], "it stands there already"


@pytest.mark.parametrize(
    ("place", "field"),
    [
        ({"start": 0, "end": len(TEXT) + 1}, "places.0.end"),
        ({"start": 5, "end": 5}, "places.0.end"),
        ({"start": -1, "end": 5}, "places.0.start"),
        ({"start": 0, "end": 5, "quote": "Bread"}, "places.0.quote"),
        ({"start": "0", "end": 5}, "places.0.start"),
        ({"start": 0, "stop": 5}, "places.0.stop"),
    ],
)
def test_offsets_that_are_off_are_told_by_their_field(
    me: Api, text: Article, place: dict[str, Any], field: str
) -> None:
    claim = claim_of(text.latest())
    assert wrong(me.post(f"articles/{text.pk}/claims/make", {"places": [place]})) == [field]
    assert wrong(me.post(f"claims/{claim.pk}/reshape", {"places": [place]})) == [field]
    assert not Edit.objects.exists()


def test_offsets_of_an_earlier_text_are_refused(me: Api, text: Article) -> None:
    earlier = text.latest()
    factories.make_revision(text, text="Another text.")
    body = {"places": [at("Bread")], "revision": str(earlier.pk)}
    assert wrong(me.post(f"articles/{text.pk}/claims/make", body)) == ["revision"]


def test_a_claim_is_reshaped_only_as_it_was_seen(me: Api, text: Article) -> None:
    url = f"/api/v1/claims/{claim_of(text.latest()).pk}"
    body, kind = json.dumps({"places": [at("Bread cost"), at("in May")]}), "application/json"
    seen = me.client.get(url)["ETag"]
    first = me.client.post(f"{url}/reshape", body, content_type=kind, headers={"If-Match": seen})
    assert (first.status_code, first.json()["text"]) == (200, "Bread cost in May")
    again = me.client.post(f"{url}/reshape", body, content_type=kind, headers={"If-Match": seen})
    assert again.status_code == 412
    assert Edit.objects.count() == 1


def test_a_claim_is_cut_and_merged_again(me: Api, text: Article) -> None:
    claim = claim_of(text.latest())
    new = me.post(f"claims/{claim.pk}/split", {"at": TEXT.index("🥖")})
    assert (new.status_code, new.json()["text"]) == (201, "🥖 in May")
    assert me.get(f"claims/{claim.pk}").json()["text"] == "Bread cost 4 percent more"
    assert wrong(me.post(f"claims/{claim.pk}/split", {"at": 3, "start": 3})) == ["at"]
    assert wrong(me.post(f"claims/{claim.pk}/split", {"at": len(TEXT) + 1})) == ["at"]
    whole = me.post(f"claims/{claim.pk}/merge", {"others": [new.json()["id"]]}).json()
    assert whole["text"] == "Bread cost 4 percent more 🥖 in May"
    assert me.get(f"claims/{new.json()['id']}").status_code == 404
    assert wrong(me.post(f"claims/{claim.pk}/merge", {"others": [new.json()["id"]]})) == ["others"]


def test_an_act_with_a_key_is_done_once(me: Api, text: Article) -> None:
    claim = claim_of(text.latest())
    body = json.dumps({"at": TEXT.index("🥖")})
    asked = {"content_type": "application/json", "headers": {"Idempotency-Key": "cut"}}
    url = f"/api/v1/claims/{claim.pk}/split"
    first, again = me.client.post(url, body, **asked), me.client.post(url, body, **asked)
    assert first.content == again.content
    assert again["Idempotency-Replayed"] == "true"
    assert Claim.objects.count() == 2


def test_who_says_a_claim_and_how(me: Api, text: Article, cast: Cast) -> None:
    claim = claim_of(text.latest())
    told = me.post(
        f"claims/{claim.pk}/voice", {"role": "source", **at("Maria Ortega", quote="Maria Ortega")}
    ).json()
    assert [one["source"]["name"] for one in told["attributions"]] == ["Maria Ortega"]
    me.post(f"claims/{claim.pk}/voice", {"role": "cue", **at("said")})
    told = me.patch(f"claims/{claim.pk}", {"polarity": "denies"}).json()
    assert (told["attributions"][0]["cue_spans"], told["polarity"]) == ([at("said", quote="said")], "denies")
    assert wrong(me.patch(f"claims/{claim.pk}", {"polarity": "maybe"})) == ["polarity"]
    office = factories.make_source(cast.project, "Statistics office")
    body = {"claims": [str(claim.pk)], "source": str(office.pk)}
    tied = me.post(f"articles/{text.pk}/claims/source", body)
    assert (tied.status_code, tied.json()["verb"]) == (200, "tied")
    assert me.post(f"articles/{text.pk}/claims/source", body).status_code == 204
    assert wrong(me.post(f"articles/{text.pk}/claims/source", {"claims": [str(claim.pk)]})) == ["source"]


def test_a_claim_goes_to_the_trash_and_comes_back(me: Api, text: Article) -> None:
    claim = claim_of(text.latest())
    url = f"/api/v1/claims/{claim.pk}"
    assert me.client.delete(url, headers={"If-Match": '"stale"'}).status_code == 412
    assert me.client.delete(url).status_code == 204
    assert me.client.delete(url).status_code == 204
    assert me.get(f"claims/{claim.pk}").status_code == 404
    assert me.post(f"claims/{claim.pk}/restore").json()["id"] == str(claim.pk)
    ids = {"claims": [str(claim.pk)]}
    assert me.post(f"articles/{text.pk}/claims/trash", ids).json()["verb"] == "trashed"
    assert me.post(f"articles/{text.pk}/claims/trash", ids).status_code == 204
    assert me.post(f"articles/{text.pk}/claims/restore", ids).json()["verb"] == "restored"


def test_sentences_are_waived_and_taken_back(me: Api, text: Article) -> None:
    url = f"articles/{text.pk}/sentences"
    done = me.post(f"{url}/waive", {"positions": [1, 2], "reason": "opinion"})
    assert (done.status_code, done.json()["rows"]) == (200, 2)
    assert [one["waived"] for one in me.get(url).json()["results"]] == [None, "opinion", "opinion"]
    me.post(f"{url}/unwaive", {"positions": [2]})
    assert [one["waived"] for one in me.get(url).json()["results"]] == [None, "opinion", None]
    claim_of(text.latest())
    assert wrong(me.post(f"{url}/waive", {"positions": [0], "reason": "opinion"})) == [""]
    assert me.post(f"{url}/waive", {"positions": [0], "reason": "opinion", "trash_claims": True}).status_code == 200
    assert wrong(me.post(f"{url}/waive", {"positions": [0], "reason": "dull"})) == ["reason"]


def test_edits_are_listed_undone_and_done_again(me: Api, text: Article, api: Any, cast: Cast) -> None:
    made = me.post(f"articles/{text.pk}/claims/make", {"places": [at("Milk did not")]}).json()["id"]
    listed = me.get(f"articles/{text.pk}/edits").json()["results"]
    assert [(one["verb"], one["claim"], one["undone_at"]) for one in listed] == [("made", made, None)]
    seen = {"edit": listed[0]["id"]}
    assert me.post(f"articles/{text.pk}/edits/undo", seen).json()["undone_at"]
    assert me.post(f"articles/{text.pk}/edits/undo", seen).status_code == 200, "twice is once"
    assert me.get(f"claims/{made}").status_code == 404
    assert me.post(f"articles/{text.pk}/edits/undo").status_code == 409
    assert me.post(f"articles/{text.pk}/edits/redo").json()["undone_at"] is None
    assert me.get(f"claims/{made}").status_code == 200
    assert api(cast.editor).post(f"articles/{text.pk}/edits/undo").status_code == 409, "others' edits are theirs"


def test_another_project_has_no_such_claims(me: Api, text: Article, api: Any, cast: Cast) -> None:
    claim = claim_of(text.latest())
    outside = api(cast.outsider)
    for path in ("reshape", "split", "merge", "voice", "restore"):
        assert outside.post(f"claims/{claim.pk}/{path}").status_code == 404
    elsewhere = factories.make_article(factories.make_project(cast.outsider), text=TEXT)
    foreign = claim_of(elsewhere.latest())
    assert wrong(me.post(f"claims/{claim.pk}/merge", {"others": [str(foreign.pk)]})) == ["others"]
    assert wrong(me.post(f"articles/{text.pk}/claims/trash", {"claims": [str(foreign.pk)]})) == ["claims"]


def test_lists_take_the_same_number_of_queries(
    me: Api, text: Article, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    me.post(f"articles/{text.pk}/claims/make", {"places": [at("Milk")]})
    with django_assert_max_num_queries(20) as one:
        me.get(f"articles/{text.pk}/edits")
        me.get(f"articles/{text.pk}/sentences")
        before = len(one)
    for words in ("Bread", "cost", "Eggs"):
        me.post(f"articles/{text.pk}/claims/make", {"places": [at(words)]})
    with django_assert_num_queries(before):
        me.get(f"articles/{text.pk}/edits")
        me.get(f"articles/{text.pk}/sentences")
