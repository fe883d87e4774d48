"""Words in languages that the wording has only a line of."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from api.wording import Wording

RESPONSES = Path(__file__).resolve().parents[2] / "nlu_data" / "responses"


@pytest.fixture
def wording() -> Wording:
    return Wording(RESPONSES)


def others() -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, str]] = yaml.safe_load((RESPONSES / "others.yml").read_text(encoding="utf-8"))
    return loaded


def test_somebody_who_writes_finnish_reads_finnish_first_and_swedish_and_english_below_it(wording: Wording) -> None:
    said = wording.render_in_any("utter_call_112", "fi", "webchat").text
    parts = [
        others()["utter_call_112"]["fi"].strip(),
        *(wording.render("utter_call_112", x, "webchat").text for x in ("sv", "en")),
    ]
    assert said == "\n\n".join(parts)


def test_a_language_without_a_line_gets_swedish_and_english(wording: Wording) -> None:
    said = wording.render_in_any("utter_call_112", "el", "webchat").text
    assert said == "\n\n".join(wording.render("utter_call_112", x, "webchat").text for x in ("sv", "en"))


def test_the_advice_for_a_kind_of_emergency_stands_below_the_line(wording: Wording) -> None:
    said = wording.render_in_any("utter_call_112_fire", "pl", "telegram").text
    assert said.startswith(others()["utter_call_112"]["pl"].strip())
    assert wording.render("utter_call_112_fire", "sv", "telegram").text in said


def test_the_question_keeps_its_buttons_in_every_language(wording: Wording) -> None:
    buttons = wording.render("utter_ask_emergency", "en", "webchat").buttons
    assert wording.render_in_any("utter_ask_emergency", "so", "webchat").buttons == buttons != ()


def test_a_reviewed_line_stands_alone(tmp_path: Path) -> None:
    for language in ("sv", "en"):
        (tmp_path / f"{language}.yml").write_text((RESPONSES / f"{language}.yml").read_text(encoding="utf-8"), "utf-8")
    reviewed = {**others(), "reviewed": ["fi"]}
    (tmp_path / "others.yml").write_text(yaml.safe_dump(reviewed, allow_unicode=True), "utf-8")
    said = Wording(tmp_path).render_in_any("utter_call_112", "fi", "webchat").text
    assert said == others()["utter_call_112"]["fi"].strip()


@pytest.mark.parametrize("key", ["utter_call_112", "utter_ask_emergency"])
def test_every_line_names_112_and_no_line_is_called_reviewed_unless_it_exists(key: str) -> None:
    lines = others()[key]
    assert all("112" in line for line in lines.values()) and len(lines) >= 13
    assert set(others()["reviewed"]) <= set(lines)
