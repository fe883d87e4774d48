"""Words that a person reads, from nlu_data/responses: language × channel. A change needs no training."""

from __future__ import annotations

import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FASTEST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
LANGUAGES = ("sv", "en")
DEFAULT = "sv"


@dataclass(frozen=True, slots=True)
class Words:
    """One rendered response: text, and buttons as (title, payload)."""

    text: str
    buttons: tuple[tuple[str, str], ...] = ()

    def then(self, other: Words) -> Words:
        """This, then the other, in one message; the last one's buttons count."""
        text = "\n\n".join(t for t in (self.text, other.text) if t)
        return Words(text, other.buttons or self.buttons)


class UnknownResponseError(Exception):
    """No response of that name is in the wording."""


class Forgiving(string.Formatter):
    """Fills `{name}`; an argument that is not there leaves nothing behind."""

    def get_value(self, key: int | str, args: Any, kwargs: Mapping[str, Any]) -> Any:
        return kwargs.get(str(key), "")


# Below an editor's words on these: who else knows the account, which differs by channel.
ACCOUNT_NOTED = frozenset({"utter_ask_anonymous", "utter_ask_privacy"})
ACCOUNT_NOTE = "utter_account_note"


def nothing_replaced(name: str, language: str) -> str | None:
    """No editor has written anything."""
    return None


class Wording:
    """Renders response names into words.

    `replaced` gives an editor's text in place of a response's shipped one; what it leaves out stays as shipped.
    """

    def __init__(self, folder: Path, replaced: Callable[[str, str], str | None] = nothing_replaced) -> None:
        self._replaced = replaced
        self._responses: dict[str, dict[str, dict[str, Any]]] = {}
        for language in LANGUAGES:
            with (folder / f"{language}.yml").open(encoding="utf-8") as file:
                self._responses[language] = yaml.load(file, Loader=FASTEST)  # noqa: S506  a safe loader
        with (folder / "others.yml").open(encoding="utf-8") as file:
            others = yaml.load(file, Loader=FASTEST)  # noqa: S506  a safe loader
        self._reviewed = frozenset(others.pop("reviewed"))
        self._others: dict[str, dict[str, str]] = others

    @property
    def names(self) -> list[str]:
        return sorted(self._responses[DEFAULT])

    def has(self, name: str) -> bool:
        return name in self._responses[DEFAULT]

    def render_in_any(self, name: str, language: str, channel: str) -> Words:
        """As `render`, for a language that the wording may have only a line of, or none.

        Swedish and English, one under the other, stand below that line until a speaker has reviewed it.
        Raises `UnknownResponseError`.
        """
        if language in LANGUAGES:
            return self.render(name, language, channel)
        known = self.render(name, "sv", channel).then(self.render(name, "en", channel))
        # A special kind of emergency has its advice in Swedish and English only.
        lines = next((lines for key, lines in self._others.items() if name == key or name.startswith(f"{key}_")), {})
        line = lines.get(language)
        if line is None:
            return known
        special = name not in self._others
        if language in self._reviewed and not special:
            return Words(line.strip(), known.buttons)
        return Words(f"{line.strip()}\n\n{known.text}", known.buttons)

    def render(self, name: str, language: str, channel: str, **arguments: Any) -> Words:
        """The words of a response. Raises `UnknownResponseError`."""
        return self.render_as(name, language, channel, self._replaced(name, language), **arguments)

    def shipped(self, name: str, language: str) -> str:
        """The shipped text of a response, the one for all channels. Raises `UnknownResponseError`."""
        return str(self._response(name, language).get("text", "")).strip()

    def _response(self, name: str, language: str) -> dict[str, Any]:
        known = self._responses.get(language, self._responses[DEFAULT])
        try:
            return known[name]
        except KeyError:
            raise UnknownResponseError(name) from None

    def render_as(self, name: str, language: str, channel: str, replaced: str | None, **arguments: Any) -> Words:
        """As `render`, in an editor's words instead of the shipped ones where there are any."""
        response = self._response(name, language)
        special = (response.get("channels") or {}).get(channel, {})
        if replaced is None:
            text = Forgiving().vformat(str(special.get("text", response.get("text", ""))).strip(), (), arguments)
        elif name in ACCOUNT_NOTED:
            text = f"{replaced}\n\n{self.render_as(ACCOUNT_NOTE, language, channel, None).text}"
        else:
            text = replaced
        buttons = special.get("buttons", response.get("buttons")) or []
        return Words(text, tuple((b["title"], b["payload"]) for b in buttons))
