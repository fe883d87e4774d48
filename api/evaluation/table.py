"""The report as short tables for a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.table import Table


def print_report(report: Mapping[str, Any], console: Console) -> None:
    """Prints the rates of `build_report` with their intervals: emergencies first, then labels, fields, slices."""
    console.print(_emergencies(report), _labels(report), _fields(report), _slices(report), sep="\n")
    console.print(f"{len(report['wrong'])} of {report['n']} lines have at least one mistake.")


def _emergencies(report: Mapping[str, Any]) -> Table:
    table = _table("Emergencies", "group", "lines", "at once", "at once or asked")
    for group, measure in report["emergency"].items():
        table.add_row(group, str(measure["n"]), _rate(measure, "at_once"), _rate(measure, "at_once_or_ask"))
    return table


def _labels(report: Mapping[str, Any]) -> Table:
    table = _table("Labels", "label", "lines", "accuracy", "macro-F1", "weakest")
    for name in ("act", "topic", "category", "kind"):
        measure = report[name]
        table.add_row(
            name, str(measure["n"]), _rate(measure, "accuracy"), _number(measure["macro_f1"]), _weakest(measure)
        )
    return table


def _weakest(measure: Mapping[str, Any]) -> str:
    scored = [(score["f1"] or 0.0, name) for name, score in measure["per_class"].items() if score["count"]]
    return ", ".join(f"{name} {f1:.2f}" for f1, name in sorted(scored)[:3])


def _fields(report: Mapping[str, Any]) -> Table:
    table = _table("Fields", "field", "count", "precision", "recall", "F1")
    for name, score in (*report["fields"]["per_name"].items(), ("whole", report["fields"]["whole"])):
        table.add_row(
            name, str(score["count"]), _rate(score, "precision"), _rate(score, "recall"), _number(score["f1"])
        )
    return table


def _slices(report: Mapping[str, Any]) -> Table:
    table = _table("Slices", "slice", "lines", "act", "category", "emergencies at once", "fields F1")
    for name, measure in report["slices"].items():
        table.add_row(
            name,
            str(measure["n"]),
            _rate(measure["act"], "accuracy"),
            _rate(measure["category"], "accuracy"),
            _rate(measure["emergency"]["emergency"], "at_once"),
            _number(measure["fields"]["whole"]["f1"]),
        )
    return table


def _table(title: str, first: str, *others: str) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column(first)
    for name in others:
        table.add_column(name, justify="right")
    return table


def _rate(measure: Mapping[str, Any], name: str) -> str:
    interval = measure[f"{name}_interval"]
    if interval is None:
        return "–"
    return f"{measure[name]:.3f} ({interval[0]:.2f}–{interval[1]:.2f})"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
