"""Which providers are on, given plain values of configuration."""

from claims.providers.base import Provider
from claims.providers.google_factcheck import BASE_URL, GoogleFactCheck
from claims.providers.local import Find, Library, Precedents


def available(
    *,
    library: Find | None = None,
    precedents: Find | None = None,
    google_key: str = "",
    google_base_url: str = BASE_URL,
    user_agent: str = "claim-workbench",
    allow_private: frozenset[str] = frozenset(),
) -> dict[str, Provider]:
    """The providers that can be asked, by slug, local ones first.

    The local ones need a search, Google needs a key. ``allow_private`` is passed to the HTTP client.
    """
    providers: list[Provider] = []
    if library is not None:
        providers.append(Library(library))
    if precedents is not None:
        providers.append(Precedents(precedents))
    if google_key.strip():
        providers.append(
            GoogleFactCheck(
                google_key,
                base_url=google_base_url or BASE_URL,
                user_agent=user_agent,
                allow_private=allow_private,
            )
        )
    return {provider.slug: provider for provider in providers}
