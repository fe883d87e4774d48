"""From the outbound shape to the bodies of the Send API."""

from __future__ import annotations

from bot.intake import Button, Outbound
from bot.splitting import split_text

TEXT_LIMIT = 2000
QUICK_REPLIES = 13
TITLE_LIMIT = 20
PAYLOAD_LIMIT = 1000

Body = dict[str, object]

# How a message is sent within 24 hours of what it answers, and how a person's within seven days.
RESPONSE: Body = {"messaging_type": "RESPONSE"}
HUMAN_AGENT: Body = {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}


def bodies(outbound: Outbound, way: Body = RESPONSE) -> list[Body]:
    """One body for each part of the text, the buttons under the last."""
    messages: list[Body] = [{"text": part} for part in split_text(outbound.text, TEXT_LIMIT)]
    if messages and (replies := _quick_replies(outbound.buttons)):
        messages[-1]["quick_replies"] = replies
    return [{"recipient": {"id": outbound.recipient}, **way, "message": message} for message in messages]


def _quick_replies(buttons: tuple[Button, ...]) -> list[Body]:
    usable = [each for each in buttons if each.title.strip() and 0 < len(each.payload) <= PAYLOAD_LIMIT]
    return [
        {"content_type": "text", "title": _title(each.title.strip()), "payload": each.payload}
        for each in usable[:QUICK_REPLIES]
    ]


def _title(title: str) -> str:
    return title if len(title) <= TITLE_LIMIT else title[: TITLE_LIMIT - 1].rstrip() + "…"
