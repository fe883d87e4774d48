"""The figures as a table for a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich.table import Table

from bench.figure import Better, Measure, rounded


def table(measures: Iterable[Measure]) -> Table:
    shown = Table(title="Tipline, measured", title_justify="left")
    shown.add_column("figure")
    shown.add_column("value", justify="right", no_wrap=True)
    shown.add_column("goal", justify="right", no_wrap=True)
    shown.add_column("met", justify="center")
    shown.add_column("beside", style="dim", overflow="fold")
    for one in measures:
        shown.add_row(one.name, amount(one.value, one.unit), goal(one), met(one), one.beside)
    return shown


def amount(value: float, unit: str) -> str:
    return f"{rounded(value):g} {unit}".strip()


def goal(measure: Measure) -> str:
    if measure.goal is None:
        return ""
    return ("≥ " if measure.better is Better.MORE else "≤ ") + amount(measure.goal, measure.unit)


def met(measure: Measure) -> str:
    return {None: "", True: "[green]yes[/]", False: "[red]no[/]"}[measure.met]
