"""Gives Rasa the annotated training lines as they are: a JSON object a line, no YAML.

Rasa reads its own YAML three times over in pure Python, and copies and hashes every example at each step: together
longer than training on 27,000 lines. A line never changes here, so it is read once, and is its own copy.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, Dict, List, Optional, Text, Union

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData


class Line(Message):
    """A training line with the app's hints as its metadata, as a reporter's message has them."""

    def __init__(self, text: str, intent: str, hints: Dict[Text, Any]) -> None:
        super().__init__({TEXT: text, INTENT: intent, METADATA: hints})
        self._hash = hashlib.sha256(f"{intent}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()

    def fingerprint(self) -> Text:
        """Of text and intent: the hints follow from the text."""
        return self._hash

    def __deepcopy__(self, memo: Dict[int, Any]) -> Line:
        return self


class LineImporter(RasaFileImporter):
    """Rules and domain as Rasa reads them; the lines from every `*.jsonl` in the training folders."""

    def __init__(
        self,
        config_file: Optional[Text] = None,
        domain_path: Optional[Text] = None,
        training_data_paths: Optional[Union[List[Text], Text]] = None,
    ) -> None:
        super().__init__(config_file, domain_path, training_data_paths)
        paths = [training_data_paths] if isinstance(training_data_paths, str) else training_data_paths or []
        self._folders = [Path(path) for path in paths]
        self._lines: Optional[List[Line]] = None

    def get_nlu_data(self, language: Optional[Text] = "en") -> TrainingData:
        """The lines that api/bundles/annotating.py wrote. Raises OSError, and KeyError or ValueError for a broken line."""
        if self._lines is None:
            files = [file for folder in self._folders for file in sorted(folder.glob("*.jsonl"))]
            self._lines = [line for file in files for line in read_lines(file)]
        return TrainingData(list(self._lines))


def read_lines(file: Path) -> List[Line]:
    """Lines `{"text", "intent", "names", "shape"}`."""
    with file.open(encoding="utf-8") as rows:
        known = [json.loads(row) for row in rows]
    return [Line(one["text"], one["intent"], {"names": one["names"], "shape": one["shape"]}) for one in known]
