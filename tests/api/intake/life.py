"""One life of intake, turns and delivery over a real store, and what must hold of it at its end."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections import defaultdict
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine
from sqlalchemy import Row, select

from api.conversations import repository
from api.conversations.shapes import Said
from api.intake.flood import SAME_WORDS
from api.store.store import Read
from api.turns.repository import LEASE
from bot.intake import Channel, Failure, Inbound, InboundKind
from tests.api.intake.brittle import BrittleStore, CrashedError, Fault, Moment
from tests.api.intake.model import Phone, Reporter, Sent
from tests.api.intake.stand_ins import Dialogue, Guard
from tests.api.world import World, links, messages, outbox, words
from tests.fakes import FakeClock
from tests.places import Place

# What only a finished turn says.
TURN_REPLIES = {"utter_ask_where", "utter_ask_when", "utter_tip_sent"}


class Life(RuleBasedStateMachine):
    """`new_place` is set by the test: a fresh, empty store for each run."""

    new_place: Callable[[], Place]

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.clock = FakeClock()
        self.dialogue = Dialogue()
        self.place = type(self).new_place()
        self.numbers = itertools.count(1)
        self.phone = Phone()
        self.under_way: dict[str, tuple[str, Any]] = {}
        self.broken_turns = 0
        self.open()
        token = self.run(self.world.sessions.open("sv", None)).token
        accounts = ("anna", Channel.TELEGRAM), ("bo", Channel.MESSENGER), (token, Channel.WEBCHAT)
        self.reporters = [Reporter(sender, channel) for sender, channel in accounts]

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(work)

    def open(self) -> None:
        """A process of the app begins on what the last one left."""
        self.store = BrittleStore(self.place.url, self.place.keys_url, self.place.roots)
        self.world = World(self.store, self.clock, self.dialogue, guard=Guard())

    def start_again(self) -> None:
        self.store.close()
        self.open()

    # -- what reporters and their channels do ----------------------------------------------------

    def new(self, text: str) -> Sent:
        number = next(self.numbers)
        return Sent(f"m{number}", InboundKind.TEXT, text=f"{text} nummer {number}", place=f"p{number}")

    async def changed(self, reporter: Reporter, sent: Sent) -> Sent:
        """A change of it. What was set aside has no matter: it joins whatever tip is open when it is changed."""
        number, (seq,) = next(self.numbers), reporter.places(sent)
        conversation = (await self.world.conversation(reporter.sender, reporter.channel)).id
        here = messages.c.conversation == conversation, messages.c.seq == seq
        if (await self.world.rows(select(messages.c.aside).where(*here)))[0].aside:
            reporter.matters.pop(seq, None)
        return Sent(f"m{number}", InboundKind.EDIT, text=f"Ändrat nummer {number}", place=sent.place)

    async def accept(self, reporter: Reporter, sent: Sent) -> None:
        """One delivery of it, and what the model says to the acknowledgement."""
        # No two at one instant: whose turn comes first would be for random ids to say, and no run could be repeated.
        self.clock.advance(0.001)
        inbound = Inbound(
            reporter.channel, sent.external, reporter.sender, sent.kind, self.clock(), text=sent.text, payload=sent.payload, place=sent.place,
        )  # fmt: skip
        accepted = await self.world.intake.accept(inbound)
        known = reporter.places(sent)
        if known:
            assert (accepted.seq, accepted.repeated) == (known[0], True), "a repeated delivery was taken for a new one"
        else:
            assert not accepted.repeated or sent in reporter.unacknowledged, (
                "a new message was taken for a repeated one"
            )
            reporter.acknowledge(sent, accepted.seq)
        if sent in reporter.unacknowledged:
            reporter.unacknowledged.remove(sent)

    async def catch_up(self, reporter: Reporter) -> None:
        """The channel delivers once more what was never acknowledged; only then what is new."""
        for sent in list(reporter.unacknowledged):
            await self.accept(reporter, sent)

    async def was_warned(self, reporter: Reporter) -> None:
        warning = words("utter_call_112_fire", channel=str(reporter.channel))
        said = [one.at for one in await self.world.history(reporter.sender, reporter.channel) if one.text == warning]
        assert said and self.clock() - said[-1] < SAME_WORDS, "an emergency was not answered with 112"

    async def offered(self, reporter: Reporter) -> set[str]:
        told = [one for one in await self.world.history(reporter.sender, reporter.channel) if one.origin != "reporter"]
        return {payload for one in told[-20:] for _, payload in one.buttons}

    def dies(self, work: Coroutine[Any, Any, Any], fault: Fault) -> None:
        self.store.fault = fault
        with contextlib.suppress(CrashedError):
            self.run(work)
        self.start_again()

    # -- turns -----------------------------------------------------------------------------------

    async def waiting(self) -> dict[str, dict[str, int]]:
        """The seq of each waiting message, by conversation."""
        rows = await self.world.rows(select(messages).where(messages.c.state == "waiting"))
        found: dict[str, dict[str, int]] = defaultdict(dict)
        for row in rows:
            found[row.conversation][row.id] = row.seq
        return found

    async def replies(self) -> dict[str, int]:
        """How many replies of turns each conversation has."""
        rows = await self.world.rows(select(messages).where(messages.c.origin == "bot"))
        found: dict[str, int] = defaultdict(int)

        def count(read: Read) -> None:
            read.prefetch(row.id for row in rows)
            for row in rows:
                body = repository.body_of(read, row.id, row.sealed)
                found[row.conversation] += body.get("response") in TURN_REPLIES

        await self.store.read(count)
        return found

    async def watched(self, work: Awaitable[Any]) -> None:
        """Whatever `work` does: the first messages are settled first, and one reply follows them at most."""
        waited, replied = await self.waiting(), await self.replies()
        try:
            await work
        finally:
            left, now = await self.waiting(), await self.replies()
            for conversation in set(waited) | set(now):
                settled = set(waited[conversation].values()) - set(left[conversation].values())
                remaining = [seq for seq in left[conversation].values() if seq in waited[conversation].values()]
                assert max(settled, default=0) < min(remaining, default=10**9), "a turn overtook an earlier message"
                assert now[conversation] - replied[conversation] <= bool(settled), "a turn was answered twice"

    async def long_turn(self, reporter: Reporter, *, says: int, slow: bool) -> None:
        """A turn that is held at Rasa while its reporter says more, each time that it starts over."""
        held = self.dialogue.hold()
        turn = asyncio.create_task(self.world.turns.take())
        await self.dialogue.reached_by(turn)
        for _ in range(says):
            await self.catch_up(reporter)
            await self.accept(reporter, self.new("Jag såg en bil"))
            held, before = self.dialogue.hold(), held
            before.set()
            await self.dialogue.reached_by(turn)
        self.dialogue.held = None
        if slow:
            self.clock.advance(LEASE.total_seconds() + 1)
            other = World(self.store, self.clock, self.dialogue, guard=Guard())
            await self.watched(other.turns.take())
        held.set()
        await self.watched(turn)

    async def take_all(self) -> None:
        """Every turn, however long it has to be waited for."""
        while await self.waiting():
            self.clock.advance(LEASE.total_seconds() + 1)
            await self.watched(self.world.turns.take())

    async def deliver(self, channel: Channel, how: list[str], fault: Fault) -> int:
        coming = await self.world.delivery.outgoing(channel, 0.0)
        assert len({one.recipient for one in coming}) == len(coming), "two messages of a conversation are under way"
        for one, outcome in zip(coming, itertools.cycle(how)):
            before, until = self.under_way.get(one.recipient, (one.id, self.clock()))
            assert before == one.id or until <= self.clock(), "a message overtook one that is under way"
            self.under_way.pop(one.recipient, None)
            if outcome == "later":
                await self.world.delivery.failed(one.id, Failure.LATER, 1.0)
            elif outcome == "unreachable":
                self.phone.dead.add(one.id)
                self.phone.texts[one.id] = one.text
                await self.world.delivery.failed(one.id, Failure.UNREACHABLE)
            else:
                self.phone.show(one.recipient, one.id, one.text)
                if outcome == "crash":
                    self.phone.crashed[one.id] += 1
                    self.store.fault = replace(fault, spared=0)
                    if fault.moment is not Moment.COMMITTED:
                        self.under_way[one.recipient] = (one.id, self.clock() + timedelta(seconds=60))
                try:
                    await self.world.delivery.delivered(one.id)
                except CrashedError:
                    break
        return len(coming)

    # -- what must hold --------------------------------------------------------------------------

    async def history(self, reporter: Reporter) -> list[Said]:
        row = await self.store.read(lambda read: repository.find_by_sender(read, reporter.channel, reporter.sender))
        if row is None:
            return []
        return await self.store.read(lambda read: repository.history(read, row.id, 0, limit=100_000))

    def teardown(self) -> None:
        try:
            self.run(self.finish())
        finally:
            self.store.close()
            self.runner.close()

    async def finish(self) -> None:
        """Let everything that waits come to its end, and look at the whole."""
        for reporter in self.reporters:
            await self.catch_up(reporter)
        await self.take_all()
        for channel in (Channel.TELEGRAM, Channel.MESSENGER):
            while await self.world.rows(select(outbox).where(outbox.c.channel == channel, outbox.c.state == "due")):
                self.clock.advance(61)
                await self.deliver(channel, ["delivered"], Fault(Moment.COMMITTED))
        self.phone_showed_all(await self.shown_by_reporter())
        await self.every_matter_is_one_tip()

    async def shown_by_reporter(self) -> dict[str, list[str]]:
        """What each reporter was told, in order."""
        called = [one for one in self.reporters if one.channel is not Channel.WEBCHAT]
        return {
            one.sender: [said.text for said in await self.history(one) if said.origin != "reporter"] for one in called
        }

    def phone_showed_all(self, told: dict[str, list[str]]) -> None:
        for recipient, texts in told.items():
            once = self.phone.once(recipient)
            if not self.phone.dead:
                assert once == texts, "replies came in another order, or not at all"
            left = iter(texts)
            assert all(text in left for text in once), "replies came in another order"
        lost = sum(map(len, told.values())) - sum(len(self.phone.once(one)) for one in told)
        assert lost <= len(self.phone.dead), "a reply was never delivered"
        assert self.phone.doubled() <= self.phone.crashed, "a reply was doubled without a crash"

    async def every_matter_is_one_tip(self) -> None:
        joined = select(messages, links.c.tip).outerjoin(links, links.c.message == messages.c.id)
        for reporter in self.reporters:
            told = await self.history(reporter)
            if not told:
                continue
            conversation = (await self.world.conversation(reporter.sender, reporter.channel)).id
            rows = await self.world.rows(joined.where(messages.c.conversation == conversation))
            self.has_its_tips(reporter, {one.seq: one for one in told}, rows)

    def has_its_tips(self, reporter: Reporter, told: dict[int, Said], rows: list[Row[Any]]) -> None:
        tips: dict[int, set[str]] = defaultdict(set)
        for row in rows:
            if row.origin != "reporter":
                continue
            assert row.state == "done", "a message was given up"
            alarming = row.level in {"call_112", "ask"} or told[row.seq].payload == "/emergency_yes"
            if row.aside and not alarming:
                assert row.tip is None, "a tip grew from a flood alone"
            elif row.seq in reporter.matters and not row.aside:
                # What alarms in a flood joins the tip that is open then: no turn tells whether it is another matter.
                assert row.tip is not None, "a message is in no tip"
                tips[row.seq].add(row.tip)
        by_matter: dict[int, set[str]] = defaultdict(set)
        for seq, matter in reporter.matters.items():
            assert len(tips[seq]) <= 1, "a message is in two tips"
            by_matter[matter] |= tips[seq]
        assert all(len(found) <= 1 for found in by_matter.values()), "a matter is in two tips"
        distinct = [tip for found in by_matter.values() for tip in found]
        assert len(distinct) == len(set(distinct)), "two matters are in one tip"
