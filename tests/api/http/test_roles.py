"""Who may call what: the contract's table, held against every route that the app has."""

from __future__ import annotations

import re

import pytest

from api.tokens.models import Role
from tests.api.http.parts import Client, Site, is_problem

pytestmark = pytest.mark.anyio

INTEGRATION, INVESTIGATOR, OPERATOR, TRAINER = Role.INTEGRATION, Role.INVESTIGATOR, Role.OPERATOR, Role.TRAINER
EDITOR, SUPERVISOR, ADMIN = Role.EDITOR, Role.SUPERVISOR, Role.ADMIN
READ = {INTEGRATION, INVESTIGATOR, OPERATOR, SUPERVISOR}
CHANGE = {INVESTIGATOR, OPERATOR, SUPERVISOR}
EDIT = {EDITOR, SUPERVISOR}
READ_PUBLIC = {INTEGRATION, INVESTIGATOR, OPERATOR, *EDIT}
TRAIN = {TRAINER, SUPERVISOR}

# One row a route. A route that is not here fails: whoever adds one says who may call it.
MAY = {
    "POST /v1/interpret": {INTEGRATION, INVESTIGATOR, OPERATOR, TRAINER, SUPERVISOR},
    "GET /v1/tips": READ,
    "POST /v1/tips": {INTEGRATION, OPERATOR, SUPERVISOR},
    "POST /v1/tips/search": READ,
    "GET /v1/tips/{tip}": READ,
    "PATCH /v1/tips/{tip}": CHANGE,
    "POST /v1/tips/{tip}/claims": CHANGE,
    "POST /v1/tips/{tip}/releases": CHANGE,
    "POST /v1/tips/{tip}/reopens": CHANGE,
    "POST /v1/tips/{tip}/outcome": CHANGE,
    "POST /v1/tips/{tip}/notes": CHANGE,
    "POST /v1/tips/{tip}/replies": CHANGE,
    "POST /v1/notices/{notice}/outcome": {INVESTIGATOR, SUPERVISOR},
    "POST /v1/leases": READ,
    "PATCH /v1/leases/{lease}": READ,
    "DELETE /v1/leases/{lease}": READ,
    "POST /v1/leases/{lease}/acks": READ,
    "GET /v1/set-aside": CHANGE,
    "POST /v1/set-aside/{conversation}/takes": CHANGE,
    "POST /v1/set-aside/{conversation}/dismissals": CHANGE,
    "GET /v1/attachments/{attachment}/copy": CHANGE,
    "GET /v1/attachments/{attachment}/original": CHANGE,
    "GET /v1/events": READ,
    "GET /v1/pages": READ_PUBLIC,
    "GET /v1/pages/{topic}/{language}": READ_PUBLIC,
    "PUT /v1/pages/{topic}/{language}": EDIT,
    "DELETE /v1/pages/{topic}/{language}": EDIT,
    "GET /v1/accounts": READ_PUBLIC,
    "POST /v1/accounts": EDIT,
    "DELETE /v1/accounts/{identity}": EDIT,
    "GET /v1/training/unanswered": TRAIN,
    "POST /v1/training/unanswered/{identity}/settled": TRAIN,
    "GET /v1/surveys": {SUPERVISOR, EDITOR, ADMIN},
    "GET /v1/deliveries": {OPERATOR, SUPERVISOR},
    "POST /v1/deliveries/{delivery}/retry": {OPERATOR, SUPERVISOR},
    "GET /v1/tokens": {ADMIN},
    "POST /v1/tokens": {ADMIN},
    "DELETE /v1/tokens/{identity}": {ADMIN},
}
BODIES = {
    "POST /v1/interpret": {"text": "hej"},
    "POST /v1/tips": {"narrative": "hej"},
    "PATCH /v1/tips/{tip}": {},
    "POST /v1/tips/{tip}/outcome": {"outcome": "used"},
    "POST /v1/tips/{tip}/notes": {"text": "hej"},
    "POST /v1/tips/{tip}/replies": {"text": "hej"},
    "POST /v1/notices/{notice}/outcome": {"outcome": "used"},
    "POST /v1/tips/search": {},
    "POST /v1/leases": {"count": 1, "ttl_seconds": 30},
    "PATCH /v1/leases/{lease}": {"ttl_seconds": 30},
    "POST /v1/leases/{lease}/acks": {"tips": ["x"]},
    "PUT /v1/pages/{topic}/{language}": {"text": "hej"},
    "POST /v1/accounts": {"channel": "x", "name": "Polisen", "address": "https://x.com/polisen"},
    "POST /v1/tokens": {"name": "Eva", "role": "operator"},
}
PLACES = {"topic": "ask_bot", "language": "sv"}


def routes_of(site: Site) -> set[str]:
    return {
        f"{method.upper()} {path}"
        for path, operations in site.app.openapi()["paths"].items()
        for method in operations
        if path.startswith("/v1")
    }


async def call(client: Client, route: str) -> int:
    """The status of a call that is well-formed; only the things that it names are not there."""
    method, path = route.split()
    path = re.sub(r"{(\w+)}", lambda found: PLACES.get(found[1], "unknown"), path)
    answer = await client.request(method, path, json=BODIES.get(route))
    if answer.status_code in {401, 403}:
        assert is_problem(answer, answer.status_code)
    if answer.status_code == 401:
        assert answer.headers["www-authenticate"] == "Bearer"
    return answer.status_code


async def test_every_route_has_a_row_and_every_row_a_route(site: Site) -> None:
    assert routes_of(site) == set(MAY)


@pytest.mark.parametrize("route", sorted(MAY))
async def test_each_route_is_for_its_roles_and_for_nobody_else(site: Site, nobody: Client, route: str) -> None:
    site.runtime.close_streams()  # so that the stream of events ends at once
    assert await call(nobody, route) == 401
    refused = {role for role in Role if await call(site.client(role), route) == 403}
    assert refused == set(Role) - MAY[route]


async def test_an_unknown_token_is_told_so(nobody: Client) -> None:
    answer = await nobody.get("/v1/tips", headers={"Authorization": "Bearer tl_unknown"})
    assert is_problem(answer, 401)
    assert answer.headers["www-authenticate"] == "Bearer"


async def test_another_kind_of_authorization_is_no_token(nobody: Client) -> None:
    assert (await nobody.get("/v1/tips", headers={"Authorization": "Basic dGw6dGw="})).status_code == 401


async def test_who_may_not_read_does_not_learn_whether_a_tip_exists(site: Site) -> None:
    trainer = site.client(Role.TRAINER)
    answers = {(await trainer.get(f"/v1/tips/{tip}")).status_code for tip in ("unknown", "0" * 24)}
    assert answers == {403}
