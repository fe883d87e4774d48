from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake import Channel, Inbound, InboundKind
from bot.messenger.parse import Parser
from bot.webhooks import BodyMalformedError
from tests.bot.messenger.fake_graph import PAGE, REPORTER, event, said, webhook

NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)


def parsed(*events: dict[str, object]) -> list[Inbound]:
    return Parser("GET_STARTED").parse(webhook(list(events)), NOW)


def test_a_text_keeps_its_words_sender_and_time() -> None:
    assert parsed(said("m_1", "Såg en blå Volvo 🚗")) == [
        Inbound(
            channel=Channel.MESSENGER,
            external_id=f"{PAGE}:m_1",
            sender=REPORTER,
            kind=InboundKind.TEXT,
            sent_at=datetime(2026, 5, 28, 20, 26, 40, 123000, tzinfo=UTC),
            text="Såg en blå Volvo 🚗",
        )
    ]


def test_every_message_of_every_entry_is_found_in_order() -> None:
    body = webhook([said("m_1", "ett"), said("m_2", "två", sender="99")], [], [said("m_3", "tre")])

    assert [each.text for each in Parser("GET_STARTED").parse(body, NOW)] == ["ett", "två", "tre"]


def test_what_no_person_said_is_left_out() -> None:
    assert (
        parsed(
            said("m_1", "vårt eget svar", is_echo=True),
            event(delivery={"mids": ["m_1"], "watermark": 1}),
            event(read={"watermark": 1}),
            event(reaction={"emoji": "❤", "mid": "m_1"}),
            {"message": {"mid": "m_2", "text": "utan avsändare"}},
        )
        == []
    )


def test_a_quick_reply_is_its_payload_and_not_its_title() -> None:
    (pressed,) = parsed(said("m_1", "Ja", quick_reply={"payload": "/affirm"}))

    assert (pressed.kind, pressed.payload, pressed.text) == (InboundKind.PAYLOAD, "/affirm", None)


def test_a_postback_is_a_payload_and_a_repeat_has_the_same_id() -> None:
    press = event(postback={"title": "Nej", "payload": "/deny"})
    (first,), (again,) = parsed(press), parsed(press)
    (other,) = parsed(event(postback={"title": "Ja", "payload": "/affirm"}))
    (named,) = parsed(event(postback={"title": "Nej", "payload": "/deny", "mid": "m_9"}))

    assert (first.kind, first.payload) == (InboundKind.PAYLOAD, "/deny")
    assert first.external_id == again.external_id != other.external_id
    assert named.external_id == f"{PAGE}:m_9"


def test_get_started_opens_the_conversation_with_the_notice_of_its_link() -> None:
    (plain,) = parsed(event(postback={"payload": "GET_STARTED"}))
    (linked,) = parsed(event(postback={"payload": "GET_STARTED", "referral": {"ref": "efterlysning-17"}}))

    assert (plain.kind, plain.notice) == (InboundKind.START, None)
    assert (linked.kind, linked.notice) == (InboundKind.START, "efterlysning-17")


def test_a_link_opened_in_a_known_conversation_starts_with_its_notice() -> None:
    (opened,) = parsed(event(referral={"ref": "efterlysning-17", "source": "SHORTLINK", "type": "OPEN_THREAD"}))

    assert (opened.kind, opened.notice) == (InboundKind.START, "efterlysning-17")


@pytest.mark.parametrize("kind", ["image", "video", "audio", "file", "location", "fallback", "sticker"])
def test_an_attachment_is_unsupported_unless_there_are_words(kind: str) -> None:
    attachments = [{"type": kind, "payload": {"url": "https://cdn.example/x"}}]
    (silent,) = parsed(said("m_1", attachments=attachments))
    (spoken,) = parsed(said("m_2", "här är bilen", attachments=attachments))

    assert silent.kind is InboundKind.UNSUPPORTED
    assert (spoken.kind, spoken.text) == (InboundKind.TEXT, "här är bilen")


def test_an_edit_is_a_message_of_its_own() -> None:
    (edit,) = parsed(event(message_edit={"mid": "m_1", "text": "röd, inte blå", "num_edit": 1}))

    assert (edit.kind, edit.text) == (InboundKind.TEXT, "röd, inte blå")
    assert edit.external_id == f"{PAGE}:m_1:edit:1"


def test_a_message_without_an_id_or_a_time_is_not_lost() -> None:
    (odd,) = parsed({"sender": {"id": REPORTER}, "recipient": {"id": PAGE}, "message": {"text": "hej"}})

    assert (odd.text, odd.sent_at) == ("hej", NOW)
    assert odd.external_id.startswith(f"{PAGE}:message:0:{REPORTER}:")


@pytest.mark.parametrize("body", [{}, {"object": "page"}, {"entry": {}}, {"entry": "x"}])
def test_a_body_without_entries_is_malformed(body: dict[str, object]) -> None:
    with pytest.raises(BodyMalformedError):
        Parser("GET_STARTED").parse(body, NOW)


_KEYS = ["sender", "id", "message", "text", "mid", "quick_reply", "payload", "postback", "referral", "ref", "timestamp"]
_anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_KEYS), inner),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_anything, max_size=3))
def test_no_shape_of_an_event_is_an_error_or_costs_another_its_words(events: list[object]) -> None:
    body = {"entry": [{"id": PAGE, "messaging": [*events, said("m_1", "inbrott")]}, *events]}

    assert Parser("GET_STARTED").parse(body, NOW)[-1].text == "inbrott"
