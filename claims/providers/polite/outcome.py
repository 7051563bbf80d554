"""What the end of one request says about the service."""

from dataclasses import dataclass
from typing import Literal

from claims.providers.base import ProviderError
from claims.providers.errors import FetchError, OutageError, RefusedError, SlowDownError

Kind = Literal["ok", "alive", "slow", "failed", "refused", "unclear"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """``why`` is shown to people; ``wait`` (seconds) is what the service itself asked for."""

    kind: Kind
    why: str = ""
    wait: float | None = None


def outcome_of(error: ProviderError) -> Outcome:
    """A question that was not accepted came from a service that is well."""
    if isinstance(error, RefusedError):
        return Outcome("refused", str(error))
    if isinstance(error, SlowDownError):
        return Outcome("slow", str(error), error.retry_after)
    if isinstance(error, OutageError | FetchError):
        return Outcome("failed", str(error), error.retry_after)
    return Outcome("alive")
