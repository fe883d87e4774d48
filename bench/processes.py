"""Processes as the kernel sees them: who belongs to whom, and how much memory they hold (Linux)."""

from __future__ import annotations

import os
import socket
import threading
import time
from pathlib import Path

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")
LOOK_EVERY = 0.25


def parents() -> dict[int, int]:
    """Each process's parent."""
    found = {}
    for folder in PROC.iterdir():
        if folder.name.isdecimal():
            try:
                stat = (folder / "stat").read_text(encoding="utf-8", errors="replace")
            except OSError:
                continue  # it ended meanwhile
            # The name in brackets may hold anything; state and parent follow it.
            found[int(folder.name)] = int(stat.rpartition(")")[2].split()[1])
    return found


def descendants(pid: int) -> list[int]:
    """The children of a process, theirs, and so on."""
    known = parents()
    found, generation = [], [pid]
    while generation:
        generation = [child for child, parent in known.items() if parent in generation]
        found += generation
    return found


def alive(pid: int) -> bool:
    """False for a zombie too."""
    try:
        stat = (PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def processor_seconds(pid: int, *, with_ended: bool = False) -> float:
    """The processor's time that a process has had, on wish with its children that ended."""
    try:
        stat = (PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return 0.0
    fields = stat.rpartition(")")[2].split()
    return sum(map(int, fields[11 : 15 if with_ended else 13])) / TICKS


class Neighbours:
    """How much of the processors everybody else has had since this was made: 0…1."""

    def __init__(self) -> None:
        self._began, self._all, self._own = time.monotonic(), everybody(), own()

    @property
    def share(self) -> float:
        seconds = (time.monotonic() - self._began) * (os.cpu_count() or 1)
        used = (everybody() - self._all) - (own() - self._own)
        return min(1.0, max(0.0, used / seconds)) if seconds else 0.0


def everybody() -> float:
    """Seconds of all processors that were not idle, those taken by the machine's host among them."""
    fields = [int(field) for field in (PROC / "stat").read_text(encoding="utf-8").split("\n")[0].split()[1:9]]
    return (sum(fields) - fields[3] - fields[4]) / TICKS


def own() -> float:
    """Seconds of this process and all that it started."""
    return sum(processor_seconds(pid, with_ended=True) for pid in (os.getpid(), *descendants(os.getpid())))


def megabytes(pids: list[int]) -> float:
    """The memory of these processes in MB: PSS, in which pages that several share count once."""
    return sum(kilobytes(pid) for pid in pids) / 1000


def kilobytes(pid: int) -> int:
    for name, row in (("smaps_rollup", "Pss:"), ("status", "VmRSS:")):
        try:
            for line in (PROC / str(pid) / name).read_text(encoding="utf-8").splitlines():
                if line.startswith(row):
                    return int(line.split()[1])
        except OSError:
            continue
    return 0


class MemoryWatch:
    """Remembers the most that some processes and all their descendants held together, in MB."""

    def __init__(self, pids: list[int]) -> None:
        self._pids = pids
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self.most = 0.0

    def __enter__(self) -> MemoryWatch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(LOOK_EVERY):
            together = [one for pid in self._pids for one in (pid, *descendants(pid))]
            self.most = max(self.most, megabytes(together))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_port(port: int, seconds: float) -> bool:
    """Until somebody listens on the port of this machine."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.01)
    return False
