"""The end of a turn: one transaction under the fence applies the changes and writes the replies."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from api.clock import iso
from api.conversations import repository
from api.conversations.models import MessageState
from api.pages.answering import Answers
from api.rasa.client import TurnAnswer
from api.receipts.service import NewReceipt
from api.replies.handing import ADDING
from api.store.store import Write
from api.surveys import asking as survey
from api.tips import growing
from api.tips import repository as tips
from api.tips.shapes import Body
from api.tips.summary import value_in_words
from api.turns.deleting import delete_told
from api.turns.following import Following, adds, is_addition
from api.turns.reading import TELLING_ENOUGH, Heard, has_words
from api.turns.repository import Work, under_fence
from api.turns.rereading import reread
from api.turns.things import RECEIVED, acknowledgement
from api.unanswered import keeping as unanswered
from api.vault import contacts
from api.wording import LANGUAGES, Wording, Words

POSITION = {"latitude", "longitude"}
FIELDS_OF = {"when": {"time_start", "time_end"}, "where": {"place", "area", *POSITION}, "basis": {"basis"}}
BASIS_ANSWERS = {"seen", "heard_from_other", "own_loss"}
# As sure as this, and with nothing found in it, a question that looked like a tip is none.
SURE_IT_IS_NONE = 0.8
# A furious complaint may tell of a third burglary.
TELLS_SURELY = 0.85
WORDS_TO_TELL, WORDS_TO_TELL_BY_AN_ANSWER = 4, 8
# The buttons below it are the answers to it: no other question stands beside it.
SAID_ALONE = {"utter_delete"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a finished turn left behind, for those who watch."""

    conversation: str
    channel: str
    said: bool


