"""`make bench`: takes the figures, prints a table, writes JSON. Exit status 1 when one could not be taken."""

from __future__ import annotations

import json
import os
import platform
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from api import clock
from api.settings import ROOT
from bench.bench import Bench
from bench.figure import Measure
from bench.figures import NAMES, figure
from bench.table import table


def main(
    names: Annotated[list[str] | None, typer.Argument(help=f"which: {', '.join(NAMES)}")] = None,
    out: Annotated[Path, typer.Option("--json", help="where the figures go")] = ROOT / "var" / "bench.json",
) -> None:
    """Measure the running app."""
    wanted = names or list(NAMES)
    if unknown := set(wanted) - set(NAMES):
        raise typer.BadParameter(f"no such figure: {', '.join(sorted(unknown))}")
    taken, failed = take(wanted)
    # A pipe tells no width; eighty columns would fold every row.
    console = Console() if sys.stdout.isatty() else Console(width=160)
    console.print(table(one for many in taken.values() for one in many))
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(report(taken, failed), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for name, reason in failed.items():
        typer.echo(f"{name} could not be taken: {reason}", err=True)
    typer.echo(f"written to {out}")
    if failed:
        raise typer.Exit(1)


def take(names: list[str]) -> tuple[dict[str, list[Measure]], dict[str, str]]:
    """The measures of each figure, and why a figure could not be taken."""
    taken: dict[str, list[Measure]] = {}
    failed: dict[str, str] = {}
    columns = SpinnerColumn(), TextColumn("{task.description}"), TextColumn("{task.fields[doing]}"), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True)) as progress:
        for name in names:
            run, about = figure(name)
            task = progress.add_task(f"{name}: {about}", total=1, doing="")
            bench = Bench(ROOT / "var" / "bench", lambda text, at=task: progress.update(at, doing=text))  # type: ignore[misc]
            try:
                taken[name] = run(bench)
                progress.update(task, completed=1, doing="")
            except Exception as error:  # noqa: BLE001  the other figures are taken all the same
                failed[name] = f"{type(error).__name__}: {error}"
                progress.update(task, completed=1, doing=f"[red]{error}")
    return taken, failed


def report(taken: dict[str, list[Measure]], failed: dict[str, str]) -> dict[str, Any]:
    return {
        "at": clock.iso(clock.now()),
        "machine": {"processors": os.cpu_count(), "system": platform.platform(), "python": platform.python_version()},
        "figures": {name: [one.as_json() for one in many] for name, many in taken.items()},
        "failed": failed,
    }


if __name__ == "__main__":
    typer.run(main)
