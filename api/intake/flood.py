"""The flood lane: what comes too fast is kept and read for danger as ever, but takes no turn.

A conversation has an allowance of messages that refills at a steady rate, so people who type short
lines never meet it. What comes beyond it is set aside for a person to review, until the conversation
has been quiet for about half a minute. So are the first messages of more new conversations than the
desk could read in an hour, for an hour. Nothing is dropped, and danger is always answered.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from api.analysis.guard.verdict import Level
from api.intake.reading import ALARMED, Reading
from bot.intake import InboundKind

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
# So far behind its pace is a flood at the most, however long it was: soon after it ends, its sender is heard again.
FURTHEST_BEHIND = timedelta(seconds=30)
# Without it, somebody at just the allowed pace would be set aside and told so every other message.
PENALTY = timedelta(seconds=15)
# The words on danger are not said again within this time, if they are the same.
SAME_WORDS = timedelta(seconds=10)
# An alarmed flood does not make one tip that nobody can read.
MOST_IN_TIP = 100


@dataclass(frozen=True, slots=True)
class Limits:
    """What a conversation may say in a minute, or at once; and how many new conversations an hour are read."""

    per_minute: int = 20
    new_per_hour: int = 1_000


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast this message came. `values` are the conversation's columns that remember it.

    `notice` names what the reporter is told when a flood begins. `count` is the message's number in the flood.
    """

    values: dict[str, Any]
    count: int = 0
    notice: str | None = None

    @property
    def aside(self) -> bool:
        return self.count > 0


class Flood:
    """Keeps the pace of each conversation in its row, that of new conversations in memory."""

    def __init__(self, limits: Limits = Limits()) -> None:
        self._each = MINUTE / limits.per_minute
        self._begun: deque[datetime] = deque(maxlen=limits.new_per_hour)

    def pace(self, row: Row[Any], at: datetime) -> Pace:
        """`flood_at` is when the conversation would have all of its allowance again."""
        if row.last_heard_at is None and self._too_many(at):
            values = {"flood_at": at + HOUR + MINUTE, "flood_count": 1}
            return Pace(values, 1, "utter_set_aside_many")
        whole_at = self._known(row, at) + self._each
        if whole_at - at <= MINUTE:
            return Pace({"flood_at": whole_at, "flood_count": 0})
        begins, count = row.flood_count == 0, row.flood_count + 1
        behind = min(whole_at + (PENALTY if begins else timedelta()), at + MINUTE + FURTHEST_BEHIND)
        values = {"flood_at": max(behind, row.flood_at), "flood_count": count}
        return Pace(values, count, "utter_set_aside" if begins else None)

    def _known(self, row: Row[Any], at: datetime) -> datetime:
        """When the allowance is whole, as far as the clock can be believed: it may have been set back."""
        furthest = HOUR if row.flood_count else timedelta()
        if row.flood_at is None or row.flood_at < at or row.flood_at - at > furthest + MINUTE:
            return at
        known: datetime = row.flood_at
        return known

    def _too_many(self, at: datetime) -> bool:
        return len(self._begun) == self._begun.maxlen and timedelta() <= at - self._begun[0] < HOUR

    def began(self, at: datetime) -> None:
        """A new conversation was read as usual."""
        self._begun.append(at)


def replies(
    row: Row[Any], reading: Reading, words: str | None, pace: Pace, at: datetime, *, is_new: bool
) -> tuple[list[str], dict[str, Any]]:
    """What is said to a message that was set aside: names of responses, and the conversation's columns.

    `words` names what is said about danger, if anything. Besides it, somebody new is greeted, and told once
    that it was set aside.
    """
    names: list[str] = []
    values: dict[str, Any] = {} if reading.verdict is None else {"last_level": reading.level}
    pressed = reading.verdict is not None and reading.inbound.kind is InboundKind.PAYLOAD
    if words is None and row.ask_open and (reading.answers_ask or pressed):
        words = "utter_emergency_denied"
    if words is not None:
        values["ask_open"] = reading.level == Level.ASK
        if not was_just_said(row, words, at):
            names.append(words)
            values |= {"warned": words, "warned_at": at}
    if is_new:
        names.append("utter_greeting")
    if pace.notice is not None:
        names.append(pace.notice)
    return names, values


def was_just_said(row: Row[Any], words: str, at: datetime) -> bool:
    # The distance in either direction: a clock that was set back must not keep anybody from the words on 112.
    return row.warned == words and row.warned_at is not None and abs(at - row.warned_at) < SAME_WORDS


def joins_tip(reading: Reading, pace: Pace, *, answered: bool) -> bool:
    """Does a message that was set aside belong to a tip all the same? Only alarming ones do."""
    return reading.level in ALARMED and (answered or pace.count <= MOST_IN_TIP)
