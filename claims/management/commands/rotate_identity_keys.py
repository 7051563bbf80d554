"""manage.py rotate_identity_keys: seal every confidential identity with a new key."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.pipeline import confide


class Command(BaseCommand):
    """Makes a new key where the keys are this installation's own, seals everything with it, drops the old ones."""

    help = (
        "Seal every confidential identity with the newest key. Where IDENTITY_KEYS is set, put the new key first "
        "there before, and take the old ones out after; else a new key is made and the old ones are dropped."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Tell how many were sealed anew; CommandError where there is no key, or none that opens one of them."""
        try:
            own = confide.keys_from() == "file"
            if own:
                confide.add_key()
            count = confide.seal_anew()
        except confide.Unavailable as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Sealed {count} confidential {'identity' if count == 1 else 'identities'} anew.")
        if not own:
            self.stdout.write("All keys but the first can be taken out of IDENTITY_KEYS now.")
