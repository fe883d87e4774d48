"""Memory of the app and Rasa while serving, and the most while a bundle is trained beside; the training's time."""

from __future__ import annotations

import subprocess
import time

from api import installation
from api.settings import ROOT, Settings
from bench.app import TIPLINE, App, environment
from bench.bench import Bench
from bench.figure import Measure, MeasuringFailedError
from bench.lines import mixed
from bench.processes import MemoryWatch, megabytes

MESSAGES = 200


def run(bench: Bench) -> list[Measure]:
    with bench.app() as app:
        bench.say("waiting for Rasa")
        app.wait_ready()
        bench.say("serving")
        serve(app)
        rasa = megabytes(app.rasa)
        together = megabytes([app.pid, *app.rasa])
        bench.say("training a bundle beside serving")
        seconds, most = train_beside(app)
    beside = "PSS"
    return [
        Measure("memory of the app and Rasa, serving", together, "MB", 1500, beside=beside),
        Measure("memory of Rasa alone", rasa, "MB", 750, beside=beside),
        Measure("the most while a bundle is trained beside serving", most, "MB", 2500, beside=beside),
        Measure("training a bundle, beside serving", seconds, "s", 120),
    ]


def serve(app: App) -> None:
    """Enough for caches and pools to fill."""
    tokens = app.load("sessions", count=20)["tokens"]
    app.load("burst", kind="chat", tokens=tokens, connections=2, seconds=2, texts=mixed(MESSAGES))
    app.wait_until("the end of all turns", lambda: app.gauges().get('tipline_messages{state="waiting"}', 0) == 0, 300)


def train_beside(app: App) -> tuple[float, float]:
    """Seconds of a training in the running installation, and the most megabytes of all together."""
    log = (app.data / "train-beside.log").open("wb")
    child = subprocess.Popen([TIPLINE, "train"], cwd=ROOT, env=environment(app.data), stdout=log, stderr=log)
    log.close()
    with MemoryWatch([app.pid, child.pid]) as watch:
        while child.poll() is None:
            # It goes on serving meanwhile.
            app.load("burst", kind="empty", tokens=["none"], connections=1, seconds=0.2, texts=mixed(20))
            time.sleep(1.0)
    if child.returncode != 0:
        raise MeasuringFailedError("the training failed")
    settings = Settings(data_dir=app.data)
    bundle = installation.bundles_of(settings, installation.secrets_of(settings)).active()
    return float(bundle.manifest["seconds"]), watch.most
