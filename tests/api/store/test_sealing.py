from __future__ import annotations

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from api import installation
from api.settings import Settings
from api.store import doomed
from api.store.keystore import KeyDestroyedError, KeyStore
from api.store.sealing import STEP, Scope, SealBrokenError, Sealer
from api.store.secrets import Secrets, SecretsMissingError, load_or_make
from api.store.store import Store
from tests.places import Place, new_secrets


@pytest.fixture
def roots() -> Secrets:
    return new_secrets()


@pytest.fixture
def sealer(roots: Secrets) -> Sealer:
    return Sealer(roots)


def test_what_was_sealed_opens_again(sealer: Sealer) -> None:
    key, _ = sealer.new_key("m1", Scope.WHAT)
    value = {"text": "Han sprang mot ån \ud83d\x00 🚲", "list": [1, None]}
    assert sealer.open(key, "m1", "body", sealer.seal(key, "m1", "body", value)) == value


def test_a_ciphertext_moved_to_another_record_does_not_open(sealer: Sealer) -> None:
    key, _ = sealer.new_key("m1", Scope.WHAT)
    sealed = sealer.seal(key, "m1", "body", "hej")
    with pytest.raises(SealBrokenError):
        sealer.open(key, "m2", "body", sealed)


def test_a_ciphertext_moved_to_another_column_does_not_open(sealer: Sealer) -> None:
    key, _ = sealer.new_key("t1", Scope.WHAT)
    sealed = sealer.seal(key, "t1", "note", "hej")
    with pytest.raises(SealBrokenError):
        sealer.open(key, "t1", "body", sealed)


def test_two_swapped_ciphertexts_do_not_open(sealer: Sealer) -> None:
    keys = {record: sealer.new_key(record, Scope.WHAT)[0] for record in ("m1", "m2")}
    sealed = {record: sealer.seal(keys[record], record, "body", record) for record in keys}
    for record, other in (("m1", "m2"), ("m2", "m1")):
        with pytest.raises(SealBrokenError):
            sealer.open(keys[record], record, "body", sealed[other])


@pytest.mark.parametrize("position", [0, 12, 40, -1])
def test_a_changed_byte_is_noticed(sealer: Sealer, position: int) -> None:
    key, _ = sealer.new_key("m1", Scope.WHAT)
    sealed = bytearray(sealer.seal(key, "m1", "body", "hej"))
    sealed[position] ^= 1
    with pytest.raises(SealBrokenError):
        sealer.open(key, "m1", "body", bytes(sealed))


def test_lengths_are_padded_to_steps(sealer: Sealer) -> None:
    key, _ = sealer.new_key("m1", Scope.WHAT)
    lengths = {len(sealer.seal(key, "m1", "body", "x" * n)) for n in range(2 * STEP)}
    assert len(lengths) == 3
    assert all((length - 12 - 16) % STEP == 0 for length in lengths)


def test_the_same_text_is_sealed_differently_each_time(sealer: Sealer) -> None:
    key, _ = sealer.new_key("m1", Scope.WHAT)
    assert sealer.seal(key, "m1", "body", "hej") != sealer.seal(key, "m1", "body", "hej")


def test_a_wrapped_key_opens_for_its_own_record_and_scope_alone(sealer: Sealer) -> None:
    key, wrapped = sealer.new_key("m1", Scope.WHAT)
    assert sealer.unwrap("m1", Scope.WHAT, wrapped) == key
    for record, scope in (("m2", Scope.WHAT), ("m1", Scope.WHO)):
        with pytest.raises(SealBrokenError):
            sealer.unwrap(record, scope, wrapped)


def test_a_keyed_hash_is_another_for_each_purpose_and_each_installation(sealer: Sealer) -> None:
    elsewhere = Sealer(new_secrets())
    hashes = [sealer.index("account", "a"), sealer.index("message", "a"), sealer.index("account", "b"),
              elsewhere.index("account", "a")]  # fmt: skip
    assert len(set(hashes)) == 4
    assert sealer.index("account", "a") == hashes[0]


def test_a_keyed_hash_takes_half_of_a_surrogate_pair(sealer: Sealer) -> None:
    assert sealer.index("word", "\ud83d") != sealer.index("word", "\ud83e")


