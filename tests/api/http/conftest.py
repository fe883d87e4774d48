"""The real app on a real, migrated store; only guard, analysis and Rasa are stand-ins."""

from __future__ import annotations

from collections.abc import Iterator

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
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Not started: no worker and no sweep runs beside a test, each is called by hand."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("site"))
    secrets = installation.secrets_of(settings)
    migrating.migrate(settings.store_url)
    store, parts = installation.open_store(settings, secrets), Parts()
    runtime = parts.runtime(settings, store)
    yield Site(runtime, build(runtime), parts)
    store.close()


@pytest.fixture
def site(running: Site) -> Site:
    """The app, as empty as on its first day."""
    running.as_new()
    return running


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
