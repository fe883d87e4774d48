"""Sets of words, written as running text so that a reader can take them in."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of `text`, parted by blanks and line ends."""
    return frozenset(text.split())


def in_order(text: str) -> tuple[str, ...]:
    """The same, in their order."""
    return tuple(text.split())
