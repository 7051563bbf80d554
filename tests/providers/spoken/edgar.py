"""SEC EDGAR's LATEST/search-index."""

from typing import Any

from claims.providers.edgar import Edgar
from tests.providers.spoken.format import Spoken


def filing(number: str, file: str, **more: Any) -> dict[str, Any]:
    source = {
        "ciks": ["0000320193"],
        "period_ending": "2023-09-30",
        "file_num": ["001-36743"],
        "display_names": ["Example Corp  (EXM)  (CIK 0000320193)"],
        "xsl": None,
        "sequence": "2",
        "root_forms": ["10-K"],
        "file_date": "2023-11-03",
        "biz_states": ["CA"],
        "sics": ["3571"],
        "form": "10-K",
        "adsh": number,
        "biz_locations": ["Cupertino, CA"],
        "file_type": "EX-21.1",
        "file_description": "SUBSIDIARIES OF THE REGISTRANT",
        "inc_states": ["CA"],
        "items": [],
    }
    return {"_index": "edgar_file", "_id": f"{number}:{file}", "_score": 9.1, "_source": source | more}


def answer(*filings: dict[str, Any]) -> dict[str, Any]:
    hits = {"total": {"value": len(filings), "relation": "eq"}, "max_score": 9.1, "hits": list(filings)}
    return {"took": 40, "timed_out": False, "_shards": {"total": 50, "failed": 0}, "hits": hits}


SPOKEN = Spoken(
    kind=Edgar,
    success=answer(
        filing("0000320193-23-000106", "a10-kexhibit211.htm"),
        filing("0000320193-24-000001", "exm-8k.htm", form="8-K", file_type="8-K", file_description="8-K"),
    ),
    empty=answer(),
    query="subsidiaries of the registrant",
)
