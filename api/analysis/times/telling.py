"""Which of a text's times is the event's: not the one of telling, reading or finding out, nor a filling "nu"."""

from __future__ import annotations

from enum import IntEnum

from ..vocabulary import words
from .atoms import Context, Line, Role
from .grouping import Expression
from .instants import Resolved
from .tense import is_past

# What the writer does with the chat; and what others told.
_WRITING = words(
    """
    berattar beratta skriver laste laser last tipsar meddelar anmaler anmala polisanmaler reporting report read writing
    """
)
_TELLING = _WRITING | words(
    """
    berattade berattat skrev skrivit anmalde anmalt polisanmalde polisanmalt rapporterar sade sager sagt told tell
    telling wrote informerade informerades forklarade pastod namnde
    """
)
_FINDING_OUT = words(
    """
    upptackte upptackt upptacker upptacktes markte markt marker insag insett fattade noticed discovered realised
    realized noticing remembered minns pratade pratat snackade snackat
    """
)
_HEARING = words("horde hort heard hor hear")
_HEARSAY = words("att om av fran that about from")
_SEEING = words("sag ser sett saw seen see kollade laste")
_NOTICES = words(
    """
    post posten posts poster inlagg inlagget efterlysning efterlysningen efterlysningar lapp lappen nyheterna nyheten
    nyhet tv facebook news notice appeal flyer flyers article artikeln artikel tidningen tidning hemsida hemsidan sida
    bild bilden radio radion aftonbladet expressen instagram insta upprop uppropet meddelande meddelandet klippet
    """
)
_BEFORE_NOTICE = words(
    "er ert era eran en ett the your a an on pa det denna this den i it om in nat nagot just nyss nu"
)
_GOING_ON = words("star sitter ligger gar ar e har haller springer kor forsoker ska kommer hanger bor is are will")
_GETTING = {"fick": words("veta hora reda"), "got": words("told"), "found": words("out"), "kom": words("pa")}
_TO_YOU = words("er polisen polis 112 you police")
_CALLING = words("ringde ringt called mailade mejlade kontaktade horde contacted")
_CLAUSE_ENDS = frozenset(".,!?;:")
_JOINTS = words("men och o att som nar for eftersom sedan but and that when because medan where dar")
_REACH = 8


class Standing(IntEnum):
    """How likely it is the event's; the higher comes first."""

    FILLING = 0
    TOLD = 1
    AHEAD = 2
    FOUND_OUT = 3
    EVENT = 4


def standing(line: Line, expression: Expression, resolved: Resolved) -> Standing:
    """What is told of at that time: the event, its being found out, or only its being told."""
    span = expression.get(Role.SPAN)
    if span is not None and (span.is_weak or span.weight == 0):
        return Standing.FILLING
    if line.word(expression.first - 1) in _DENYING:
        return Standing.FILLING
    if _is_corrected(line, expression):
        return Standing.EVENT
    if resolved.start > line.context.sent:
        return Standing.AHEAD
    said = _verb_beside(line, expression)
    return said if said is not None else Standing.EVENT


def is_only_told(line: Line, expression: Expression, resolved: Resolved, stands: Standing) -> bool:
    """Whether it is no more than "berättar det idag": the day of the message, and beside a verb of telling."""
    if stands is not Standing.TOLD or not _is_message_day(expression, resolved, line.context):
        return False
    near = [*_clause_before(line, expression.first), *_clause_after(line, expression.last)]
    return any(line.word(at) in _WRITING or _sees_notice(line, at) for at in near)


def _is_message_day(expression: Expression, resolved: Resolved, context: Context) -> bool:
    span = expression.get(Role.SPAN)
    if span is not None:
        return resolved.end == context.sent
    is_plain = expression.get(Role.CLOCK) is None and expression.get(Role.PART) is None
    return is_plain and resolved.start.date() == context.today


def exactness(line: Line, expression: Expression, resolved: Resolved, before: Expression | None) -> float:
    """Of several events the one told most exactly comes first, then the one told first.

    `before` is the expression told before it, if any.
    """
    if _is_corrected(line, expression):
        return 4
    if _is_message_day(expression, resolved, line.context) and expression.get(Role.SPAN) is None:
        # "i våras blev jag lurad, och idag såg jag honom": today is where the telling comes out.
        return 1 if before else 3
    if expression.get(Role.CLOCK) is not None:
        # An hour that leans on a day told before only makes that more exact.
        refines = resolved.has_leant and before is not None and before.get(Role.CLOCK) is None
        return 3.5 if refines else 3
    return min(max((atom.weight for atom in expression.atoms), default=0), 3)


# "inte i morse utan igår", "not the 9th"
_DENYING = words("inte ej not icke")
_CORRECTING = words("meant menade menar mena rattare snarare correction menade")


def _is_corrected(line: Line, expression: Expression) -> bool:
    """ "I said Monday but I meant Sunday", "eller natten mot fredag rättare sagt"."""
    beside = (*range(expression.first - 3, expression.first), *range(expression.last, expression.last + 2))
    return any(line.word(at) in _CORRECTING for at in beside)


def _verb_beside(line: Line, expression: Expression) -> Standing | None:
    before = _clause_before(line, expression.first)
    after = _clause_after(line, expression.last)
    for at in reversed(before):
        if (found := _kind_of_verb(line, at, [*range(at + 1, expression.first), *after])) is not None:
            return found
        if is_past(line.word(at)) or line.word(at) in _GOING_ON:
            return None
    for at in after[:2]:
        if (found := _kind_of_verb(line, at, [*range(at + 1, at + 5)])) is not None:
            return found
        if is_past(line.word(at)):
            return None
    return None


def _kind_of_verb(line: Line, at: int, beside: list[int]) -> Standing | None:
    word = line.word(at)
    near = {line.word(index) for index in beside}
    if word in _FINDING_OUT:
        return Standing.FOUND_OUT
    if word in _TELLING:
        return Standing.TOLD
    if word in _HEARING and near & _HEARSAY:
        return Standing.TOLD
    if _sees_notice(line, at) or (word == "sa" and "att" in near):
        return Standing.TOLD
    if word in _GETTING and line.word(at + 1) in _GETTING[word]:
        return Standing.TOLD
    if word in _CALLING and line.word(at + 1) in _TO_YOU:
        return Standing.TOLD
    return None


def _sees_notice(line: Line, at: int) -> bool:
    """ "såg er post", "saw it on the news", but not "såg han från efterlysningen"."""
    return line.word(at) in _SEEING and line.word(line.skip(at + 1, _BEFORE_NOTICE, 4)) in _NOTICES


def _clause_before(line: Line, index: int) -> list[int]:
    begin = index
    while begin > 0 and index - begin < _REACH:
        word = line.word(begin - 1)
        if word in _CLAUSE_ENDS or word in _JOINTS:
            break
        begin -= 1
    return list(range(begin, index))


def _clause_after(line: Line, index: int) -> list[int]:
    end = index
    while end < len(line.tokens) and end - index < 3 and line.word(end) not in _CLAUSE_ENDS:
        end += 1
    return list(range(index, end))
