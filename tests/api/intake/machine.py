"""What happens to a life at random: rules for reporters, processes, turns and delivery."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from api.rasa.client import RasaFailedError, RasaUnavailableError
from bot.intake import Channel, InboundKind, UnknownPayloadError
from tests.api.intake.brittle import Fault, Moment
from tests.api.intake.life import Life
from tests.api.intake.model import Sent
from tests.api.intake.stand_ins import FIRE, SEND, WORRY

PAYLOADS = ("/emergency_yes", "/emergency_no", "/skip")
# Beyond so many a turn is given up, as it should be; that is another test.
MOST_BROKEN_TURNS = 6

reporters = st.integers(0, 2)
faults = st.builds(Fault, st.sampled_from(Moment), st.integers(0, 14), st.integers(0, 1))
outcomes = st.lists(
    st.sampled_from(["delivered", "delivered", "later", "crash", "unreachable"]), min_size=3, max_size=3
)


class Machine(Life):
    """Driven by Hypothesis, held against the reference model after every step."""

    @rule()
    def starts_again(self) -> None:
        self.start_again()

    @rule(seconds=st.sampled_from([1, 5, 20, 61, 600]))
    def time_passes(self, seconds: int) -> None:
        self.clock.advance(seconds)

    @rule(who=reporters, text=st.sampled_from(["Jag såg en bil", "och så", FIRE, WORRY]))
    def says(self, who: int, text: str) -> None:
        async def say() -> None:
            reporter, sent = self.reporters[who], self.new(text)
            await self.catch_up(reporter)
            await self.accept(reporter, sent)
            if text == FIRE:
                await self.was_warned(reporter)

        self.run(say())

    @rule(who=reporters)
    def writes_too_fast(self, who: int) -> None:
        async def pour() -> None:
            await self.catch_up(self.reporters[who])
            for _ in range(25):
                await self.accept(self.reporters[who], self.new("rad"))

        self.run(pour())

    @rule(who=reporters, chosen=st.integers(0, 10_000), times=st.integers(1, 3))
    def changes_what_was_said(self, who: int, chosen: int, times: int) -> None:
        async def change() -> None:
            reporter = self.reporters[who]
            await self.catch_up(reporter)
            texts = [sent for sent in reporter.told.values() if sent.kind is InboundKind.TEXT]
            if not texts:
                return
            change = await self.changed(reporter, texts[chosen % len(texts)])
            for _ in range(times):
                await self.accept(reporter, change)

        self.run(change())

    @rule(who=reporters, chosen=st.integers(0, 10_000), fault=faults)
    def dies_while_changing(self, who: int, chosen: int, fault: Fault) -> None:
        reporter = self.reporters[who]
        self.run(self.catch_up(reporter))
        texts = [sent for sent in reporter.told.values() if sent.kind is InboundKind.TEXT]
        if texts:
            change = self.run(self.changed(reporter, texts[chosen % len(texts)]))
            reporter.unacknowledged.append(change)
            self.dies(self.accept(reporter, change), replace(fault, spared=0))

    @rule(who=reporters, payload=st.sampled_from(PAYLOADS))
    def presses(self, who: int, payload: str) -> None:
        async def press() -> None:
            reporter = self.reporters[who]
            await self.catch_up(reporter)
            sent = Sent(f"m{next(self.numbers)}", InboundKind.PAYLOAD, payload=payload)
            if reporter.channel is Channel.WEBCHAT and payload not in await self.offered(reporter):
                try:
                    await self.accept(reporter, sent)
                except UnknownPayloadError:
                    return
                raise AssertionError("a button that was never shown could be pressed")
            await self.accept(reporter, sent)

        self.run(press())

    @rule(who=reporters, chosen=st.integers(0, 10_000), times=st.integers(1, 3))
    def is_delivered_again(self, who: int, chosen: int, times: int) -> None:
        reporter = self.reporters[who]
        told = list(reporter.told.values())
        for _ in range(times if told else 0):
            self.run(self.accept(reporter, told[chosen % len(told)]))

    @rule(who=reporters, count=st.integers(2, 4), chance=st.randoms(use_true_random=False))
    def come_in_another_order_and_doubled(self, who: int, count: int, chance: Any) -> None:
        async def deliver() -> None:
            reporter = self.reporters[who]
            await self.catch_up(reporter)
            coming = [self.new("i oordning") for _ in range(count)] * 2
            chance.shuffle(coming)
            for sent in coming:
                await self.accept(reporter, sent)

        self.run(deliver())

    @rule(who=reporters, fault=faults)
    def dies_while_storing(self, who: int, fault: Fault) -> None:
        reporter, sent = self.reporters[who], self.new("Jag såg en bil")
        self.run(self.catch_up(reporter))
        reporter.unacknowledged.append(sent)
        self.dies(self.accept(reporter, sent), replace(fault, spared=0))

    @rule()
    def takes_a_turn(self) -> None:
        self.clock.advance(1)
        self.run(self.watched(self.world.turns.take()))

    @precondition(lambda self: self.broken_turns < MOST_BROKEN_TURNS)
    @rule(mood=st.sampled_from([RasaUnavailableError, RasaFailedError]))
    def rasa_does_not_answer(self, mood: type[Exception]) -> None:
        self.broken_turns += 1
        self.clock.advance(1)
        self.dialogue.mood = mood()
        self.run(self.watched(self.world.turns.take()))
        self.dialogue.mood = None

    @precondition(lambda self: self.broken_turns < MOST_BROKEN_TURNS)
    @rule(fault=faults)
    def dies_in_a_turn(self, fault: Fault) -> None:
        self.broken_turns += 1
        self.clock.advance(1)
        self.dies(self.watched(self.world.turns.take()), fault)

    @precondition(lambda self: self.broken_turns < MOST_BROKEN_TURNS)
    @rule(who=reporters, says=st.integers(0, 3), slow=st.booleans())
    def a_turn_takes_long(self, who: int, says: int, slow: bool) -> None:
        """Meanwhile its reporter may say more, and its lease run out, so that another process takes it over."""
        self.broken_turns += 1
        self.clock.advance(1)
        self.run(self.long_turn(self.reporters[who], says=says, slow=slow))

    @rule(who=reporters)
    def sends_the_tip(self, who: int) -> None:
        """The end of a matter; what comes after is another."""

        async def end() -> None:
            reporter, sent = self.reporters[who], self.new(SEND)
            await self.catch_up(reporter)
            await self.accept(reporter, self.new("Det är allt"))
            await self.take_all()
            if (await self.world.conversation(reporter.sender, reporter.channel)).told:
                return  # what began the next matter was set aside
            await self.accept(reporter, sent)
            await self.take_all()
            if (await self.world.conversation(reporter.sender, reporter.channel)).told:
                reporter.matter += 1

        self.run(end())

    @rule(channel=st.sampled_from([Channel.TELEGRAM, Channel.MESSENGER]), how=outcomes, fault=faults)
    def delivers(self, channel: Channel, how: list[str], fault: Fault) -> None:
        self.run(self.deliver(channel, how, fault))
        if self.store.dead:
            self.start_again()

    @invariant()
    def what_was_acknowledged_is_there_once_and_in_its_place(self) -> None:
        for reporter in self.reporters:
            history = self.run(self.history(reporter))
            assert [one.seq for one in history] == list(range(1, len(history) + 1)), "numbers have a gap"
            by_seq = {one.seq: one for one in history if one.origin == "reporter"}
            for seq, sent in reporter.told.items():
                assert seq in by_seq, "an acknowledged message is lost"
                assert by_seq[seq].payload == sent.payload
                assert sent.text is None or by_seq[seq].text in reporter.texts(seq), "a change is lost"
                waits = any(one.place == sent.place for one in reporter.unacknowledged)
                versions = len(reporter.changes[seq])
                assert versions <= by_seq[seq].versions <= versions + waits, "a change was kept twice, or not at all"
            others = [one.text for seq, one in by_seq.items() if seq not in reporter.told]
            assert set(others) <= {sent.text for sent in reporter.unacknowledged}, "a message came from nowhere"
            assert len(others) == len(set(others)), "a message is there twice"
