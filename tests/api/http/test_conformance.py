"""The whole API against its own OpenAPI, by Schemathesis: nothing undocumented, nothing that breaks it."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from starlette.types import ASGIApp

from api.app import build
from api.tokens.models import Role
from tests.api.http.parts import Parts, Site
from tests.live import LiveServer
from tests.places import Place

EXAMPLES = {"sqlite": 8, "postgresql": 3}
# The streams never end. A cursor, a payload, a key or a date may fit its schema and still mean nothing.
SETTINGS = """
[auth.openapi.token]
bearer = "{supervisor}"
[auth.openapi.webchat]
bearer = "{reporter}"
[generation]
max-examples = {examples}
[checks]
positive_data_acceptance.expected-statuses = ["2xx", "400", "404", "409", "412", "428"]
[[operations]]
include-path-regex = "/events$"
enabled = false
[[operations]]
include-path-regex = "^(/v1/tips|/v1/tips/search|/v1/interpret|/chat/api/messages|/session)$"
checks = {{ positive_data_acceptance = {{ expected-statuses = ["2xx", "400", "401", "422"] }} }}
[[operations]]
include-path-regex = "^/chat/api/attachments$"
checks = {{ positive_data_acceptance = {{ expected-statuses = ["2xx", "400", "401", "413", "415", "422", "429"] }} }}
[[operations]]
include-path-regex = "^(/v1/pages/|/v1/accounts$|/v1/training/unanswered$)"
checks = {{ positive_data_acceptance = {{ expected-statuses = ["2xx", "404", "409", "412", "422", "428"] }} }}
[[operations]]
include-path-regex = "^/v1/tokens"
headers = {{ Authorization = "Bearer {admin}" }}
checks = {{ positive_data_acceptance = {{ expected-statuses = ["2xx", "404", "422"] }} }}
"""


def test_the_api_does_what_its_description_says_and_survives_everything_else(place: Place, tmp_path: Path) -> None:
    store = place.open()
    runtime = Parts().runtime(place.settings, store)
    site = Site(runtime, build(runtime), Parts())

    def app(_: asyncio.Event) -> ASGIApp:
        return site.app

    with LiveServer(app) as server:
        opened = httpx.post(f"{server.url}/chat/api/sessions", json={}, trust_env=False).json()
        settings = tmp_path / "schemathesis.toml"
        settings.write_text(
            SETTINGS.format(
                supervisor=site.issue(Role.SUPERVISOR)[1],
                admin=site.issue(Role.ADMIN)[1],
                reporter=opened["token"],
                examples=EXAMPLES["sqlite" if place.is_sqlite else "postgresql"],
            )
        )
        done = run(settings, f"{server.url}/openapi.json", tmp_path)
        runtime.close_streams()
    assert done.returncode == 0, done.stdout[-8000:]
    operations = [path for path, methods in site.app.openapi()["paths"].items() for _ in methods]
    tested = next(line for line in done.stdout.splitlines() if "Tested:" in line)
    assert int(tested.split()[-1]) == sum(not path.endswith("/events") for path in operations)


def run(settings: Path, address: str, folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("schemathesis")
    options = [
        "--checks",
        "all",
        "--seed",
        "1",
        "--no-color",
        "--continue-on-failure",
        "--no-shrink",
        "--warnings",
        "off",
    ]
    if not program.exists():
        pytest.fail("schemathesis is not installed beside Python")
    command = [str(program), "--config-file", str(settings), "run", address, *options]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=200)
