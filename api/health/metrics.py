"""Figures for Prometheus, counted when asked: counts and ages only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import func, select

from api import clock
from api.conversations.models import ASIDE, Conversation, Message, Outgoing
from api.store.base import table_of
from api.store.store import Read, Store
from api.tips.models import Tip

conversations = table_of(Conversation)
messages = table_of(Message)
outbox = table_of(Outgoing)
tips = table_of(Tip)


class StoreCollector(Collector):
    """Gauges over the store."""

    def __init__(self, store: Store, rasa_ready: Callable[[], bool], now: Callable[[], datetime] = clock.now) -> None:
        self._store = store
        self._rasa_ready = rasa_ready
        self._now = now

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield from self._store.read_now(lambda read: list(self._gauges(read)))
        yield GaugeMetricFamily("tipline_rasa_ready", "1 when Rasa answers", value=float(self._rasa_ready()))

    def _gauges(self, read: Read) -> Iterator[GaugeMetricFamily]:
        run = read.connection.execute
        by_status = GaugeMetricFamily("tipline_tips", "Tips by status and urgency", labels=["status", "urgency"])
        for status, urgency, count in run(
            select(tips.c.status, tips.c.urgency, func.count()).group_by(tips.c.status, tips.c.urgency)
        ):
            by_status.add_metric([status, urgency], count)
        yield by_status
        by_state = GaugeMetricFamily("tipline_messages", "Reporters' messages by state", labels=["state"])
        inbound = select(messages.c.state, func.count()).where(messages.c.origin == "reporter")
        for state, count in run(inbound.group_by(messages.c.state)):
            by_state.add_metric([state], count)
        yield by_state
        aside = run(select(func.count()).select_from(messages).where(ASIDE)).scalar_one()
        yield GaugeMetricFamily("tipline_set_aside", "Messages of a flood that wait for review", value=aside)
        yield from self._outbox(read)
        oldest = run(select(func.min(conversations.c.oldest_at)).where(conversations.c.pending > 0)).scalar()
        age = (self._now() - oldest).total_seconds() if oldest else 0.0
        yield GaugeMetricFamily("tipline_turn_wait_seconds", "Age of the oldest message without a turn", value=age)

    def _outbox(self, read: Read) -> Iterator[GaugeMetricFamily]:
        by_state = GaugeMetricFamily("tipline_outbox", "Messages to channels by state", labels=["channel", "state"])
        depth = GaugeMetricFamily("tipline_outbox_depth", "Messages that wait for a channel", labels=["channel"])
        dead = GaugeMetricFamily("tipline_outbox_dead", "Messages that were given up", labels=["channel"])
        oldest = GaugeMetricFamily(
            "tipline_outbox_oldest_seconds", "Age of the oldest message that waits for a channel", labels=["channel"]
        )
        gauges = {"due": depth, "dead": dead}
        found = select(outbox.c.channel, outbox.c.state, func.count(), func.min(outbox.c.made_at))
        for channel, state, count, since in read.connection.execute(
            found.group_by(outbox.c.channel, outbox.c.state).order_by(outbox.c.channel)
        ):
            by_state.add_metric([channel, state], count)
            if state in gauges:
                gauges[state].add_metric([channel], count)
            if state == "due" and since is not None:
                oldest.add_metric([channel], (self._now() - since).total_seconds())
        yield from (by_state, depth, dead, oldest)


def exposition(store: Store, rasa_ready: Callable[[], bool]) -> Callable[[], bytes]:
    registry = CollectorRegistry(auto_describe=False)
    registry.register(StoreCollector(store, rasa_ready))
    return lambda: generate_latest(registry)
