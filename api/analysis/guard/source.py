"""The hand-written words of the guard, as YAML: its classes and rules, and the classes of what else people speak of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from api.analysis.guard.model import Vocabulary, vocabulary
from api.analysis.guard.slips import often_written, slips_of


class ClassNamedTwiceError(ValueError):
    """Two word classes have one name."""


def read_source(folder: Path) -> dict[str, Any]:
    """The parsed `classes.yml` and `rules.yml` of `folder`, and `../classes/*.yml` beside it as `matters`.

    Raises ClassNamedTwiceError, OSError, yaml.YAMLError.
    """
    danger = _parsed(folder / "classes.yml")
    matters: dict[str, Any] = {}
    for path in sorted((folder.parent / "classes").glob("*.yml")):
        for name, entries in _parsed(path).items():
            if name in matters or name in danger:
                raise ClassNamedTwiceError(name)
            matters[name] = entries
    return {"classes": danger, "matters": matters, "rules": _parsed(folder / "rules.yml")}


def read_vocabulary(folder: Path) -> Vocabulary:
    """All of it, ready for use. Raises as `read_source`, and KeyError or ValueError for broken data."""
    words = vocabulary(read_source(folder))
    words.lexicon.with_slips(slips_of(words.lexicon.entries, often_written(folder.parent)))
    return words


def _parsed(path: Path) -> Any:
    with path.open(encoding="utf-8") as file:
        return yaml.load(file, Loader=yaml.CSafeLoader)
