"""How a found field value is compared with the true one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

TIME_TOLERANCE: Final = timedelta(hours=2)
DEGREE_TOLERANCE: Final = 0.001  # about a hundred metres

TIMES: Final = frozenset({"time_start", "time_end"})
SETS: Final = frozenset({"colour", "person_clothing"})
POSITIONS: Final = frozenset({"latitude", "longitude"})
IDENTIFIERS: Final = frozenset({"plate", "vin", "dog_chip", "item_serial", "imei", "phone", "notice_ref"})
# Taken down as the reporter wrote them: where such a wording begins and ends is a matter of taste.
AS_WRITTEN: Final = frozenset({"place", "direction", "dog_collar", "person_build", "person_hair", "person_marks"})


@dataclass(frozen=True, slots=True)
class FieldMatch:
    """The names of one line's fields, by how they came out.

    `wrong` are found with another value: each is missing and made up at once.
    """

    right: frozenset[str]
    wrong: frozenset[str]
    missed: frozenset[str]
    made_up: frozenset[str]

    @property
    def whole(self) -> bool:
        """Whether every field is right and none was made up."""
        return not (self.wrong or self.missed or self.made_up)


def match_fields(true: Mapping[str, Any], found: Mapping[str, Any], *, sent_at_known: bool) -> FieldMatch:
    """Compares two sets of main values. Without `sent_at` no time has a true reading, so none is counted."""
    names_true = {name for name in true if sent_at_known or name not in TIMES}
    names_found = {name for name in found if sent_at_known or name not in TIMES}
    both = names_true & names_found
    right = frozenset(name for name in both if same_value(name, true[name], found[name]))
    return FieldMatch(
        right=right,
        wrong=frozenset(both - right),
        missed=frozenset(names_true - names_found),
        made_up=frozenset(name for name in names_found - names_true if not _says_nothing_new(name, true, found[name])),
    )


def same_value(name: str, true: Any, found: Any) -> bool:
    """Whether `found` would serve as well as `true`.

    Times lie within two hours; lists are the same set; ages overlap; identifiers have the same letters
    and digits; what is written down verbatim may be cut shorter or longer; all else is the same text in
    any case. A value of the wrong type is not the same, and raises nothing.
    """
    if name in TIMES:
        return _near(true, found)
    if name == "person_age":
        return _overlap(true, found)
    if name in SETS:
        return _as_set(true) == _as_set(found)
    if name in POSITIONS:
        return _number(found) and _number(true) and abs(true - found) <= DEGREE_TOLERANCE
    if name in IDENTIFIERS:
        return _letters_and_digits(true) == _letters_and_digits(found) != ""
    if name in AS_WRITTEN:
        return _contains(_words(true), _words(found)) or _contains(_words(found), _words(true))
    return _words(true) == _words(found)


def _says_nothing_new(name: str, true: Mapping[str, Any], found: Any) -> bool:
    # An end at the beginning, or a place that is only the area again, is a way of writing, no mistake.
    if name == "time_end" and "time_start" in true:
        return _near(true["time_start"], found)
    if name == "place" and "area" in true:
        return same_value("area", true["area"], found)
    return False


def _near(true: Any, found: Any) -> bool:
    try:
        return abs(datetime.fromisoformat(true) - datetime.fromisoformat(found)) <= TIME_TOLERANCE
    except (TypeError, ValueError):
        return False


def _overlap(true: Any, found: Any) -> bool:
    first, second = _span(true), _span(found)
    return first is not None and second is not None and first[0] <= second[1] and second[0] <= first[1]


def _span(value: Any) -> tuple[float, float] | None:
    if _number(value):
        return value, value
    if isinstance(value, list | tuple) and len(value) == 2 and all(_number(end) for end in value):
        return value[0], value[1]
    return None


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _as_set(value: Any) -> frozenset[str]:
    values = value if isinstance(value, list | tuple) else [value]
    return frozenset(" ".join(_words(each)) for each in values)


def _letters_and_digits(value: Any) -> str:
    return re.sub(r"[\W_]", "", str(value)).casefold()


def _words(value: Any) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", str(value).casefold()))


def _contains(whole: tuple[str, ...], part: tuple[str, ...]) -> bool:
    size = len(part)
    return size > 0 and any(whole[start : start + size] == part for start in range(len(whole) - size + 1))
