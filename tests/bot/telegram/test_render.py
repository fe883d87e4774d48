from __future__ import annotations

from bot.intake import Button, Channel
from bot.telegram.render import keyboard, text_parts
from tests.bot.fake_intake import outbound


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def test_a_text_that_fits_is_one_part() -> None:
    assert text_parts(outbound(Channel.TELEGRAM, "Tack för ditt tips.")) == ["Tack för ditt tips."]


def test_a_long_text_is_cut_between_sentences_and_loses_nothing() -> None:
    text = "Bilen stod kvar länge. " * 400

    parts = text_parts(outbound(Channel.TELEGRAM, text))

    assert len(parts) == 3
    assert all(units(part) <= 4096 and part.endswith("länge.") for part in parts)
    assert " ".join(parts) == text.strip()


def test_emoji_count_double_and_are_never_cut_in_two() -> None:
    text = "🚓" * 5000

    parts = text_parts(outbound(Channel.TELEGRAM, text))

    assert all(units(part) <= 4096 for part in parts)
    assert "".join(parts) == text


def test_short_buttons_share_a_row_and_long_ones_have_their_own() -> None:
    yes, no = Button("Ja", "/affirm"), Button("Nej", "/deny")
    long = Button("Jag vill berätta om något annat", "/other")

    assert keyboard([yes, no, long]) == [(yes, no), (long,)]


def test_a_button_that_telegram_would_refuse_is_left_out() -> None:
    fits = Button("Ja", "å" * 32)

    assert keyboard([fits, Button("Nej", "å" * 33), Button(" ", "/x"), Button("Tom", "")]) == [(fits,)]
