"""What the answers to the question after a tip say, over HTTP."""

from __future__ import annotations

from datetime import timedelta

import pytest

from api.surveys import asking
from api.surveys.asking import Answer
from api.tokens.models import Role
from tests.api.http.parts import Site, is_problem, on_both_engines

pytestmark = pytest.mark.anyio

ALL = "/v1/surveys"


def give(site: Site, answer: Answer, times: int, channel: str = "webchat", language: str = "sv") -> None:
    for _ in range(times):
        site.runtime.store.write_now(lambda write: asking.count(write, answer, channel, language, site.runtime.now()))


@on_both_engines
async def test_a_row_for_each_week_channel_and_language(site: Site) -> None:
    give(site, Answer.INCREASED, 7)
    give(site, Answer.DECREASED, 5)
    give(site, Answer.NEITHER, 4)
    give(site, Answer.INCREASED, 6, "telegram", "fi")
    site.parts.clock.at += timedelta(days=7)
    items = (await site.client(Role.EDITOR).get(ALL)).json()["items"]
    assert items == [
        {"week": "2026-W47", "channel": "telegram", "language": "en",
         "counts": {"increased": 6, "neither": None, "decreased": None, "dont_know": None}},
        {"week": "2026-W47", "channel": "webchat", "language": "sv",
         "counts": {"increased": 7, "neither": None, "decreased": 5, "dont_know": None}},
    ]  # fmt: skip


async def test_while_the_week_goes_on_no_single_answer_is_seen_to_come(site: Site) -> None:
    supervisor = site.client(Role.SUPERVISOR)
    seen = []
    for _ in range(11):
        give(site, Answer.INCREASED, 1)
        (row,) = (await supervisor.get(ALL)).json()["items"]
        seen.append(row["counts"]["increased"])
    assert seen == [None] * 4 + [5] * 5 + [10] * 2


async def test_the_same_as_a_table(site: Site) -> None:
    give(site, Answer.INCREASED, 5)
    give(site, Answer.NEITHER, 4)
    answer = await site.client(Role.ADMIN).get(ALL, params={"format": "csv"})
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.text.splitlines() == [
        "week,channel,language,increased,neither,decreased,dont_know",
        "2026-W47,webchat,sv,5,<5,<5,<5",
    ]
    assert is_problem(await site.client(Role.ADMIN).get(ALL, params={"format": "xml"}), 422)


async def test_a_week_is_swedens(site: Site) -> None:
    assert asking.week_of(site.parts.clock()) == "2026-W47"
    # Sunday evening in Greenwich is Monday in Sweden.
    assert asking.week_of(site.parts.clock().replace(month=12, day=27, hour=23, minute=30)) == "2026-W53"
