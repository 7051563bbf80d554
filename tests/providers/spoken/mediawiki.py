"""MediaWiki's Action API, ``generator=search``, formatversion 2, as version 1.39 answers; checked against it."""

from typing import Any

from claims.providers.mediawiki import MediaWiki
from tests.providers.spoken.format import Spoken

FERRY: dict[str, Any] = {
    "pageid": 3,
    "ns": 0,
    "title": "Ferry",
    "snippet": "A ferry crossed beside the <span class='searchmatch'>bridge</span>.\n",
    "timestamp": "2024-04-02T10:00:00Z",
    "index": 2,
    "contentmodel": "wikitext",
    "pagelanguage": "en",
    "touched": "2024-05-01T20:32:29Z",
    "lastrevid": 3,
    "length": 34,
    "fullurl": "https://wiki.example/index.php/Ferry",
    "editurl": "https://wiki.example/index.php?title=Ferry&action=edit",
    "canonicalurl": "https://wiki.example/index.php/Ferry",
}
BRIDGE: dict[str, Any] = FERRY | {
    "pageid": 7,
    "title": 'Harbour Bridge & "Müller"',
    "snippet": (
        "...r <span class='searchmatch'>Bridge</span>&#039;&#039;&#039; is a "
        "<span class='searchmatch'>bridge</span>. It <span class='searchmatch'>closed</span> for two months "
        "in 2018 while [[engineer|engineers]] &lt;nowiki&gt;&lt;script&gt;replaced&lt;/script&gt;&lt;/nowiki&gt; "
        "the &#039;&#039;bearings&#039;&#039; &amp; rails of [[the har\n"
    ),
    "index": 1,
    "lastrevid": 2,
    "canonicalurl": "https://wiki.example/index.php/Harbour_Bridge_%26_%22M%C3%BCller%22",
}
SPOKEN = Spoken(
    kind=MediaWiki,
    success={"batchcomplete": True, "query": {"pages": [FERRY, BRIDGE]}},  # ordered by page id, not by rank
    empty={"batchcomplete": True},
)
