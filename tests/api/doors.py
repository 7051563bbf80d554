"""Every door of the API: who may open it, by path and method, and all that the router knows, to compare."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, resolve

from claims.api.problems import nowhere
from claims.api.urls import urlpatterns
from claims.models import Act
from tests.api import editing_doors, more_doors, steering_doors

GET, POST, PATCH, DELETE = "get", "post", "patch", "delete"
ANYBODY = None
"""In place of an act: whoever is signed in; what is not theirs is not in the answer."""


@dataclass(frozen=True)
class Door:
    """A path under /api/v1/ with ``{kind}`` for the id of a row, a method, and the act it takes.

    ``public`` doors answer without an account. ``answer`` is one that people may meet whose role is enough, beside
    2xx, 400 and 409: 404 for a row that is there only for some.
    """

    method: str
    path: str
    act: Act | None
    body: dict[str, Any] = field(default_factory=dict)
    public: bool = False
    answer: int = 200

    @property
    def url(self) -> str:
        """The address, still with kinds in place of ids."""
        return "/api/" + (self.path if self.path.startswith("schema") else f"v1/{self.path}")

    @property
    def route(self) -> tuple[str, str]:
        """The name of its route, and the method."""
        path = re.sub(r"\{\w+\}", "00000000-0000-7000-8000-000000000000", self.url)
        return resolve(path.partition("?")[0]).url_name, self.method


def routes(patterns: Any = urlpatterns) -> Iterator[tuple[str, str]]:
    """Every route that there is: its name, and each method it takes."""
    for one in patterns:
        if not isinstance(one, URLPattern):
            yield from routes(one.url_patterns)
            continue
        if one.callback is nowhere:
            continue
        actions = getattr(one.callback, "actions", None)
        view = getattr(one.callback, "cls", None) or getattr(one.callback, "view_class", None)
        methods = actions or [name for name in view.http_method_names if hasattr(view, name) and name != "options"]
        yield from ((one.name or "", method) for method in methods if method != "head")


CITY = {"project": "city-desk"}
HOOK = {"url": "https://93.184.216.34/", "events": ["claim.ruled"]}
DOORS = [
    Door(GET, "schema", ANYBODY),
    Door(GET, "search?project=city-desk", Act.READ),
    Door(GET, "projects", ANYBODY),
    Door(GET, "projects/{project}", Act.READ),
    Door(GET, "projects/city-desk", Act.READ),
    Door(GET, "projects/city-desk/members/{member}", Act.READ),
    Door(GET, "examples/{example}", Act.READ),
    Door(GET, "seats/{seat}", Act.ASSIGN),
    Door(GET, "expert-links/{expert_link}", Act.ASK_OUTSIDE),
    Door(GET, "panels/{panel}", Act.SETTLE),
    Door(GET, "returned/{returned}", Act.READ, answer=404),
    Door(GET, "questions/{question}", Act.READ, answer=404),
    Door(GET, "tokens/{token}", ANYBODY, answer=404),
    Door(GET, "inquiries/{inquiry}", Act.READ),
    Door(GET, "answers/{answer}", Act.READ),
    Door(GET, "subscriptions/{subscription}", Act.READ),
    Door(GET, "namesakes/{namesake}", Act.READ),
    Door(GET, "deliveries/{delivery}", Act.MANAGE),
    Door(GET, "projects/city-desk/agreement", Act.MEASURE),
    Door(GET, "projects/city-desk/agreement/claims", Act.MEASURE),
    Door(GET, "projects/city-desk/agreement/spans", Act.MEASURE),
    Door(GET, "projects/city-desk/members", Act.READ),
    Door(POST, "projects/city-desk/members", Act.MANAGE),
    Door(PATCH, "projects/city-desk/members/{member}", Act.MANAGE, {"skills": ["law"]}),
    Door(DELETE, "projects/city-desk/members/{last_owner}", Act.MANAGE),
    Door(GET, "projects/city-desk/guidelines", Act.READ),
    Door(POST, "projects/city-desk/guidelines", Act.GUIDE, {"text": "Read it twice."}),
    Door(GET, "projects/city-desk/examples", Act.READ),
    Door(POST, "projects/city-desk/examples", Act.GUIDE, {"statement": "S", "why": "W", "rating": "true"}),
    Door(PATCH, "examples/{example}", Act.GUIDE, {"why": "Because."}),
    Door(POST, "examples/{example}/retire", Act.GUIDE),
    Door(POST, "examples/{example}/offer", Act.GUIDE),
    Door(GET, "projects/city-desk/scales", Act.READ),
    Door(GET, "projects/city-desk/scales/truth", Act.READ),
    Door(POST, "projects/city-desk/scales/truth/versions", Act.GUIDE),
    Door(POST, "projects/city-desk/scales/truth/choose", Act.GUIDE),
    Door(POST, "projects/city-desk/scales/truth/ratings/opinion/retire", Act.GUIDE),
    Door(POST, "projects/city-desk/scales/truth/ratings/opinion/offer", Act.GUIDE),
    Door(GET, "projects/city-desk/queue", Act.JUDGE),
    Door(POST, "projects/city-desk/queue/next", Act.JUDGE),
    Door(POST, "projects/city-desk/queue/assign", Act.ASSIGN),
    Door(POST, "projects/city-desk/queue/undo", Act.ASSIGN),
    Door(POST, "seats/{seat}/release", Act.ASSIGN),
    Door(GET, "projects/city-desk/progress", Act.MEASURE),
    Door(GET, "projects/city-desk/corrections", Act.READ),
    Door(GET, "projects/city-desk/expert-links", Act.ASK_OUTSIDE),
    Door(POST, "projects/city-desk/expert-links", Act.ASK_OUTSIDE),
    Door(POST, "expert-links/{expert_link}/revoke", Act.ASK_OUTSIDE),
    Door(POST, "expert-links/{expert_link}/extend", Act.ASK_OUTSIDE, {"days": 3}),
    Door(POST, "claims/{claim}/publish", Act.PUBLISH),
    Door(POST, "claims/{claim}/withdraw", Act.PUBLISH, {"why": "It was a test."}),
    Door(GET, "articles", ANYBODY),
    Door(POST, "articles", Act.INGEST, {**CITY, "text": "Words."}),
    Door(GET, "articles/{article}", Act.READ),
    Door(GET, "articles/{article}/claims", Act.READ),
    Door(GET, "articles/{article}/whole", Act.READ),
    Door(GET, "articles/{article}/export", Act.EXPORT),
    Door(GET, "articles/{article}/sourcing", Act.READ),
    Door(GET, "articles/{article}/split", Act.READ),
    Door(POST, "articles/{article}/split/retry", Act.INGEST),
    Door(POST, "articles/{article}/split/again", Act.INGEST),
    Door(POST, "articles/{article}/split/cancel", Act.INGEST),
    Door(GET, "intakes/{intake}", Act.INGEST),
    Door(POST, "intakes/{intake}/accept", Act.INGEST),
    Door(GET, "claims/{claim}", Act.READ),
    Door(POST, "claims/{claim}/evidence", Act.WEIGH),
    Door(POST, "claims/{claim}/grade", Act.SOURCE, {"grade": "B", "reason": "It is on file."}),
    Door(POST, "claims/{claim}/grade/lift", Act.SOURCE),
    Door(GET, "claims/{claim}/verdicts", Act.READ),
    Door(POST, "claims/{claim}/verdicts", Act.JUDGE),
    Door(POST, "claims/{claim}/ruling", Act.SETTLE),
    Door(POST, "claims/{claim}/ruling/reopen", Act.SETTLE),
    Door(POST, "claims/{claim}/ruling/confirm", Act.SETTLE),
    Door(GET, "claims/{claim}/panel", Act.SETTLE),
    Door(POST, "claims/{claim}/panel", Act.SETTLE),
    Door(GET, "claims/{claim}/send-back", Act.READ),
    Door(POST, "claims/{claim}/send-back", Act.SETTLE),
    Door(POST, "panels/{panel}/vote", Act.SETTLE),
    Door(POST, "panels/{panel}/withdraw", Act.SETTLE),
    Door(POST, "returned/{returned}/answer", Act.JUDGE),
    Door(POST, "returned/{returned}/withdraw", Act.SETTLE),
    Door(GET, "claims/{claim}/comments", Act.READ),
    Door(POST, "claims/{claim}/comments", Act.COMMENT, {"text": "Which month?"}),
    Door(GET, "claims/{claim}/questions", Act.READ),
    Door(POST, "claims/{claim}/questions", Act.COMMENT, {"text": "Which month?"}),
    Door(POST, "questions/{question}/answer", Act.SETTLE),
    Door(GET, "tokens", ANYBODY),
    Door(POST, "tokens", ANYBODY, {"name": "CMS", "scopes": ["read"]}),
    Door(DELETE, "tokens/{token}", ANYBODY, answer=404),
    Door(GET, "notices", ANYBODY),
    Door(POST, "notices/read", ANYBODY),
    Door(GET, "claims/{claim}/round", Act.READ),
    Door(POST, "claims/{claim}/round/questions", Act.WEIGH),
    Door(POST, "claims/{claim}/round/close", Act.WEIGH),
    Door(POST, "claims/{claim}/round/return", Act.SETTLE),
    Door(PATCH, "inquiries/{inquiry}", Act.WEIGH),
    Door(POST, "inquiries/{inquiry}/answers", Act.WEIGH),
    Door(PATCH, "answers/{answer}", Act.WEIGH),
    Door(GET, "lookups/{lookup}", Act.READ),
    Door(POST, "lookups/{lookup}/retry", Act.LOOK_UP),
    Door(POST, "lookups/{lookup}/cancel", Act.LOOK_UP),
    Door(GET, "evidence/{evidence}", Act.READ),
    Door(PATCH, "evidence/{evidence}", Act.WEIGH, {"stance": "supports"}),
    Door(GET, "documents", ANYBODY),
    Door(POST, "documents", Act.WEIGH, {**CITY, "title": "T", "text": "Words."}),
    Door(GET, "documents/{document}", Act.READ),
    Door(GET, "documents/{document}/captures", Act.READ),
    Door(POST, "documents/{document}/captures", Act.WEIGH),
    Door(POST, "documents/{document}/same-story", Act.WEIGH),
    Door(GET, "collections", ANYBODY),
    Door(POST, "collections", Act.INGEST, {**CITY, "kind": "documents_feed", "url": "https://paper.example/new"}),
    Door(GET, "collections/{collection}", Act.READ),
    Door(POST, "collections/{collection}/retry", Act.INGEST),
    Door(POST, "collections/{collection}/cancel", Act.INGEST),
    Door(GET, "subscriptions", ANYBODY),
    Door(POST, "subscriptions", Act.INGEST, {**CITY, "kind": "documents_feed", "url": "https://paper.example/new"}),
    Door(PATCH, "subscriptions/{subscription}", Act.INGEST, {"active": False}),
    Door(DELETE, "subscriptions/{passing_subscription}", Act.INGEST, answer=404),
    Door(GET, "fact-checks", ANYBODY),
    Door(GET, "fact-checks/{fact_check}", Act.READ),
    Door(PATCH, "fact-checks/{fact_check}", Act.WEIGH, {"trashed": False}),
    Door(GET, "captures/{capture}", Act.READ),
    Door(GET, "captures/{capture}/warc", Act.READ),
    Door(POST, "captures/{capture}/retry", Act.WEIGH),
    Door(POST, "captures/{capture}/cancel", Act.WEIGH),
    Door(GET, "sources", ANYBODY),
    Door(GET, "sources/{source}", Act.READ),
    Door(PATCH, "sources/{source}", Act.SOURCE, {"name": "Statistics Office"}),
    Door(GET, "sources/{source}/claims", Act.READ),
    Door(POST, "sources/{source}/merge", Act.SOURCE, {"into": "{source}"}),
    Door(POST, "sources/{source}/unmerge", Act.SOURCE),
    Door(POST, "sources/{source}/answers", Act.SOURCE, {"question": "on-record", "answer": "yes"}),
    Door(POST, "sources/{source}/namesakes", Act.SOURCE),
    Door(POST, "namesakes/{namesake}/confirm", Act.SOURCE),
    Door(POST, "namesakes/{namesake}/refuse", Act.SOURCE),
    Door(GET, "rulings/{claim}/claimreview", Act.EXPORT),
    Door(GET, "attributions/{attribution}", Act.READ),
    Door(POST, "attributions/{attribution}/tie", Act.SOURCE, {"source": "{source}"}),
    Door(POST, "attributions/{attribution}/break", Act.SOURCE),
    Door(POST, "attributions/{attribution}/choose", Act.SOURCE, {"source": "{source}"}),
    Door(POST, "attributions/{attribution}/restore", Act.SOURCE),
    Door(GET, "projects/city-desk/webhooks", Act.MANAGE),
    Door(POST, "projects/city-desk/webhooks", Act.MANAGE, HOOK),
    Door(GET, "webhooks/{webhook}", Act.MANAGE),
    Door(PATCH, "webhooks/{webhook}", Act.MANAGE, {"events": ["claim.ruled"]}),
    Door(DELETE, "webhooks/{webhook}", Act.MANAGE),
    Door(POST, "webhooks/{webhook}/secret", Act.MANAGE),
    Door(POST, "webhooks/{webhook}/test", Act.MANAGE),
    Door(POST, "webhooks/{webhook}/resend", Act.MANAGE),
    Door(GET, "webhooks/{webhook}/deliveries", Act.MANAGE),
    Door(POST, "deliveries/{delivery}/resend", Act.MANAGE),
]
DOORS += [Door(*given) for given in (*more_doors.DOORS, *editing_doors.DOORS, *steering_doors.DOORS)]
