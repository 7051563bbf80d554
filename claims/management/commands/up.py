"""Run the whole workbench: prepare what is missing, then web, workers and clock until Ctrl-C."""

from __future__ import annotations

import errno
import http.client
import json
import signal
import socket
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from claims.management import demo, first
from claims.management.child import Child
from claims.management.preparing import let_go, prepare
from claims.management.single import AlreadyUpError, end_left_behind, only_one, write_record
from claims.management.supervisor import Supervisor
from claims.models import User
from claims.models.installed import why_closed

EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - where to knock when it listens everywhere


class Command(BaseCommand):
    """``manage.py up``, which is what ``make run`` calls."""

    help = "Run the whole workbench on this machine: web, workers, clock, and the servers it brings along."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve until told to stop; ends with code 0 then, with 1 and a reason when it cannot start."""
        self.begun = time.monotonic()
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # until the supervisor listens
        try:
            with only_one(settings.VAR / "run") as record:
                if left := end_left_behind(record):
                    self.say(f"Ended {left} processes that an earlier run had left behind.")
                self._check_port()
                if reason := why_closed():
                    raise CommandError(f"DATABASE_URL does not let us in. It says: {reason}")
                prepare(self.say)
                self._serve(record)
        except KeyboardInterrupt:
            self.say("Stopped before it was ready.")
        except AlreadyUpError as error:
            raise CommandError(str(error)) from None
        except DatabaseError as error:
            raise CommandError(f"The database cannot be used: {error}") from error

    def say(self, line: str) -> None:
        """A line for the person at the console."""
        self.stdout.write(line)
        self.stdout.flush()

    @property
    def address(self) -> str:
        """Where people find it."""
        host = EVERYWHERE.get(settings.HOST, settings.HOST)
        return f"http://{f'[{host}]' if ':' in host else host}:{settings.PORT}/"

    def _serve(self, record: Path) -> None:
        children = [
            Child(
                each["name"],
                each["command"],
                settings.VAR / "log" / f"{each['name']}.log",
                folder=settings.BASE_DIR,
            )
            for each in settings.PROCESSES
        ]
        supervisor = Supervisor(
            children,
            last=[each["name"] for each in settings.PROCESSES if each["last"]],
            say=self.say,
            changed=lambda: write_record(record, address=self.address, children=[c.mark() for c in children]),
        )
        supervisor.listen()
        self.say(f"Starting {', '.join(child.name for child in children)} …")
        try:
            supervisor.run(ready=self._missing, announce=self._announce)
        finally:
            self.say("Stopping …")
            supervisor.stop()
        self.say("Stopped.")

    def _announce(self) -> None:
        self.say(f"\nReady after {time.monotonic() - self.begun:.1f} s.  {self.address}\n")
        for login in self._logins():
            self.say(f"  {login.role:<9} sign in as {login.username:<9} with {login.password}")
        if self._is_new():
            self.say(f"  Nobody has an account yet. This link makes the first one, once:\n  {first.link()}")
        self.say(f"\nCtrl-C stops everything. The full logs are in {settings.VAR / 'log'}")

    def _logins(self) -> list[demo.Login]:
        try:
            return demo.working() if settings.DEMO else []
        except DatabaseError:
            return []  # the supervisor goes on, and its log says what is wrong
        finally:
            let_go()

    def _is_new(self) -> bool:
        try:
            return not User.objects.exists()
        except DatabaseError:
            return False
        finally:
            let_go()

    def _missing(self) -> list[str]:
        """What /readyz finds missing; empty when it is ready."""
        allowed = [name.lstrip(".") for name in settings.ALLOWED_HOSTS if name != "*"] or ["localhost"]
        caller = http.client.HTTPConnection(EVERYWHERE.get(settings.HOST, settings.HOST), settings.PORT, timeout=5)
        try:
            caller.request("GET", "/readyz", headers={"Host": allowed[0]})
            answer = caller.getresponse()
            checks = json.loads(answer.read())["checks"]
        except (OSError, http.client.HTTPException, ValueError, KeyError):
            return ["web: does not answer"]
        finally:
            caller.close()
        return [f"{name}: {check['state']}" for name, check in checks.items() if not check["ok"]]

    def _check_port(self) -> None:
        """Refuse at once what gunicorn would refuse later, with what to do."""
        family = socket.AF_INET6 if ":" in settings.HOST else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((settings.HOST, settings.PORT))
            except OSError as error:
                raise CommandError(self._why_not(error)) from None

    def _why_not(self, error: OSError) -> str:
        other = f"PORT={settings.PORT + 10} make run"
        if error.errno == errno.EADDRINUSE:
            return f"Port {settings.PORT} is in use. Stop what uses it, or choose another: {other}"
        if error.errno == errno.EACCES:
            return f"Port {settings.PORT} is for root alone. Choose one above 1023: PORT=8000 make run"
        return f"{settings.HOST}:{settings.PORT} cannot be listened on ({error.strerror}). Set HOST and PORT."
