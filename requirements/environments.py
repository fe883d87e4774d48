"""Make the project's two Python environments; standard library only.

`.venv` (this Python, 3.11 or later) holds the app, `.venv-rasa` (Python 3.10) holds Rasa,
which cannot live beside it. Both are installed from pinned, hashed lists, with their bytecode
compiled: a Rasa whose packages are not compiled takes half a minute longer to start.
Called by the Makefile: `python3 requirements/environments.py app rasa`.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LISTS = ROOT / "requirements"
TOOLS = ROOT / ".tools"
APP = ROOT / ".venv"
RASA = ROOT / ".venv-rasa"

HOW_TO_GET_310 = """\
Rasa 3.6.21 runs only on Python 3.10, and none was found. Any one of these helps:
  * set PYTHON310 to the path of a Python 3.10, then run make again
  * with pyenv:            pyenv install 3.10
  * from a package source: a `python3.10` on the PATH (with venv)
  * with network access:   uv python install 3.10 (tried last; it failed here)
"""


class SetupError(Exception):
    """The environments cannot be made; the text says what is missing and what helps."""


def say(text: str) -> None:
    print(f"[setup] {text}", flush=True)


def run(command: list[str | Path], **environment: str) -> None:
    """Run a step with its own progress display; raise `SetupError` naming it when it fails."""
    # Some machines switch bytecode off or point Python elsewhere; neither may reach the set-up.
    keep = {k: v for k, v in os.environ.items() if k not in {"PYTHONDONTWRITEBYTECODE", "VIRTUAL_ENV"}}
    done = subprocess.run([str(c) for c in command], env={**keep, **environment}, cwd=ROOT, check=False)
    if done.returncode != 0:
        raise SetupError(f"this step failed: {' '.join(str(c) for c in command)}")


def digest(*parts: Path | str) -> str:
    """One hash over files and words: what an environment was made from."""
    total = hashlib.sha256()
    for part in parts:
        total.update(part.read_bytes() if isinstance(part, Path) else part.encode())
    return total.hexdigest()


def is_current(folder: Path, mark: str) -> bool:
    stamp = folder / ".made-from"
    return stamp.is_file() and stamp.read_text() == mark


def uv() -> Path:
    """The pinned `uv`, fetched once into `.tools`."""
    mark = digest(LISTS / "uv.txt", sys.version)
    program = TOOLS / "bin" / "uv"
    if not is_current(TOOLS, mark) or not program.exists():
        say("fetching uv, the installer")
        shutil.rmtree(TOOLS, ignore_errors=True)
        run([sys.executable, "-m", "venv", TOOLS])
        pip = [TOOLS / "bin" / "python", "-m", "pip", "--quiet", "--disable-pip-version-check"]
        run([*pip, "install", "--require-hashes", "-r", LISTS / "uv.txt"])
        (TOOLS / ".made-from").write_text(mark)
    return program


def works_as_310(python: str | Path | None) -> bool:
    """Does this program really run, and is it a Python 3.10? (A pyenv shim may exist and not run.)"""
    if not python:
        return False
    try:
        answer = subprocess.run(
            [str(python), "-c", "import sys, venv; print(*sys.version_info[:2])"],
            capture_output=True, text=True, timeout=30, check=False,
        )  # fmt: skip
    except OSError:
        return False
    return answer.returncode == 0 and answer.stdout.split() == ["3", "10"]


def output_of(command: list[str]) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False).stdout.strip()
    except OSError:
        return ""


def python310() -> str:
    """A Python 3.10: PYTHON310, pyenv's, the PATH's, or fetched by uv. Raises `SetupError`."""
    named = os.environ.get("PYTHON310")
    if named:
        if works_as_310(named):
            return named
        raise SetupError(f"PYTHON310={named} is not a Python 3.10 that runs")
    prefix = output_of(["pyenv", "prefix", "3.10"])
    for candidate in (f"{prefix}/bin/python3.10" if prefix else None, shutil.which("python3.10")):
        if works_as_310(candidate):
            return str(candidate)
    # uv would find pyenv's broken shims by itself, so it is told to use only its own Pythons.
    only_own = {"UV_PYTHON_PREFERENCE": "only-managed"}
    say("no Python 3.10 here; asking uv to install one")
    try:
        run([uv(), "python", "install", "3.10"], **only_own)
    except SetupError as error:
        raise SetupError(HOW_TO_GET_310) from error
    found = subprocess.run(
        [str(uv()), "python", "find", "3.10"],
        capture_output=True, text=True, env={**os.environ, **only_own}, check=False,
    ).stdout.strip()  # fmt: skip
    if not works_as_310(found):
        raise SetupError(HOW_TO_GET_310)
    return found


def install(folder: Path, python: str, wanted: Path, title: str) -> None:
    """Make `folder` anew from the hashed list `wanted`, unless it already stems from it."""
    mark = digest(wanted, python)
    if is_current(folder, mark):
        return
    started = time.monotonic()
    packages = sum(1 for line in wanted.read_text().splitlines() if "==" in line and line[0] not in " #")
    say(f"{title}: installing {packages} packages (some minutes the first time)")
    run([uv(), "venv", "--quiet", "--clear", "--python", python, folder])
    run(
        [uv(), "pip", "install", "--python", folder / "bin" / "python", "--require-hashes",
         "--compile-bytecode", "-r", wanted],
        # Compiling TensorFlow's modules on two cores takes longer than uv's patience.
        UV_COMPILE_BYTECODE_TIMEOUT="600", UV_HTTP_TIMEOUT="300",
    )  # fmt: skip
    (folder / ".made-from").write_text(mark)
    say(f"{title}: ready after {time.monotonic() - started:.0f} s")


def link_project(folder: Path) -> None:
    """Let the app's environment find the project, and give it the `tipline` command."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    (folder / "lib" / version / "site-packages" / "tipline.pth").write_text(f"{ROOT}\n")
    command = folder / "bin" / "tipline"
    command.write_text(f"#!{folder / 'bin' / 'python'}\nfrom api.cli import app\n\napp()\n")
    command.chmod(0o755)


def main(wanted: list[str]) -> None:
    if sys.version_info < (3, 11):
        raise SetupError(f"the app needs Python 3.11 or later; this is {sys.version.split()[0]}")
    try:
        import ensurepip  # noqa: F401  Debian splits it from python3
        import venv  # noqa: F401
    except ImportError as error:
        raise SetupError("python3 has no venv here; on Debian: apt-get install python3-venv") from error
    if "app" in wanted:
        install(APP, sys.executable, LISTS / "app.txt", "the app's environment")
        link_project(APP)
    if "rasa" in wanted:
        mark = RASA / ".made-from"
        known = RASA / "bin" / "python"
        # A finished environment is not searched for again: looking for 3.10 costs a second.
        if not (mark.is_file() and works_as_310(known) and mark.read_text().startswith(digest(LISTS / "rasa.txt"))):
            install_rasa()


def install_rasa() -> None:
    install(RASA, python310(), LISTS / "rasa.txt", "Rasa's environment")
    (RASA / ".made-from").write_text(digest(LISTS / "rasa.txt"))


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except SetupError as error:
        sys.exit(f"[setup] {error}")
    except KeyboardInterrupt:
        sys.exit("[setup] stopped; run make again to go on")
