from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from api.analysis.guard.verdict import Kind
from api.evaluation import LabelledLine, build_report, evaluate
from api.evaluation.report import PredictionsMissingError
from api.evaluation.vocabulary import Act, Category, Group, Topic

FIRE = LabelledLine("fire", "det brinner", "sv", Act.TIP, True, Group.EMERGENCY, None, Category.EVENT, Kind.FIRE)
FILM = LabelledLine("film", "vilken brand i filmen igår", "sv", Act.OUT_OF_SCOPE, False, Group.LOOK_ALIKE)
THEFT = LabelledLine(
    "theft",
    "my bike, a red one, was stolen " + "and then " * 20,
    "en",
    Act.TIP,
    False,
    Group.ORDINARY,
    category=Category.STOLEN_VEHICLE,
    sent_at=datetime(2026, 3, 1, 12, tzinfo=UTC),
    fields={"colour": ["red"], "vehicle_kind": "bicycle"},
)
WHO = LabelledLine("who", "är du en robot?", "sv", Act.QUESTION, False, Group.ORDINARY, Topic.ASK_BOT)
LINES = (FIRE, FILM, THEFT, WHO)


def a_perfect_answer(line: LabelledLine) -> dict[str, Any]:
    return {
        "act": line.act.value,
        "topic": line.topic,
        "category": line.category,
        "emergency": {"level": "call_112" if line.emergency else "none", "kind": line.kind, "score": 0.5},
        "fields": {name: {"value": value} for name, value in line.fields.items()},
    }


def answers_but(changed_id: str, **changes: Any) -> Callable[[LabelledLine], dict[str, Any]]:
    return lambda line: a_perfect_answer(line) | (changes if line.id == changed_id else {})


def test_perfect_answers_leave_nothing_wrong() -> None:
    report = evaluate(LINES, a_perfect_answer)

    assert report["n"] == 4
    assert report["wrong"] == []
    assert [report[name]["accuracy"] for name in ("act", "topic", "category", "kind")] == [1.0] * 4
    assert report["fields"]["whole"]["f1"] == 1.0
    assert report["emergency"]["emergency"]["at_once"] == 1.0
    assert report["emergency"]["look_alike"]["at_once_or_ask"] == 0.0


def test_every_rate_stands_beside_its_interval() -> None:
    report = evaluate(LINES, a_perfect_answer)

    assert report["act"]["accuracy_interval"] == pytest.approx([0.5101, 1.0], abs=0.0001)
    assert {"precision_interval", "recall_interval"} <= report["act"]["per_class"]["tip"].keys()
    assert {"precision_interval", "recall_interval"} <= report["fields"]["per_name"]["colour"].keys()
    assert {"at_once_interval", "at_once_or_ask_interval"} <= report["emergency"]["ordinary"].keys()


def test_an_emergency_that_was_only_asked_about_is_no_miss_but_is_listed() -> None:
    report = evaluate(LINES, answers_but("fire", emergency={"level": "ask", "kind": "fire", "score": 0.4}))

    measure = report["emergency"]["emergency"]
    assert (measure["at_once"], measure["at_once_or_ask"]) == (0.0, 1.0)
    assert [wrong["mistakes"] for wrong in report["wrong"]] == [["emergency_ask"]]


@pytest.mark.parametrize(("changed_id", "level"), [("fire", "none"), ("film", "call_112")])
def test_a_missed_emergency_and_a_false_alarm_are_mistakes(changed_id: str, level: str) -> None:
    report = evaluate(LINES, answers_but(changed_id, emergency={"level": level, "kind": None, "score": 0.1}))

    (wrong,) = report["wrong"]
    assert (wrong["id"], wrong["mistakes"]) == (changed_id, ["emergency"])
    assert wrong["said"]["emergency"] == level


def test_the_wrong_list_says_what_was_true_and_what_was_said() -> None:
    said = {"colour": {"value": ["blue"]}, "vehicle_kind": {"value": "bicycle"}}
    report = evaluate(LINES, answers_but("theft", category="stolen_item", fields=said))

    (wrong,) = report["wrong"]
    assert wrong["text"] == THEFT.text
    assert wrong["mistakes"] == ["category", "fields.colour"]
    assert (wrong["true"]["category"], wrong["said"]["category"]) == ("stolen_vehicle", "stolen_item")
    assert (wrong["true"]["fields"]["colour"], wrong["said"]["fields"]["colour"]) == (["red"], ["blue"])


def test_a_category_given_to_what_is_no_tip_is_a_mistake() -> None:
    report = evaluate(LINES, answers_but("who", category="fraud"))

    assert report["category"]["accuracy"] == 1.0
    assert report["category"]["per_class"]["fraud"]["precision"] == 0.0
    assert report["wrong"][0]["mistakes"] == ["category"]


def test_a_label_that_was_left_out_is_not_judged() -> None:
    unlabelled = LabelledLine("x", "någon har stulit", "sv", Act.TIP, False, Group.ORDINARY)

    report = build_report([unlabelled], [{"act": "tip", "category": "fraud"}])

    assert report["category"]["n"] == 0
    assert report["wrong"] == []


def test_answers_of_the_guard_alone_count_as_not_said() -> None:
    report = evaluate(LINES, lambda _: {"act": None, "emergency": {"level": "none", "kind": None}, "fields": {}})

    assert report["act"]["accuracy"] == 0.0
    assert report["fields"]["whole"]["recall"] == 0.0
    assert report["fields"]["whole"]["precision"] is None


def test_slices_hold_the_lines_they_name() -> None:
    slices = evaluate(LINES, a_perfect_answer)["slices"]

    sizes = {name: measure["n"] for name, measure in slices.items()}
    assert sizes == {
        "no_åäö": 1,
        "short": 3,
        "long": 1,
        "lang_en": 1,
        "lang_sv": 3,
        "group_emergency": 1,
        "group_look_alike": 1,
        "group_ordinary": 2,
    }


def test_a_report_is_json() -> None:
    report = evaluate(LINES, answers_but("fire", act="smalltalk"))

    assert json.loads(json.dumps(report)) == report


def test_each_line_needs_an_answer() -> None:
    with pytest.raises(PredictionsMissingError):
        build_report(LINES, [])
