"""Guard and analysis as the app uses them: loaded from the bundle and the lists, each when it is time."""

from __future__ import annotations

import gc
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from api.analysis.findings import Findings
from api.analysis.guard.guard import Guard
from api.analysis.guard.model import Vocabulary
from api.bundles.bundle import GUARD, TAGGER, Bundle, Bundles, unpack, unpacked

if TYPE_CHECKING:
    from api.analysis.pipeline import Analyser

LONGEST_WAIT = 60.0


class NotLoadedError(Exception):
    """The analysis did not load in time."""


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Keeps the garbage collector off what is loaded within, then and later.

    It stays as long as the process. Each look at its half a million objects would stop all threads for 160 ms, and
    whoever sends thousands of words calls for one every few messages.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def load_guard(bundles: Bundles, bundle: Bundle, run: Path) -> Guard:
    """The bundle's guard. Its opened files lie on the disk only while they are read."""
    folder = run / "guard"
    shutil.rmtree(folder, ignore_errors=True)
    try:
        unpack(bundles.part(bundle, GUARD), folder)
        with _collector_at_rest():
            return Guard.load(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class LazyAnalysis:
    """The analysis, loaded in a thread after the port is open: spaCy alone takes a second to import."""

    def __init__(self, lists: Path, bundles: Bundles, bundle: Bundle, words: Vocabulary) -> None:
        """`words` are those of the bundle's guard. Raises `BundleBrokenError`."""
        self._lists = lists
        self._tagger = unpacked(bundles.part(bundle, TAGGER))
        self._lexicon = words.lexicon
        self._loaded = threading.Event()
        self._analyser: Analyser | None = None
        self._rules: Analyser | None = None

    @property
    def ready(self) -> bool:
        return self._loaded.is_set()

    def load(self) -> None:
        from api.analysis.pipeline import Analyser
        from api.analysis.tagging.tagger import Tagger

        with _collector_at_rest():
            self._rules = Analyser.load(self._lists)
            self._analyser = replace(self._rules, tagger=Tagger(self._tagger, self._lexicon))
        # What was frozen before may be garbage by now: a bundle that was switched off.
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        self._loaded.set()

    def __call__(self, text: str, sent_at: datetime) -> Findings:
        """Waits for the loading, in the caller's thread. Raises `NotLoadedError`."""
        if not self._loaded.wait(LONGEST_WAIT) or self._analyser is None:
            raise NotLoadedError
        return self._analyser.analyse(text, sent_at)

    def by_rules(self, text: str, sent_at: datetime) -> Findings:
        """As a call, without the tagger: what the dialogue's training lines were read with."""
        if not self._loaded.wait(LONGEST_WAIT) or self._rules is None:
            raise NotLoadedError
        return self._rules.analyse(text, sent_at)
