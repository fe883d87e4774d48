"""A tip that was sent, its receipt code as the reporter has it, and an officer who writes."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import func, select, update

from api.events.models import Event
from api.followup.service import Count
from api.receipts.models import Receipt
from api.store.base import table_of
from api.tips.models import Outcome
from api.tips.schemas import NewOutcome
from bot.intake import Channel
from tests.api.world import CODES, OFFICER, World, conversations, words
from tests.fakes import FakeClock, FakeDialogue, opens, sends

STORY = "Jag såg en röd Volvo ABC123 köra mot Nacka."
receipts = table_of(Receipt)
events = table_of(Event)


class Story:
    def __init__(self, world: World, clock: FakeClock) -> None:
        self.world = world
        self.clock = clock
        assert isinstance(world.dialogue, FakeDialogue)
        self.dialogue = world.dialogue

    # -- the reporter ------------------------------------------------------------------------------

    async def turn(self, text: str, sender: str = "anna", **more: Any) -> None:
        await self.world.say(text, sender, **more)
        await self.world.take_turns()

    async def session(self) -> str:
        """The token of a new web chat."""
        return (await self.world.sessions.open(None, None)).token

    async def sent(self, sender: str = "anna", text: str = STORY, **more: Any) -> tuple[str, str]:
        """Tell and send: the tip's id and the code."""
        self.dialogue.script = [opens(new=True), sends()]
        await self.turn(text, sender, **more)
        await self.world.press("/send", sender, **more) if more.get("channel") != Channel.WEBCHAT else (
            await self.world.say("skicka", sender, **more)
        )
        await self.world.take_turns()
        code = code_in((await self.replies(sender, **more))[-1])
        tip: str = (await self.world.all_tips())[-1]["id"]
        return tip, code

    async def replies(self, sender: str = "anna", channel: Channel = Channel.TELEGRAM) -> list[str]:
        """What was said, without the survey's question, which has tests of its own."""
        surveys = {words("utter_survey", language) for language in ("sv", "en")}
        return [text for text in await self.world.replies(sender, channel) if text not in surveys]

    async def comes_back(self, code: str, sender: str = "bo", channel: Channel = Channel.TELEGRAM) -> list[str]:
        """What somebody hears who writes the code on this account."""
        before = 0
        if await self.knows(sender, channel):
            before = len(await self.replies(sender, channel))
        await self.world.say(code, sender, channel=channel)
        return (await self.replies(sender, channel))[before:]

    async def knows(self, sender: str, channel: Channel) -> bool:
        from api.conversations.repository import find_by_sender

        return await self.world.store.read(lambda read: find_by_sender(read, channel, sender)) is not None

    # -- the desk ----------------------------------------------------------------------------------

    async def reply(self, tip: str, text: str = "Vilken färg hade taket?") -> dict[str, Any]:
        return await self.world.followup.reply(tip, text, OFFICER)

    async def close(self, tip: str, outcome: Outcome = Outcome.USED, *, tell: bool = True) -> dict[str, Any]:
        return await self.world.followup.close(tip, NewOutcome(outcome=outcome, tell_reporter=tell), OFFICER)

    async def tell_all(self, notice: str, *, dry_run: bool = False) -> Count:
        return await self.world.followup.tell_all(notice, Outcome.PERSON_FOUND, OFFICER, dry_run=dry_run)

    async def tip(self, tip: str) -> dict[str, Any]:
        return await self.world.tips.get(tip)

    async def set(self, sender: str = "anna", channel: Channel = Channel.TELEGRAM, **values: Any) -> None:
        row = await self.world.conversation(sender, channel)
        change = update(conversations).where(conversations.c.id == row.id).values(**values)
        await self.world.store.write(lambda write: write.connection.execute(change).rowcount)

    async def events(self) -> int:
        """How many times the desk was told that a tip changed."""
        (row,) = await self.world.rows(select(func.count()).select_from(events).where(events.c.type == "tip.updated"))
        return int(row[0])


def code_in(text: str) -> str:
    found = re.search(r"(?:Din kvittokod|Your receipt code): (.+)", text)
    assert found, "no code was said"
    assert CODES.read(found.group(1)).kind == "code"
    return found.group(1)


def has_code(text: str) -> bool:
    return re.search(r"(?:Din kvittokod|Your receipt code): [a-zåäö]", text) is not None
