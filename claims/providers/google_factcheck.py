"""Google's Fact Check Tools: published fact-checks that match a claim.

The format is that of the documented method ``claims:search``, version v1alpha1.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from claims.providers.answers import child, day, dicts, string
from claims.providers.base import Hit, Question, Quota, Shape
from claims.providers.errors import RefusedError
from claims.providers.http import Response
from claims.providers.service import Service
from claims.providers.talk import Talk

_LARGEST_PAGE = 50


class GoogleFactCheck(Service):
    """Asks with a key that is sent in a header and appears in no message, no log and no ``repr``."""

    slug = "google-factcheck"
    name = "Google Fact Check Tools"
    version = "v1alpha1"
    terms = "Google API terms of service apply; name the publisher of every review that is shown."
    home = "https://toolbox.google.com/factcheck/explorer"
    quota = Quota("The quota of your Google Cloud project; we ask 5 times a second at most.", 5.0, 10, 4)
    shape = Shape(characters=500, words=30)
    default_url = "https://factchecktools.googleapis.com"
    needs_key = True

    def accept(self, response: Response) -> Response:
        """Google answers 400 to a key it does not know."""
        if response.status == 400 and b"API_KEY_INVALID" in response.body:
            raise RefusedError(f"{self.name} does not know the key. Ask the person who runs this installation.")
        return super().accept(response)

    def find(self, question: Question, talk: Talk) -> Iterable[Hit]:
        """One hit for each review of a matching claim, in Google's order."""
        params: dict[str, str | int] = {"query": question.query, "pageSize": min(question.limit, _LARGEST_PAGE)}
        if question.lang:
            params["languageCode"] = question.lang
        url = f"{self.base_url}/v1alpha1/claims:search"
        return _hits(talk.get_object(url, params=params, secrets={"X-goog-api-key": self.key}))


def _hits(answer: dict[str, Any]) -> Iterator[Hit]:
    """The answer's reviews that can be cited; what is malformed is passed over."""
    for claim in dicts(answer.get("claims")):
        text = string(claim, "text")
        for review in dicts(claim.get("claimReview")):
            url = string(review, "url")
            if url.startswith(("https://", "http://")) and (text or string(review, "title")):
                yield _hit(claim, review, url=url, text=text)


def _hit(claim: dict[str, Any], review: dict[str, Any], *, url: str, text: str) -> Hit:
    publisher = child(review, "publisher")
    claimant = string(claim, "claimant")
    title = string(review, "title") or text
    return Hit(
        provider_id=url,
        title=title,
        snippet=f"{claimant}: {text}" if claimant and text else text or title,
        url=url,
        publisher=string(publisher, "name") or string(publisher, "site"),
        published_at=day(string(review, "reviewDate")),
        rating=string(review, "textualRating"),
        raw={**{key: value for key, value in claim.items() if key != "claimReview"}, "claimReview": [review]},
    )
