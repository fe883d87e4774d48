"""An analysis that breaks on a text must never cost the text itself."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from api.analysis.findings import Findings

logger = logging.getLogger(__name__)

Analyse = Callable[[str, datetime], Findings]


def safely(analyse: Analyse) -> Analyse:
    """The same analysis; where it raises, nothing was found."""

    def read(text: str, sent_at: datetime) -> Findings:
        try:
            return analyse(text, sent_at)
        except Exception as error:  # noqa: BLE001  its own text may hold what was read
            logger.error("the analysis failed (%s); the fields stay empty", type(error).__name__)
            return Findings(language="sv")

    return read
