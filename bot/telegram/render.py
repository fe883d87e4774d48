"""From the outbound shape to what Telegram's sendMessage takes."""

from __future__ import annotations

from collections.abc import Sequence

from bot.intake import Button, Outbound
from bot.splitting import split_text

TEXT_LIMIT = 4096
PAYLOAD_BYTES = 64
_ROW_CHARACTERS = 28
_ROW_BUTTONS = 3

Row = tuple[Button, ...]


def text_parts(outbound: Outbound) -> list[str]:
    return split_text(outbound.text, TEXT_LIMIT)


def keyboard(buttons: Sequence[Button]) -> list[Row]:
    """Rows of buttons, short ones side by side. A button that Telegram would refuse, and the whole
    message with it, is left out."""
    rows: list[Row] = []
    for button in buttons:
        if not button.title.strip() or not 0 < len(button.payload.encode("utf-8")) <= PAYLOAD_BYTES:
            continue
        if rows and _fits(rows[-1], button):
            rows[-1] = (*rows[-1], button)
        else:
            rows.append((button,))
    return rows


def _fits(row: Row, button: Button) -> bool:
    width = sum(len(each.title) for each in row) + len(button.title)
    return len(row) < _ROW_BUTTONS and width <= _ROW_CHARACTERS
