"""The words of time in Swedish and English, folded (lower case, without å, ä, ö).

They are a grammar's vocabulary: what a word means is fixed by the rules that read it.
"""

from __future__ import annotations

from ..vocabulary import in_order, words
from .parts import Part

NUMBERS = {
    word: number
    for number, words in {
        1: "en ett one",
        2: "tva two",
        3: "tre three",
        4: "fyra four",
        5: "fem five",
        6: "sex six",
        7: "sju seven",
        8: "atta eight",
        9: "nio nie nine",
        10: "tio tie ten",
        11: "elva eleven",
        12: "tolv twelve",
        13: "tretton thirteen",
        14: "fjorton fourteen",
        15: "femton fifteen",
        16: "sexton sixteen",
        17: "sjutton seventeen",
        18: "arton eighteen",
        19: "nitton nineteen",
        20: "tjugo tjuge twenty",
        21: "tjugoett tjugoen",
        22: "tjugotva",
        23: "tjugotre",
        24: "tjugofyra",
        25: "tjugofem",
        30: "trettio thirty",
        35: "trettiofem",
        40: "fyrtio forty",
        45: "fyrtiofem",
        50: "femtio fifty",
        55: "femtiofem",
    }.items()
    for word in words.split()
}
HOUR_WORDS = {word: number for word, number in NUMBERS.items() if number <= 24}
# Minutes that people count with before and after the hour; others are more often numbers of something else.
MINUTE_STEPS = frozenset({5, 10, 20, 25})

_ORDINALS_SV = in_order(
    """
    forsta andra tredje fjarde femte sjatte sjunde attonde nionde tionde elfte tolfte trettonde fjortonde femtonde
    sextonde sjuttonde artonde nittonde tjugonde tjugoforsta tjugoandra tjugotredje tjugofjarde tjugofemte
    tjugosjatte tjugosjunde tjugoattonde tjugonionde trettionde trettioforsta
    """
)
_ORDINALS_EN = in_order(
    """
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
    fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
    """
)
ORDINALS = {word: number for words in (_ORDINALS_SV, _ORDINALS_EN) for number, word in enumerate(words, 1)}
ORDINAL_ENDINGS = words("e de a st nd rd th dje te")

MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "januari january jan",
            "februari february feb febr",
            "mars march mar",
            "april apr",
            "maj may",
            "juni june jun",
            "juli july jul",
            "augusti august aug",
            "september sept sep",
            "oktober october okt oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for word in words.split()
}
FULL_MONTHS = {word: number for word, number in MONTHS.items() if len(word) > 4 or word in ("mars", "maj", "juni")} | {
    "juli": 7,
    "june": 6,
    "july": 7,
}
# "may" and "march" alone are English verbs far more often than months.
MONTH_AFTER_IN = FULL_MONTHS | {"may": 5}

_WEEKDAY_STEMS = (
    ("mandag", "mondag", "maandag", "monday", "mondy"),
    ("tisdag", "tissdag", "tuesday", "teusday"),
    ("onsdag", "wednesday", "wendsday", "wensday", "wednsday"),
    ("torsdag", "tordag", "thursday", "thurday"),
    ("fredag", "friday", "firday"),
    ("lordag", "loerdag", "saturday", "saterday", "satuday"),
    ("sondag", "soendag", "sunday"),
)
WEEKDAYS: dict[str, int] = {}
WEEKDAYS_DEFINITE: dict[str, int] = {}
WEEKDAYS_PAST: dict[str, int] = {}
for _number, _stems in enumerate(_WEEKDAY_STEMS):
    for _stem in _stems:
        WEEKDAYS[_stem] = _number
        if _stem.endswith("dag"):
            WEEKDAYS_DEFINITE |= {_stem + "en": _number, _stem[:-1] + "n": _number}
            WEEKDAYS_PAST |= {_stem + "s": _number, _stem[:-1] + "s": _number, _stem + "es": _number}
# "i onsda", "natt te torsda": only after these words.
WEEKDAYS_CUT = {
    stem[:-1]: number for number, stems in enumerate(_WEEKDAY_STEMS) for stem in stems if stem.endswith("dag")
}
WEEKDAYS_PAST_AFTER_I = WEEKDAYS_PAST | WEEKDAYS_CUT
WEEKDAY_SHORT = {"mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6} | {
    "tis": 1,
    "ons": 2,
    "tors": 3,
    "fre": 4,
    "lor": 5,
    "lord": 5,
    "sond": 6,
    "tisd": 1,
    "onsd": 2,
    "torsd": 3,
    "fred": 4,
    "mand": 0,
}

