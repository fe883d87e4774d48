from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from api.analysis.findings import Findings
from api.analysis.pipeline import Analyser

LISTS = Path(__file__).parents[3] / "nlu_data" / "lists"
SENT_AT = datetime(2026, 11, 18, 21, 0, tzinfo=ZoneInfo("Europe/Stockholm"))

Read = Callable[[str], Findings]
Values = Callable[[str], dict[str, Any]]


@pytest.fixture(scope="session")
def analyser() -> Analyser:
    return Analyser.load(LISTS)


@pytest.fixture(scope="session")
def read(analyser: Analyser) -> Read:
    return lambda text: analyser.analyse(text, SENT_AT)


@pytest.fixture(scope="session")
def values(read: Read) -> Values:
    """The main values of a text by name."""
    return lambda text: {name: finding.value for name, finding in read(text).fields.items()}
