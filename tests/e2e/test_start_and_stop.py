"""The process as a whole: there at once, gone at once, and nothing lost in between."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import httpx
import pytest

from tests.real_app import Chat, RealApp, running, tip_told


def is_alive(pid: int) -> bool:
    """Is there a process that runs? (One that nobody reaped is gone all the same.)"""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def gone_within(pid: int, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not is_alive(pid):
            return True
        time.sleep(0.05)
    return False


def child_of(app: RealApp, seconds: float = 10.0) -> int:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if (pid := app.rasa_pid) is not None:
            return pid
        time.sleep(0.05)
    raise AssertionError("Rasa was never started")


def test_messages_are_kept_and_112_is_said_before_rasa_is_ready(trained: Path, tmp_path: Path) -> None:
    with running(trained, tmp_path / "data", ready=False) as app:
        assert httpx.get(app.url + "/readyz").json()["status"] == "warming"
        assert httpx.get(app.url + "/readyz?part=intake").status_code == 200
        chat = Chat(app)
        assert "112" in chat.greeting
        told = chat.say("Jag såg en vit skåpbil med reg XKR214 vid Nytorget igår kväll")
        assert "112" in told["text"] and "114 14" in told["text"]
        assert "Ring 112" in Chat(app).say("det är en inbrottstjuv i huset nu")["text"]
        assert plate_of_tip(app, "XKR214") == "XKR214", "fields are found without Rasa"
        app.wait("/readyz", 60)
        assert chat.hear(10)[-1]["buttons"], "the turn is taken when Rasa is there, and the tip goes on"


def plate_of_tip(app: RealApp, words: str, seconds: float = 15.0) -> str | None:
    """The plate that the analysis found in a tip, once it has: it is loaded after the port is open."""
    headers = app.token("investigator")
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        plate = tip_told(app, headers, words)["fields"].get("plate")
        if plate:
            return str(plate["value"])
        time.sleep(0.1)
    return None


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_in_under_five_seconds_with_a_stream_open_and_leaves_nothing(
    trained: Path, tmp_path: Path, ending: int
) -> None:
    with running(trained, tmp_path / "data") as app:
        rasa = child_of(app)
        chat = Chat(app)
        with chat.http.stream("GET", "/chat/api/events", timeout=10) as stream:
            next(stream.iter_lines())
            assert app.stop(ending) < 5
        assert gone_within(rasa, 1)
        assert app.process is not None
        assert app.process.returncode == 0


def test_a_killed_app_leaves_no_rasa_behind_and_loses_no_message(trained: Path, tmp_path: Path) -> None:
    with running(trained, tmp_path / "data") as app:
        rasa = child_of(app)
        chat = Chat(app)
        seqs = [chat.post(f"Det stod en okänd bil nummer {n} på Storgatan igår kväll klockan nio") for n in range(8)]
        app.stop(signal.SIGKILL)
        assert gone_within(rasa, 3)
        app.start()
        app.wait("/readyz", 60)
        history = {item["seq"]: item["text"] for item in chat.history() if item["from"] == "reporter"}
        assert sorted(seqs) == sorted(history)
        headers = app.token("investigator")
        tip = tip_told(app, headers, "nummer 7")
        assert all(f"nummer {n}" in tip["narrative"] for n in range(8))
        assert len(httpx.get(app.url + "/v1/tips", headers=headers).json()["items"]) == 1


def test_while_rasa_hangs_the_reporter_hears_so_and_the_turn_is_taken_later(trained: Path, tmp_path: Path) -> None:
    with running(trained, tmp_path / "data") as app:
        rasa = child_of(app)
        chat = Chat(app)
        os.kill(rasa, signal.SIGSTOP)
        began = time.monotonic()
        said = chat.say("Min granne berättade att någon sålde knark vid skolan i Tensta i fredags")
        assert time.monotonic() - began < 4
        assert "112" in said["text"] and "114 14" in said["text"]
        os.kill(rasa, signal.SIGCONT)
        assert chat.hear(20)[-1]["buttons"]
        os.kill(rasa, signal.SIGKILL)
        chat.post("Han hade en svart jacka och var runt tjugofem år gammal tror jag")
        assert chat.hear(5)
        app.wait("/readyz", 60)
        assert len([i for i in chat.history() if i["from"] == "bot"]) <= 6


def test_nothing_that_was_written_lies_readable_on_the_disk(trained: Path, tmp_path: Path) -> None:
    words = ["Kvastrimmeln", "Snorgäddan", "Blyfotogen", "Tranbärsmjöd"]
    with running(trained, tmp_path / "data") as app:
        chat = Chat(app)
        chat.say(f"Jag såg {words[0]} stjäla en båt i Nynäshamn i lördags")
        chat.say(f"/{words[1]} /restart /inform{{}} är vad jag vill säga här och nu")
        chat.say(f"hjälp {words[2]} han slår mig nu")
        headers = app.token("investigator")
        tip = tip_told(app, headers, words[0])
        httpx.post(f"{app.url}/v1/tips/{tip['id']}/notes", json={"text": words[3]}, headers=headers).raise_for_status()
        app.tipline("backup")
        time.sleep(1)
        found = leaks(app.data, words)
        app.stop()
        assert not found
        assert not leaks(app.data, words)


def leaks(folder: Path, words: list[str]) -> list[tuple[str, str]]:
    """(file, word) wherever a planted word stands in a file under the folder, however it is encoded."""
    found = []
    for path in folder.rglob("*"):
        if not path.is_file():
            continue
        content = path.read_bytes().lower()
        for word in words:
            forms = {word.lower().encode(code) for code in ("utf-8", "latin-1", "utf-16-le")}
            if any(form in content for form in forms):
                found.append((path.name, word))
    return found
