"""Walks over the tokens once and lets the rules that may begin at each word read an atom."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from . import (
    rules_clock,
    rules_dates,
    rules_days,
    rules_feasts,
    rules_now,
    rules_parts,
    rules_ranges,
    rules_relative,
    rules_weeks,
    rules_years,
)
from .atoms import Atom, Line
from .clock_words import CLOCK_NOUNS, CUES, JOINTS
from .clocks import ROUGHLY
from .words import (
    FULL_MONTHS,
    HOUR_WORDS,
    MONTHS,
    ORDINALS,
    PARTS,
    THIS_PARTS,
    WEEKDAY_COMPOUNDS,
    WEEKDAY_SHORT,
    WEEKDAYS,
    WEEKDAYS_CUT,
    WEEKDAYS_DEFINITE,
    WEEKDAYS_PAST,
    YESTERDAY_COMPOUNDS,
)

Rule = Callable[[Line, int], Atom | tuple[Atom, ...] | None]

_ON_NUMBER: tuple[Rule, ...] = (
    rules_ranges.day_range,
    rules_dates.number_date,
    rules_relative.ago,
    rules_years.decade,
    rules_years.years_joined,
    rules_years.named_year,
    rules_clock.bare_clock,
)
_AGO_STARTS = """
    en ett nan nagon nat nagra nara par halv halvannan a an one half couple few several flera halvtimme kvart quarter
    bara typ ca
"""
_PART_PREPOSITIONS = """
    i pa under in during this vid ve nu runt kring innan fore before efter after sen sedan since hela framat tidigt
    sent tidigare samma around mitt fram at omkring mellan between
"""


# The words that rules begin with; where several begin with one word the first that reads wins.
_STARTS: tuple[tuple[str | Iterable[str], *tuple[Rule, ...]], ...] = (
    (rules_now.PHRASE_STARTS, rules_now.this_moment),
    (rules_feasts.PHRASE_STARTS, rules_feasts.feast_word),
    ("varje varenda every each om pa in", rules_parts.recurring_part),
    (rules_days.OFFSETS, rules_days.offset_word),
    (THIS_PARTS, rules_days.this_part),
    ((*WEEKDAY_COMPOUNDS, *YESTERDAY_COMPOUNDS), rules_days.weekday_compound),
    (
        (*WEEKDAYS, *WEEKDAYS_DEFINITE, *WEEKDAYS_PAST, *WEEKDAYS_CUT, *WEEKDAY_SHORT, "man", "son"),
        rules_days.weekday_word,
    ),
    (rules_feasts.BESIDE | {"the"}, rules_feasts.beside_feast),
    ("the day", rules_days.day_before),
    ("in the early small wee middle", rules_parts.small_hours),
    ("the week weekend night year", rules_weeks.before_last),
    ("i ifjol ifjor iar", rules_years.this_year),
    ("i borjan mitten slutet", rules_weeks.week_edge),
    ("i", rules_days.after_i, rules_feasts.feast_after_i),
    ("sen sedan since i for", rules_relative.since_then),
    ("i under in sedan sen since during for this at", rules_dates.in_month),
    (rules_dates.THIRD_STARTS, rules_dates.in_month),
    ("i under in during this hela the over sen sedan since", rules_weeks.season_word),
    ("den denna this", rules_weeks.week_named),
    ("hela", rules_weeks.whole_week),
    ("mellan between from fran", rules_years.year_range, rules_ranges.day_range),
    ("pa under over this during sen sedan", rules_days.on_day),
    ("in om", rules_relative.from_now),
    ("mellan between fran from", rules_ranges.hour_range),
    (JOINTS, rules_ranges.joined_hour),
    (CUES, rules_clock.cued_clock),
    (CLOCK_NOUNS, rules_clock.clock_noun),
    (_PART_PREPOSITIONS, rules_parts.part_after_preposition),
    ("den the", rules_ranges.day_range),
    ("den the d", rules_dates.the_date),
    (rules_relative.OTHER_DAYS, rules_relative.other_day),
    (rules_weeks.PREVIOUS | rules_weeks.BEFORE_PREVIOUS | {"past", "forr"}, rules_weeks.previous),
    (rules_weeks.PREVIOUS - {"sista"} | {"past"}, rules_relative.last_stretch),
    ("nasta next kommande", rules_weeks.coming),
    ("for a", rules_now.moment_ago),
    (_AGO_STARTS, rules_relative.ago),
    ("halv half kvart quarter", rules_clock.bare_clock),
    ("nyss nu now", rules_now.now_word),
    ("just precis", rules_now.just_verb),
    ("vecka week v", rules_weeks.week_number),
    (rules_clock.MIDNIGHT, rules_clock.named_hour),
    (rules_feasts.COMPOUNDS, rules_feasts.feast_compound),
    (rules_feasts.WORDS, rules_feasts.feast_word),
    (PARTS, rules_parts.night_between, rules_parts.night_between_dates, rules_parts.part_word),
    (ORDINALS, rules_dates.ordinal_date),
    (HOUR_WORDS, rules_relative.ago, rules_clock.bare_clock),
    (rules_years.YEAR_STARTS, rules_years.season_ago, rules_years.short_year),
    ((*FULL_MONTHS, *MONTHS), rules_dates.month_first, rules_dates.month_word),
)


def _table() -> dict[str, tuple[Rule, ...]]:
    rules: dict[str, list[Rule]] = {}
    for starts, *added in _STARTS:
        for word in starts.split() if isinstance(starts, str) else starts:
            known = rules.setdefault(word, [])
            known.extend(rule for rule in added if rule not in known)
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
    if not rules and (token.word.startswith(("halv", "kl")) or token.word.endswith(ROUGHLY)):
        rules = _CLOCK_ONLY
    for rule in rules:
        try:
            found = rule(line, index)
        except (ValueError, OverflowError):
            # A day before the first or after the last year that the calendar knows.
            continue
        if isinstance(found, tuple):
            return found
        if found is not None:
            return (found,)
    return None
