"""What each outside service says, in its documented format: one file a service, one line here.

tests/providers/test_services.py puts every line through everything that a service can do to us.
"""

from tests.providers.spoken import (
    brave,
    crossref,
    edgar,
    gdelt,
    google_factcheck,
    kiwix,
    mediawiki,
    openalex,
    searxng,
    wayback,
    wikidata,
)
from tests.providers.spoken.format import Spoken

SPOKEN: tuple[Spoken, ...] = (
    google_factcheck.SPOKEN,
    mediawiki.SPOKEN,
    kiwix.SPOKEN,
    wikidata.SPOKEN,
    searxng.SPOKEN,
    brave.SPOKEN,
    gdelt.SPOKEN,
    wayback.SPOKEN,
    crossref.SPOKEN,
    openalex.SPOKEN,
    edgar.SPOKEN,
)
