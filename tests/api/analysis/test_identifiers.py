from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Values = Callable[[str], dict[str, Any]]


@pytest.mark.parametrize(
    ("text", "plate"),
    [
        ("bilen hade ABC123", "ABC123"),
        ("såg abc123 på macken", "ABC123"),
        ("den gamla rosthögen, nbt 47k, står kvar", "NBT47K"),
        ("hann bara se abc-123 innan dom drog", "ABC123"),
        ("reg ABC12D", "ABC12D"),
        ("regnr: ghj 456 tror jag", "GHJ456"),
        ("jag tror det stod dal 123 på skylten", "DAL123"),
        ("license plate was RXG 38W", "RXG38W"),
        ("NÅN HAR STÄLLT EN BIL HÄR MED REG PLM 553", "PLM553"),
        ("svart bmw, BUS482", "BUS482"),
        ("(TRE91C) parkerad på vändplanen", "TRE91C"),
    ],
)
def test_a_plate_is_read_however_it_is_typed(values: Values, text: str, plate: str) -> None:
    assert values(text).get("plate") == plate


@pytest.mark.parametrize(
    "text",
    [
        "vi va typ 100 pers där och 123 av dom var fulla",
        "kl 123 eller nåt, minns inte",
        "körde på rv 222 mot gustavsberg",
        "the 100 people outside and 250 more",
        "ca 200 meter från skolan",
        "han är 180 cm lång och väger 90 kg",
        "en svart bmw 320 utan skyltar",
        "DET VAR MER ÄN TRE 100 LAPPAR",
        "hon bor på kaj 12b, tredje våningen",
        "ÅÄÖ123 finns inte, IQV123 inte heller",
        "jag betalade sek 500 för den",
        "skriv till abc123@example.com",
        "kod ABC1234 i porten",
    ],
)
def test_everyday_words_before_a_number_are_no_plate(values: Values, text: str) -> None:
    assert "plate" not in values(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("ring mig på 0701234567", "+46701234567"),
        ("mitt nr 070-123 45 67", "+46701234567"),
        ("han ringde från 08-123 456 78", "+46812345678"),
        ("call me +46 70 123 45 67 please", "+46701234567"),
        ("numret var 0046701234567", "+46701234567"),
        ("they called from +44 20 7946 0958", "+442079460958"),
    ],
)
def test_a_phone_number_is_read_in_international_form(values: Values, text: str, number: str) -> None:
    assert values(text).get("phone") == number


@pytest.mark.parametrize(
    "text",
    [
        "ska jag ringa 112 eller 11414?",
        "114 14 svarar inte",
        "mitt personnummer är 811228-9874",
        "född 19811228-9874 enligt legget",
        "samordningsnummer 811288-9870",
        "chipet är 752098100123456",
    ],
)
def test_what_only_looks_like_a_phone_number_is_none(values: Values, text: str) -> None:
    assert "phone" not in values(text)


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("mejla kalle.Karlsson@Example.com om ni vill veta mer", "email", "kalle.karlsson@example.com"),
        ("imei på luren är 352099001761481", "imei", "352099001761481"),
        ("IMEI: 35-209900-176148-1", "imei", "352099001761481"),
        ("chassinumret WVWZZZ1JZXW000001", "vin", "WVWZZZ1JZXW000001"),
        ("vin 1m8gdm9axkp042788", "vin", "1M8GDM9AXKP042788"),
        ("hunden är chippad 752098100123456", "dog_chip", "752098100123456"),
        ("chipnr 752 098 100 123 456", "dog_chip", "752098100123456"),
        ("vår katt, 941000012345678", "dog_chip", "941000012345678"),
        ("gäller K1276-14", "notice_ref", "K1276-14"),
        ("ärende 5000-K123456-26 har jag fått", "notice_ref", "5000-K123456-26"),
        ("det är om efterlysning 123", "notice_ref", "123"),
        ("about your notice no 4711", "notice_ref", "4711"),
        ("diarienummer A123.456/2026", "notice_ref", "A123.456/2026"),
        ("jag hade T-ABC123 sen förut", "notice_ref", "T-ABC123"),
        ("ramnummer WTU123456L", "item_serial", "WTU123456L"),
        ("serienr: c02xk1abcd", "item_serial", "C02XK1ABCD"),
        ("ram nr är 1234567", "item_serial", "1234567"),
        ("s/n 99-1234-AB", "item_serial", "99-1234-AB"),
        ("serial number is KD8841203", "item_serial", "KD8841203"),
    ],
)
def test_a_code_is_read_for_what_it_names(values: Values, text: str, name: str, value: str) -> None:
    assert values(text).get(name) == value


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("imei 352099001761482", "imei"),
        ("vin 1M8GDM9A1KP042788", "vin"),
        ("ord med sjuttontecken abcdefghjklmnprst", "vin"),
        ("jag har inget serienummer tyvärr", "item_serial"),
        ("såg er efterlysning igår", "notice_ref"),
        ("kortnumret är 4539148803436467", "imei"),
    ],
)
def test_a_code_that_fails_its_check_is_left_out(values: Values, text: str, name: str) -> None:
    assert name not in values(text)
