"""Intake: the guard reads a message, then all that follows from it is ONE commit.

Message, verdict, the words on 112, the receipt and the growing tip are on disk together before
the channel is told "received". Nothing here waits for Rasa.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row
from sqlalchemy.exc import IntegrityError

from api import clock
from api.analysis.guard.verdict import Context, Level, Verdict
from api.attachments.staging import Staging
from api.conversations import repository, versions
from api.conversations.models import MessageState, Origin
from api.conversations.shapes import Said
from api.followup.returning import Returning
from api.intake import arriving
from api.intake.flood import Flood, Pace, joins_tip, replies
from api.intake.inflow import Inflow
from api.intake.ports import GuardReader, Signals
from api.intake.reading import ALARMED, Reading, adds_to, is_address, is_contact, quiet_time, sends
from api.intake.warning import warning
from api.media import offering
from api.receipts.codes import NO_CODE, Kind
from api.receipts.service import Receipts
from api.store.base import new_id
from api.store.sealing import Scope
from api.store.store import Store, Write
from api.surveys import asking as survey
from api.tips import growing
from api.tips import repository as tips
from api.wording import LANGUAGES, Wording
from bot.intake import Accepted, Inbound, InboundKind, UnknownPayloadError, UnknownSessionError

logger = logging.getLogger(__name__)

# An older tip of the same conversation is another matter.
SAME_MATTER = timedelta(hours=24)
EMERGENCY_YES, EMERGENCY_NO = "/emergency_yes", "/emergency_no"
TELLING_ENOUGH = 0.5
# From this score on a calm conversation before it changes nothing, so that the message need not be read again.
SURELY_ALARMING = 0.8
WORDS_TO_TELL = 3
ASKED_OFTEN_ENOUGH = 2
# A first question has the greeting behind it.
LOOKED_BACK = 3


@dataclass(slots=True)
class Growth:
    """What one message adds to a conversation, gathered while its commit is built."""

    seq: int
    values: dict[str, Any]


class IntakeService:
    """Accepts messages of every channel."""

    def __init__(
        self,
        store: Store,
        guard: GuardReader,
        wording: Wording,
        signals: Signals,
        rasa_ready: Callable[[], bool],
        detect_language: Callable[[str], str],
        inflow: Inflow,
        flood: Flood,
        receipts: Receipts,
        now: Callable[[], datetime] = clock.now,
        staging: Staging | None = None,
    ) -> None:
        self._store = store
        self._guard = guard
        self._wording = wording
        self._signals = signals
        self._rasa_ready = rasa_ready
        self._detect = detect_language
        self._inflow = inflow
        self._flood = flood
        self._receipts = receipts
        self._returning = Returning(wording)
        self._now = now
        self._staging = staging

    async def accept(self, inbound: Inbound) -> Accepted:
        """Store a message durably and answer what cannot wait.

        Raises `UnknownSessionError`, `UnknownPayloadError` and `FileGoneError` (web chat only).
        """
        reading = await self._read(inbound)
        try:
            return await self._store.write(lambda write: self._accept(write, reading))
        except IntegrityError:
            # Two deliveries of the same at once (PostgreSQL): the other one is on disk now.
            return await self._store.write(lambda write: self._accept(write, reading))

    async def _read(self, inbound: Inbound) -> Reading:
        """The message with the guard's verdict. A receipt code is taken out before anything else sees it."""
        claim = self._receipts.read(inbound.text) if inbound.kind is InboundKind.TEXT else NO_CODE
        if claim.kind is Kind.CODE:
            inbound = replace(inbound, text=claim.rest)
        verdict = None if claim.kind is Kind.CODE and claim.alone else self.verdict(inbound, Context())
        reading = Reading(inbound, verdict, language=self._language(inbound))
        # What sounds like danger is no mistyped code.
        if claim.kind is Kind.NONE or (claim.kind is Kind.BROKEN and reading.level in ALARMED):
            return reading
        # The words of a code are nobody's language.
        language = None if claim.alone or claim.kind is Kind.BROKEN else reading.language
        code = await self._receipts.check(claim, inbound.channel, inbound.sender)
        return replace(reading, code=code, language=language)

    def verdict(self, inbound: Inbound, context: Context) -> Verdict | None:
        """The guard's verdict on what was said; level `ask` when the guard itself fails."""
        if inbound.kind is InboundKind.PAYLOAD and inbound.payload in {EMERGENCY_YES, EMERGENCY_NO}:
            level = Level.CALL_112 if inbound.payload == EMERGENCY_YES else Level.NONE
            return Verdict(level, None, 1.0 if level is Level.CALL_112 else 0.0, 0.0)
        if not Reading(inbound, None).has_words:
            return None
        try:
            return self._guard.read(inbound.text or "", context)
        except Exception:  # noqa: BLE001  whatever broke it, a person may be in danger
            logger.error("the guard failed; the message is answered as level ask")
            return Verdict(Level.ASK, None, 0.5, 1.0)

    # -- inside the one commit -------------------------------------------------------------------

    def _accept(self, write: Write, reading: Reading) -> Accepted:
        inbound, at = reading.inbound, self._now()
        row = repository.find_by_sender(write, inbound.channel, inbound.sender)
        is_new = row is None
        if row is None or (row.expires_at is not None and row.expires_at < at):
            if inbound.channel == "webchat":
                raise UnknownSessionError
            language = inbound.language if inbound.language in {"sv", "en"} else reading.language or "sv"
            row = row or repository.add(write, inbound.channel, inbound.sender, language, inbound.notice, None)
        external = write.index("message", f"{inbound.channel}|{inbound.sender}|{inbound.external_id}")
        seen = repository.find_delivery(write, external)
        if seen is None and inbound.place is not None:
            seen = versions.seq_of_delivery(write, external)
        if seen is not None:
            return Accepted(seen, repeated=True)
        pace = self._flood.pace(row, at)
        placed = None if pace.aside else arriving.find_placed(write, inbound)
        if placed is not None:
            return self._change(write, row, placed, reading, external, at, pace)
        if inbound.kind is InboundKind.EDIT and not pace.aside:
            # What was changed never came, or has not come yet.
            kind = InboundKind.MEDIA if inbound.media else InboundKind.TEXT
            reading = replace(reading, inbound=replace(inbound, kind=kind))
        reading = self._with_context(write, self._with_title(write, reading, row), row, aside=pace.aside)
        reading, used = (reading, None) if pace.aside else self._with_answer(write, reading, row, at)
        message = self._keep(write, row, reading, external, at, aside=pace.aside)
        growth = Growth(row.last_seq + 1, {"last_heard_at": at, "unreachable_at": None, **pace.values})
        if pace.aside:
            self._set_aside(write, row, reading, message, at, growth, pace, is_new=is_new)
        else:
            self._take_in(write, row, reading, message, at, growth, is_new=is_new, used=used)
        repository.change(write, row.id, last_seq=growth.seq, **growth.values)
        return Accepted(row.last_seq + 1, repeated=False)

    def _take_in(
        self, write: Write, row: Row[Any], reading: Reading, message: str, at: datetime, growth: Growth,
        *, is_new: bool, used: str | None,
    ) -> None:  # fmt: skip
        """As nearly every message: a tip grows from it, it is answered and waits for its turn."""
        self._inflow.came()
        if row.last_heard_at is None:
            write.after_commit(lambda: self._flood.began(at))
        if reading.code is not None:
            row, code = self._returning.bind(write, row, reading.code, at, is_new=is_new)
            reading = replace(reading, code=code)
        self._grow_tip(write, row, reading, message, at, growth)
        self._answer(write, row, reading, at, growth, is_new=is_new, used=used)
        if reading.code is not None:
            growth.seq = self._returning.answer(write, row, reading.code, growth.seq, at)
        self._queue_turn(write, row, reading, at, growth)
        self._wake(write, row)

    def _set_aside(
        self, write: Write, row: Row[Any], reading: Reading, message: str, at: datetime, growth: Growth, pace: Pace,
        *, is_new: bool,
    ) -> None:  # fmt: skip
        """One of a flood: danger is answered and reported as ever, nobody else has to wait for the rest.

        A change of an earlier message is kept as one of its own: thousands of versions would be read again each time.
        """
        names, values = replies(row, reading, warning(reading, self._wording), pace, at, is_new=is_new)
        growth.values |= values
        say = self._sayer(write, row, at, growth, reading.language or row.language)
        for name in names:
            say(name)
        joins = joins_tip(reading, pace, answered=bool(names))
        if joins:
            self._grow_tip(write, row, reading, message, at, growth)
        if pace.notice is not None:
            tips.announce(write, "aside.begun", row.id, at)
        if names or joins or reading.inbound.media:
            self._wake(write, row)

    def _change(
        self, write: Write, row: Row[Any], known: Said, reading: Reading, external: bytes, at: datetime, pace: Pace
    ) -> Accepted:
        """The reporter changed what was said before, or a live place moved: a new version of the same message."""
        if arriving.is_the_same(known, reading.inbound):
            return Accepted(known.seq, repeated=True)
        growth = Growth(row.last_seq, {"last_heard_at": at, **pace.values})
        waits = arriving.change(write, known, reading, external, at)
        arriving.keep_files(write, known.id, arriving.new_files(write, known.id, reading.inbound), self._staging, at)
        mine = [tip for one in tips.of_message(write, known.id) if (tip := tips.find(write, one)) is not None]
        for tip in mine:
            growing.alarm(write, tip, reading.level, reading.kind, at)
        self._inflow.came()
        if not mine:
            self._grow_tip(write, row, reading, known.id, at, growth)
        # What was as alarming before was answered then; and no old message answers what was asked after it.
        if reading.level in ALARMED and growing.rises(reading.level, known.level or "none"):
            self._answer(write, row, reading, at, growth, is_new=False)
        if waits:
            self._queue_turn(write, row, reading, at, growth)
        repository.change(write, row.id, last_seq=growth.seq, **growth.values)
        self._wake(write, row)
        return Accepted(known.seq, repeated=False)

    def _with_title(self, write: Write, reading: Reading, row: Row[Any]) -> Reading:
        """What the pressed button said, so that the history reads like what the reporter saw.

        Raises `UnknownPayloadError` for one that no recent message offered (web chat only: on other
        channels old buttons stay on the screen for ever).
        """
        inbound = reading.inbound
        if inbound.kind is not InboundKind.PAYLOAD:
            return reading
        title = repository.offered(write, row.id).get(inbound.payload or "")
        if title is None and inbound.channel == "webchat":
            raise UnknownPayloadError
        if reading.survey is not None:
            title = self._wording.render_in_any("utter_survey_answered", row.language, row.channel).text
        return replace(reading, title=title)

    def _with_context(self, write: Write, reading: Reading, row: Row[Any], *, aside: bool) -> Reading:
        """Read again, if the conversation changes what the words mean."""
        if reading.verdict is None or not reading.has_words:
            return reading
        if row.asked is not None and not row.ask_open and row.last_level not in ALARMED and sends(reading.text):
            # "Skicka!" may be a cry for help, but not as an answer to a question of the form.
            return replace(reading, verdict=Verdict(Level.NONE, None, 0.0, 0.0))
        # Only what was told calmly says anything of what follows; a greeting does not.
        calm_so_far = row.last_level == Level.NONE and row.tip is not None
        doubtful = reading.level in ALARMED and reading.verdict.score < SURELY_ALARMING
        if not row.ask_open and row.last_level not in ALARMED and not (calm_so_far and doubtful):
            return reading
        if calm_so_far and is_address(reading, row.asked):
            return replace(reading, verdict=Verdict(Level.NONE, None, reading.verdict.score, reading.verdict.telling))
        knows = row.last_level in ALARMED or calm_so_far
        context = Context(row.ask_open, (Level(row.last_level),) if knows else ())
        known = replace(reading, verdict=self.verdict(reading.inbound, context), answers_ask=row.ask_open)
        evades = row.ask_open and known.level == Level.ASK and reading.level == Level.NONE
        # Who tells on calmly instead of answering has read when to ring 112; asking for ever would only stop the telling.
        if evades and (
            aside or repository.times_offered(write, row.id, EMERGENCY_YES, LOOKED_BACK) >= ASKED_OFTEN_ENOUGH
        ):
            return reading
        return known

    def _with_answer(self, write: Write, reading: Reading, row: Row[Any], at: datetime) -> tuple[Reading, str | None]:
        """What a yes to "is that when and where it was" answers; and what is said to it."""
        if reading.inbound.kind is not InboundKind.PAYLOAD or reading.inbound.payload not in {
            offering.YES,
            offering.NO,
        }:
            return reading, None
        yes = reading.inbound.payload == offering.YES
        answered = offering.answer(write, row, at, yes=yes)
        if answered is None:
            return reading, "utter_unknown_button"
        return replace(reading, answers=answered), "utter_media_data_yes" if yes else "utter_media_data_no"

    def _keep(
        self, write: Write, row: Row[Any], reading: Reading, external: bytes, at: datetime, *, aside: bool
    ) -> str:
        inbound = reading.inbound
        message = new_id()
        contact = is_contact(reading, row.asked)
        write.new_record(message, Scope.WHO if contact else Scope.WHAT)
        values = {
            "id": message, "conversation": row.id, "seq": row.last_seq + 1, "origin": Origin.REPORTER,
            "external": external, "sealed": write.seal(message, "body", reading.stored(at)), "attempts": 0,
            "contact": contact, "aside": aside,
            "state": MessageState.WAITING if reading.wants_turn and not aside else MessageState.DONE,
            "level": reading.level if reading.has_words else None, "place": None if aside and inbound.kind is InboundKind.EDIT else arriving.place_index(write, inbound),
        }  # fmt: skip
        write.connection.execute(repository.ADD_MESSAGE, values)
        arriving.keep_files(write, message, inbound, self._staging, at)
        return message

    def _grow_tip(
        self, write: Write, row: Row[Any], reading: Reading, message: str, at: datetime, growth: Growth
    ) -> None:
        """A tip exists from the first telling message, and from any alarming one."""
        if reading.only_returns:
            return
        tip = tips.find(write, row.tip) if row.tip else None
        fresh = row.last_heard_at is not None and at - row.last_heard_at < SAME_MATTER
        if adds_to(row, reading, fresh=fresh) and tip is not None:
            self._add_to(write, tip, reading, message, at)
            return
        if not growing.is_open(tip) or (row.told and not fresh):
            tip = None
        alarming = reading.level in ALARMED
        tells = reading.brings_something or reading.has_words
        if tip is None and not alarming and not reading.brings_something and reading.telling < TELLING_ENOUGH:
            return
        if not tells and not alarming:
            return
        if tip is None:
            language = reading.language or row.language
            started = growing.begin(write, row, at, reading.level, reading.kind, language)
            growth.values |= {"tip": started, "told": False}
            tips.link(write, started, [message])
            return
        if alarming:
            growing.alarm(write, tip, reading.level, reading.kind, at)
        tips.link(write, tip.id, [message])

    def _add_to(self, write: Write, tip: Row[Any], reading: Reading, message: str, at: datetime) -> None:
        """What answers an officer, or is written by who came back, belongs to that tip, whatever its words."""
        if reading.inbound.kind is InboundKind.PAYLOAD:
            return
        if reading.level in ALARMED:
            growing.alarm(write, tip, reading.level, reading.kind, at)
        tips.link(write, tip.id, [message])
        tips.announce(write, "tip.updated", tip.id, at)

    def _answer(
        self,
        write: Write,
        row: Row[Any],
        reading: Reading,
        at: datetime,
        growth: Growth,
        *,
        is_new: bool,
        used: str | None = None,
    ) -> None:
        """The app's own words: 112 first of all, then the first words, then the receipt."""
        language = reading.language or row.language
        say = self._sayer(write, row, at, growth, language)
        growth.values["ask_open"] = row.ask_open
        if reading.verdict is not None:
            growth.values["last_level"] = reading.level
        if words := warning(reading, self._wording):
            say(words)
            growth.values["ask_open"] = reading.level == Level.ASK
        elif row.ask_open and reading.verdict is not None:
            if reading.answers_ask or reading.inbound.kind is InboundKind.PAYLOAD:
                say("utter_emergency_denied")
            growth.values["ask_open"] = False
        if is_new or reading.inbound.kind is InboundKind.START:
            say("utter_greeting")
        if reading.inbound.kind is InboundKind.UNSUPPORTED:
            say("utter_unsupported")
        if reading.survey is not None:
            if row.survey_open:
                survey.count(write, reading.survey, row.channel, row.language, at)
            growth.values["survey_open"] = False
            say("utter_survey_thanks")
        if used is not None:
            say(used)
            return
        if not reading.has_words and reading.brings_something:
            return  # the turn says that it arrived, once for all that came together
        if reading.wants_turn and not self._rasa_ready() and not row.excused and reading.level not in ALARMED:
            say("utter_received")
            growth.values["excused"] = True

    def _sayer(self, write: Write, row: Row[Any], at: datetime, growth: Growth, language: str) -> Callable[[str], None]:
        def say(name: str) -> None:
            growth.seq += 1
            repository.say(
                write, row, growth.seq, self._wording.render_in_any(name, language, row.channel), at, response=name
            )

        return say

    def _queue_turn(self, write: Write, row: Row[Any], reading: Reading, at: datetime, growth: Growth) -> None:
        if not reading.wants_turn:
            return
        growth.values["pending"] = row.pending + 1
        if row.pending == 0:
            growth.values["oldest_at"] = at
        growth.values["not_before"] = at + timedelta(seconds=quiet_time(reading, row.asked))

    def _wake(self, write: Write, row: Row[Any]) -> None:
        def wake() -> None:
            self._signals.conversation(row.id)
            self._signals.work()
            self._signals.events()
            self._signals.files()
            if row.channel != "webchat":
                self._signals.outbox(row.channel)

        write.after_commit(wake)

    def _language(self, inbound: Inbound) -> str | None:
        """The language of what was said, where there are enough words to tell."""
        text = inbound.text or ""
        if not Reading(inbound, None).has_words:
            return None
        try:
            language = self._detect(text)
            # "Help fire" may be either in a Swedish conversation; one word is enough to know Finnish by.
            return None if language in LANGUAGES and len(text.split()) < WORDS_TO_TELL else language
        except Exception:  # noqa: BLE001  a message must not be lost for want of its language
            logger.error("the language of a message was not found out")
            return None
