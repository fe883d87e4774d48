"""Rasa as a child of the app: started after the app listens, watched, started anew when it dies."""

from __future__ import annotations

import asyncio
import logging
import secrets
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import BinaryIO

from api.analysis.hints import Hints
from api.bundles.bundle import RASA, Bundle, Bundles
from api.bundles.training import rasa_environment
from api.rasa.client import RasaClient, no_hints
from api.settings import ROOT, Settings, free_port

logger = logging.getLogger(__name__)

LOOK_STARTING, LOOK_SERVING = 0.3, 2.0
# So many looks in a row without an answer, and what waits for Rasa is excused at once.
MISSES = 2
LONGEST_PAUSE = 30.0


class RasaProcess:
    """One Rasa on loopback with a token of this start; keeps nothing."""

    def __init__(
        self,
        settings: Settings,
        bundles: Bundles,
        bundle: Bundle,
        on_ready: Callable[[], Awaitable[None]],
        folder: Path | None = None,
        hints: Callable[[str], Hints] = no_hints,
    ):
        self._settings = settings
        self._bundles = bundles
        self._bundle = bundle
        self._on_ready = on_ready
        self._token = secrets.token_urlsafe(24)
        self.actions_token = secrets.token_urlsafe(24)
        self._port = settings.rasa_port or free_port()
        self.client = RasaClient(f"http://127.0.0.1:{self._port}", self._token, hints)
        self.ready = False
        self._run = folder or settings.data / "run" / "rasa"
        self._child: asyncio.subprocess.Process | None = None
        self._task: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child and self._child.returncode is None else None

    def start(self) -> None:
        self._task = asyncio.create_task(self._supervise(), name="rasa")

    async def stop(self) -> None:
        self.ready = False
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._end_child()
        shutil.rmtree(self._run, ignore_errors=True)
        await self.client.close()

    async def _end_child(self) -> None:
        child = self._child
        if child is None or child.returncode is not None:
            return
        child.kill()  # it keeps nothing that could be lost, and would take seconds to end by itself
        await child.wait()

    async def _supervise(self) -> None:
        pause = 1.0
        while True:
            began = asyncio.get_running_loop().time()
            try:
                await self._launch()
                await self.client.warm_up()
                await self._watch()
            except OSError as error:
                logger.error("Rasa could not be started: %s", type(error).__name__)
            self.ready = False
            logger.warning("Rasa ended and is started anew in %.0f s", pause)
            await asyncio.sleep(pause)
            lived = asyncio.get_running_loop().time() - began
            pause = 1.0 if lived > LONGEST_PAUSE else min(pause * 2, LONGEST_PAUSE)

    async def _launch(self) -> None:
        shutil.rmtree(self._run, ignore_errors=True)
        self._run.mkdir(parents=True, mode=0o700)
        model = self._run / RASA
        model.touch(mode=0o600)
        model.write_bytes(self._bundles.part(self._bundle, RASA))
        (self._run / "credentials.yml").write_text("nlu_server.channel.TiplineInput: {}\n", encoding="utf-8")
        (self._run / "endpoints.yml").write_text(
            "action_endpoint:\n"
            f"  url: http://127.0.0.1:{self._settings.port}/internal/actions\n"
            "  headers:\n"
            "    X-Tipline-Token: ${TIPLINE_ACTIONS_TOKEN}\n"
            "  selective_domain: true\n",
            encoding="utf-8",
        )
        command = [
            self._settings.rasa_python, "-W", "ignore", "-m", "nlu_server.launcher", "run", "--model", model,
            "--credentials", self._run / "credentials.yml", "--endpoints", self._run / "endpoints.yml",
            "--interface", "127.0.0.1", "--port", self._port,
        ]  # fmt: skip
        secret = {"TIPLINE_RASA_TOKEN": self._token, "TIPLINE_ACTIONS_TOKEN": self.actions_token}
        speed = {"SANIC_WORKERS": "1", "LOG_LEVEL": "ERROR", "OMP_NUM_THREADS": "1"}
        log = self._open_log()
        try:
            self._child = await asyncio.create_subprocess_exec(
                *[str(part) for part in command], cwd=ROOT, env={**rasa_environment(self._run), **secret, **speed},
                stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        finally:
            log.close()

    def _open_log(self) -> BinaryIO:
        path: Path = self._settings.data / "logs" / "rasa.log"
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return path.open("wb")

    async def _watch(self) -> None:
        """Until the child ends: is it ready?"""
        assert self._child is not None
        misses = 0
        while self._child.returncode is None:
            healthy = await self.client.healthy()
            misses = 0 if healthy else misses + 1
            if healthy and not self.ready:
                self.ready = True
                # It has read its model: nothing of it need lie about in the clear.
                (self._run / RASA).unlink(missing_ok=True)
                await self._on_ready()
            elif misses >= MISSES:
                self.ready = False
            pause = LOOK_SERVING if self.ready else LOOK_STARTING
            try:
                await asyncio.wait_for(self._child.wait(), pause)
            except TimeoutError:
                continue
