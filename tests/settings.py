"""The settings under test, on servers of this process's own.

DATABASE_URL and REDIS_URL, when set, are used instead; then run the tests in one process, as `make test` does.
"""

import os

from tests.servers import inherited, own_folder

if "VAR_DIR" not in os.environ or inherited():
    os.environ["VAR_DIR"] = str(own_folder())
os.environ.setdefault("DURABLE", "0")

from factcheck.settings import *  # noqa: F403

WHITENOISE_AUTOREFRESH = True  # else every test client lists all static files first
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick; nothing here is worth guarding
API_RATE = API_REFUSALS = 0  # on where a test is about them
