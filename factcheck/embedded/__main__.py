"""Keep the embedded servers running until told to stop: ``python -m factcheck.embedded``.

With the argument ``wipe``: throw their data away, after asking.
"""

import logging
import os
import signal
import sys
import threading

import django
from django.conf import settings

from factcheck import embedded
from factcheck.embedded.wipe import wipe

EVERY_SECONDS = 3
log = logging.getLogger("factcheck.embedded")
told = threading.Event()


def main() -> int:
    """Start what the settings name and stay, or wipe. The exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    if sys.argv[1:] == ["wipe"]:
        return wipe(settings)
    django.setup(set_prefix=False)
    return keep()


def keep() -> int:
    """Look after the servers until a signal says otherwise. The exit code."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told.set())
    while True:
        try:
            embedded.keep(settings)
        except embedded.EmbeddedServerError as error:
            log.error("%s", error)
        if told.wait(EVERY_SECONDS):
            embedded.release()
            return 0


if __name__ == "__main__":
    sys.exit(main())
