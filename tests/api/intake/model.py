"""The reference model: what intake, turns and delivery must have done, in a few lists."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from bot.intake import Channel, InboundKind


@dataclass(frozen=True, slots=True)
class Sent:
    """A message as its channel has it: delivered again and again until it is acknowledged."""

    external: str
    kind: InboundKind
    text: str | None = None
    payload: str | None = None


@dataclass
class Reporter:
    """One account. `told` is what was acknowledged, by seq; `matters` the matter of each text."""

    sender: str
    channel: Channel
    told: dict[int, Sent] = field(default_factory=dict)
    unacknowledged: list[Sent] = field(default_factory=list)
    matter: int = 0
    matters: dict[str, int] = field(default_factory=dict)

    def acknowledge(self, sent: Sent, seq: int) -> None:
        """The first delivery of it, or one whose acknowledgement was lost."""
        assert seq not in self.told, "two messages have one place"
        assert seq > max(self.told, default=0), "a later message stands before an earlier one"
        self.told[seq] = sent
        if sent.text is not None:
            self.matters[sent.text] = self.matter

    def places(self, sent: Sent) -> list[int]:
        return [seq for seq, one in self.told.items() if one == sent]


@dataclass
class Phone:
    """What the reporters' programs showed, and which of it may have come twice."""

    shown: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    crashed: Counter[str] = field(default_factory=Counter)
    dead: set[str] = field(default_factory=set)
    texts: dict[str, str] = field(default_factory=dict)

    def show(self, recipient: str, identity: str, text: str) -> None:
        self.texts[identity] = text
        self.shown[recipient].append(identity)

    def once(self, recipient: str) -> list[str]:
        """The texts in order, each message once."""
        return [self.texts[one] for one in dict.fromkeys(self.shown[recipient])]

    def doubled(self) -> Counter[str]:
        """How often each came more than once."""
        counts = Counter(one for many in self.shown.values() for one in many)
        return Counter({one: count - 1 for one, count in counts.items() if count > 1})
