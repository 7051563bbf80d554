"""How the admin panel looks."""

from typing import Any

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "Claim workbench",
    "SITE_HEADER": "Claim workbench",
    "SITE_SYMBOL": "fact_check",
    "SIDEBAR": {"show_search": True, "navigation": "claims.admin.navigation.sections"},
    "COLORS": {  # shades of the accent in static/css/tokens.css
        "primary": {
            "50": "#f1f7f5", "100": "#e3eeea", "200": "#c3ddd5", "300": "#9fcdc0", "400": "#7fcabb",
            "500": "#3f9686", "600": "#0f5a52", "700": "#0c4d46", "800": "#0a433d", "900": "#08332f",
            "950": "#0d2420",
        },
    },
}  # fmt: skip
