"""The real app on a real, migrated store; only guard, analysis and Rasa are stand-ins."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from api import installation
from api.app import build
from api.settings import Settings
from api.store import migrating
from api.tokens.models import Role
from tests.api.http.parts import Client, Parts, Site


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def fresh_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation's folder with secrets and migrated tables, to be copied."""
    folder = tmp_path_factory.mktemp("fresh")
    settings = Settings(data_dir=folder)
    installation.secrets_of(settings)
    migrating.migrate(settings.store_url)
    return folder


@pytest.fixture
def settings(fresh_folder: Path, tmp_path: Path) -> Settings:
    data = tmp_path / "data"
    shutil.copytree(fresh_folder, data)
    return Settings(data_dir=data)


@pytest.fixture
def parts() -> Parts:
    return Parts()


@pytest.fixture
def site(settings: Settings, parts: Parts) -> Iterator[Site]:
    """Not started: no worker and no sweep runs beside a test, each is called by hand."""
    store = installation.open_store(settings, installation.secrets_of(settings))
    runtime = parts.runtime(settings, store)
    yield Site(runtime, build(runtime), parts)
    store.close()


@pytest.fixture
def investigator(site: Site) -> Client:
    return site.client(Role.INVESTIGATOR)


@pytest.fixture
def operator(site: Site) -> Client:
    return site.client(Role.OPERATOR)


@pytest.fixture
def integration(site: Site) -> Client:
    return site.client(Role.INTEGRATION)


@pytest.fixture
def admin(site: Site) -> Client:
    return site.client(Role.ADMIN)


@pytest.fixture
def nobody(site: Site) -> Client:
    return site.client()