class Finisher:
    """Applies one turn. Built anew for each, inside its transaction."""

    def __init__(
        self,
        write: Write,
        work: Work,
        heard: Heard,
        wording: Wording,
        answers: Answers,
        at: datetime,
        receipt: NewReceipt | None = None,
    ) -> None:
        self._write = write
        self._work = work
        self._heard = heard
        self._wording = wording
        self._answers = answers
        self._at = at
        self._row: Row[Any] = under_fence(write, work)
        tip = tips.find(write, self._row.tip) if self._row.tip else None
        # What is told after a tip was closed is a tip of its own: the closed one is nobody's to read any more.
        # Who answers an officer adds to it all the same.
        self._tip: Row[Any] | None = tip if growing.is_open(tip) or adds(work) else None
        self._following = Following(write, wording, self._row, at, receipt)
        self._values: dict[str, Any] = {}
        self._language: str = self._row.language
        self._category: str | None = None if self._tip is None else self._tip.category
        self._fields: dict[str, Any] = {}
        self._changed: set[str] = set()  # fields that had another value before this turn
        self._sent = False  # the reporter sent the tip in this turn
        self._instead: dict[str, str] = {}  # responses that turned out otherwise than the dialogue could know

    @property
    def _messages(self) -> list[str]:
        """What is new; what was only changed belongs where it belonged."""
        return [one.id for one in self._heard.fresh]

    @property
    def more_waits(self) -> bool:
        """Was something said while this turn was worked on?"""
        return bool(self._row.pending > len(self._work.said))

    @property
    def danger_is_asked(self) -> bool:
        return bool(self._row.ask_open)

    # -- the ways a turn can end -----------------------------------------------------------------

    def finish(self, answer: TurnAnswer, *, muted: bool) -> Outcome:
        """Rasa answered: apply, reply, and mark the messages done. `muted`: danger is being dealt with."""
        self._hear_language()
        self._settle_tip(answer)
        self._apply_changes(answer)
        self._grow(answer)
        self._leave_out_asides(answer)
        if muted:
            # No question now, but what was told need not be asked for afterwards.
            known = dict.fromkeys(self._heard.answers, "found")
            draft = replace(self._work.draft, slots={**self._work.draft.slots, **known})
            self._values["draft"] = repository.sealed_draft(self._write, self._row.id, draft)
        else:
            self._values["draft"] = repository.sealed_draft(self._write, self._row.id, answer.draft)
            self._values["asked"] = self._asked(answer)
            self._reply(answer)
            self._values |= self._following.hand_waiting(self._values.get("last_seq", self._row.last_seq))
            self._keep_unanswered(answer)
            self._ask_for_trust()
        return self._end(MessageState.DONE)

    def _asked(self, answer: TurnAnswer) -> str | None:
        """The question that is open now: an officer's stays open beside a question to the bot."""
        wrote_meanwhile = self._row.asked in ADDING and not adds(self._work)
        stays = adds(self._work) and not is_addition(self._work, answer)
        if (wrote_meanwhile or stays) and "tip" not in self._values:
            return str(self._row.asked)
        return answer.draft.requested_slot

    def excuse(self, retry_at: datetime) -> Outcome:
        """Rasa did not answer: keep what the analysis found, say so once, and try again later."""
        self._hear_language()
        self._grow(None)
        if not self._row.excused and not self._row.ask_open and self._heard.level == "none" and self._heard.fresh:
            alone = self._heard.brings_only_things
            name = (acknowledgement(self._heard, self._work.draft) if alone else None) or "utter_received"
            self._say(self._wording.render(name, self._spoken, self._row.channel), name)
            self._values["excused"] = True
        self._values["not_before"] = retry_at
        repository.change(self._write, self._row.id, **self._values)
        return Outcome(self._row.id, self._row.channel, said="last_seq" in self._values)

    def give_up(self) -> Outcome:
        """The turn failed too often: the conversation goes on, a person sees the tip."""
        self._grow(None)
        if self._tip is None and any(one.text for one in self._work.said):
            self._begin_tip()
            self._grow(None)
        if self._tip is not None:
            tips.record(self._write, self._tip.id, "turn_failed", "tipline", self._at)
        return self._end(MessageState.DEAD)

    def postpone(self, retry_at: datetime) -> Outcome:
        """Not even an excuse succeeded: leave all as it is until then."""
        repository.change(self._write, self._row.id, not_before=retry_at)
        return Outcome(self._row.id, self._row.channel, said=False)

    def bury(self) -> Outcome:
        """Not even giving up succeeded: let the conversation go on. Intake has put the messages into their tip."""
        return self._end(MessageState.DEAD)

    def _end(self, state: MessageState) -> Outcome:
        repository.settle_read(self._write, self._work.said, state)
        left = repository.count_waiting(self._write, self._row.id)
        self._values |= {"pending": left, "excused": False, "not_before": None}
        self._values["oldest_at"] = self._at if left else None
        repository.change(self._write, self._row.id, **self._values)
        return Outcome(self._row.id, self._row.channel, said="last_seq" in self._values)

    # -- the tip ---------------------------------------------------------------------------------

    def _begin_tip(self, before: str | None = None) -> None:
        """`before`: the tip to which intake put what was said meanwhile, not knowing yet of this one."""
        tip = growing.begin(self._write, self._row, self._at, self._heard.level, self._kind(), self._language)
        tips.link(self._write, tip, self._messages)
        if before is not None:
            waiting = repository.waiting(self._write, self._row.id)
            meanwhile = [one.id for one in waiting if one.seq > self._work.said[-1].seq and not one.changed]
            tips.move(self._write, meanwhile, before, tip)
        self._tip = tips.get(self._write, tip)
        self._values |= {"tip": tip, "told": False}

    def _kind(self) -> str | None:
        return next((one.guard.get("kind") for one in self._work.said if one.guard.get("kind")), None)

    def _settle_tip(self, answer: TurnAnswer) -> None:
        """Intake guessed whether this is a tip; the dialogue knows better, if it is sure."""
        kinds = {change.get("change") for change in answer.changes}
        opened = any(name == "utter_tip_started" for name, _ in answer.responses)
        before = None
        if "new_tip" in kinds and self._tip is not None and self._tip.told:
            before = self._tip.id
            tips.unlink(self._write, before, self._messages)
            self._tip = None
        goes_on = self._row.tip is not None and bool(kinds & {"answer", "correct"})
        if self._tip is None and (opened or goes_on or kinds & {"add", "new_tip"}):
            self._begin_tip(before)
        elif self._tip is not None and not opened and self._is_no_tip(answer):
            tips.announce(self._write, "tip.withdrawn", self._tip.id, self._at)
            tips.remove(self._write, self._tip.id)
            self._tip = None
            self._values["tip"] = None

    def _is_no_tip(self, answer: TurnAnswer) -> bool:
        tip, intent = self._tip, answer.understood.intent or ""
        is_report = intent.startswith("report_") or intent in {"inform", "human", "cancel", "nlu_fallback"}
        return (
            tip is not None
            and not tip.told
            and tip.level == "none"
            and tip.status == "open"
            and tip.lease is None
            and tip.version == 1
            and not is_report
            and self._heard.payload is None
            and answer.understood.confidence >= SURE_IT_IS_NONE
            and not self._heard.found
            and (intent.startswith("ask_") or self._heard.telling < TELLS_SURELY)
            and not self._brings_things
            and tips.message_count(self._write, tip.id) <= len(self._messages)
        )

    def _grow(self, answer: TurnAnswer | None) -> None:
        """Put what these messages say into the tip."""
        for said, findings in zip(self._heard.said, self._heard.findings, strict=True):
            if said.changed:
                reread(self._write, said, findings, self._at)
        if self._tip is None or not self._heard.fresh:
            return
        self._tip = tips.get(self._write, self._tip.id)
        body = tips.body_of(self._write, self._tip)
        before = {name: one.get("value") for name, one in body.fields.items()}
        replaced = self._replaced(answer)
        for said, findings in zip(self._heard.said, self._heard.findings, strict=True):
            if not said.changed:
                growing.merge_findings(body, said, findings, replaced)
        category = self._tip.category
        self._changed = {
            name for name, one in body.fields.items() if one.get("value") != before.get(name, one["value"])
        }
        for change in answer.changes if answer else ():
            category = self._change_body(body, change, category)
        self._category, self._fields = category, body.fields
        told = [one for one in self._work.said if has_words(one) and not one.contact]
        growing.refresh(self._write, self._tip, body, told, self._at, category, self._language)
        self._tip = tips.get(self._write, self._tip.id)

    def _leave_out_asides(self, answer: TurnAnswer) -> None:
        """A question, a thank-you or a plain yes is part of the conversation, not of what is told."""
        aside = self._heard.payload is None and is_aside(answer.understood.intent or "")
        if adds(self._work):
            return
        sure = answer.understood.confidence >= SURE_IT_IS_NONE and not self._heard.found
        # Where the guard heard something told, it stays: said in one breath with it, a thank-you hides it.
        sure = sure and self._heard.telling < TELLING_ENOUGH
        if self._tip is not None and aside and sure and self._heard.level == "none":
            words = [one.id for one in self._heard.fresh if one.kind not in RECEIVED]
            tips.unlink(self._write, self._tip.id, words)

    def _replaced(self, answer: TurnAnswer | None) -> frozenset[str]:
        """The fields that these messages set anew: the answer to the open question, or a correction."""
        names = set(FIELDS_OF.get(self._row.asked or "", set()))
        if answer and any(change.get("change") == "correct" for change in answer.changes):
            names |= self._heard.found
        if any(one.location for one in self._heard.said):
            names |= POSITION
        return frozenset(names)

    def _change_body(self, body: Body, change: dict[str, Any], category: str | None) -> str | None:
        match change.get("change"):
            case "category" if category is None:
                return str(change["value"])
            case "answer":
                self._note_answer(body, str(change["slot"]), str(change["how"]))
            case "submit":
                body.told_at = iso(self._at)
            case "human":
                body.wants_human = True
            case _:
                pass
        return category

    def _note_answer(self, body: Body, slot: str, how: str) -> None:
        body.answers[slot] = how
        last = next((one for one in reversed(self._heard.fresh) if has_words(one)), self._work.said[-1])
        said = {"text": last.text, "start": 0, "end": len(last.text), "message": last.id}
        known = body.fields.get("basis", {}).get("source")
        if slot == "basis" and how in BASIS_ANSWERS and known != "officer":
            body.fields["basis"] = {"value": how, **said, "source": "reporter", "confidence": 1.0}
        if slot == "where" and how == "told" and "place" not in body.fields and last.text.strip():
            body.fields["place"] = {"value": last.text.strip(), **said, "source": "reporter", "confidence": 0.5}
        if slot == "contact" and how in {"told", "found"} and self._tip is not None:
            body.consents_to_contact = True
            spoken = [one for one in self._work.said if one.text]
            # What was told in the same breath is no contact data.
            text = "\n".join(one.text for one in [one for one in spoken if one.contact] or spoken)
            contacts.keep(self._write, self._tip.id, text, self._at)

    def _apply_changes(self, answer: TurnAnswer) -> None:
        """The changes that touch more than the tip's body."""
        for change in answer.changes:
            match change.get("change"):
                case "language" if change.get("value") in LANGUAGES:
                    self._language = self._values["language"] = str(change["value"])
                case "submit" | "cancel" if self._tip is not None:
                    done = change["change"] == "submit"
                    self._tip_told(complete=done)
                case "human" if self._tip is None:
                    self._begin_tip()
                case "detach":
                    self._tip = None
                    self._values |= {"tip": None, "told": False}
                case "delete":
                    self._delete()
                case _:
                    pass

    def _delete(self) -> None:
        everything = delete_told(self._write, self._row, self._work.said[-1].seq, self._at)
        self._instead["utter_delete_yes"] = "utter_deleted" if everything else "utter_delete_asked"
        self._tip = None
        self._values |= {"tip": None, "told": False}

    def _tip_told(self, *, complete: bool) -> None:
        if self._tip is None:
            return
        body = tips.body_of(self._write, self._tip)
        tips.save(self._write, self._tip.id, body, told=True, complete=complete or self._tip.complete)
        tips.record(self._write, self._tip.id, "told" if complete else "cancelled", "reporter", self._at)
        self._tip = tips.get(self._write, self._tip.id)
        self._values["told"] = True
        self._sent = complete
        self._following.sent = self._tip.id

    # -- the reply -------------------------------------------------------------------------------

    @property
    def _spoken(self) -> str:
        return self._language if self._language in LANGUAGES else "en"

    def _hear_language(self) -> None:
        """Follow the reporter between Swedish and English, by messages long enough to tell."""
        for one, findings in zip(self._heard.said, self._heard.findings, strict=True):
            # An answer is full of names; a few of them tell no language.
            enough = WORDS_TO_TELL if self._row.asked is None else WORDS_TO_TELL_BY_AN_ANSWER
            if one.kind == "text" and len(one.text.split()) >= enough and findings.language in LANGUAGES:
                self._language = self._values["language"] = findings.language

    def _reply(self, answer: TurnAnswer) -> None:
        """All that the turn says, in one message."""
        words = Words("")
        if is_acknowledgement(answer) and self._is_acknowledged:
            return
        alone = [one for one in answer.responses if one[0] in SAID_ALONE]
        for name, arguments in alone or answer.responses:
            said = self._status_or(name) or self._rendered(name, arguments)
            words = words.then(self._with_guesses(said, arguments.get("guesses")))
        if words.text:
            self._say(words, answer.responses[-1][0])

    def _status_or(self, name: str) -> Words | None:
        return self._following.status(self._spoken) if name == "utter_ask_status" else None

    @property
    def _is_acknowledged(self) -> bool:
        """Was another file of the same album answered before? An album is answered once, however slowly it comes."""
        first = self._heard.fresh[0]
        before = repository.last_of_reporter(self._write, self._row.id, first.seq)
        return first.album is not None and any(one.album == first.album for one in before)

    @property
    def _brings_things(self) -> bool:
        return any(one.kind in RECEIVED for one in self._heard.fresh)

    def _rendered(self, name: str, arguments: dict[str, Any]) -> Words:
        known = {k: v for k, v in arguments.items() if isinstance(v, str)}
        known["reference"] = self._tip.reference if self._tip is not None else ""
        if name == "utter_corrected" and self._changed:
            name, known["changed"] = "utter_corrected_shown", self._shown_changes()
        name = self._instead.get(name, name)
        asked = self._answers.words(self._write, name, self._spoken, self._row.channel, self._heard.text)
        if asked is not None:
            return asked
        if name == "utter_ask_where" and "place" in self._fields:
            name = "utter_ask_where_town"
        # Some questions have words of their own for what a tip is about.
        special = f"{name}_{self._category}"
        name = special if self._wording.has(special) else name
        return self._wording.render(name, self._spoken, self._row.channel, **known)

    def _shown_changes(self) -> str:
        """The names of the fields that a correction changed, with their values where nobody else stores the chat."""
        shown = []
        for field in sorted(self._changed - {"time_end"}):
            label = f"field_{field}"
            if not self._wording.has(label):
                continue
            text = self._wording.render(label, self._spoken, self._row.channel).text
            value = value_in_words(field, self._fields[field]["value"], self._spoken)
            shown.append(f"{text}: {value}" if self._row.channel == "webchat" else text)
        return ", ".join(shown)

    def _with_guesses(self, words: Words, guesses: Any) -> Words:
        if not isinstance(guesses, list):
            return words
        titles = [(f"title_{g}", f"/{g}") for g in guesses if self._wording.has(f"title_{g}")]
        rendered = [(self._wording.render(t, self._spoken, self._row.channel).text, p) for t, p in titles]
        return replace(words, buttons=(*rendered, *words.buttons))

    def _keep_unanswered(self, answer: TurnAnswer) -> None:
        """A question for the trainers; what tells something is a tip's, and theirs who may read tips."""
        told = self._tip is not None and self._heard.telling >= TELLING_ENOUGH
        if not told and self._heard.payload is None and self._heard.level == "none":
            said = zip(self._heard.said, self._heard.findings, strict=True)
            unanswered.keep(self._write, answer, said, self._spoken, self._at)

    def _ask_for_trust(self) -> None:
        if self._sent and survey.may_ask(self._write, self._row):
            self._say(self._wording.render("utter_survey", self._spoken, self._row.channel), "utter_survey")
            self._values |= {"surveyed": True, "survey_open": True}

    def _say(self, words: Words, response: str) -> None:
        seq = self._values.get("last_seq", self._row.last_seq) + 1
        self._values["last_seq"] = seq
        tip, receipt = self._following.coded_tip(), self._following.receipt
        if tip is None or receipt is None:
            repository.say(self._write, self._row, seq, words, self._at, response=response)
            return
        words = self._following.with_code(words, self._spoken)
        message = repository.say(self._write, self._row, seq, words, self._at, response=response, secret=receipt.code)
        self._following.keep_code(tip, message)


def is_acknowledgement(answer: TurnAnswer) -> bool:
    """Is nothing else said than that something came?"""
    names = [name for name, _ in answer.responses]
    return len(names) == 1 and names[0].removesuffix("_alone") in RECEIVED.values()


def is_aside(intent: str) -> bool:
    """Does this intent tell nothing? `inform`, `correct` and all reports do."""
    telling = {"inform", "correct", "nlu_fallback", "human", "cancel", ""}
    return not intent.startswith("report_") and intent not in telling


def backoff(attempts: int) -> timedelta:
    """How long to leave a failing turn alone: 1, 2, 4 … 60 seconds."""
    return timedelta(seconds=min(2.0 ** max(attempts - 1, 0), 60.0))
