from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake import Channel, Inbound, InboundKind, Location, MediaKind
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
            place=f"{PAGE}:m_1",
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
            event(standby=[said("m_3", "någon annan talar")]),
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


CDN = "https://scontent.xx.fbcdn.net/v/t1.15752-9/1_n.jpg?oh=1&oe=6"


def attached(kind: str, **payload: object) -> dict[str, object]:
    return {"type": kind, "payload": payload}


@pytest.mark.parametrize(
    ("kind", "media"),
    [
        ("image", MediaKind.PICTURE),
        ("video", MediaKind.FILM),
        ("audio", MediaKind.SOUND),
        ("file", MediaKind.DOCUMENT),
    ],
)
def test_a_file_is_known_by_its_address_with_or_without_words(kind: str, media: MediaKind) -> None:
    (silent,) = parsed(said("m_1", attachments=[attached(kind, url=CDN)]))
    (spoken,) = parsed(said("m_2", "här är bilen", attachments=[attached(kind, url=CDN)]))

    assert (silent.kind, silent.text, silent.place) == (InboundKind.MEDIA, None, f"{PAGE}:m_1")
    assert [(each.kind, each.file) for each in silent.media] == [(media, CDN)]
    assert (spoken.kind, spoken.text, spoken.media) == (InboundKind.MEDIA, "här är bilen", silent.media)


def test_files_sent_together_are_one_message() -> None:
    (said_,) = parsed(said("m_1", attachments=[attached("image", url=f"{CDN}{n}") for n in range(3)]))

    assert [each.file for each in said_.media] == [f"{CDN}{n}" for n in range(3)]


def test_a_document_has_the_name_of_its_address() -> None:
    address = "https://cdn.fbsbx.com/v/t59.2708-21/9_n.pdf/L%C3%B6senord%20lista.pdf?_nc_cat=1"
    (said_,) = parsed(said("m_1", attachments=[attached("file", url=address)]))

    assert said_.media[0].name == "Lösenord lista.pdf"


def test_a_place_keeps_its_degrees() -> None:
    where = attached("location", coordinates={"lat": 59.3293, "long": 18.0686})
    (silent,) = parsed(said("m_1", attachments=[where]))
    (spoken,) = parsed(said("m_2", "här", attachments=[where]))

    assert (silent.kind, silent.location) == (InboundKind.LOCATION, Location(59.3293, 18.0686))
    assert (spoken.kind, spoken.text) == (InboundKind.LOCATION, "här")


@pytest.mark.parametrize(
    "attachment",
    [
        attached("fallback", url="https://example.org/"),
        attached("image", url=CDN, sticker_id=369239263222822),
        attached("template"),
        attached("reel", url=CDN),
        attached("image"),
        attached("location", coordinates={"lat": 190, "long": 18}),
    ],
)
def test_what_is_no_file_and_no_place_is_unsupported_unless_there_are_words(attachment: dict[str, object]) -> None:
    (silent,) = parsed(said("m_1", attachments=[attachment]))
    (thumb,) = parsed(said("m_2", sticker_id=1, attachments=[attached("image", url=CDN)]))
    (spoken,) = parsed(said("m_3", "kolla https://example.org/", attachments=[attachment]))

    assert silent.kind is thumb.kind is InboundKind.UNSUPPORTED
    assert (spoken.kind, spoken.text) == (InboundKind.TEXT, "kolla https://example.org/")


def test_what_another_app_of_the_page_hears_is_not_for_us() -> None:
    body = {"object": "page", "entry": [{"id": PAGE, "standby": [said("m_1", "hej")]}]}

    assert Parser("GET_STARTED").parse(body, NOW) == []


def test_an_edit_changes_the_message_where_it_stands() -> None:
    (edit,) = parsed(event(message_edit={"mid": "m_1", "text": "röd, inte blå", "num_edit": 1}))

    assert (edit.kind, edit.text, edit.place) == (InboundKind.EDIT, "röd, inte blå", f"{PAGE}:m_1")
    assert edit.external_id == f"{PAGE}:m_1:edit:1"


def test_an_edit_of_nobody_knows_what_is_words_all_the_same() -> None:
    (edit,) = parsed(event(message_edit={"text": "röd, inte blå"}))

    assert (edit.kind, edit.text) == (InboundKind.TEXT, "röd, inte blå")


def test_a_message_without_an_id_or_a_time_is_not_lost() -> None:
    (odd,) = parsed({"sender": {"id": REPORTER}, "recipient": {"id": PAGE}, "message": {"text": "hej"}})

    assert (odd.text, odd.sent_at) == ("hej", NOW)
    assert odd.external_id.startswith(f"{PAGE}:message:0:{REPORTER}:")


@pytest.mark.parametrize("body", [{}, {"object": "page"}, {"entry": {}}, {"entry": "x"}])
def test_a_body_without_entries_is_malformed(body: dict[str, object]) -> None:
    with pytest.raises(BodyMalformedError):
        Parser("GET_STARTED").parse(body, NOW)


_KEYS = ["sender", "id", "message", "text", "mid", "quick_reply", "payload", "postback", "referral", "ref", "timestamp", "attachments", "type", "url", "coordinates", "lat", "long", "sticker_id"]  # fmt: skip
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
