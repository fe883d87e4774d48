"""The real app on a real, migrated store; only guard, analysis and Rasa are stand-ins."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.app import build
from api.settings import Settings
from api.store.store import Store
from api.tokens.models import Role
from tests.api.http.parts import Client, Parts, Site
from tests.places import Place, new_secrets, sqlite_place
from tests.postgres import Postgres


def running(settings: Settings, store: Store) -> Site:
    """Not started: no worker and no sweep runs beside a test, each is called by hand."""
    parts = Parts()
    runtime = parts.runtime(settings, store)
    return Site(runtime, build(runtime), parts)


@pytest.fixture(scope="session")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Iterator[Site]:
    place = sqlite_place(tmp_path_factory.mktemp("site"), migrated)
    store = place.open()
    yield running(place.settings, store)
    store.close()


@pytest.fixture(scope="session")
def on_postgresql(
    tmp_path_factory: pytest.TempPathFactory, postgres: Postgres, migrated_database: str
) -> Iterator[Site]:
    url = postgres.new_database(migrated_database)
    place = Place(url, url, tmp_path_factory.mktemp("site"), new_secrets())
    store = place.open()
    yield running(place.settings, store)
    store.close()


@pytest.fixture
def site(request: pytest.FixtureRequest) -> Site:
    """The app, as empty as on its first day; on PostgreSQL for a test that is parametrized so."""
    found = request.getfixturevalue(getattr(request, "param", "on_sqlite"))
    assert isinstance(found, Site)
    found.as_new()
    return found


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
