"""PostgreSQL and Valkey from wheels: started once, shared, stopped by the last, and none the worse for a crash."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from factcheck.embedded import EmbeddedServerError, server, use
from factcheck.embedded.locks import Share
from factcheck.embedded.postgres import Postgres
from factcheck.embedded.valkey import Valkey
from tests.operations.running import ROOT, belonging, environment, kill_all, wait_until

# Another process that uses the servers of a folder until its input ends.
USER = """
import sys
from pathlib import Path
from factcheck import embedded
var = Path(sys.argv[1])
embedded.ensure_database(var, durable=False)
embedded.ensure_redis(var)
print("here", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def elsewhere() -> Iterator[Callable[[Path], Elsewhere]]:
    """A function that begins a second process; all of them end with the test."""
    begun: list[Elsewhere] = []

    def begin(var: Path) -> Elsewhere:
        begun.append(Elsewhere(var))
        return begun[-1]

    yield begin
    for each in begun:
        each.die()


class Elsewhere:
    """A second process that uses the servers."""

    def __init__(self, var: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-W", "error", "-c", USER, str(var)],
            cwd=ROOT,
            env=environment(var),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def wait(self) -> Elsewhere:
        assert self.process.stdout
        assert self.process.stdout.readline() == "here\n"
        return self

    def leave(self) -> None:
        self.process.communicate("", timeout=20)

    def die(self) -> None:
        """Killed, unless it ended already."""
        if self.process.returncode is None:
            self.process.kill()
            self.process.communicate()


Begin = Callable[[Path], Elsewhere]


def count(var: Path) -> int:
    with psycopg.connect(use.database_url(var)) as connection:
        row = connection.execute("SELECT count(*) FROM kept").fetchone()
        assert row
        return int(row[0])


def test_the_last_one_out_stops_the_servers(var: Path, elsewhere: Begin) -> None:
    both = [elsewhere(var), elsewhere(var)]  # at once: only one of them may start a server
    for each in both:
        each.wait()
    first = Postgres(var).process(), Valkey(var).process()
    assert None not in first
    both[0].leave()
    assert (Postgres(var).process(), Valkey(var).process()) == first, "the other still uses them"
    both[1].leave()
    assert (Postgres(var).process(), Valkey(var).process()) == (None, None)


def test_a_killed_user_leaves_servers_that_the_next_one_takes_over_and_stops(var: Path, elsewhere: Begin) -> None:
    elsewhere(var).wait().die()
    left = Postgres(var).process()
    assert left
    after = elsewhere(var).wait()
    assert Postgres(var).process() == left
    after.leave()
    assert Postgres(var).process() is None
    assert belonging(var) == []


def test_data_outlives_a_killed_server_and_its_stale_files(var: Path, elsewhere: Begin) -> None:
    user = elsewhere(var).wait()
    with psycopg.connect(use.database_url(var)) as connection:
        connection.execute("SET synchronous_commit = on")  # as in a durable server
        connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
    kill_all(var)
    user.die()
    wait_until(lambda: belonging(var) == [], 10, "all are dead")
    # The pid of the dead server now belongs to somebody else: to us.
    pid_file = Postgres(var).data / "postmaster.pid"
    lines = pid_file.read_text(encoding="ascii").splitlines()
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n", encoding="ascii")
    (Valkey(var).data / "valkey.pid").write_text(str(os.getpid()), encoding="ascii")

    user = elsewhere(var).wait()
    assert count(var) == 1
    assert redis.Redis.from_url(use.redis_url(var)).ping()
    user.leave()


def test_a_server_that_hangs_is_replaced(var: Path, elsewhere: Begin) -> None:
    elsewhere(var).wait().die()
    hung = Valkey(var).process()
    assert hung
    hung.send_signal(signal.SIGSTOP)
    user = elsewhere(var).wait()
    fresh = Valkey(var).process()
    assert fresh
    assert fresh.pid != hung.pid
    user.leave()


def test_half_a_cluster_is_made_again(var: Path, elsewhere: Begin) -> None:
    half = var / "postgres.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n", encoding="ascii")
    user = elsewhere(var).wait()
    assert not half.exists()
    user.leave()


def test_only_we_come_in_and_the_application_is_no_superuser(var: Path, elsewhere: Begin) -> None:
    user = elsewhere(var).wait()
    sockets = server.socket_folder(var)
    for folder in (sockets, Postgres(var).data, Valkey(var).data):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700, folder
    with psycopg.connect(use.database_url(var)) as connection:
        row = connection.execute(
            "SELECT current_setting('listen_addresses'), rolsuper, current_setting('is_superuser'), "
            "current_setting('server_encoding') FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
        extensions = {name for (name,) in connection.execute("SELECT extname FROM pg_extension")}
    assert row == ("", False, "off", "UTF8")
    assert {"pg_trgm", "unaccent", "vector", "btree_gin"} <= extensions
    assert redis.Redis.from_url(use.redis_url(var)).config_get("port") == {"port": "0"}
    user.leave()


def test_durable_servers_wait_for_the_disk(var: Path) -> None:
    postgres = Postgres(var)
    (var / "run").mkdir(parents=True)
    postgres.start()
    try:
        with psycopg.connect(postgres.url()) as connection:
            row = connection.execute(
                "SELECT current_setting('fsync'), current_setting('synchronous_commit'), "
                "current_setting('full_page_writes'), current_setting('shared_buffers')"
            ).fetchone()
        assert row == ("on", "on", "on", "256MB")
    finally:
        postgres.stop()


def test_a_cluster_of_another_version_is_left_alone(var: Path) -> None:
    data = var / "postgres"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("12\n", encoding="ascii")
    with pytest.raises(EmbeddedServerError, match="made by PostgreSQL 12"):
        Postgres(var).start()
    assert sorted(path.name for path in data.iterdir()) == ["PG_VERSION"]


def test_a_failed_start_shows_the_servers_own_words(var: Path) -> None:
    data = var / "postgres"
    data.mkdir(parents=True, mode=0o777)
    data.chmod(0o777)
    (data / "PG_VERSION").write_text("18\n", encoding="ascii")
    with pytest.raises(
        EmbeddedServerError, match=r"(?s)did not start.*(not a database cluster|FATAL|control file)"
    ):
        Postgres(var).start()


def test_the_address_is_known_before_the_server_runs_and_fits_a_socket(tmp_path: Path) -> None:
    near, deep = tmp_path / "var", tmp_path / ("deep" * 40) / "var"
    assert server.socket_folder(near).parent == near
    assert len(os.fsencode(server.socket_folder(deep) / ".s.PGSQL.5432")) <= server.SOCKET_PATH_LIMIT
    assert server.socket_folder(deep) != server.socket_folder(tmp_path / ("deep" * 41) / "var")
    assert not near.exists()
    assert not deep.exists()
    assert use.database_url(near) == use.database_url(near)


def test_a_deep_folder_works(var: Path, elsewhere: Begin) -> None:
    var = var / ("deep" * 40) / "it's $HOME, 100%" / "var"
    user = elsewhere(var).wait()
    assert redis.Redis.from_url(use.redis_url(var)).ping()
    with psycopg.connect(use.database_url(var)) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    user.leave()
    assert belonging(var) == []
    shutil.rmtree(server.socket_folder(var))


def test_a_socket_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    (tmp_path / "mine").mkdir()
    trap.symlink_to(tmp_path / "mine")
    with pytest.raises(EmbeddedServerError, match="belongs to another user"):
        server.private_folder(trap, {})


def test_a_long_log_is_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "LOG_LIMIT", 10)
    log = server.log_file(tmp_path, "valkey", {})
    log.write_text("much too long", encoding="ascii")
    server.log_file(tmp_path, "valkey", {})
    assert log.read_text(encoding="ascii") == ""
    assert log.with_suffix(".log.1").read_text(encoding="ascii") == "much too long"


def test_a_share_is_counted_until_it_is_given_up(tmp_path: Path) -> None:
    first, second = Share(tmp_path / "users"), Share(tmp_path / "users")
    assert not first.give_up()
    assert second.give_up()
