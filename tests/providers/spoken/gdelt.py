"""GDELT DOC 2.0, mode=artlist, format=json."""

from typing import Any

from claims.providers.gdelt import Gdelt
from tests.providers.spoken.format import Spoken


def article(number: int, **more: Any) -> dict[str, Any]:
    return {
        "url": f"https://www.news{number}.example/bridge",
        "url_mobile": "",
        "title": f"Bridge closes for two months , city says ({number})",
        "seendate": "20240503T091500Z",
        "socialimage": f"https://www.news{number}.example/bridge.jpg",
        "domain": f"news{number}.example",
        "language": "English",
        "sourcecountry": "United States",
    } | more


SPOKEN = Spoken(kind=Gdelt, success={"articles": [article(1), article(2)]}, empty={})
