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
    place: str | None = None  # where it stands in its chat; a change of it has the same


@dataclass
class Reporter:
    """One account. `told` is what was acknowledged, by seq, `changes` how it was changed; `matters` the matter of each text."""

    sender: str
    channel: Channel
    told: dict[int, Sent] = field(default_factory=dict)
    changes: dict[int, list[Sent]] = field(default_factory=lambda: defaultdict(list))
    unacknowledged: list[Sent] = field(default_factory=list)
    matter: int = 0
    matters: dict[int, int] = field(default_factory=dict)

    def acknowledge(self, sent: Sent, seq: int) -> None:
        """The first delivery of it, or one whose acknowledgement was lost."""
        if sent.kind is InboundKind.EDIT and seq in self.told:
            assert self.told[seq].place == sent.place, "a change went to another message"
            self.changes[seq].append(sent)
            return
        assert seq not in self.told, "two messages have one place"
        assert seq > max(self.told, default=0), "a later message stands before an earlier one"
        self.told[seq] = sent
        # In a flood a change is kept as a message of its own.
        if sent.kind is InboundKind.TEXT:
            self.matters[seq] = self.matter

    def places(self, sent: Sent) -> list[int]:
        """The seq of what was acknowledged before."""
        return [seq for seq, one in self.told.items() if one == sent or sent in self.changes[seq]]

    def texts(self, seq: int) -> set[str | None]:
        """What the message may say now: an acknowledged change for certain, others perhaps."""
        known = [self.told[seq], *self.changes[seq]]
        perhaps = [one for one in self.unacknowledged if one.place is not None and one.place == known[0].place]
        return {one.text for one in [known[-1], *perhaps]}


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
