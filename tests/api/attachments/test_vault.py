from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from api.attachments.vault import PIECE, FileBrokenError, FileMissingError, Vault, size_on_disk
from bot.intake import NoRoomError

KEY = bytes(range(32))
SIZES = [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 17]


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "attachments", spare=0)


def kept(vault: Vault, content: bytes, name: str = "ab12-o1") -> Path:
    vault.keep(name, KEY, content)
    return vault.path(name)


def read(vault: Vault, name: str = "ab12-o1", key: bytes = KEY) -> bytes:
    return b"".join(vault.read(name, key))


@pytest.mark.parametrize("size", SIZES)
def test_what_is_kept_comes_back_to_the_byte_and_takes_the_size_that_it_should(vault: Vault, size: int) -> None:
    content = os.urandom(size)
    path = kept(vault, content)
    assert read(vault) == content
    assert path.stat().st_size == size_on_disk(size)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_nothing_of_the_content_can_be_read_on_the_disk(vault: Vault) -> None:
    path = kept(vault, b"Kanariefageln sitter. " * 5000)
    assert b"Kanarie" not in path.read_bytes()
    first = path.read_bytes()
    assert kept(vault, b"Kanariefageln sitter. " * 5000).read_bytes()[:100] != first[:100]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("harm", ["cut", "cut a piece", "grown", "flipped", "another key", "another name"])
def test_a_file_that_was_touched_does_not_open(vault: Vault, size: int, harm: str) -> None:
    path = kept(vault, os.urandom(size))
    content = bytearray(path.read_bytes())
    piece = PIECE + 16
    if harm == "cut":
        content = content[:-1]
    elif harm == "cut a piece":
        content = content[: 24 + max(0, (len(content) - 25) // piece * piece)]
    elif harm == "grown":
        content += b"x"
    elif harm == "flipped":
        content[-3] ^= 1
    name = "ab12-o2" if harm == "another name" else "ab12-o1"
    vault.path(name).write_bytes(content)
    with pytest.raises(FileBrokenError):
        read(vault, name, bytes(32) if harm == "another key" else KEY)


def test_pieces_in_another_order_do_not_open(vault: Vault) -> None:
    path = kept(vault, os.urandom(3 * PIECE))
    content, sealed = path.read_bytes(), PIECE + 16
    head, first, second = content[:24], content[24 : 24 + sealed], content[24 + sealed : 24 + 2 * sealed]
    path.write_bytes(head + second + first + content[24 + 2 * sealed :])
    with pytest.raises(FileBrokenError):
        read(vault)


def test_a_file_that_is_not_there_is_told_at_once(vault: Vault) -> None:
    with pytest.raises(FileMissingError):
        vault.read("ab12-o1", KEY)


def test_nobody_sees_a_file_before_it_is_whole_and_nothing_is_left_of_one_that_is_dropped(vault: Vault) -> None:
    writing = vault.begin("ab12-o1", KEY)
    writing.add(b"x" * 100_000)
    assert list(vault.names()) == []
    writing.drop()
    assert [path for path in vault.folder.rglob("*") if path.is_file()] == []


def test_what_a_killed_writer_left_goes_after_a_while(vault: Vault) -> None:
    vault.begin("ab12-o1", KEY).add(b"x" * 200_000)
    vault.remove_unfinished(3600)
    assert len(list(vault.folder.rglob("*.part"))) == 1
    (left,) = vault.folder.rglob("*.part")
    os.utime(left, (0, 0))
    vault.remove_unfinished(3600)
    assert list(vault.folder.rglob("*.part")) == []


def test_all_files_of_a_record_go_and_no_other(vault: Vault) -> None:
    for name in ("ab12-o1", "ab12-c1", "ab13-o1"):
        kept(vault, b"x", name)
    vault.remove("ab12")
    assert list(vault.names()) == ["ab13-o1"]


def test_a_disk_that_is_nearly_full_takes_no_files(tmp_path: Path) -> None:
    with pytest.raises(NoRoomError):
        Vault(tmp_path, spare=10**18).begin("ab12-o1", KEY)
