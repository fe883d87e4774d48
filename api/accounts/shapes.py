"""Official accounts as the rest of the app handles them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Account:
    """An account that is really the police's; `id` and `editor` are None for the service's own."""

    channel: str
    name: str
    address: str
    area: str | None = None
    id: str | None = None
    editor: str | None = None
    at: datetime | None = None
