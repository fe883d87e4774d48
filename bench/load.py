"""`python -m bench.load NAME`: a load as a process of its own. Its orders come as JSON, its figures go as JSON."""

from __future__ import annotations

import asyncio
import importlib
import json
import sys

import uvloop


def main() -> None:
    module = importlib.import_module(f"bench.loads.{sys.argv[1]}")
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        found = runner.run(module.run(json.load(sys.stdin)))
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
