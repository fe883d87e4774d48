"""Trains the tagger on marked lines: some seconds for some thousand lines."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pycrfsuite

from api.analysis.findings import Finding
from api.analysis.guard.matcher import Lexicon
from api.analysis.reading import Reading
from api.analysis.tagging import features
from api.analysis.tagging.lines import MarkedLine, Span
from api.analysis.tagging.tagger import BASIS, DOG_STATUS, NOTHING, WORDS, speaks_of_animals

ReadText = Callable[[str], tuple[Reading, Sequence[Finding]]]

# Chosen by cross-validation on the marked lines: docs/decisions/0006-fields.md.
_WORDS_SETTINGS = {"c1": 0.0, "c2": 0.5, "max_iterations": 50, "feature.minfreq": 3}
_MESSAGE_SETTINGS = {"c1": 0.0, "c2": 1.0, "max_iterations": 40, "feature.minfreq": 2}


def train(
    lines: Sequence[MarkedLine],
    quiet: Sequence[str],
    read: ReadText,
    lexicon: Lexicon,
) -> dict[str, bytes]:
    """The parts of a `Tagger`. `read` gives a text's words and what the rules find in it.

    `quiet` are texts that do not say how anything is known: talk, questions, cries for help.
    """
    words, basis, status = (_trainer(settings) for settings in (_WORDS_SETTINGS, _MESSAGE_SETTINGS, _MESSAGE_SETTINGS))
    for line in lines:
        reading, found = read(line.text)
        if not reading.words:
            continue
        # Each line goes to crfsuite at once, which keeps numbers; the features as words would take a gigabyte.
        words.append(features.of_words(reading, found, lexicon), names_of(reading, line.spans))
        message = [features.of_message(reading, found, lexicon)]
        basis.append(message, [line.basis])
        # Of other matters it would only learn that they are no animals, which the lists know.
        if line.dog_status or speaks_of_animals(reading):
            status.append(message, [line.dog_status or NOTHING])
    for text in quiet:
        reading, found = read(text)
        if reading.words:
            basis.append([features.of_message(reading, found, lexicon)], [NOTHING])
    return {WORDS: _fitted(words), BASIS: _fitted(basis), DOG_STATUS: _fitted(status)}


def names_of(reading: Reading, spans: Sequence[Span]) -> list[str]:
    """Each word's name: `B-label` where a mark begins, `I-label` inside it, else `O`."""
    names = ["O"] * len(reading.words)
    for span in spans:
        first = reading.word_at(span.start)
        for index in range(first, min(reading.word_at(max(span.start, span.end - 1)) + 1, len(names))):
            names[index] = f"{'B' if index == first else 'I'}-{span.label}"
    return names


def _trainer(settings: Mapping[str, float | int]) -> pycrfsuite.Trainer:
    return pycrfsuite.Trainer(algorithm="lbfgs", params=dict(settings), verbose=False)


def _fitted(trainer: pycrfsuite.Trainer) -> bytes:
    # crfsuite writes to a path only; the folder is readable to this user alone.
    with tempfile.TemporaryDirectory(prefix="tipline-tagger-") as folder:
        path = Path(folder) / "model"
        trainer.train(str(path))
        # Its lines are of no more use, and the next field needs the room.
        trainer.clear()
        return path.read_bytes()
