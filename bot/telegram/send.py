"""Sends one outbound message through the Bot API and reads what went wrong."""

from __future__ import annotations

from datetime import timedelta

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.delivery import Sent, Unsent
from bot.intake import Failure, Outbound
from bot.telegram.pace import Pace
from bot.telegram.render import Row, keyboard, text_parts

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class TelegramSender:
    """A long text goes out in parts; a later try begins where the last one stopped."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._pace = Pace()
        self._parts_sent: dict[str, int] = {}

    async def send(self, outbound: Outbound) -> Sent | Unsent:
        parts = text_parts(outbound)
        if not parts or not outbound.recipient.lstrip("-").isdecimal():
            return Unsent(Failure.REJECTED)
        message_id = None
        for number in range(self._parts_sent.pop(outbound.id, 0), len(parts)):
            await self._pace.wait(outbound.recipient)
            markup = _markup(keyboard(outbound.buttons)) if number == len(parts) - 1 else None
            try:
                message = await self._bot.send_message(
                    int(outbound.recipient), parts[number], reply_markup=markup, link_preview_options=_NO_PREVIEW
                )
            except TelegramError as error:
                unsent = unsent_because(error)
                if number and unsent.failure is Failure.LATER:
                    self._parts_sent[outbound.id] = number
                return unsent
            message_id = str(message.message_id)
        return Sent(message_id)


def unsent_because(error: TelegramError) -> Unsent:
    """What an error of the Bot API means for a message. Nothing of the error's text is kept."""
    if isinstance(error, RetryAfter):
        wait = error.retry_after
        return Unsent(Failure.LATER, wait.total_seconds() if isinstance(wait, timedelta) else float(wait))
    if isinstance(error, Forbidden):
        return Unsent(Failure.UNREACHABLE)
    if isinstance(error, BadRequest | ChatMigrated):
        return Unsent(Failure.REJECTED)
    # The rest is the network, the service or the token (the library takes any 404 for a bad token): not this message.
    return Unsent(Failure.LATER, outage=True)


def _markup(rows: list[Row]) -> InlineKeyboardMarkup | None:
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(each.title, callback_data=each.payload) for each in row] for row in rows]
    )
