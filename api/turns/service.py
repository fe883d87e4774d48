"""Taking one turn: claim, analyse, ask Rasa outside every transaction, finish under the fence."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Protocol

from api import clock
from api.analysis.findings import Findings
from api.conversations.shapes import Draft, Said
from api.pages.answering import Answers
from api.rasa.client import RasaFailedError, RasaUnavailableError, TurnAnswer, Understood
from api.receipts.service import Receipts
from api.signals import Signals
from api.store.base import new_id
from api.store.store import Store, Write
from api.turns import repository, things
from api.turns.finish import Finisher, Outcome, backoff
from api.turns.following import as_addition, may_need_code
from api.turns.languages import named_language
from api.turns.reading import Analyse, Heard, hear
from api.turns.repository import LeaseLostError, Work
from api.wording import Wording

logger = logging.getLogger(__name__)

# While Rasa is away its waiting turns are looked at this often; its return wakes them at once.
RASA_AWAY = timedelta(seconds=10)
# When it did not answer one turn, no other one waits the whole deadline for the same: not for this long.
LEFT_ALONE = timedelta(seconds=2)
MOST_ATTEMPTS = 8
# Taken so often without an end, it may be what ends the process each time: it is not even read again.
MOST_CUTS = 20
# Messages keep coming while a turn is worked on: how often it may start over to answer them as one.
MOST_STARTS = 3


class Dialogue(Protocol):
    """Rasa, as a turn needs it."""

    async def turn(
        self, text: str, draft: Draft, telling: float, intent: str | None = None, slots: dict[str, Any] | None = None
    ) -> TurnAnswer: ...


class TurnService:
    """Takes turns; any number of workers may do so at once."""

    def __init__(
        self,
        store: Store,
        dialogue: Dialogue,
        analyse: Callable[[str, datetime], Findings],
        wording: Wording,
        answers: Answers,
        signals: Signals,
        rasa_ready: Callable[[], bool],
        receipts: Receipts,
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        self._store = store
        self._dialogue = dialogue
        self._analyse = analyse
        self._wording = wording
        self._answers = answers
        self._signals = signals
        self._rasa_ready = rasa_ready
        self._receipts = receipts
        self._now = now
        self._owner = new_id()
        self._left_alone_until: datetime | None = None

    async def take(self) -> bool:
        """Take the turn that has waited longest. False when none is ready."""
        owner = f"{self._owner[:12]}{new_id()[:12]}"
        for start in range(MOST_STARTS):
            work = await self._store.write(lambda write: repository.claim(write, owner, self._now()))
            if work is None:
                return start > 0
            if not await self._take(work, last_start=start == MOST_STARTS - 1):
                return True
        return True

    async def _take(self, work: Work, *, last_start: bool) -> bool:
        """True when the turn should start over, with what was said meanwhile."""
        cut = work.attempts > MOST_CUTS
        analyse: Analyse = nothing_found if cut else self._analyse_said
        heard = await asyncio.to_thread(hear, work.said, analyse)
        try:
            if cut:
                raise RasaFailedError
            outcome = await self._answered(work, heard, last_start=last_start)
        except LeaseLostError:
            return False
        except RasaUnavailableError:
            outcome = await self._unanswered(work, heard, failed=False)
        except Exception as error:
            if not isinstance(error, RasaFailedError):
                logger.error("a turn could not be finished", exc_info=error)
            outcome = await self._unanswered(work, heard, failed=True)
        if outcome is None:
            return True
        if outcome.said:
            self._signals.conversation(outcome.conversation)
            self._signals.outbox(outcome.channel)
        self._signals.events()
        return False

    def _analyse_said(self, said: Said) -> Findings:
        try:
            return self._analyse(said.text, said.sent_at)
        except Exception as error:
            logger.error("the analysis failed on a message; its fields stay empty", exc_info=error)
            return Findings(language="sv")

    async def _answered(self, work: Work, heard: Heard, *, last_start: bool) -> Outcome | None:
        draft = things.known_beside(work.draft, heard)
        answer = things.answer_alone(heard, draft) or await self._asked(work, heard, draft)
        answer = as_addition(work, answer)
        # Its hash takes longer than a write may.
        receipt = await self._receipts.new_for(work.conversation.tip) if may_need_code(work, answer) else None

        def finish(write: Write) -> Outcome | None:
            finisher = Finisher(write, work, heard, self._wording, self._answers, self._now(), receipt)
            if not last_start and finisher.more_waits:
                repository.uncounted(write, work)
                return None
            return finisher.finish(answer, muted=heard.ends_in_danger or finisher.danger_is_asked)

        return await self._store.write(finish)

    async def _asked(self, work: Work, heard: Heard, draft: Draft) -> TurnAnswer:
        if not self._rasa_ready() or self._is_left_alone:
            raise RasaUnavailableError
        try:
            return things.with_acknowledgement(await self._ask(work, heard, draft), heard, draft)
        except RasaUnavailableError:
            self._left_alone_until = self._now() + LEFT_ALONE
            raise

    @property
    def _is_left_alone(self) -> bool:
        return self._left_alone_until is not None and self._now() < self._left_alone_until

    async def _ask(self, work: Work, heard: Heard, draft: Draft) -> TurnAnswer:
        if not heard.text.strip() and heard.intent is None:
            return TurnAnswer(Understood(None, 0.0), (("utter_ask_what", {}),), (), draft)
        slots = {
            "findings": heard.findings_for_dialogue,
            "reply_language": work.conversation.language,
            "named_language": named_language(heard.text),
        }
        return await self._dialogue.turn(heard.text, draft, heard.telling, heard.intent, slots)

    async def _unanswered(self, work: Work, heard: Heard, *, failed: bool) -> Outcome:
        """Say that it is kept, and come back; after too many failures a person takes over."""
        too_often = failed and work.attempts >= MOST_ATTEMPTS
        retry_at = self._now() + (backoff(work.attempts) if failed else RASA_AWAY)

        def end(write: Write) -> Outcome:
            finisher = Finisher(write, work, heard, self._wording, self._answers, self._now())
            if too_often:
                return finisher.give_up()
            if not failed:
                repository.uncounted(write, work)
            return finisher.excuse(retry_at)

        def only_go_on(write: Write) -> Outcome:
            finisher = Finisher(write, work, heard, self._wording, self._answers, self._now())
            return finisher.bury() if too_often else finisher.postpone(retry_at)

        try:
            return await self._store.write(end)
        except LeaseLostError:
            return Outcome(work.conversation.id, work.conversation.channel, said=False)
        except Exception as error:
            logger.error("a turn could not even be excused", exc_info=error)
            return await self._store.write(only_go_on)


def nothing_found(said: Said) -> Findings:
    return Findings(language="sv")
