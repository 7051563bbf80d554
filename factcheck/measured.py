"""Who may read /metrics: addresses or networks, and whoever has the token. Nobody unless told so."""

import ipaddress

from django.core.exceptions import ImproperlyConfigured

from factcheck.environment import names, text

METRICS_ALLOW = names("METRICS_ALLOW")
METRICS_TOKEN = text("METRICS_TOKEN")

for each in METRICS_ALLOW:
    try:
        ipaddress.ip_network(each, strict=False)
    except ValueError:
        raise ImproperlyConfigured(
            f"METRICS_ALLOW holds {each!r}, which is neither an address nor a network."
        ) from None
