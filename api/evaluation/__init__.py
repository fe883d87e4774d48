"""How good the understanding is: labelled lines in, a report out. Knows no engine and no store."""

from __future__ import annotations

from api.evaluation.lines import LabelledLine, LabelledLineInvalidError, read_lines
from api.evaluation.report import build_report, evaluate
from api.evaluation.table import print_report

__all__ = ["LabelledLine", "LabelledLineInvalidError", "build_report", "evaluate", "print_report", "read_lines"]
