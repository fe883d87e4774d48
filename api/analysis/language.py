"""Which language a text is in: Swedish or English as a rule, another where script or words say so plainly."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from .language_letters import other_language
from .language_others import OTHER_WORDS
from .language_words import ENGLISH, ENGLISH_LEAN, KNOWN, SWEDISH, SWEDISH_LEAN
from .vocabulary import words

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LONGEST = 2000
# "I" within a sentence is English; at its beginning it may be the Swedish preposition.
_ENGLISH_I = re.compile(r"(?<=[a-z,] )I(?= [a-z])")
_SCRIPTS = {"ETHIOPIC": "ti", "CYRILLIC": "uk", "ARABIC": "ar", "GREEK": "el", "HEBREW": "he", "THAI": "th"}
_SCRIPTS |= {"CJK": "zh", "HANGUL": "ko", "HIRAGANA": "ja", "KATAKANA": "ja", "DEVANAGARI": "hi", "BENGALI": "bn"}
_SCRIPTS |= {"GEORGIAN": "ka", "ARMENIAN": "hy", "TAMIL": "ta"}
_PERSIAN = re.compile("[پچژگکی]")
_PERSIAN_WORDS = words(
    """
    است من این را که در از به با یک شما نیست کمک سلام لطفا خانه مرد زن بود شد دیدم
    """
)
_KURDISH = re.compile("[ڕڵێۆڤە]")
_AMHARIC_WORDS = words("ነው እና ላይ ውስጥ ነበር እባክዎ እኔ እርዳታ አለ ፖሊስ እርዱኝ")
_RUSSIAN = re.compile("[ыэъё]")
_UKRAINIAN = re.compile("[іїєґ]")
_UKRAINIAN_WORDS = words("мене вкрали він вона вони що де коли ласка було немає або але")
_SERBIAN = re.compile("[ђјљњћџ]")
_SWEDISH_LETTERS = re.compile("[åäö]")
# Letters that Swedish lacks, by the language they speak for; each is weighed with that language's words.
_FOREIGN_LETTERS = {
    "pl": "ąęłńśźżćó", "tr": "ışğçü", "bs": "čćžšđ", "de": "ßü", "es": "ñ¿¡áíóúé", "no": "øæ", "da": "øæ", "sq": "ëç",
    "fr": "çèêàùœ",
}  # fmt: skip
_SWEDISH_SHAPES = re.compile(
    r"(?:[^aeiouyåäö]sj|stj|skj|tj|fj|hj|lj|[a-zåäö]{2}(?:arna|erna|orna|ande|ende|ning|ningen|heten|ligt|ade|ades|gatan"
    r"|vägen|vagen|torget|ligen|skt|are|aren|et|ar|or|as|na|ig|isk|igt))$|^(?:sk|sj|fj|bj|kv|mj|å|ä|ö|av|upp|ut|för|ned)"
    r"|kk|aa|gg|å|ä|ö"
)
_ENGLISH_SHAPES = re.compile(
    r"(?:ing|ings|tion|tions|ous|ful|less|ness|ment|ed|ly|ght|ck|ay|ey|ty|ry|ble|ss|th|ow|ew|ee|ve|'s|'t|'re|se|ce|ge)$"
    r"|^(?:wh|th|w|qu|ch|sh|kn|wr)|ough|igh|ea|oo|ou|oa|sh|w"
)
_OTHER_SHARE = 0.4
_OTHER_LEAD = 2
# Norwegian and Danish share most words with Swedish; those that are left tell them apart.
_LEADS = {"no": 1, "da": 1}


def detect(text: str) -> str:
    """The ISO 639-1 code of the text's language; `sv` in doubt. Never raises."""
    words = [word.replace("’", "'") for word in _WORD.findall(text[:_LONGEST].lower())]
    if not words:
        return "sv"
    script = _by_script(words)
    if script is not None:
        return script
    swedish, english = _known(words)
    english += 2 * len(_ENGLISH_I.findall(text[:_LONGEST]))
    return _by_other_words(words, swedish, english) or other_language(words) or _between(words, swedish, english)


def _by_script(words: list[str]) -> str | None:
    counts: Counter[str] = Counter()
    plain = 0
    for word in words:
        if word[0] < "\u0250":
            plain += len(word)
        else:
            counts[unicodedata.name(word[0], "").partition(" ")[0].partition("-")[0]] += len(word)
    if not counts:
        return None
    name, size = counts.most_common(1)[0]
    code = _SCRIPTS.get(name)
    if code is None or size <= plain:
        return None
    whole = " ".join(words)
    if code == "ar":
        return _arabic_script(whole, words)
    if code == "uk":
        return _cyrillic_script(whole, words)
    return "am" if code == "ti" and _AMHARIC_WORDS.intersection(words) else code


def _arabic_script(whole: str, words: list[str]) -> str:
    if _KURDISH.search(whole):
        return "ku"
    return "fa" if _PERSIAN.search(whole) or _PERSIAN_WORDS.intersection(words) else "ar"


def _cyrillic_script(whole: str, words: list[str]) -> str:
    if _UKRAINIAN.search(whole) or _UKRAINIAN_WORDS.intersection(words):
        return "uk"
    if _SERBIAN.search(whole):
        return "sr"
    return "ru"


def _known(words: list[str]) -> tuple[int, int]:
    """How Swedish and how English the words are: two for a sure word, one for one that may be either."""
    return (
        sum(2 if word in SWEDISH else word in SWEDISH_LEAN for word in words),
        sum(2 if word in ENGLISH else word in ENGLISH_LEAN for word in words),
    )


def _by_other_words(words: list[str], swedish: int, english: int) -> str | None:
    """Another language, when its words are a good part of the line and clearly more than Swedish or English ones."""
    best, most = None, 0
    whole = " ".join(words)
    for code, known in OTHER_WORDS.items():
        hits = sum(word in known for word in words)
        if hits < 2:
            continue
        letters = min(3, sum(letter in whole for letter in _FOREIGN_LETTERS.get(code, "")))
        if hits + letters > most:
            best, most = code, hits + letters
    rival = max(swedish, english) // 2
    if best is None or most < max(2, _OTHER_SHARE * len(words)) or most < rival + _LEADS.get(best, _OTHER_LEAD):
        return None
    return best


def _between(words: list[str], swedish: int, english: int) -> str:
    if abs(swedish - english) < 2:
        english += 2 * sum(_shape(word) for word in words if word not in KNOWN)
    return "en" if english > swedish else "sv"


def _shape(word: str) -> int:
    """1 when an unknown word looks English, -1 when Swedish, 0 when it may be either."""
    return bool(_ENGLISH_SHAPES.search(word)) - bool(_SWEDISH_SHAPES.search(word))
