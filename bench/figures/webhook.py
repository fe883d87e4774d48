"""Durable intake of Telegram's webhook: every message from a sender who never wrote before."""

from __future__ import annotations

from sqlalchemy import select

from api import installation
from api.conversations.models import Message
from api.settings import Settings
from api.store.base import table_of
from api.store.store import Read
from bench.app import App
from bench.bench import Bench
from bench.figure import Measure, MeasuringFailedError
from bench.figures.intake import TIMES, Rounds
from bench.figures.telegram import SECRET, telegram_app
from bench.peers import running

messages = table_of(Message)
# So many new senders are set aside as a crowd; what is measured here is what each of them costs as usual.
MANY = "1000000"


def run(bench: Bench) -> list[Measure]:
    rounds = Rounds(bench)
    for number in range(TIMES):
        with running("bot_api") as bot_api, telegram_app(bench, bot_api, FLOOD_NEW_PER_HOUR=MANY) as app:
            bench.say(f"waiting for Rasa, {number + 1} of {TIMES}")
            app.wait_ready()
            acks = rounds.pour(app, kind="telegram", secret=SECRET)
            app.stop()
            if missing := not_stored(app, acks):
                raise MeasuringFailedError(f"{missing} acknowledged messages are not in the store")
    return rounds.figures("Telegram, new senders", 500)


def not_stored(app: App, acks: list[list[str]]) -> int:
    """How many acknowledged messages the store does not have, word for word. The app must be stopped."""
    settings = Settings(data_dir=app.data)
    store = installation.open_store(settings, installation.secrets_of(settings))

    def missing(read: Read) -> int:
        found = {}
        for row in read.connection.execute(select(messages).where(messages.c.external.is_not(None))).all():
            found[row.external] = row
        read.prefetch(row.id for row in found.values())
        lost = 0
        for chat, message, update, text in acks:
            kept = found.get(read.index("message", f"telegram|{chat}|{chat}:{message}:{update}"))
            lost += kept is None or read.open(kept.id, "body", kept.sealed)["text"] != text
        return lost

    try:
        return store.read_now(missing)
    finally:
        store.close()
