"""An installation on disk: its secrets, its store, its bundles."""

from __future__ import annotations

from pathlib import Path

from api.bundles.bundle import Bundle, Bundles, NoBundleError
from api.settings import Settings
from api.store import migrating
from api.store.engine import is_sqlite
from api.store.secrets import Secrets, load_or_make
from api.store.store import Store


class RasaMissingError(Exception):
    """Rasa's own environment is not there; `make up` makes it."""


def is_new(settings: Settings) -> bool:
    """Nothing was ever stored here."""
    if is_sqlite(settings.store_url):
        return not (settings.data / "tipline.db").exists()
    return not migrating.has_data(settings.store_url)


def secrets_of(settings: Settings) -> Secrets:
    """Raises `SecretsMissingError`: new secrets beside old data would make it unreadable unnoticed."""
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    return load_or_make(settings.secrets, may_make=is_new(settings))


def open_store(settings: Settings, secrets: Secrets) -> Store:
    return Store(settings.store_url, settings.keys_url, secrets)


def bring_up_to_date(settings: Settings, backup: Path) -> bool:
    """Migrate the store if it needs it; an existing one is backed up to `backup` first.

    True when something was migrated.
    """
    newest = migrating.newest()
    current = None if is_new(settings) else migrating.state(settings.store_url)
    if current == newest:
        return False
    if current is not None:
        from api import backup as backups

        backups.back_up(settings, backup)
    migrating.migrate(settings.store_url)
    return True


def bundles_of(settings: Settings, secrets: Secrets) -> Bundles:
    return Bundles(settings.data / "bundles", secrets.bundle)


def active_bundle(settings: Settings, bundles: Bundles) -> Bundle:
    """The bundle that serves; trains one when there is none, or none that this program can read."""
    # Trains, and so imports what only training needs, only when it has to.
    from api.bundles import training

    if not settings.rasa_python.exists():
        raise RasaMissingError(f"{settings.rasa_python} is missing; run make up")
    try:
        active = bundles.active()
        if active.manifest.get("code") == training.fingerprint(training.CODE):
            return active
        training.progress("the bundle was made by another version of the program: training anew (about a minute)")
    except NoBundleError:
        training.progress("no bundle yet: training the first one (about a minute)")
    bundle = training.train(settings, bundles, training.progress)
    bundles.activate(bundle.version)
    return bundle
