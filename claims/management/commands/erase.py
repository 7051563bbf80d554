"""manage.py erase USERNAME: a person's name goes for ever, what they judged stays."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.models import User
from claims.pipeline import erase


class Command(BaseCommand):
    """Prints what the person is called from now on."""

    help = "Erase a person: name, mail address, sign-in, drafts and notices go; verdicts and figures stay."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whom, and that it is meant."""
        parser.add_argument("username", metavar="USERNAME")
        parser.add_argument("--yes", action="store_true", help="Do not ask; there is no way back.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask for the name once more, then erase."""
        person = User.objects.filter(username=options["username"]).first()
        if person is None:
            raise CommandError(f"There is no account “{options['username']}”.")
        if not options["yes"]:
            typed = input(f"There is no way back. Type {person.username} to erase this person: ")
            if typed.strip() != person.username:
                raise CommandError("Nothing was changed.")
        try:
            name = erase.erase_person(person=person, by=None)
        except erase.Refused as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(name)
