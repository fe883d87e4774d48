"""Random lives of intake, turns and delivery, held against a reference model; and faults that it must find."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.errors import Flaky
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import Row, update

from api.conversations import repository
from api.intake import arriving
from api.intake.service import IntakeService
from api.store.store import Read, Write
from api.turns import finish
from api.turns.repository import Work
from bot.intake import Accepted, Inbound, InboundKind
from tests.api.intake.brittle import CrashedError
from tests.api.intake.machine import Machine
from tests.api.world import conversations
from tests.places import Place, empty_postgres, new_secrets, sqlite_place

RUNS, RUNS_ON_POSTGRESQL = (5_000, 200) if os.environ.get("TORTURE") == "1" else (int(os.environ.get("RUNS", "15")), 4)
STEPS = 40

pytestmark = pytest.mark.timeout(7_200)

# Shrinking takes minutes; SHRINK=1 is for whoever looks for the cause.
PHASES = [Phase.generate, *([Phase.shrink] if os.environ.get("SHRINK") == "1" else [])]

usual = settings(
    stateful_step_count=STEPS, deadline=None, database=None, print_blob=True, suppress_health_check=list(HealthCheck),
    phases=PHASES, report_multiple_bugs=False,
)  # fmt: skip
planted = settings(usual, max_examples=200, derandomize=True)


def machine(new_place: Callable[[], Place]) -> type[Machine]:
    return type("PlacedMachine", (Machine,), {"new_place": staticmethod(new_place)})


@pytest.fixture
def on_sqlite(tmp_path: Path, migrated: Path) -> type[Machine]:
    def new_place() -> Place:
        folder = tmp_path / secrets.token_hex(4)
        folder.mkdir()
        return sqlite_place(folder, migrated)

    return machine(new_place)


def test_nothing_is_lost_doubled_or_out_of_order_on_sqlite(on_sqlite: type[Machine]) -> None:
    run_state_machine_as_test(on_sqlite, settings=settings(usual, max_examples=RUNS))


def test_nothing_is_lost_doubled_or_out_of_order_on_postgresql(tmp_path: Path, shared_database: str) -> None:
    roots = new_secrets()

    def new_place() -> Place:
        empty_postgres(shared_database)
        return Place(shared_database, shared_database, tmp_path, roots)

    run_state_machine_as_test(machine(new_place), settings=settings(usual, max_examples=RUNS_ON_POSTGRESQL))


# -- planted faults: each must be found ----------------------------------------------------------------


def found(broken: type[Machine]) -> str:
    """What the machine says of the fault, whether or not it says so twice in the same way."""
    with pytest.raises((AssertionError, Flaky)) as error:
        run_state_machine_as_test(broken, settings=planted)
    said, left = "", [error.value]
    while left:
        one = left.pop()
        said += f"{one}\n"
        left += [more for more in (one.__cause__, one.__context__, *getattr(one, "exceptions", ())) if more is not None]
    return said


def test_a_delivery_that_is_not_recognised_would_be_found(
    on_sqlite: type[Machine], monkeypatch: pytest.MonkeyPatch
) -> None:
    index = Write.index

    def forgetful(write: Write, purpose: str, value: str) -> bytes:
        return index(write, purpose, value + secrets.token_hex(4) if purpose == "message" else value)

    monkeypatch.setattr(Write, "index", forgetful)
    assert "taken for a new one" in found(on_sqlite)


def test_a_turn_that_ends_without_its_fence_would_be_found(
    on_sqlite: type[Machine], monkeypatch: pytest.MonkeyPatch
) -> None:
    def unfenced(write: Write, work: Work) -> Row[Any]:
        mine = update(conversations).where(conversations.c.id == work.conversation.id)
        freed = mine.values(lease_until=None, lease_owner=None).returning(*conversations.c)
        return write.connection.execute(freed).one()

    monkeypatch.setattr(finish, "under_fence", unfenced)
    assert "answered twice" in found(on_sqlite)


def test_an_acknowledgement_before_the_commit_would_be_found(
    on_sqlite: type[Machine], monkeypatch: pytest.MonkeyPatch
) -> None:
    accept = IntakeService.accept

    async def early(intake: IntakeService, inbound: Inbound) -> Accepted:
        """As if the channel had its answer before the process died."""
        try:
            return await accept(intake, inbound)
        except CrashedError:
            return await intake._store.read(lambda read: place_of(read, inbound))

    monkeypatch.setattr(IntakeService, "accept", early)
    assert "lost" in found(on_sqlite)


def place_of(read: Read, inbound: Inbound) -> Accepted:
    """Where the message is, or would have been."""
    delivery = read.index("message", f"{inbound.channel}|{inbound.sender}|{inbound.external_id}")
    if inbound.kind is InboundKind.EDIT:
        changed = arriving.find_placed(read, inbound)  # type: ignore[arg-type]  # it only reads
        assert changed is not None
        return Accepted(changed.seq, repeated=False)
    row = repository.find_by_sender(read, inbound.channel, inbound.sender)
    seq = repository.find_delivery(read, delivery) or (1 if row is None else row.last_seq + 1)
    return Accepted(seq, repeated=False)
