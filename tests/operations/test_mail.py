"""The variables for mail: what they set, and that a wrong one never shows its password."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from factcheck.mail import mail_server, site


def _set(url):
    found = mail_server(url)
    names = ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_TLS", "USE_SSL")
    return tuple(found[f"EMAIL_{name}"] for name in names)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example", ("mail.example", 25, "", "", False, False)),
        ("smtp+tls://me:p%40ss%2F@mail.example", ("mail.example", 587, "me", "p@ss/", True, False)),
        ("smtps://me:x@mail.example:4650", ("mail.example", 4650, "me", "x", False, True)),
    ],
)
def test_an_address_sets_the_server(url, expected):
    assert _set(url) == expected


def test_without_one_mails_go_nowhere():
    assert mail_server("")["EMAIL_BACKEND"].endswith("locmem.EmailBackend")


@pytest.mark.parametrize(
    "url",
    [
        "mail.example",
        "http://me:hunter2@mail.example",
        "smtp://me:hunter2@",
        "smtp://me:hunter2@a:b",
        "smtp://a/?x=hunter2",
    ],
)
def test_a_wrong_one_stops_the_start_and_keeps_the_password(url):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL") as stopped:
        mail_server(url)
    assert "hunter2" not in str(stopped.value)
    assert stopped.value.__cause__ is None
    assert stopped.value.__context__ is None or stopped.value.__suppress_context__


def test_the_site_is_an_address():
    assert site("https://desk.example/") == "https://desk.example"
    assert site("") == ""
    for wrong in ("desk.example", "ftp://desk.example", "https://desk.example/?a=1"):
        with pytest.raises(ImproperlyConfigured, match="SITE_URL"):
            site(wrong)
