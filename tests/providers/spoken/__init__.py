"""What each outside service says, in its documented format: one file a service, one line here.

tests/providers/test_services.py puts every line through everything that a service can do to us.
"""

from tests.providers.spoken import google_factcheck
from tests.providers.spoken.format import Spoken

SPOKEN: tuple[Spoken, ...] = (google_factcheck.SPOKEN,)
