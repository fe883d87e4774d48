"""Training a bundle: the lines are read, then guard, tagger and Rasa learn, each a child of its own."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable
from pathlib import Path

import yaml

from api import clock
from api.bundles.bundle import GUARD, RASA, TAGGER, Bundle, Bundles, pack
from api.settings import ROOT, Settings
from api.wording import Wording

NLU_DATA = ROOT / "nlu_data"
# What a bundle is made from: a change of anything else needs no training.
DATA = (
    "nlu_data/guard", "nlu_data/nlu", "nlu_data/tagger", "nlu_data/classes", "nlu_data/lists", "nlu_data/dialogue", "nlu_data/domain.yml",
    "config.yml",
)  # fmt: skip
# What reads a bundle: one made by other code may not be readable, or mean something else.
CODE = (
    "nlu_server/components", "api/analysis/guard", "api/analysis/hints.py", "api/analysis/tagging", "requirements/rasa.txt",
)  # fmt: skip
CLASSIFIER = "LinearIntentClassifier"
LONGEST_SECONDS = 1800

Say = Callable[[str], None]


class TrainingFailedError(Exception):
    """Training did not end well; the message names the log to read."""


def fingerprint(sources: tuple[str, ...]) -> str:
    """A hash over `DATA` or `CODE` as they are now."""
    total = hashlib.sha256()
    for source in sources:
        path = ROOT / source
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and file.suffix in {".yml", ".jsonl", ".py", ".txt"}:
                total.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return total.hexdigest()


def train(settings: Settings, bundles: Bundles, say: Say) -> Bundle:
    """Train, seal and store a new bundle. Raises `TrainingFailedError`."""
    started = time.monotonic()
    run = settings.data / "run" / "training"
    shutil.rmtree(run, ignore_errors=True)
    run.mkdir(parents=True, mode=0o700)
    try:
        say("reading the training lines with the analysis")
        ended("reading the lines", start_python(settings, "annotating", run / "nlu"), settings)
        say("training the guard and the tagger, then Rasa's model; a process each")
        # Two at a time: there are two processors as a rule, and each of the three wants several hundred megabytes.
        children = [start_python(settings, "tagger", run / "tagger")]
        try:
            figures = run / "guard.json"
            children.append(start_python(settings, "guard", run / "guard", figures))
            ended("the guard", children[-1], settings)
            say(f"the guard is trained after {time.monotonic() - started:.0f} s; training Rasa's model")
            children.append(start_rasa(settings, run))
            ended("Rasa", children[-1], settings)
            ended("the tagger", children[0], settings)
        finally:
            for child in children:
                if child.poll() is None:
                    child.kill()
        model = run / "rasa" / RASA
        if not understands(model):
            raise failed("Rasa", settings)
        version = clock.now().strftime("%Y%m%dT%H%M%S")
        parts = {
            GUARD: pack(run / "guard"),
            RASA: model.read_bytes(),
            TAGGER: pack(run / "tagger"),
        }
        seconds = round(time.monotonic() - started, 1)
        about = {
            "made_at": clock.iso(clock.now()),
            "data": fingerprint(DATA),
            "code": fingerprint(CODE),
            "guard": json.loads(figures.read_text(encoding="utf-8")),
            "seconds": seconds,
        }
        bundle = bundles.add(version, parts, about)
        say(f"bundle {version} trained in {seconds:.0f} s")
        return bundle
    finally:
        shutil.rmtree(run, ignore_errors=True)


def ended(what: str, child: subprocess.Popen[bytes], settings: Settings) -> None:
    """Waits for a child. Raises `TrainingFailedError` when it did not end well."""
    if child.wait(timeout=LONGEST_SECONDS) != 0:
        raise failed(what, settings)


def failed(what: str, settings: Settings) -> TrainingFailedError:
    return TrainingFailedError(f"training failed at {what}; see {settings.data / 'logs'}")


def understands(model: Path) -> bool:
    """Does Rasa's model hold an intent classifier? Rasa trains one without, and says it went well, if it finds no lines."""
    if not model.is_file():
        return False
    with tarfile.open(model) as archive:
        return any(CLASSIFIER in name for name in archive.getnames())


def start_rasa(settings: Settings, run: Path) -> subprocess.Popen[bytes]:
    """`rasa train` on the annotated lines in `run`, the rules of nlu_data and a domain that knows the names of all responses."""
    domain = yaml.safe_load((NLU_DATA / "domain.yml").read_text(encoding="utf-8"))
    names = [name for name in Wording(NLU_DATA / "responses").names if name.startswith("utter_")]
    domain["responses"] = {name: [{"text": name}] for name in names}
    (run / "domain.yml").write_text(yaml.safe_dump(domain, allow_unicode=True, sort_keys=False), encoding="utf-8")
    # A copy, because Rasa may rewrite its configuration.
    shutil.copy(ROOT / "config.yml", run / "config.yml")
    command = [
        settings.rasa_python, "-W", "ignore", "-m", "nlu_server.launcher", "train",
        "--data", run / "nlu", NLU_DATA / "dialogue", "--domain", run / "domain.yml",
        "--config", run / "config.yml", "--out", run / "rasa", "--fixed-model-name", RASA.removesuffix(".tar.gz"),
        "--skip-validation",
    ]  # fmt: skip
    return start([str(part) for part in command], rasa_environment(run), settings.data / "logs" / "train.log")


def start_python(settings: Settings, module: str, *arguments: Path) -> subprocess.Popen[bytes]:
    """One of this package's modules as a program of its own."""
    command = [sys.executable, "-m", f"api.bundles.{module}", *map(str, arguments)]
    return start(command, dict(os.environ), settings.data / "logs" / f"train-{module}.log")


def start(command: list[str], environment: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    log.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with log.open("wb") as output:
        return subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL
        )


def rasa_environment(run: Path) -> dict[str, str]:
    """What Rasa's processes see: nothing of this app's settings, no telemetry, its own scratch folder."""
    kept = {k: os.environ[k] for k in ("PATH", "HOME", "LANG", "LC_ALL", "TZ") if k in os.environ}
    return {
        **kept,
        "PYTHONPATH": str(ROOT),
        "RASA_TELEMETRY_ENABLED": "false",
        # Rasa's cache would lie unsealed beside the program, and knows nothing of changes in hashed_features.py.
        "RASA_MAX_CACHE_SIZE": "0",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "MPLCONFIGDIR": str(run),
        "TMPDIR": str(run),
        "TIPLINE_PARENT": str(os.getpid()),
    }


def progress(text: str) -> None:
    """Plain lines, with the time, for a terminal and a log alike."""
    print(f"[train] {text}", file=sys.stderr, flush=True)
