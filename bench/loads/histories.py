"""Looks for acknowledged messages in their histories: `{"port", "acks": [[token, seq, text]…]}` → `{"missing"}`."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from bench.wire import Connection, bearer, request


async def run(spec: dict[str, Any]) -> dict[str, Any]:
    wanted: dict[str, dict[int, str]] = defaultdict(dict)
    doubled = 0
    for token, seq, text in spec["acks"]:
        doubled += seq in wanted[token]
        wanted[token][seq] = text
    connection = await Connection.open(spec["port"])
    missing = 0
    for token, said in wanted.items():
        found = await told_by(connection, token)
        missing += sum(found.get(seq) != text for seq, text in said.items())
    connection.close()
    return {"missing": missing + doubled}


async def told_by(connection: Connection, token: str) -> dict[int, str]:
    """What the reporter said, by seq; a history comes in pages."""
    found: dict[int, str] = {}
    after = 0
    while True:
        answer = await connection.send(request("GET", f"/chat/api/messages?after={after}", headers=bearer(token)))
        items = answer.json()["items"]
        if not items:
            return found
        found |= {item["seq"]: item["text"] for item in items if item["from"] == "reporter"}
        after = items[-1]["seq"]
