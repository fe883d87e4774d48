"""A real PostgreSQL for tests: `from tests.postgres import postgres` in a conftest."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError

START_SECONDS = 30.0


class PostgresBrokenError(Exception):
    """The server was found, but does not start."""


class Postgres:
    """One server on a free port of loopback, a direct child of this process; its data in a temporary folder.

    Not durable (fsync=off): what a crash of the machine would lose is not what is tested here.
    """

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs = programs
        self._data = folder / "data"
        self._port = free_port()
        self._account = account()
        self._child: subprocess.Popen[bytes] | None = None
        self._made = 0
        if self._account is not None:
            os.chown(folder, self._account, -1)
        self._run("initdb", "--auth=trust", "--username=tipline", "--encoding=UTF8", "--no-sync", "--locale=C.UTF-8")

    def _run(self, program: str, *options: str) -> None:
        command = [str(self._programs / program), "--pgdata", str(self._data), *options]
        done = subprocess.run(command, user=self._account, capture_output=True, check=False, cwd=self._data.parent)
        if done.returncode != 0:
            raise PostgresBrokenError(done.stderr.decode(errors="replace"))

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://tipline@127.0.0.1:{self._port}/{database}"

    def start(self) -> None:
        """Start, or start again after `kill`. A direct child, since a dead one that nobody reaps blocks its data."""
        options = ("fsync=off", f"port={self._port}", "listen_addresses=127.0.0.1", "unix_socket_directories=",
                   "max_connections=120", "shared_buffers=32MB", "deadlock_timeout=200ms")  # fmt: skip
        command = [str(self._programs / "postgres"), "-D", str(self._data)]
        for option in options:
            command += ["-c", option]
        with (self._data.parent / "server.log").open("ab") as log:
            self._child = subprocess.Popen(
                command, user=self._account, stdout=log, stderr=log, cwd=self._data.parent, start_new_session=True
            )
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if self._child.poll() is not None or time.monotonic() > deadline:
                raise PostgresBrokenError((self._data.parent / "server.log").read_text(errors="replace")[-2000:])
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            self.command("SELECT 1")
        except OperationalError:
            return False
        return True

    def kill(self) -> None:
        """Kill the server and its children at once, as a crash would."""
        if self._child is not None:
            os.killpg(self._child.pid, signal.SIGKILL)
            self._child.wait()

    def command(self, statement: str, database: str = "postgres") -> None:
        engine: Engine = create_engine(self.url(database), isolation_level="AUTOCOMMIT")
        try:
            with engine.connect() as connection:
                connection.execute(text(statement))
        finally:
            engine.dispose()

    def new_database(self, template: str | None = None) -> str:
        """The address of a new database."""
        self._made += 1
        name = f"test{self._made}"
        self.command(f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""))
        return self.url(name)


def account() -> int | None:
    """Whom the server runs as: it refuses root."""
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_uid
        except KeyError:
            continue
    raise PostgresBrokenError("there is no account but root to run PostgreSQL as")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def programs() -> Path | None:
    """The folder with the newest server's programs."""
    for path in sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=version, reverse=True):
        return path.parent
    found = shutil.which("postgres")
    return Path(found).resolve().parent if found else None


def version(path: Path) -> float:
    try:
        return float(path.parent.parent.name)
    except ValueError:
        return 0.0


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Skips without a server, unless REQUIRE_SERVICES=1 says that one must be there."""
    found = programs()
    if found is None:
        if os.environ.get("REQUIRE_SERVICES") == "1":
            pytest.fail("no PostgreSQL was found, and REQUIRE_SERVICES=1")
        pytest.skip("no PostgreSQL was found")
    with tempfile.TemporaryDirectory(prefix="tipline-postgres-") as folder:
        server = Postgres(found, Path(folder))
        server.start()
        try:
            yield server
        finally:
            # Its data is thrown away: nothing to put in order first.
            server.kill()
