"""Rasa's client against a small real HTTP server that misbehaves."""

from __future__ import annotations

import asyncio
import json
import time
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from api.analysis.hints import Hints
from api.conversations.shapes import Draft
from api.rasa.client import DEADLINE, RasaClient, RasaFailedError, RasaUnavailableError

pytestmark = pytest.mark.anyio

SECRET_WORDS = "Det var Kalle i grannhuset"
SLACK = 0.7
GOOD = {
    "intent": {"name": "report_fraud", "confidence": 0.91},
    "ranking": [{"name": "report_fraud", "confidence": 0.91}, {"name": "ask_number", "confidence": 0.04}],
    "responses": [{"name": "utter_tip_started", "arguments": {"guesses": ["a"]}}],
    "changes": [{"change": "category", "value": "fraud"}],
    "draft": {"slots": {"tip_state": "open"}, "active_loop": "tip_form", "requested_slot": "when"},
}

Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]


class Server:
    """Answers each request with the next of `answers`, the last one for ever."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.requests: list[tuple[str, dict[str, str], Any]] = []

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            headers = dict(line.lower().split(": ", 1) for line in head[1:] if line)
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            self.requests.append((head[0], headers, json.loads(body) if body else None))
            await (self.answers.pop(0) if len(self.answers) > 1 else self.answers[0])(writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


def says(body: bytes, status: int = 200, kind: str = "application/json") -> Answer:
    async def answer(writer: asyncio.StreamWriter) -> None:
        head = (
            f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        )
        writer.write(head.encode() + body)
        await writer.drain()

    return answer


def says_json(value: Any, status: int = 200) -> Answer:
    return says(json.dumps(value).encode(), status)


async def hangs(_: asyncio.StreamWriter) -> None:
    await asyncio.sleep(30)


async def hangs_up(writer: asyncio.StreamWriter) -> None:
    writer.close()


async def says_garbage(writer: asyncio.StreamWriter) -> None:
    writer.write(b"\x00\xff\xfe not http at all \r\n\r\n" * 50)
    await writer.drain()


async def dribbles(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while True:
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.05)


async def never_ends(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
    while True:
        writer.write(b"[" * 65536)
        await writer.drain()


class Running:
    def __init__(self, server: Server, client: RasaClient, url: str) -> None:
        self.server, self.client, self.url = server, client, url

    def answers(self, *answers: Answer) -> None:
        self.server.answers = list(answers)

    async def turn(self) -> Any:
        return await self.client.turn(SECRET_WORDS, Draft({"what": "told"}, "tip_form", "when"), 0.7, None, {"a": 1})


@pytest.fixture
async def rasa() -> AsyncIterator[Running]:
    server = Server(says_json(GOOD))
    listening = await asyncio.start_server(server.handle, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    client = RasaClient(url, "the-token")
    yield Running(server, client, url)
    await client.close()
    listening.close()


async def test_a_turn_is_asked_for_with_the_token_and_the_draft(rasa: Running) -> None:
    answer = await rasa.turn()
    line, headers, body = rasa.server.requests[0]
    assert line.startswith("POST /webhooks/tipline/turn ")
    assert headers["x-tipline-token"] == "the-token"
    assert body == {
        "text": SECRET_WORDS, "hints": {"names": [], "shape": ""}, "parts": [], "intent": None, "telling": 0.7,
        "draft": {"slots": {"what": "told", "a": 1}, "active_loop": "tip_form", "requested_slot": "when"},
        "form": {"words": 5, "is_question": False, "yes_or_no": None},
    }  # fmt: skip
    assert (answer.understood.intent, answer.understood.confidence) == ("report_fraud", 0.91)
    assert answer.responses == (("utter_tip_started", {"guesses": ["a"]}),)
    assert answer.changes == ({"change": "category", "value": "fraud"},)
    assert answer.draft == Draft({"tip_state": "open"}, "tip_form", "when")


async def test_each_sentence_of_a_message_with_several_is_sent_with_its_own_hints(rasa: Running) -> None:
    client = RasaClient(rasa.url, "the-token", hints_of)
    rasa.answers(says_json({**GOOD, "matters": [{"part": 1, "intent": "ask_anonymous", "confidence": 0.9}]}))
    text = "Min granne säljer sprit till barn. Kan jag vara anonym?"
    found = await client.understand(text)
    await client.close()
    first, second = "Min granne säljer sprit till barn.", "Kan jag vara anonym?"
    assert rasa.server.requests[-1][2]["parts"] == [
        {"text": one, "hints": {"names": ["class:home"], "shape": f"@home {len(one)}"}} for one in (first, second)
    ]
    (matter,) = found.matters
    assert (matter.intent, text[matter.start : matter.end]) == ("ask_anonymous", second)


async def test_a_matter_of_a_sentence_that_was_never_asked_about_is_no_answer(rasa: Running) -> None:
    rasa.answers(says_json({**GOOD, "matters": [{"part": 7, "intent": "ask_anonymous", "confidence": 0.9}]}))
    with pytest.raises(RasaFailedError):
        await rasa.client.understand("hej")


def hints_of(text: str) -> Hints:
    return Hints(("class:home",), f"@home {len(text)}", text)


def broken_hints(text: str) -> Hints:
    raise ValueError(text)


async def test_what_is_known_of_a_text_goes_along_with_it(rasa: Running) -> None:
    client = RasaClient(rasa.url, "the-token", hints_of)
    await client.turn("hemma", Draft(), 0.7)
    await client.understand("hemma")
    await client.close()
    assert [body["hints"] for _, _, body in rasa.server.requests] == [{"names": ["class:home"], "shape": "@home 5"}] * 2


async def test_a_pressed_button_is_not_read(rasa: Running) -> None:
    client = RasaClient(rasa.url, "the-token", broken_hints)
    await client.turn("", Draft(), 0.0, "affirm")
    await client.close()
    assert rasa.server.requests[0][2]["hints"] == {"names": [], "shape": ""}


async def test_warming_up_reads_a_first_text_for_hints_and_asks_rasa_nothing(rasa: Running) -> None:
    read: list[str] = []

    def remembering(text: str) -> Hints:
        read.append(text)
        return hints_of(text)

    client = RasaClient(rasa.url, "the-token", remembering)
    await client.warm_up()
    await client.close()
    assert len(read) == 1 and rasa.server.requests == []


async def test_a_text_whose_hints_fail_is_understood_by_its_words(
    rasa: Running, caplog: pytest.LogCaptureFixture
) -> None:
    client = RasaClient(rasa.url, "the-token", broken_hints)
    answer = await client.turn(SECRET_WORDS, Draft(), 0.7)
    await client.close()
    assert answer.understood.intent == "report_fraud"
    assert "ValueError" in caplog.text and "Kalle" not in caplog.text


async def test_one_failure_is_tried_again_within_the_same_deadline(rasa: Running) -> None:
    for failing in (says(b"", 500), says(b"", 503), hangs_up, says_garbage):
        rasa.answers(failing, says_json(GOOD))
        assert (await rasa.turn()).understood.intent == "report_fraud"


MISSING = [{name: value for name, value in GOOD.items() if name != left_out} for left_out in GOOD]
WRONG = [
    {**GOOD, "responses": [{"name": "utter_x", "arguments": "abc"}]},
    {**GOOD, "responses": "utter_x"},
    {**GOOD, "changes": [["a"]]},
    {**GOOD, "draft": []},
    {**GOOD, "draft": {"slots": [1, 2]}},
    {**GOOD, "intent": "report_fraud"},
    {**GOOD, "intent": {"name": "a", "confidence": "much"}},
    {**GOOD, "ranking": [{"name": "a"}]},
]


@pytest.mark.parametrize("body", [*MISSING, *WRONG, [], "text", 7, None])
async def test_an_answer_that_is_no_whole_turn_is_a_failure(rasa: Running, body: Any) -> None:
    rasa.answers(says_json(body))
    with pytest.raises(RasaFailedError):
        await rasa.turn()


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (says(b"boom", 500), RasaFailedError),
        (says(b"not found", 404), RasaFailedError),
        (says(b"", 503), RasaUnavailableError),
        (says(b"<html>hello</html>", kind="text/html"), RasaFailedError),
        (says(b"\xff\xfe\x00"), RasaFailedError),
        (says(b"[" * 100_000), RasaFailedError),
        (says(b'{"a": "' + b"x" * 10_000_000 + b'"}'), RasaFailedError),
        (never_ends, RasaFailedError),
        (says_garbage, RasaUnavailableError),
        (hangs_up, RasaUnavailableError),
        (hangs, RasaUnavailableError),
        (dribbles, RasaUnavailableError),
    ],
    ids=[
        "500",
        "404",
        "503",
        "html",
        "no text",
        "deep",
        "10 MB",
        "endless",
        "garbage",
        "hangs up",
        "hangs",
        "dribbles",
    ],
)
async def test_whatever_rasa_does_a_turn_ends_within_the_deadline_and_says_nothing(
    rasa: Running, answer: Answer, error: type[Exception]
) -> None:
    rasa.answers(answer)
    began = time.monotonic()
    with pytest.raises(error) as caught:
        await rasa.turn()
    assert time.monotonic() - began < DEADLINE + SLACK
    assert SECRET_WORDS not in "".join(traceback.format_exception(caught.value)) + repr(caught.value)
    assert str(caught.value) == ""


async def test_a_rasa_that_is_not_there_is_unavailable(rasa: Running) -> None:
    client = RasaClient("http://127.0.0.1:9", "t")
    began = time.monotonic()
    with pytest.raises(RasaUnavailableError):
        await client.understand(SECRET_WORDS)
    assert time.monotonic() - began < DEADLINE + SLACK
    assert not await client.healthy()
    await client.close()


@pytest.mark.parametrize(
    ("answer", "healthy"),
    [
        (says_json({"ready": True}), True),
        (says_json({"ready": False}), False),
        (says_json([]), False),
        (says(b"", 500), False),
        (says(b"not json"), False),
        (hangs_up, False),
    ],
    ids=["ready", "warming", "a list", "500", "no json", "hangs up"],
)
async def test_health_is_a_plain_yes_or_no(rasa: Running, answer: Answer, healthy: bool) -> None:
    rasa.answers(answer)
    assert await rasa.client.healthy() is healthy


async def test_a_hanging_rasa_delays_no_other_turn(rasa: Running) -> None:
    rasa.answers(hangs, says_json(GOOD))
    hanging = asyncio.create_task(rasa.turn())
    await asyncio.sleep(0.1)
    assert (await asyncio.wait_for(rasa.turn(), 1)).understood.intent == "report_fraud"
    with pytest.raises(RasaUnavailableError):
        await hanging
