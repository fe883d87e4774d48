"""Marks in training lines: what stands where, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.analysis.tagging.lines import LABELS, Span, UnknownMarkError, load_marked, spans_of, unmarked

SHIPPED = Path(__file__).resolve().parents[4] / "nlu_data"
LINE = "min [labbe](breed) sprang bort i [Haninge](place) [i morse](time)"


def test_a_line_without_its_marks_is_what_the_person_typed() -> None:
    assert unmarked(LINE) == "min labbe sprang bort i Haninge i morse"


def test_each_span_covers_the_words_that_were_marked() -> None:
    plain = unmarked(LINE)
    found = [(span.label, plain[span.start : span.end]) for span in spans_of(LINE)]
    assert found == [("breed", "labbe"), ("place", "Haninge"), ("time", "i morse")]


def test_brackets_that_are_no_marks_stay_as_they_were_typed() -> None:
    line = "stulen [se bild](https) vid [torget](place)"
    assert unmarked(line) == "stulen [se bild](https) vid torget"
    assert spans_of(line) == (Span("place", 28, 34),)


def test_only_blocks_that_say_how_it_is_known_are_marked(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text(
        "nlu:\n- intent: report_dog\n  examples: |\n    - en hund\n"
        "- intent: report_dog\n  metadata: {basis: own_loss, dog_status: lost}\n  examples: |\n    - min [tax](breed)\n",
        encoding="utf-8",
    )
    (line,) = load_marked(tmp_path)
    assert (line.text, line.basis, line.dog_status) == ("min tax", "own_loss", "lost")


@pytest.mark.parametrize("metadata", ["{basis: rumour}", "{basis: seen, dog_status: asleep}"])
def test_a_basis_or_status_that_there_is_not_is_refused(tmp_path: Path, metadata: str) -> None:
    (tmp_path / "a.yml").write_text(f"nlu:\n- metadata: {metadata}\n  examples: |\n    - x\n", encoding="utf-8")
    with pytest.raises(UnknownMarkError):
        load_marked(tmp_path)


def test_a_misspelt_label_is_refused_and_its_line_is_not_repeated(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text(
        "nlu:\n- metadata: {basis: seen}\n  examples: |\n    - en [hemlighet](plce)\n", encoding="utf-8"
    )
    with pytest.raises(UnknownMarkError, match=r"^a\.yml: plce$"):
        load_marked(tmp_path)


def test_the_shipped_lines_use_every_label_often() -> None:
    counts = dict.fromkeys(LABELS, 0)
    for line in load_marked(SHIPPED / "nlu"):
        for span in line.spans:
            counts[span.label] += 1
            assert line.text[span.start : span.end].strip()
    assert min(counts.values()) >= 50
