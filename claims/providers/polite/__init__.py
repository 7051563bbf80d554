"""The polite client: no service is asked oftener than it allows, by however many workers."""

from claims.providers.polite.call import Asker, Call
from claims.providers.polite.client import Client

__all__ = ["Asker", "Call", "Client"]
