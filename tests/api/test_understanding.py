"""What is loaded once is left alone by the garbage collector."""

from __future__ import annotations

import gc

import pytest

from api.understanding import _collector_at_rest


def test_the_collector_rests_while_loading_and_leaves_alone_what_was_loaded() -> None:
    before = gc.get_freeze_count()
    try:
        with _collector_at_rest():
            assert not gc.isenabled()
            kept = [[number] for number in range(1000)]
        assert gc.isenabled() and gc.get_freeze_count() >= before + len(kept)
    finally:
        gc.unfreeze()


def test_the_collector_goes_on_when_nothing_could_be_loaded() -> None:
    try:
        with pytest.raises(OSError, match="gone"), _collector_at_rest():
            raise OSError("gone")
        assert gc.isenabled()
    finally:
        gc.unfreeze()
