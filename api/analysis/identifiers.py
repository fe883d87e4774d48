"""Numbers and codes that name one thing: plate, phone, e-mail, IMEI, VIN, chip, notice reference, serial number."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice

import phonenumbers
from stdnum import imei as imei_number
from stdnum import luhn

from api.analysis.findings import Finding, Source
from api.analysis.reading import Reading, Spans
from api.analysis.wordlists import WordLists

EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,5}[a-zåäö]{2,24}(?![\w@])", re.IGNORECASE)
WEB = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
FIFTEEN_DIGITS = re.compile(r"(?<![\w+])\d(?:[ .\-]?\d){14}(?![ .\-]?\d)(?!\w)")
VIN = re.compile(r"(?<!\w)[A-HJ-NPR-Z0-9]{17}(?!\w)", re.IGNORECASE)
PERSONAL_NUMBER = re.compile(r"(?<![\d-])(?:19|20)?(\d{2})(\d{2})(\d{2})[ ]?([-+ ]?)(\d{4})(?![\d-])")
NOTICE_REFERENCE = re.compile(
    r"(?<![\w-])(?:(?:\d{4}-)?K\d{1,7}-\d{2,4}|A\d{1,3}\.\d{3}/\d{4}|T-(?=[A-Z]*\d)[A-Z0-9]{5,8})(?![\w-])",
    re.IGNORECASE,
)
NOTICE_CUE = re.compile(
    r"(?<!\w)(?:efterlysning(?:en|snummer|s?nr)?|efterlyst person|notice|diarienummer|diarienr|dnr|ärendenummer|"
    r"arendenummer|"
    r"ärende|case number|case|ref(?:erens)?(?:nummer|nr)?|reference(?: number)?|case no)\s*"
    r"(?:är|:|nr|nummer|number|no|id|#|\.|is|\s)*\s*(?P<value>[A-Z]{0,3}-?\d[\w./-]{0,18}\w|\d)(?!\w)",
    re.IGNORECASE,
)
SERIAL_CUE = re.compile(
    r"(?<!\w)(?:serie\s?(?:nummer|numret|nr)|serial(?:\s(?:number|no|nr))?|s/n|sn|ram\s?(?:nummer|numret|nr)|"
    r"frame\s(?:number|no)|tillverknings\s?(?:nummer|nr)|motor\s?(?:nummer|nr)|stöldskydds\s?nummer|"
    r"märknings\s?nummer|id-?märkt(?:\smed)?|märkt\smed)\s*(?:på\s(?:den|cykeln|mobilen|datorn|motorn)\s*)?"
    r"(?:är|är:|:|=|#|nr|is|\.|-|\s)*\s*(?P<value>[A-ZÅÄÖ0-9][\w./-]{2,28}\w)",
    re.IGNORECASE,
)
PLATE = re.compile(
    r"(?<![\w.@/-])([A-HJ-PR-UW-Z]{3})([ \u00a0]?[-–]?[ \u00a0]?)(\d{3}|\d{2} ?[A-HJ-PR-UW-Z])(?![\w@])", re.IGNORECASE
)
CHIP_CUE = ("chip", "märkt", "markt")
IMEI_CUE = ("imei",)
CUE_REACH = 28
# Each number costs the library a tenth of a millisecond, and what only looks like one as much.
MOST_PHONES = 50
MOST_TRIES = 100
MANY_DIGITS = re.compile(r"\d(?:[ \u00a0()./+-]{0,3}\d){6}")

Span = tuple[int, int]


def find(reading: Reading, lists: WordLists) -> list[Finding]:
    """Every identifier once; what one pattern takes, no later one sees."""
    text = reading.text
    taken = Spans()
    for match in WEB.finditer(text):
        taken.take(*match.span())
    findings: list[Finding] = []
    steps: tuple[Callable[[], Iterator[Finding]], ...] = (
        lambda: _emails(text),
        lambda: _notices(text),
        lambda: _fifteen_digits(reading),
        lambda: _vins(text),
        lambda: _serials(text),
        lambda: _phones(text, taken),
        lambda: _plates(reading, lists),
    )
    for step in steps:
        for finding in step():
            if taken.take(finding.start, finding.end):
                findings.append(finding)
    return sorted(findings, key=lambda each: each.start)


def _found(name: str, value: str, text: str, span: Span, confidence: float = 1.0) -> Finding:
    return Finding(name, value, text[span[0] : span[1]], span[0], span[1], Source.PATTERN, confidence)


def _emails(text: str) -> Iterator[Finding]:
    if "@" in text:
        for match in EMAIL.finditer(text):
            yield _found("email", match.group().lower(), text, match.span())


def _notices(text: str) -> Iterator[Finding]:
    for match in NOTICE_REFERENCE.finditer(text):
        yield _found("notice_ref", match.group().upper(), text, match.span())
    for match in NOTICE_CUE.finditer(text):
        yield _found("notice_ref", match.group("value").upper(), text, match.span("value"), 0.9)


def _fifteen_digits(reading: Reading) -> Iterator[Finding]:
    for match in FIFTEEN_DIGITS.finditer(reading.text):
        digits = re.sub(r"\D", "", match.group())
        around = reading.text[max(0, match.start() - 40) : match.end() + 25].lower()
        name = _kind_of_fifteen(digits, around, bool(reading.of_list("animal") or reading.of_list("dog_breed")))
        if name is not None:
            yield _found(name, digits, reading.text, match.span())


def _kind_of_fifteen(digits: str, around: str, speaks_of_animals: bool) -> str | None:
    """A chip begins with its country (752 is Sweden) or its maker (900 and up); an IMEI ends with a check digit."""
    may_be_imei = bool(imei_number.is_valid(digits))
    if any(cue in around for cue in IMEI_CUE):
        return "imei" if may_be_imei else None
    if any(cue in around for cue in CHIP_CUE):
        return "dog_chip"
    if digits.startswith("752") or ("900" <= digits[:3] <= "985") or (speaks_of_animals and not may_be_imei):
        return "dog_chip"
    return "imei" if may_be_imei else None


def _vins(text: str) -> Iterator[Finding]:
    for match in VIN.finditer(text):
        code = match.group().upper()
        confidence = _vin_confidence(code)
        if confidence > 0:
            yield _found("vin", code, text, match.span(), confidence)


def _vin_confidence(code: str) -> float:
    """1.0 with a right check digit. Only North America (1 to 5) must have one; elsewhere the shape has to do."""
    letters = sum(mark.isalpha() for mark in code)
    if not code[-4:].isdigit() or letters < 3 or code[0] == "0":
        return 0.0
    if _vin_check_digit(code) == code[8]:
        return 1.0
    return 0.0 if code[0] in "12345" else 0.9


def _vin_check_digit(code: str) -> str:
    values = {
        **{str(digit): digit for digit in range(10)},
        **dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", _vin_values(), strict=True)),
    }
    weights = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
    rest = sum(values[mark] * weight for mark, weight in zip(code, weights, strict=True)) % 11
    return "X" if rest == 10 else str(rest)


def _vin_values() -> tuple[int, ...]:
    return (1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9)


def _serials(text: str) -> Iterator[Finding]:
    for match in SERIAL_CUE.finditer(text):
        value = match.group("value").rstrip(".-/")
        start = match.start("value")
        if any(mark.isdigit() for mark in value) and value.isascii():
            yield _found("item_serial", value.upper(), text, (start, start + len(value)))


def _phones(text: str, taken: Spans) -> Iterator[Finding]:
    if MANY_DIGITS.search(text) is None:
        return
    personal = [match.span() for match in PERSONAL_NUMBER.finditer(text) if is_personal_number(match)]
    blanked = _blank(text, [*personal, *taken])
    numbers = phonenumbers.PhoneNumberMatcher(blanked, "SE", max_tries=MOST_TRIES)
    for match in islice(numbers, MOST_PHONES):
        value = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
        start = match.start + (blanked[match.start] == "(" and ")" not in match.raw_string)
        yield _found("phone", value, text, (start, match.end))


def is_personal_number(match: re.Match[str]) -> bool:
    """Whether the digits are a personal or coordination number (day + 60) with a right check digit."""
    year, month, day, mark, last = match.groups()
    if mark == "" and match.group().startswith("07") and len(match.group()) == 10:
        return False
    days = int(day) - 60 if int(day) > 60 else int(day)
    return 1 <= int(month) <= 12 and 1 <= days <= 31 and bool(luhn.is_valid(year + month + day + last))


def _blank(text: str, spans: list[Span]) -> str:
    for start, end in spans:
        text = text[:start] + "\n" * (end - start) + text[end:]
    return text


def _plates(reading: Reading, lists: WordLists) -> Iterator[Finding]:
    shouted = reading.text.isupper()
    for match in PLATE.finditer(reading.text):
        letters, _gap, digits = match.groups()
        big = letters.isupper() and not shouted
        cued = _has_plate_cue(reading, match.start(), match.end(), letters.lower() in lists.plain["plate_not_glued"])
        if not cued and not _stands_as_a_plate(reading, lists, match, big):
            continue
        if " " in digits and not (cued or big):
            continue
        yield _found(
            "plate",
            (letters + digits).replace(" ", "").upper(),
            reading.text,
            match.span(),
            1.0 if cued or big else 0.9,
        )


def _has_plate_cue(reading: Reading, start: int, end: int, is_make: bool) -> bool:
    """A make needs the cue before it: "bmw 320 utan skyltar" names no plate."""
    hits = reading.of_list("plate_cue")
    return any(0 <= start - hit.end <= CUE_REACH or (not is_make and 0 <= hit.start - end <= 14) for hit in hits)


def _stands_as_a_plate(reading: Reading, lists: WordLists, match: re.Match[str], big: bool) -> bool:
    """Whether the letters are no everyday word ("och 123") and the number has no unit ("abc 180 cm")."""
    letters, gap, _digits = match.groups()
    if not gap and (big or reading.any_of("vehicle_kind", "vehicle_make")):
        return letters.lower() not in lists.plain["plate_not_glued"]
    if letters.lower() in lists.plain["plate_not"]:
        return False
    return not gap or big or reading.word(reading.word_at(match.end())) not in lists.plain["plate_unit"]
