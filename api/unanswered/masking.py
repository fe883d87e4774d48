"""A question without what leads to a person: numbers, mail, plates, links and accounts."""

from __future__ import annotations

import re
from collections.abc import Mapping

from api.analysis.findings import Finding
from api.analysis.identifiers import EMAIL

# What the analysis may find that leads to somebody, and what stands in its place.
MASKS = {
    "phone": "[telefon]",
    "email": "[mejl]",
    "plate": "[regnr]",
    "vin": "[nummer]",
    "imei": "[nummer]",
    "dog_chip": "[nummer]",
    "item_serial": "[nummer]",
    "notice_ref": "[nummer]",
}
# The analysis keeps one value a field; these take the others, and take rather too much.
LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
HANDLE = re.compile(r"(?<![\w@])@[\w.]{2,64}")
PLATE = re.compile(r"(?<!\w)(?:[A-Z]{3}[ -]?\d{2}[A-Z0-9]|[A-Za-z]{3}\d{2}[A-Za-z0-9])(?!\w)")
DIGITS = re.compile(r"\+?\d(?:[ \u00a0().\-–/+]{0,2}\d){5,}")


def masked(text: str, fields: Mapping[str, Finding]) -> str:
    """`fields` are those of this very text."""
    spans = [(one.start, one.end, MASKS[name]) for name, one in fields.items() if name in MASKS]
    for start, end, mask in sorted(spans, reverse=True):
        text = text[:start] + mask + text[end:]
    for pattern, mask in (
        (EMAIL, "[mejl]"),
        (LINK, "[länk]"),
        (HANDLE, "[konto]"),
        (DIGITS, "[nummer]"),
        (PLATE, "[regnr]"),
    ):
        text = pattern.sub(mask, text)
    return text
