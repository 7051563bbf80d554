"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes and one lane: what OWASP's cheat sheet asks for at the least.

    Django's own 100 MiB in eight lanes would take more memory than a small machine has when many sign in at once.
    """

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1
