"""Names looked up in Wikidata."""

from typing import Any

import pytest

from claims.providers.base import ProviderError
from claims.providers.errors import SlowDownError
from claims.providers.wikidata import Wikidata, is_item
from tests.providers.asking import Asking
from tests.providers.loopback import Loopback
from tests.providers.spoken.wikidata import ENTITIES, SEARCH, SPOKEN


@pytest.fixture
def wikidata(server: Loopback) -> Asking:
    return Asking(server, Wikidata)


def test_an_item_comes_with_what_it_is_and_all_its_names(wikidata: Asking) -> None:
    author, other = wikidata.hits(SPOKEN.success, "Douglas Adams")
    assert (author.provider_id, author.title) == ("Q42", "Douglas Adams")
    assert author.url == "https://www.wikidata.org/wiki/Q42"
    assert author.snippet == "English science fiction writer. Also called: Douglas Noël Adams, Bop Ad."
    assert author.raw["aliases"] == ["Douglas Noël Adams", "Bop Ad"]
    assert author.raw["match"] == {"type": "alias", "language": "en", "text": "Douglas Noël Adams"}
    assert (other.snippet, other.raw["aliases"], other.published_at) == ("Douglas Adams", [], None)


def test_it_is_asked_in_the_language_of_the_article(wikidata: Asking) -> None:
    answer = wikidata.ask(SPOKEN.success, "Douglas Adams", lang="de-AT", limit=200)
    search, entities = wikidata.sent
    assert (search["search"], search["language"], search["uselang"]) == ("Douglas Adams", "de", "de")
    assert (search["type"], search["limit"]) == ("item", "20")
    assert (entities["ids"], entities["languages"]) == ("Q42|Q28421831", "de")
    assert len(answer.exchanges) == 2


def test_nobody_of_the_name_is_one_question(wikidata: Asking) -> None:
    assert wikidata.hits(SPOKEN.empty, "nobody") == []
    assert len(wikidata.sent) == 1


def test_it_answers_names_and_no_claims() -> None:
    assert Wikidata.asks == {"source"}


def test_a_description_alone_ends_as_it_does(wikidata: Asking) -> None:
    def reply(asked: dict[str, Any]) -> Any:
        searched = asked["query"]["action"] == "wbsearchentities"
        return {"search": SEARCH[:1]} if searched else {"entities": {"Q42": ENTITIES["Q28421831"]}}

    assert wikidata.hits(reply)[0].snippet == "English science fiction writer"


@pytest.mark.parametrize(("code", "error"), [("unknown_language", ProviderError), ("ratelimited", SlowDownError)])
def test_errors_come_with_status_200(wikidata: Asking, code: str, error: type[ProviderError]) -> None:
    with pytest.raises(error, match=code):
        wikidata.hits({"error": {"code": code, "info": "reason"}, "servedby": "mw1"})


@pytest.mark.parametrize(
    ("identity", "expected"),
    [("Q42", True), ("Q", False), ("P31", False), ("Q4|Q5", False), ("Q²", False), (42, False)],
)
def test_identifiers(identity: Any, expected: bool) -> None:
    assert is_item(identity) is expected
