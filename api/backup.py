"""Backups of the store, and bringing one back.

The store is copied as it is, sealed, without its search indexes. The key store's copy is only ever
replaced: a key that was destroyed is in no later backup, so no backup brings a deleted tip back. Files, which
never change, lie in one pool for all backups, and leave it with their keys. The secrets are not copied; without them a backup cannot be read.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import make_url

from api import clock
from api.attachments import saving
from api.attachments.vault import Vault
from api.settings import Settings
from api.store.base import table_of
from api.store.engine import KEYS_SCHEMA, is_sqlite
from api.store.keystore import KeyDestroyedError, records_with_keys
from api.store.store import Store, Write
from api.tips import repository
from api.tips.models import Tip

STORE, KEYS, FILES, MANIFEST = "store", "keys", "attachments", "manifest.json"
INDEXES = ("index_words", "index_values")
tips = table_of(Tip)


class BackupFailedError(Exception):
    """The backup could not be made or brought back; the text says why."""


def back_up(settings: Settings, folder: Path) -> Path:
    """Write a backup into `folder` (made if need be) and return the new backup's own folder."""
    target = folder / clock.now().strftime("%Y%m%dT%H%M%S%f")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target.mkdir(mode=0o700)
    # The store first: a key that is added meanwhile is one too many, never one too few.
    copy_store(settings.store_url, target / STORE)
    fresh = folder / f".{KEYS}.new"
    copy_keys(settings.keys_url, fresh)
    os.replace(fresh, folder / KEYS)
    saving.save(Vault(settings.attachments), folder / FILES, records_with_keys(settings.keys_url))
    manifest = {
        "made_at": clock.iso(clock.now()),
        "engine": engine(settings),
        "sha256": {STORE: sha256(target / STORE)},
    }
    (target / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    return target


def engine(settings: Settings) -> str:
    return "sqlite" if is_sqlite(settings.store_url) else "postgresql"


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def copy_store(url: str, target: Path) -> None:
    if is_sqlite(url):
        copy_sqlite(database(url), target, INDEXES)
    else:
        dump(url, target, "--exclude-schema", KEYS_SCHEMA, *[f"--exclude-table-data=*.{name}" for name in INDEXES])


def copy_keys(url: str, target: Path) -> None:
    if is_sqlite(url):
        copy_sqlite(database(url), target, ())
    else:
        dump(url, target, "--schema", KEYS_SCHEMA)


def database(url: str) -> Path:
    return Path(str(make_url(url).database))


def copy_sqlite(source: Path, target: Path, emptied: tuple[str, ...]) -> None:
    """A consistent copy of a database in use, without the rows of the tables named."""
    import pysqlite3.dbapi2 as sqlite

    make_private(target)
    reading, writing = sqlite.connect(f"file:{source}?mode=ro", uri=True), sqlite.connect(str(target))
    try:
        reading.backup(writing)
        writing.execute("PRAGMA secure_delete=ON")
        for name in emptied:
            writing.execute(f"DELETE FROM {name}")  # noqa: S608  names of ours
        writing.commit()
        writing.execute("PRAGMA journal_mode=DELETE")
        writing.execute("VACUUM")
    finally:
        reading.close()
        writing.close()


def make_private(target: Path) -> None:
    """An empty file that its owner alone may read, before anything is in it."""
    target.unlink(missing_ok=True)
    target.touch(mode=0o600)


def dump(url: str, target: Path, *options: str) -> None:
    make_private(target)
    plain = make_url(url).set(drivername="postgresql")
    # The password goes by the environment: arguments can be read by everybody on the machine.
    known = {"PGPASSWORD": plain.password} if plain.password else {}
    address = plain.set(password=None).render_as_string(hide_password=False)
    run(["pg_dump", "--format=custom", "--no-owner", *options, "--file", str(target), address], known)


def run(command: list[str], environment: dict[str, Any]) -> None:
    if shutil.which(command[0]) is None:
        raise BackupFailedError(f"{command[0]} is needed and is not here (Debian: postgresql-client)")
    done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, check=False)
    if done.returncode != 0:
        raise BackupFailedError(f"{command[0]} ended with {done.returncode}")


def bring_back(settings: Settings, backup: Path, *, replace: bool) -> None:
    """Put a backup in the place of the store and the key store. Raises `BackupFailedError`.

    The app must not be running. With `replace` false, an existing store is left alone. Call
    `rebuild_indexes` on the opened store afterwards.
    """
    try:
        manifest = json.loads((backup / MANIFEST).read_text(encoding="utf-8"))
        wanted, made_with = manifest["sha256"][STORE], manifest["engine"]
    except (OSError, ValueError, KeyError):
        raise BackupFailedError(f"{backup} holds no readable backup") from None
    if made_with != engine(settings):
        raise BackupFailedError(f"the backup was made with {made_with}")
    keys = backup.parent / KEYS
    if not keys.is_file():
        raise BackupFailedError("the key store's copy is not beside the backup; without it nothing can be read")
    if sha256(backup / STORE) != wanted:
        raise BackupFailedError("the backup was changed since it was made")
    if made_with == "sqlite":
        put_sqlite(settings, backup / STORE, keys, replace=replace)
    else:
        # All of a file or nothing: half a store in the place of a whole one would be the worst of three.
        options = ["--single-transaction", *(["--clean", "--if-exists"] if replace else [])]
        for file in (backup / STORE, keys):
            restore_dump(settings.store_url, file, options)
    pool, vault = backup.parent / FILES, Vault(settings.attachments)
    saving.bring_back(pool, vault, records_with_keys(settings.keys_url))


def restore_dump(url: str, file: Path, options: list[str]) -> None:
    plain = make_url(url).set(drivername="postgresql")
    known = {"PGPASSWORD": plain.password} if plain.password else {}
    address = plain.set(password=None).render_as_string(hide_password=False)
    run(["pg_restore", "--no-owner", *options, "--dbname", address, str(file)], known)


def put_sqlite(settings: Settings, store: Path, keys: Path, *, replace: bool) -> None:
    places = ((store, database(settings.store_url)), (keys, database(settings.keys_url)))
    if not replace and any(place.exists() for _, place in places):
        raise BackupFailedError("there is a store already; use --replace to overwrite it")
    for source, place in places:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = place.with_name(f".{place.name}.new")
        shutil.copyfile(source, beside)
        beside.chmod(0o600)
        for ending in ("-wal", "-shm"):
            place.with_name(place.name + ending).unlink(missing_ok=True)
        os.replace(beside, place)


def rebuild_indexes(store: Store) -> int:
    """Make every tip findable again. Returns how many were indexed."""
    numbers = store.read_now(lambda read: list(read.connection.execute(select(tips.c.id)).scalars()))
    found = 0
    for first in range(0, len(numbers), 200):
        chunk = numbers[first : first + 200]
        found += store.write_now(partial(reindex, chunk))
    return found


def reindex(some: list[str], write: Write) -> int:
    """Returns how many of these tips there are: one that was deleted since the backup goes again."""
    found = 0
    for tip in some:
        try:
            body = repository.body_of(write, repository.get(write, tip))
        except KeyDestroyedError:
            repository.remove(write, tip)
            continue
        found += 1
        text = "\n".join([body.narrative or "", *(one.text for one in repository.told_in(write, tip))])
        repository.reindex(write, tip, text, body.fields)
    return found
