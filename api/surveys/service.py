"""What the answers to the question after a tip say, where enough were given."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from api import clock
from api.store.base import table_of
from api.store.store import Store
from api.surveys.asking import Answer, week_of
from api.surveys.models import SurveyAnswers

answers = table_of(SurveyAnswers)

# Fewer are not shown. In the week that goes on only whole steps are: nobody sees one answer come.
FEWEST = 5
TOO_FEW = f"<{FEWEST}"
COLUMNS = ("week", "channel", "language", *map(str, Answer))


class SurveyService:
    def __init__(self, store: Store, now: Callable[[], datetime] = clock.now) -> None:
        self._store = store
        self._now = now

    async def counts(self) -> list[dict[str, Any]]:
        """A row for each week, channel and language, the newest week first; None for fewer than five."""
        ordered = select(answers).order_by(answers.c.week.desc(), answers.c.channel, answers.c.language)
        rows = await self._store.read(lambda read: read.connection.execute(ordered).all())
        return shown(rows, week_of(self._now()))


def shown(rows: Iterable[Row[Any]], this_week: str) -> list[dict[str, Any]]:
    found: dict[tuple[str, str, str], dict[str, int | None]] = {}
    for row in rows:
        cells = found.setdefault((row.week, row.channel, row.language), dict.fromkeys(map(str, Answer)))
        counted = row.given - row.given % FEWEST if row.week == this_week else row.given
        cells[row.answer] = counted if counted >= FEWEST else None
    return [
        {"week": week, "channel": channel, "language": language, "counts": cells}
        for (week, channel, language), cells in found.items()
    ]


def as_csv(items: Sequence[dict[str, Any]]) -> str:
    """The same as a table."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(COLUMNS)
    for item in items:
        cells = [TOO_FEW if value is None else value for value in item["counts"].values()]
        writer.writerow([item["week"], item["channel"], item["language"], *cells])
    return table.getvalue()
