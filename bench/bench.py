"""What every figure is given: a folder on the measured disk, a trained bundle, and a way to say how far it is."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from api import installation
from api.analysis.guard.guard import Guard
from api.settings import ROOT, Settings
from api.understanding import LazyAnalysis, load_guard
from bench.app import App
from bench.processes import Neighbours

Say = Callable[[str], None]
QUIET = 0.1
PATIENCE = 20.0


class Bench:
    """One run of the bench. The bundle is trained once and kept in `folder` until the program changes."""

    def __init__(self, folder: Path, say: Say) -> None:
        self.folder = folder
        self.say = say
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    @cached_property
    def bundle(self) -> Path:
        """A data folder that holds nothing but `secrets` and a bundle that this program can read."""
        self.say("looking for a bundle; training takes about a minute")
        settings = Settings(data_dir=self.folder / "bundle")
        bundles = installation.bundles_of(settings, installation.secrets_of(settings))
        installation.active_bundle(settings, bundles)
        return settings.data

    def quiet(self) -> None:
        """Wait until the machine's other work leaves most of it to what is measured; not for ever."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            others = Neighbours()
            time.sleep(1.0)
            if others.share < QUIET:
                return
            self.say(f"others use {others.share:.0%} of the processors; waiting for a while")

    def app(self, **settings: str) -> App:
        """A new app, not yet started."""
        return App(self.bundle, self.folder, **settings)

    def analysis(self) -> LazyAnalysis:
        """The bundle's analysis, tagger included."""
        settings = Settings(data_dir=self.bundle)
        bundles = installation.bundles_of(settings, installation.secrets_of(settings))
        analysis = LazyAnalysis(ROOT / "nlu_data" / "lists", bundles, bundles.active(), self.guard().words)
        analysis.load()
        return analysis

    def guard(self) -> Guard:
        settings = Settings(data_dir=self.bundle)
        bundles = installation.bundles_of(settings, installation.secrets_of(settings))
        return load_guard(bundles, bundles.active(), self.folder / "opened")
