"""Walks over the tokens once and lets the rules that may begin at each word read an atom."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from . import rules_clock, rules_dates, rules_days, rules_relative
from .atoms import Atom, Line
from .words import (
    FULL_MONTHS,
    HOUR_WORDS,
    MONTHS,
    ORDINALS,
    PARTS,
    WEEKDAY_COMPOUNDS,
    WEEKDAY_SHORT,
    WEEKDAYS,
    WEEKDAYS_DEFINITE,
    WEEKDAYS_PAST,
    YESTERDAY_COMPOUNDS,
)

Rule = Callable[[Line, int], Atom | tuple[Atom, ...] | None]

_ON_NUMBER: tuple[Rule, ...] = (
    rules_dates.number_date,
    rules_relative.ago,
    rules_dates.named_year,
    rules_clock.bare_clock,
)
_AGO_STARTS = "en ett nan nagon nat nagra par halv halvannan a an one half couple few several flera halvtimme kvart"
_PART_PREPOSITIONS = "i pa under in during this vid nu runt kring innan fore before sen sedan since hela framat tidigt sent tidigare samma around efter the mitt fram"
_UNITS = "minuten minuterna timmen timmarna timman dygnet hour hours minutes dagarna veckorna"


def _table() -> dict[str, tuple[Rule, ...]]:
    """The rules by the word they begin with; where several begin with one word the first that reads wins."""
    rules: dict[str, list[Rule]] = {}

    def on(starts: str | Iterable[str], *added: Rule) -> None:
        for word in starts.split() if isinstance(starts, str) else starts:
            rules.setdefault(word, []).extend(rule for rule in added if rule not in rules.get(word, ()))

    on(rules_days.OFFSETS, rules_days.offset_word)
    on(rules_days.THIS_PARTS, rules_days.this_part)
    on((*WEEKDAY_COMPOUNDS, *YESTERDAY_COMPOUNDS), rules_days.weekday_compound)
    on((*WEEKDAYS, *WEEKDAYS_DEFINITE, *WEEKDAYS_PAST, *WEEKDAY_SHORT), rules_days.weekday_word)
    on("the day", rules_days.day_before)
    on("i", rules_days.after_i, rules_dates.feast_after_i)
    on("sen sedan since i for", rules_relative.since_then)
    on("i under in sedan since during for", rules_dates.in_month)
    on("pa under over this during", rules_days.on_day)
    on("in om", rules_relative.from_now)
    on("mellan between fran from", rules_clock.hour_range)
    on(rules_clock.JOINTS, rules_clock.joined_hour)
    on(rules_clock.CUES, rules_clock.cued_clock)
    on(rules_clock.CLOCK_NOUNS, rules_clock.clock_noun)
    on(_PART_PREPOSITIONS, rules_days.part_after_preposition)
    on("den the", rules_dates.the_date)
    on(rules_relative.OTHER_DAYS, rules_relative.other_day)
    on(rules_days.PREVIOUS | {"past"}, rules_days.previous, rules_relative.last_stretch)
    on("nasta next kommande", rules_days.coming)
    on("for a", rules_relative.moment_ago)
    on(_AGO_STARTS, rules_relative.ago)
    on("halv half kvart quarter", rules_clock.bare_clock)
    on("nyss nu now", rules_relative.now_word)
    on("vecka week v", rules_days.week_number)
    on(rules_clock.MIDNIGHT, rules_clock.named_hour)
    on(rules_dates.FEASTS, rules_dates.feast_word)
    on(PARTS, rules_days.night_between, rules_dates.night_between_dates, rules_days.part_word)
    on(ORDINALS, rules_dates.ordinal_date)
    on(HOUR_WORDS, rules_relative.ago, rules_clock.bare_clock)
    on((*FULL_MONTHS, *MONTHS), rules_dates.month_first)
    return {word: tuple(found) for word, found in rules.items()}


_RULES = _table()
_CLOCK_ONLY: tuple[Rule, ...] = (rules_clock.bare_clock,)
_MOST = 120
_NO_RULES: tuple[Rule, ...] = ()


def scan(line: Line) -> None:
    """Fills `line.atoms` in the order of the text, until there are more than anybody would tell."""
    index, count = 0, len(line.tokens)
    while index < count and len(line.atoms) < _MOST:
        read = _read(line, index)
        if read is None:
            index += 1
            continue
        line.atoms.extend(read)
        index = max(index + 1, read[-1].last)


def _read(line: Line, index: int) -> tuple[Atom, ...] | None:
    token = line.tokens[index]
    # The middle of something written in one piece (1.2.3, 10:20:30) begins nothing.
    if token.digits and token.glued and line.word(index - 1) in (":", ".", "/") and line.at(index - 2).digits:
        return None
    rules = _ON_NUMBER if token.digits else _RULES.get(token.word, _NO_RULES)
    if not rules and (token.word.startswith(("halv", "kl")) or token.word.endswith("tiden")):
        rules = _CLOCK_ONLY
    for rule in rules:
        found = rule(line, index)
        if isinstance(found, tuple):
            return found
        if found is not None:
            return (found,)
    return None
