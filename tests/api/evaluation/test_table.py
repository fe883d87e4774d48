from __future__ import annotations

from io import StringIO

from rich.console import Console

from api.evaluation import LabelledLine, evaluate, print_report
from api.evaluation.vocabulary import Act, Group, Topic

LINE = LabelledLine("who", "är du en robot?", "sv", Act.QUESTION, False, Group.ORDINARY, Topic.ASK_BOT)


def printed(act: str) -> str:
    out = StringIO()
    report = evaluate([LINE], lambda _: {"act": act, "topic": "ask_bot"})
    print_report(report, Console(file=out, width=120, force_terminal=False))
    return out.getvalue()


def test_the_tables_show_rates_with_their_intervals() -> None:
    assert "1.000 (0.21–1.00)" in printed("question")


def test_the_tables_say_how_many_lines_have_a_mistake_and_show_no_text() -> None:
    table = printed("tip")

    assert "1 of 1 lines have at least one mistake." in table
    assert LINE.text not in table


def test_what_was_never_measured_is_a_dash() -> None:
    assert "–" in printed("question").split("look_alike")[1].splitlines()[0]
