"""What can go wrong on the way to an address, one class a cause, each saying it in plain words."""

from claims.providers.base import ProviderError


class FetchError(ProviderError):
    """An address could not be fetched. Callers that do not care why catch this one."""

    retryable_by_nature = False

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message, retryable=self.retryable_by_nature, retry_after=retry_after)


class BadAddressError(FetchError):
    """The URL is not one that is fetched: scheme, form, user name in it."""


class PrivateAddressError(FetchError):
    """The host leads to an address that is not on the public internet."""


class UnknownHostError(FetchError):
    """The name does not resolve."""

    retryable_by_nature = True


class UnreachableError(FetchError):
    """Nobody answers at the address, or the line broke."""

    retryable_by_nature = True


class CertificateError(FetchError):
    """The server could not prove that it is the one that was asked for."""


class TimeLimitError(FetchError):
    """A time limit was reached."""

    retryable_by_nature = True


class SizeLimitError(FetchError):
    """More bytes than the limit, declared or sent."""


class RedirectLimitError(FetchError):
    """The server sent us on and on."""


class BadAnswerError(FetchError):
    """What came back is not HTTP as we speak it."""

    retryable_by_nature = True


class ServiceError(ProviderError):
    """A service answered, or was not asked, in a way that concerns every later question to it as well."""

    retryable_by_nature = True
    counts_by_nature = True

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(
            message,
            retryable=self.retryable_by_nature,
            retry_after=retry_after,
            counts=self.counts_by_nature,
        )


class RefusedError(ServiceError):
    """The service does not let us in: a key that is wrong or revoked. Nobody asks again for a while."""

    retryable_by_nature = False


class SlowDownError(ServiceError):
    """The quota is used up. All workers wait for ``retry_after`` seconds."""


class OutageError(ServiceError):
    """The service has a fault of its own, or what it sent is no answer. Several in a row open the breaker."""


class BusyError(ServiceError):
    """The service was not asked: our own rate, a pause it asked for, an open breaker. Counts as no attempt."""

    counts_by_nature = False


class ClosedError(ServiceError):
    """The service was not asked, and asking again soon will not help: its key is refused, or it is long down."""

    retryable_by_nature = False
