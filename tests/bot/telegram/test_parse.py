from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake import Channel, Inbound, InboundKind
from bot.telegram.parse import Update, parse_update
from tests.bot.telegram.fake_bot_api import message, press

NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)


def parsed(content: dict[str, object], kind: str = "message", update_id: int = 9001) -> Inbound:
    update = parse_update({"update_id": update_id, kind: content}, NOW)
    assert update is not None and update.inbound is not None
    return update.inbound


def test_a_text_keeps_its_words_sender_time_and_language() -> None:
    said = parsed(message("Såg en blå Volvo på Götgatan 🚗", id=12, date=1780000000))

    assert said == Inbound(
        channel=Channel.TELEGRAM,
        external_id="4711:12:9001",
        sender="4711",
        kind=InboundKind.TEXT,
        sent_at=datetime.fromtimestamp(1780000000, UTC),
        text="Såg en blå Volvo på Götgatan 🚗",
        language="sv",
        place="4711:12",
    )


def test_a_repeat_has_the_same_external_id_and_an_edit_another() -> None:
    first = parsed(message("röd bil", id=12), update_id=1)
    repeat = parsed(message("röd bil", id=12), update_id=1)
    edit = parsed(message("blå bil", id=12, edit_date=1780000060), "edited_message", 2)

    assert first.external_id == repeat.external_id
    assert edit.external_id != first.external_id
    assert (edit.kind, edit.text, edit.place) == (InboundKind.EDIT, "blå bil", first.place)
    assert edit.sent_at == datetime.fromtimestamp(1780000060, UTC)


def test_an_edit_without_words_or_file_is_no_message() -> None:
    assert parse_update({"update_id": 3, "edited_message": message(sticker={"file_id": "x"})}, NOW) == Update(3)
    assert parse_update({"update_id": 3, "edited_message": message()}, NOW) == Update(3)


def test_a_pressed_button_is_a_payload_and_its_callback_is_to_be_answered() -> None:
    update = parse_update({"update_id": 4, "callback_query": press("/affirm", query="q1")}, NOW)

    assert update is not None and update.inbound is not None
    assert update.callback_id == "q1"
    assert (update.inbound.kind, update.inbound.payload) == (InboundKind.PAYLOAD, "/affirm")
    assert (update.inbound.text, update.inbound.sender, update.inbound.sent_at) == (None, "4711", NOW)


def test_a_button_under_a_message_that_telegram_no_longer_shows_counts_too() -> None:
    gone = press("/affirm") | {"message": {"message_id": 7, "date": 0, "chat": {"id": 4711, "type": "private"}}}

    assert parsed(gone, "callback_query").payload == "/affirm"


@pytest.mark.parametrize("text", ["/start", "/Start", "/start@tips_bot", "/start "])
def test_start_opens_the_conversation_without_words(text: str) -> None:
    opened = parsed(message(text))

    assert (opened.kind, opened.text, opened.notice) == (InboundKind.START, None, None)


def test_a_deep_link_carries_its_notice() -> None:
    opened = parsed(message("/start efterlysning-2026_17"))

    assert (opened.kind, opened.notice) == (InboundKind.START, "efterlysning-2026_17")


@pytest.mark.parametrize(
    "text",
    ["/start det brinner hos grannen", "/started", "/hjalp han slår", "/112", "/hj\u00e4lp", "jag såg /start"],
)
def test_words_after_a_command_and_unknown_commands_are_text(text: str) -> None:
    said = parsed(message(text))

    assert (said.kind, said.text) == (InboundKind.TEXT, text)


@pytest.mark.parametrize(
    ("command", "payload"),
    [
        ("/hjalp", "/help"),
        ("/help", "/help"),
        ("/Help@tips_bot", "/help"),
        ("/status ", "/ask_status"),
        ("/radera", "/delete"),
        ("/delete", "/delete"),
        ("/sprak", "/language"),
    ],
)
def test_a_command_is_what_its_button_would_be(command: str, payload: str) -> None:
    said = parsed(message(command, id=12))

    assert (said.kind, said.payload, said.text, said.place) == (InboundKind.PAYLOAD, payload, None, "4711:12")


@pytest.mark.parametrize("kind", ["sticker", "poll", "contact", "dice", "story", "a_kind_of_tomorrow"])
def test_what_is_no_words_no_file_and_no_place_is_unsupported(kind: str) -> None:
    said = parsed(message(id=12) | {kind: {"file_id": "x"}})

    assert (said.kind, said.place, said.media) == (InboundKind.UNSUPPORTED, "4711:12", ())


def test_what_telegram_itself_writes_is_no_message() -> None:
    update = {"update_id": 5, "message": message(pinned_message=message("en bil"))}

    assert parse_update(update, NOW) == Update(5)


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
@pytest.mark.parametrize("way", ["message", "edited_message"])
def test_of_a_group_only_its_id_is_read(kind: str, way: str) -> None:
    group = {"chat": {"id": -100123, "type": kind}}

    assert parse_update({"update_id": 6, way: message("hej alla") | group}, NOW) == Update(6, group="-100123")
    pressed = press("/affirm", query="q2") | {"message": message("?") | group}
    assert parse_update({"update_id": 7, "callback_query": pressed}, NOW) == Update(7, None, "q2")


@pytest.mark.parametrize(("status", "group"), [("member", "-5"), ("administrator", "-5"), ("left", None), ([], None)])
def test_being_added_to_a_group_is_noticed_and_being_thrown_out_is_not(status: object, group: str | None) -> None:
    member = {"chat": {"id": -5, "type": "group"}, "new_chat_member": {"status": status}}

    assert parse_update({"update_id": 8, "my_chat_member": member}, NOW) == Update(8, group=group)


def test_being_blocked_or_unblocked_by_a_person_is_no_message() -> None:
    member = {"chat": {"id": 4711, "type": "private"}, "new_chat_member": {"status": "member"}}

    assert parse_update({"update_id": 8, "my_chat_member": member}, NOW) == Update(8)


def test_a_text_that_no_database_could_hold_is_mended_not_refused() -> None:
    said = parsed(message("rån\x00 på \ud83d torget"))

    assert said.text == "rån\ufffd på \ufffd torget"


def test_a_new_field_with_a_strange_shape_does_not_cost_the_words() -> None:
    odd = message("Hon heter Kim", date="igår", entities={"not": "a list"}, reply_to_message=17)

    assert (parsed(odd).text, parsed(odd).sent_at) == ("Hon heter Kim", NOW)


def test_what_has_no_update_id_is_no_update() -> None:
    assert parse_update({"message": message("hej")}, NOW) is None
    assert parse_update({"update_id": "9001"}, NOW) is None
    assert parse_update(["update_id"], NOW) is None


_KEYS = ["id", "chat", "type", "text", "date", "from", "message", "data", "photo", "file_id", "location", "latitude",
         "longitude", "venue", "document", "mime_type", "new_chat_member", "status"]  # fmt: skip
_anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_KEYS), inner),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["message", "edited_message", "callback_query", "my_chat_member", "poll"]), _anything)
def test_no_shape_of_an_update_is_an_error(kind: str, content: object) -> None:
    update = parse_update({"update_id": 1, kind: content}, NOW)

    assert update is not None and update.id == 1


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["photo", "video", "document", "location", "venue", "media_group_id", "caption"]), _anything)
def test_no_shape_of_a_part_costs_the_words(part: str, content: object) -> None:
    said = parsed(message("inbrott") | {part: content})

    assert said.text == "inbrott"
