"""The Wayback Machine: CDX with output=json, availability, Save Page Now 2."""

from typing import Any

from claims.providers.wayback import Wayback
from tests.providers.spoken.format import Spoken

KEY = "access0123:secret4567"
PAGE = "https://desk.example/bridge"
NAMES = ["timestamp", "original", "mimetype", "statuscode", "digest", "length"]
ROWS = [
    [
        "20230102030405",
        "http://desk.example/bridge",
        "text/html",
        "200",
        "AAAA2222BBBB3333CCCC4444DDDD5555",
        "4120",
    ],
    ["20240503121500", PAGE, "text/html", "200", "EEEE2222BBBB3333CCCC4444DDDD5555", "4250"],
    ["20240909090909", PAGE, "text/html", "404", "FFFF2222BBBB3333CCCC4444DDDD5555", "512"],
]
AVAILABLE: dict[str, Any] = {
    "url": PAGE,
    "archived_snapshots": {
        "closest": {
            "status": "200",
            "available": True,
            "url": f"http://web.archive.org/web/20240503121500/{PAGE}",
            "timestamp": "20240503121500",
        }
    },
    "timestamp": "20240601",
}
SUBMITTED = {"url": PAGE, "job_id": "spn2-0123456789abcdef"}
PENDING: dict[str, Any] = {"status": "pending", "job_id": "spn2-0123456789abcdef", "resources": []}
ARCHIVED: dict[str, Any] = {
    "status": "success",
    "job_id": "spn2-0123456789abcdef",
    "original_url": PAGE,
    "timestamp": "20240601101112",
    "duration_sec": 6.2,
    "resources": [PAGE],
}


def success(asked: dict[str, Any]) -> Any:
    """The CDX server: bounds are days, a negative limit means the last ones."""
    query = asked["query"]
    found = [row for row in ROWS if query.get("from", "0") <= row[0] and row[0][:8] <= query.get("to", "9")]
    limit = int(query["limit"])
    found = found[limit:] if limit < 0 else found[:limit]
    return [NAMES, *found] if found else []


SPOKEN = Spoken(kind=Wayback, success=success, empty=[], query=PAGE, key="")
