"""How the admin panel looks."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static


def _static(name: str) -> Callable[[HttpRequest], str]:
    """The address of a file of ours, worked out when a page is asked for."""
    return lambda _request: static(name)


UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "Claim workbench",
    "SITE_HEADER": "Claim workbench",
    "SITE_SYMBOL": "fact_check",
    "DASHBOARD_CALLBACK": "claims.admin.dashboard.dashboard",
    "STYLES": [_static("css/tokens.css"), _static("css/admin.css")],
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": _static("img/icon.svg")}],
    "SIDEBAR": {"show_search": True, "navigation": "claims.admin.navigation.sections"},
    "COLORS": {  # shades of the accent in static/css/tokens.css
        "primary": {
            "50": "#f1f7f5", "100": "#e3eeea", "200": "#c3ddd5", "300": "#9fcdc0", "400": "#7fcabb",
            "500": "#3f9686", "600": "#0f5a52", "700": "#0c4d46", "800": "#0a433d", "900": "#08332f",
            "950": "#0d2420",
        },
    },
}  # fmt: skip
