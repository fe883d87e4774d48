"""The whole app as `make up` starts it: a process with the real Rasa, on free ports.

Loaded as a pytest plugin (pyproject.toml). A bundle is trained once a test run, or taken from
`TIPLINE_TEST_DATA`, a data folder of an earlier run.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

ROOT = Path(__file__).resolve().parent.parent
TIPLINE = ROOT / ".venv" / "bin" / "tipline"
RASA = ROOT / ".venv-rasa" / "bin" / "python"
# In a second checkout that shares the environment, it is that checkout's code that is tested.
OWN_CODE = {"PYTHONPATH": str(ROOT)}


def free_port() -> int:
    from api.settings import free_port as found

    return found()


@dataclass
class RealApp:
    """One running app and its data folder."""

    data: Path
    port: int
    settings: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | OWN_CODE
        return {**kept, "DATA_DIR": str(self.data), "PORT": str(self.port), **self.settings}

    def start(self) -> None:
        self.data.mkdir(parents=True, exist_ok=True)
        log = (self.data / "app.log").open("ab")
        self.process = subprocess.Popen(
            [TIPLINE, "up"], cwd=ROOT, env=self.environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL
        )
        log.close()

    def wait(self, path: str, seconds: float) -> float:
        """Until `path` answers 200; returns the seconds it took."""
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            assert self.process is not None
            assert self.process.poll() is None, f"the app ended: {self.log[-600:]}"
            try:
                if httpx.get(self.url + path, timeout=2).status_code == 200:
                    return time.monotonic() - began
            except httpx.HTTPError:
                pass
            time.sleep(0.05)
        raise AssertionError(f"{path} was not ready in {seconds} s: {self.log[-600:]}")

    def stop(self, with_signal: int = signal.SIGTERM) -> float:
        """End it; returns the seconds it took."""
        assert self.process is not None
        began = time.monotonic()
        if self.process.poll() is None:
            self.process.send_signal(with_signal)
        self.process.wait(15)
        return time.monotonic() - began

    @property
    def log(self) -> str:
        return (self.data / "app.log").read_text(errors="replace")

    @property
    def rasa_pid(self) -> int | None:
        """The process id of this app's Rasa."""
        assert self.process is not None
        found = subprocess.run(["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True, check=False)
        return int(found.stdout.split()[0]) if found.stdout.split() else None

    def tipline(self, *arguments: str) -> str:
        done = subprocess.run(
            [TIPLINE, *arguments], cwd=ROOT, env=self.environment, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    def token(self, role: str) -> dict[str, str]:
        """Headers with a new token."""
        issued = self.tipline("token", "--role", role, "--name", f"{role} in a test").split()[-1]
        return {"Authorization": f"Bearer {issued}"}

    @property
    def link(self) -> str:
        found = re.search(r"#login=(\S+)", self.log)
        assert found
        return found.group(1)


@dataclass
class Chat:
    """A citizen's conversation in the web chat."""

    app: RealApp
    language: str = "sv"
    heard: int = 0
    sent: int = 0
    survey: dict[str, Any] | None = None
    """The one question after a tip: it comes behind the answer, and is no part of it."""

    def __post_init__(self) -> None:
        self.http = httpx.Client(base_url=self.app.url, timeout=10)
        opened = self.http.post("/chat/api/sessions", json={"language": self.language})
        assert opened.status_code == 201, opened.text
        self.http.headers["Authorization"] = f"Bearer {opened.json()['token']}"
        self.greeting = self.hear(5)[0]["text"]

    def post(self, text: str | None = None, payload: str | None = None) -> int:
        """Say something; returns its seq."""
        self.sent += 1
        body = {"client_message_id": f"{id(self)}-{self.sent}", "text": text, "payload": payload}
        answer = self.http.post("/chat/api/messages", json={k: v for k, v in body.items() if v is not None})
        assert answer.status_code == 202, answer.text
        return int(answer.json()["seq"])

    def history(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = self.http.get("/chat/api/messages", params={"after": 0}).json()["items"]
        return items

    def hear(self, seconds: float = 5.0) -> list[dict[str, Any]]:
        """What the bot says next: waits for the first message, then a moment for more."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            items = self.http.get("/chat/api/messages", params={"after": self.heard}).json()["items"]
            said = [i for i in items if i["from"] != "reporter"]
            if said:
                self.heard = said[-1]["seq"]
                self.survey = next((i for i in said if "/survey_" in str(i["buttons"])), self.survey)
                return [i for i in said if i is not self.survey] or said
            time.sleep(0.02)
        raise AssertionError("the bot said nothing")

    def say(self, text: str) -> dict[str, Any]:
        """Say something and hear the last of the answers."""
        self.post(text)
        return self.hear()[-1]

    def press(self, payload: str) -> dict[str, Any]:
        self.post(payload=payload)
        return self.hear()[-1]


def tip_told(app: RealApp, headers: dict[str, str], words: str, seconds: float = 5.0) -> dict[str, Any]:
    """The tip whose narrative holds these words, as an investigator reads it."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        items = httpx.get(f"{app.url}/v1/tips?sort=newest", headers=headers).json()["items"]
        for item in items:
            if words in item["narrative"]:
                whole: dict[str, Any] = httpx.get(f"{app.url}/v1/tips/{item['id']}", headers=headers).json()
                return whole
        time.sleep(0.05)
    raise AssertionError("no such tip in the queue")


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with secrets and a trained bundle, to be copied."""
    ready = os.environ.get("TIPLINE_TEST_DATA")
    if ready:
        return Path(ready)
    if not RASA.exists():
        if os.environ.get("REQUIRE_SERVICES") == "1":
            pytest.fail("Rasa's environment is missing, and REQUIRE_SERVICES=1")
        pytest.skip("Rasa's environment is missing")
    folder = tmp_path_factory.mktemp("trained")
    environment = {**os.environ, **OWN_CODE, "DATA_DIR": str(folder)}
    subprocess.run([TIPLINE, "train"], cwd=ROOT, env=environment, check=True, capture_output=True, timeout=600)
    return folder


def installed(trained: Path, data: Path) -> Path:
    """A new installation with the trained bundle."""
    data.mkdir(parents=True)
    for name in ("secrets", "bundles"):
        shutil.copytree(trained / name, data / name)
    return data


@contextmanager
def running(
    trained: Path, data: Path, settings: dict[str, str] | None = None, *, ready: bool = True
) -> Iterator[RealApp]:
    """A real app on free ports; ended with all that it started."""
    app = RealApp(installed(trained, data), free_port(), settings or {})
    app.start()
    try:
        app.wait("/livez", 20)
        if ready:
            app.wait("/readyz", 60)
        yield app
    finally:
        app.stop()


@pytest.fixture(scope="session")
def real_app(trained: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealApp]:
    """One ready app for all tests that leave it as it is."""
    # Tests type faster than people do.
    with running(trained, tmp_path_factory.mktemp("real") / "data", {"FLOOD_PER_MINUTE": "600"}) as app:
        yield app


@pytest.fixture(scope="session")
def investigator(real_app: RealApp) -> dict[str, str]:
    return real_app.token("investigator")