def test_a_destroyed_key_is_gone(store: Store) -> None:
    store.write_now(lambda write: write.new_record("m1", Scope.WHAT))
    sealed = store.write_now(lambda write: write.seal("m1", "body", "hej"))
    assert store.read_now(lambda read: read.open("m1", "body", sealed)) == "hej"
    store.write_now(lambda write: write.destroy(["m1"]))
    with pytest.raises(KeyDestroyedError):
        store.read_now(lambda read: read.open("m1", "body", sealed))


@pytest.mark.anyio
async def test_a_crash_before_a_key_is_destroyed_only_puts_it_off(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.write_now(lambda write: write.new_record("m1", Scope.WHAT))

    def full_disk(_: object) -> None:
        raise OSError

    with monkeypatch.context() as patched:
        patched.setattr(store.keystore, "destroy", full_disk)
        await store.write(lambda write: write.destroy(["m1"]))
    assert store.keystore.keys(["m1"])
    await store.destroy_doomed()
    assert not store.keystore.keys(["m1"])
    assert not store.read_now(lambda read: doomed.noted(read.connection))


@pytest.mark.anyio
async def test_what_is_written_beside_a_failed_destruction_is_no_failure(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(_: object) -> None:
        raise OSError

    monkeypatch.setattr(store.keystore, "destroy", full_disk)
    assert await store.write(lambda write: write.destroy(["m1"]) or "done") == "done"  # type: ignore[func-returns-value]


def test_a_key_store_of_other_secrets_gives_no_keys(sqlite: Place) -> None:
    mine = KeyStore(sqlite.keys_url, Sealer(sqlite.roots))
    _, wrapped = Sealer(sqlite.roots).new_key("m1", Scope.WHAT)
    mine.add([{"record": "m1", "scope": "what", "wrapped": wrapped}])
    mine.close()
    other = KeyStore(sqlite.keys_url, Sealer(replace(sqlite.roots, what=b"x" * 32)))
    with pytest.raises(KeyDestroyedError):
        other.key("m1")
    other.close()


def test_each_installation_makes_its_own_secrets(tmp_path: Path) -> None:
    first = load_or_make(tmp_path / "one", may_make=True)
    second = load_or_make(tmp_path / "two", may_make=True)
    values = [first.what, first.who, first.index, first.bundle, second.what, second.who, second.index, second.bundle]
    assert len(set(values)) == 8


def test_secrets_are_read_again_and_are_for_their_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        made = load_or_make(tmp_path / "secrets", may_make=True)
    finally:
        os.umask(before)
    again = load_or_make(tmp_path / "secrets", may_make=False)
    assert (made.what, made.who, made.index, made.bundle) == (again.what, again.who, again.index, again.bundle)
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "secrets").iterdir()} == {0o600}


def test_secrets_do_not_show_themselves(tmp_path: Path) -> None:
    secrets = load_or_make(tmp_path, may_make=True)
    assert secrets.what.hex() not in repr(secrets) and repr(secrets.what) not in repr(secrets)


@pytest.mark.parametrize("name", ["what", "who", "index", "bundle"])
def test_a_secret_that_is_missing_beside_data_refuses_the_start(sqlite: Place, name: str) -> None:
    load_or_make(sqlite.settings.secrets, may_make=True)
    (sqlite.settings.secrets / f"{name}.key").unlink()
    with pytest.raises(SecretsMissingError):
        installation.secrets_of(sqlite.settings)
    assert not (sqlite.settings.secrets / f"{name}.key").exists()


def test_a_secret_that_was_cut_short_refuses_the_start(sqlite: Place) -> None:
    load_or_make(sqlite.settings.secrets, may_make=True)
    (sqlite.settings.secrets / "what.key").write_bytes(b"short")
    with pytest.raises(SecretsMissingError):
        installation.secrets_of(sqlite.settings)


def test_secrets_that_are_missing_beside_a_postgresql_store_refuse_the_start(on_postgres: Place) -> None:
    with pytest.raises(SecretsMissingError):
        installation.secrets_of(on_postgres.settings)


def test_a_new_installation_makes_its_secrets(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "new")
    assert len(installation.secrets_of(settings).what) == 32