PARTS = {
    word: part
    for part, words in {
        Part.NIGHT: "natt natten natta nattetid smatimmarna smatimmar smatimmen",
        Part.MORNING: """
            morse morrse morgon morgonen morron morronen morrn morronkvisten morgonkvisten morgontimmarna gryningen
            gryning morgonsidan frukost frukosten frukosttid frukostdags soluppgangen
        """,
        Part.FORENOON: "formiddag formiddagen formiddags formidag formidagen formiddan formidda fm",
        Part.AFTERNOON: """
            eftermiddag eftermiddagen eftermiddags eftermidag eftermidagen eftermiddan eftermidda ettermiddan
            ettermiddagen em afternoon arvo
        """,
        Part.EVENING: """
            kvall kvallen kvalls kval kvallstid kvallningen kvallskvisten kvalln kvelln kvell kvallssidan afton
            aftonen aften aftse aftes skymning skymningen skymningstid laggdags middagstid middag middagen dinner
            dinnertime supper evening dusk sunset
        """,
        Part.ENGLISH_MORNING: "morning mornin dawn sunrise breakfast",
        Part.ENGLISH_NIGHT: "night nite",
        Part.LUNCH: "lunch lunchtid lunchen lunchtime lunchdags lunchtiden lunchrasten lunchn",
    }.items()
    for word in words.split()
}
# Swedish parts that a weekday may be written together with: lördagskvällen, fredagnatt, lördaskväll.
_COMPOUND_PARTS = in_order(
    """
    natt natten morgon morgonen morron morronen formiddag formiddagen formiddan eftermiddag eftermiddagen eftermiddan
    kvall kvallen kvalln kvell lunch lunchen afton
    """
)
WEEKDAY_COMPOUNDS = {
    base + part: (number, PARTS[part])
    for stem, number in WEEKDAYS.items()
    if stem.endswith("dag")
    for base in (stem, stem + "s", stem[:-1] + "s", stem[:-1])
    for part in _COMPOUND_PARTS
}
YESTERDAY_COMPOUNDS = {
    start + part: PARTS[part]
    for start in ("igar", "iga", "gardags", "igars")
    for part in ("natt", "kvall", "kvell", "kvalln", "kvallen", "kvalls", "morse", "eftermiddag", "formiddag", "morgon")
}

THIS_PARTS = {
    word: part
    for part, words in {
        Part.MORNING: "imorse imorrse imorsse imorset imors imorst imorrst imoras imorses",
        Part.NIGHT: "inatt innatt",
        Part.EVENING: "ikvall ikvalls ikval ikvell ikvallen",
        Part.AFTERNOON: "ieftermiddag ieftermiddags",
        Part.FORENOON: "iformiddag iformiddags",
        Part.ENGLISH_NIGHT: "tonight tonite",
    }.items()
    for word in words.split()
}
DAY_WORDS = frozenset((*WEEKDAYS, *WEEKDAYS_DEFINITE, *WEEKDAYS_PAST, *WEEKDAY_COMPOUNDS, *YESTERDAY_COMPOUNDS))

# What may follow a bare hour ("vid 7 såg jag"); after any other word the number counts something else.
AFTER_HOUR = words(
    """
    i pa den det de dom da nar sa och o men eller som att av ut in till fran med utan vid utanfor inne bakom hos pga
    for mot jag vi han hon nagon nan nagra en ett var stod kom gick korde sag horde hande skedde blev hade har ska
    skulle satt lag ringde kande marktes forsvann stals smallde small sprang akte skrek slog borjade slutade igar idag
    imorse morse ikvall inatt imorgon natten kvallen sondag mandag tisdag onsdag torsdag fredag lordag ungefar typ
    kanske ca nagonstans nanstans forra sen sedan samma precis upptackte hittade larmade tog yesterday today nanting
    nagonting nansting sadar isch every varje varenda forsok nar medan innan efter ungefar senast da dar har hem upp
    ner bort runt fran over while until before after when where who wearing my his her their there here is are skickade
    skrev hordes syntes bor star sitter gar kommer kor ligger springer igen bara nara langs tonight on in at when i we
    he she they it the a an and but last this was were saw heard there near outside by someone somebody my pm am so
    then drog stack rev foll markte vaknade lamnade fick gav borde brot spreng ropade sags sett
    """
)
AGE_NEIGHBOURS = words(
    """
    kille killen killar man mannen man kvinna kvinnan tjej tjejen snubbe person personen pojke grabb unge ungdom
    flicka dam gubbe tant guy woman girl boy kid age alder ar ser ut years he she han hon barn son dotter manniska
    """
)
