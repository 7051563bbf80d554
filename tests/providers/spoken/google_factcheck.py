"""Google's Fact Check Tools, method claims:search, v1alpha1."""

from claims.providers.errors import RefusedError
from claims.providers.google_factcheck import GoogleFactCheck
from tests.providers.loopback import KEY, SUCCESS
from tests.providers.spoken.format import Spoken

SPOKEN = Spoken(
    kind=GoogleFactCheck,
    success=SUCCESS,
    empty={},
    key=KEY,
    refusals={"revoked": RefusedError, "unknown-key": RefusedError},
)
