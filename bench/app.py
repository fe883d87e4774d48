"""The real app as a child: a fresh data folder, a free port, and Rasa beside it."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from api import installation
from api.settings import ROOT, Settings
from api.tokens.models import Role
from api.tokens.service import TokenService
from bench.figure import MeasuringFailedError
from bench.processes import alive, descendants, free_port

TIPLINE = Path(sys.executable).parent / "tipline"
READY_SECONDS = 120.0
STOP_SECONDS = 20.0


def environment(data: Path, **settings: str) -> dict[str, str]:
    """As `make up` starts it: compiled bytecode is kept, or Rasa takes a minute to start."""
    inherited = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    # A bench that is killed leaves no app behind.
    return {**inherited, "DATA_DIR": str(data), "TIPLINE_FOLLOW_PARENT": "1", **settings}


class App:
    """`tipline up` on a copy of the trained bundle; ended and swept away on exit."""

    def __init__(self, bundle: Path, folder: Path, **settings: str) -> None:
        self.port = free_port()
        self.data = Path(tempfile.mkdtemp(prefix="run-", dir=folder))
        for name in ("secrets", "bundles"):
            shutil.copytree(bundle / name, self.data / name)
        self._settings = {"PORT": str(self.port), **settings}
        self._child: subprocess.Popen[bytes] | None = None
        self.started_at = 0.0

    @property
    def pid(self) -> int:
        assert self._child is not None
        return self._child.pid

    @property
    def rasa(self) -> list[int]:
        """The processes of Rasa."""
        return descendants(self.pid)

    def token(self, role: Role) -> str:
        """An API token; issued before the app starts."""
        settings = Settings(data_dir=self.data)
        secrets = installation.secrets_of(settings)
        installation.bring_up_to_date(settings, self.data / "backups")
        store = installation.open_store(settings, secrets)
        try:
            return store.write_now(lambda write: TokenService(store).issue(write, "bench", role))[1]
        finally:
            store.close()

    def start(self) -> None:
        log = (self.data / "app.log").open("wb")
        self.started_at = time.monotonic()
        self._child = subprocess.Popen(
            [TIPLINE, "up"], cwd=ROOT, env=environment(self.data, **self._settings), stdout=log, stderr=log,
            stdin=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        log.close()

    def get(self, path: str) -> tuple[int, bytes]:
        """Raises OSError while nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def answers(self, path: str) -> bool:
        try:
            return self.get(path)[0] == http.client.OK
        except (OSError, http.client.HTTPException):
            return False

    def wait_until(self, what: str, reached: Callable[[], bool], seconds: float = READY_SECONDS) -> float:
        """Seconds since the start when `reached` was first true. Raises `MeasuringFailedError`."""
        assert self._child is not None
        while not reached():
            since = time.monotonic() - self.started_at
            if self._child.poll() is not None:
                raise MeasuringFailedError(f"the app ended before {what}")
            if since > seconds:
                raise MeasuringFailedError(f"no {what} within {seconds:.0f} s")
            time.sleep(0.005)
        return time.monotonic() - self.started_at

    def wait_ready(self) -> float:
        return self.wait_until("readiness", lambda: self.answers("/readyz"))

    def gauges(self) -> dict[str, float]:
        """`/metrics` by name with labels."""
        rows = [row for row in self.get("/metrics")[1].decode().splitlines() if not row.startswith("#")]
        return {row.rpartition(" ")[0]: float(row.rpartition(" ")[2]) for row in rows}

    def load(self, name: str, **spec: Any) -> Any:
        """Run a load of `bench/loads/` in a process of its own; what it says it measured."""
        return load(name, port=self.port, **spec)

    def stop(self) -> float:
        """Ask it to end; seconds until it and Rasa are gone."""
        assert self._child is not None
        began, rasa = time.monotonic(), self.rasa
        self._child.send_signal(signal.SIGTERM)
        while time.monotonic() - began < STOP_SECONDS:
            if self._child.poll() is not None and not any(alive(pid) for pid in rasa):
                return time.monotonic() - began
            time.sleep(0.005)
        self._child.kill()
        self._child.wait()
        raise MeasuringFailedError(f"the app or Rasa still lived {STOP_SECONDS:.0f} s after SIGTERM")

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        try:
            if self._child is not None and self._child.poll() is None:
                self.stop()
        finally:
            shutil.rmtree(self.data, ignore_errors=True)


def load(name: str, **spec: Any) -> Any:
    """Raises `MeasuringFailedError` when the load itself fails."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.load", name], input=json.dumps(spec).encode(), cwd=ROOT, stdout=subprocess.PIPE,
        check=False,
    )  # fmt: skip
    if done.returncode != 0:
        raise MeasuringFailedError(f"the load {name} ended with {done.returncode}")
    return json.loads(done.stdout)
