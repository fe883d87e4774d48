"""A look at an installation: what is in order, and what to do about what is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlalchemy import func, select, text

from api import installation
from api.attachments import checking
from api.attachments.vault import Vault
from api.bundles import training
from api.settings import Settings
from api.store import migrating
from api.store.base import table_of
from api.store.engine import is_sqlite
from api.tips import repository
from api.tips.models import Tip

tips = table_of(Tip)


def examine(settings: Settings) -> Iterator[tuple[str, str]]:
    """(what, "ok …" or what is wrong) for each part."""
    for name, look in (
        ("secrets", secrets), ("store", store), ("sealed data", sealed), ("files", files), ("bundle", bundle), ("rasa", rasa),
    ):  # fmt: skip
        yield name, safely(lambda one=look: one(settings))  # type: ignore[misc]


def safely(look: Callable[[], str]) -> str:
    try:
        return look()
    except Exception as error:  # noqa: BLE001  a doctor must not fall ill
        return f"wrong: {type(error).__name__}"


def secrets(settings: Settings) -> str:
    installation.secrets_of(settings)
    loose = [path.name for path in settings.secrets.glob("*.key") if path.stat().st_mode & 0o077]
    return f"wrong: others can read {', '.join(loose)}; chmod 600" if loose else "ok, mode 0600"


def store(settings: Settings) -> str:
    if installation.is_new(settings):
        return "ok, nothing stored yet"
    if migrating.state(settings.store_url) != migrating.newest():
        return "wrong: tables are old; make up migrates them"
    opened = installation.open_store(settings, installation.secrets_of(settings))
    try:
        check = text("PRAGMA quick_check") if is_sqlite(settings.store_url) else text("SELECT 'ok'")
        verdict = opened.read_now(lambda read: read.connection.execute(check).scalar())
        count = opened.read_now(lambda read: read.connection.execute(select(func.count()).select_from(tips)).scalar())
    finally:
        opened.close()
    return f"ok, {count} tips" if verdict == "ok" else "wrong: the database file is damaged; restore a backup"


def sealed(settings: Settings) -> str:
    """Can the newest tips be opened with these secrets and this key store?"""
    if installation.is_new(settings):
        return "ok, nothing stored yet"
    opened = installation.open_store(settings, installation.secrets_of(settings))
    try:
        newest = select(tips).order_by(tips.c.number.desc()).limit(50)
        opened.read_now(lambda read: [repository.body_of(read, row) for row in read.connection.execute(newest).all()])
    finally:
        opened.close()
    return "ok, the newest tips open"


def files(settings: Settings) -> str:
    """Is there a whole file for every row that says so, and a row for every file? The newest are opened."""
    if installation.is_new(settings):
        return "ok, nothing stored yet"
    opened = installation.open_store(settings, installation.secrets_of(settings))
    try:
        found = opened.read_now(lambda read: checking.check(read, Vault(settings.attachments)))
    finally:
        opened.close()
    if found.missing or found.broken:
        return f"wrong: {found.missing} files are missing, {found.broken} do not open; restore a backup"
    unknown = f"; {found.unknown} belong to no message and can be read by nobody" if found.unknown else ""
    return f"ok, {found.whole} files{unknown}"


def bundle(settings: Settings) -> str:
    found = installation.bundles_of(settings, installation.secrets_of(settings)).active()
    if found.manifest.get("code") != training.fingerprint(training.CODE):
        return "wrong: made by another version of the program; make up trains a new one"
    current = found.manifest.get("data") == training.fingerprint(training.DATA)
    return f"ok, {found.version}" + ("" if current else ", made from other data than nlu_data now; make train")


def rasa(settings: Settings) -> str:
    found = settings.rasa_python.exists()
    return "ok, its environment is there" if found else "wrong: no environment; make up makes it"
