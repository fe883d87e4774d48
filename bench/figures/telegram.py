"""An emergency on Telegram: from the webhook to the Bot API's `sendMessage` with 112 in it."""

from __future__ import annotations

from bench.app import App
from bench.bench import Bench
from bench.figure import Measure, MeasuringFailedError, median, percentile
from bench.lines import DANGER
from bench.peers import running
from bench.processes import Neighbours

SECRET = "a-secret-of-the-bench"
RATE, SECONDS, TIMES, PEOPLE = 20, 15, 3, 60


def telegram_app(bench: Bench, bot_api: int, **settings: str) -> App:
    """An app whose Telegram is the small Bot API on this port."""
    return bench.app(
        TELEGRAM_TOKEN="110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw",
        TELEGRAM_BASE_URL=f"http://127.0.0.1:{bot_api}/bot",
        TELEGRAM_BASE_FILE_URL=f"http://127.0.0.1:{bot_api}/file/bot",
        TELEGRAM_WEBHOOK_SECRET=SECRET,
        PUBLIC_URL="https://tipline.example",
        **settings,
    )


def run(bench: Bench) -> list[Measure]:
    rounds: list[list[float]] = []
    busy: list[float] = []
    for number in range(TIMES):
        with running("bot_api") as bot_api, telegram_app(bench, bot_api) as app:
            bench.say(f"waiting for Rasa, {number + 1} of {TIMES}")
            app.wait_ready()
            bench.quiet()
            others = Neighbours()
            bench.say(f"{RATE} emergencies a second, {number + 1} of {TIMES}")
            spec = {"bot_api": bot_api, "rate": RATE, "seconds": SECONDS, "people": PEOPLE, "secret": SECRET}
            found = app.load("telegram_alarms", texts=DANGER, **spec)
            busy.append(others.share)
        if found["unanswered"]:
            raise MeasuringFailedError(f"{found['unanswered']} emergencies were not answered with 112")
        rounds.append(found["milliseconds"])
    beside = f"{RATE}/s from {PEOPLE} people; median of {TIMES} rounds of {RATE * SECONDS}; others used {median(busy):.0%} of the processors"
    return [
        Measure(
            f"112 on Telegram, p{share * 100:.0f}",
            median([percentile(one, share) for one in rounds]),
            "ms",
            goal,
            beside=beside,
        )
        for share, goal in ((0.5, None), (0.99, 50))
    ]
