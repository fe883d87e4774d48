"""`tipline token`, `tokens` and `revoke`, beside a running app with the same data folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api import installation
from api.app import build
from api.cli import app
from api.settings import Settings
from api.tokens.models import Role
from tests.api.http.parts import Parts, Site

pytestmark = pytest.mark.anyio


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return tmp_path / "data"


@pytest.fixture
def beside(data: Path) -> Iterator[Site]:
    """The app over the same folder, once a command has made it."""
    tipline("tokens")
    settings = Settings()
    store = installation.open_store(settings, installation.secrets_of(settings))
    parts = Parts()
    runtime = parts.runtime(settings, store)
    yield Site(runtime, build(runtime), parts)
    store.close()


def tipline(*words: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, list(words))
    assert result.exit_code == code, result.output
    return result.output


async def test_a_token_is_the_last_word_and_works_at_once_for_each_role(beside: Site) -> None:
    for role in Role:
        token = tipline("token", "--role", role, "--name", "Eva Ek").split()[-1]
        answer = await beside.client().get("/session", headers={"Authorization": f"Bearer {token}"})
        assert answer.json() == {"name": "Eva Ek", "role": role}


async def test_a_revoked_token_stops_working_at_once(beside: Site) -> None:
    token = tipline("token", "--role", "operator", "--name", "Eva").split()[-1]
    identity = tipline("tokens").split()[0]
    assert tipline("revoke", identity).strip() == "revoked"
    answer = await beside.client().get("/session", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401
    assert "revoked" in tipline("tokens")
    tipline("revoke", identity, code=1)


def test_the_list_shows_ids_roles_and_names_and_no_token(data: Path) -> None:
    token = tipline("token", "--role", "editor", "--name", "Eva").split()[-1]
    listed = tipline("tokens")
    assert "editor" in listed and "Eva" in listed and token not in listed


@pytest.mark.parametrize("role", ["root", "", "Operator"])
def test_a_role_that_does_not_exist_is_refused_and_the_roles_are_named(data: Path, role: str) -> None:
    output = tipline("token", "--role", role, "--name", "Eva", code=1)
    assert "operator" in output and "tl_" not in output
    assert "Eva" not in tipline("tokens")


@pytest.mark.parametrize("name", ["", " ", "x" * 65, "a\0b", "a\nb"])
def test_a_name_that_cannot_be_kept_is_refused(data: Path, name: str) -> None:
    assert "tl_" not in tipline("token", "--role", "editor", "--name", name, code=1)


def test_nothing_of_a_token_lies_on_the_disk(data: Path) -> None:
    token = tipline("token", "--role", "editor", "--name", "Eva").split()[-1]
    found = [
        path for path in data.rglob("*") if path.is_file() and token.removeprefix("tl_").encode() in path.read_bytes()
    ]
    assert found == []


def test_revoking_what_is_not_there_is_told(data: Path) -> None:
    assert "no such token" in tipline("revoke", "unknown", code=1)
