"""The arrows of the design: who may import whom, read from the files themselves."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("api", "bot", "actions", "nlu_server")

# They compose the app or an installation: only they may know everybody, and nobody knows them.
ROOTS = {"api.app", "api.runtime", "api.cli", "api.installation", "api.doctor", "api.backup", "api.evaluating"}
# What every part of `api` may use; it knows no domain.
BASICS = {
    "api.clock",
    "api.errors",
    "api.problems",
    "api.wire",
    "api.signals",
    "api.settings",
    "api.log",
    "api.wording",
    "api.wording_rules",
}
# Alembic's list of all tables.
TABLES = "api.migrations.tables"
READS_ENVIRONMENT = {
    "api.settings",
    "api.cli",
    "api.backup",
    "api.bundles.training",
    "nlu_server.launcher",
    "nlu_server.channel",
}
# The adapters' own clocks are what they fall back to; the app hands them its own.
READS_CLOCK = {"api.clock", "bot.telegram.adapter", "bot.messenger.adapter"}


@dataclass(frozen=True, slots=True)
class Module:
    name: str
    tree: ast.Module
    imports: frozenset[str]

    @property
    def domain(self) -> str:
        """`api.tips` of `api.tips.service`; of a file in `api` itself its own name."""
        return ".".join(self.name.split(".")[:2])

    @property
    def kind(self) -> str:
        return self.name.rpartition(".")[2]


def all_modules() -> dict[str, Module]:
    paths = {path: name_of(path) for top in PACKAGES for path in (ROOT / top).rglob("*.py")}
    names = set(paths.values())
    return {name: read(path, name, names) for path, name in paths.items()}


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def read(path: Path, name: str, names: set[str]) -> Module:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    return Module(name, tree, frozenset(imported(tree, package, names)))


def imported(tree: ast.Module, package: str, names: set[str]) -> Iterator[str]:
    """Every module that is imported anywhere in the file: inside a function and for types too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                whole = f"{base}.{alias.name}"
                yield whole if whole in names else base


MODULES = all_modules()


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def of(*packages: str) -> list[Module]:
    return [module for module in MODULES.values() if any(within(module.name, package) for package in packages)]


def arrows(modules: list[Module], *to: str) -> set[str]:
    """Each import by one of `modules` of something within `to`."""
    return {
        f"{module.name} → {name}"
        for module in modules
        for name in module.imports
        if any(within(name, package) for package in to)
    }


def test_the_files_were_found_and_their_imports_read() -> None:
    assert len(of("api")) > 80 and len(of("bot")) > 20 and len(of("actions")) > 5
    assert "api.tips.service" in MODULES["api.app"].imports | MODULES["api.runtime"].imports
    assert "api.tips.repository" in MODULES["api.tips.service"].imports
    assert "api.analysis.pipeline" in MODULES["api.understanding"].imports


@pytest.mark.parametrize(
    ("package", "never"),
    [
        ("bot", ("api", "actions", "nlu_server", "rasa", "rasa_sdk", "sqlalchemy", "spacy")),
        ("actions", ("api", "bot", "nlu_server", "rasa", "sqlalchemy", "spacy", "telegram")),
        ("nlu_server", ("api", "bot", "actions", "rasa_sdk", "sqlalchemy", "spacy", "fastapi")),
        ("api", ("nlu_server", "rasa", "rasa_sdk", "telegram")),
        ("api.analysis", ("sqlalchemy", "fastapi", "httpx")),
        ("api.desk", ("sqlalchemy",)),
        ("api.interpret", ("sqlalchemy",)),
    ],
)
def test_a_package_keeps_away_from_what_is_not_its_own(package: str, never: tuple[str, ...]) -> None:
    assert arrows(of(package), *never) == set()


def test_libraries_stay_in_their_places() -> None:
    assert {a for a in arrows(list(MODULES.values()), "spacy") if not a.startswith("api.analysis.")} == set()
    assert {a for a in arrows(list(MODULES.values()), "telegram") if not a.startswith("bot.telegram.")} == set()
    assert {a for a in arrows(of("actions"), "fastapi") if not a.startswith("actions.webhook ")} == set()


def test_the_analysis_knows_nothing_else_of_the_app() -> None:
    assert {name for m in of("api.analysis") for name in m.imports if within(name, "api")} <= {
        m.name for m in of("api.analysis")
    }


def test_the_store_knows_no_domain() -> None:
    assert {name for m in of("api.store") for name in m.imports if within(name, "api")} <= {
        m.name for m in of("api.store")
    }


def test_the_basics_know_no_domain() -> None:
    known = {name for basic in BASICS for name in MODULES[basic].imports if within(name, "api")}
    assert known <= BASICS | {"api"}


def test_of_the_adapters_the_app_knows_their_shapes_alone() -> None:
    modules = [module for module in of("api") if module.name not in ROOTS]
    assert {a.partition(" → ")[2] for a in arrows(modules, "bot", "actions")} <= {"bot.intake"}


def test_only_those_who_compose_the_app_know_those_who_compose_it() -> None:
    modules = [module for module in MODULES.values() if module.name not in ROOTS]
    assert arrows(modules, *ROOTS) == set()


def test_inside_a_domain_the_arrows_go_from_endpoints_to_models() -> None:
    above = {
        "models": {"endpoints", "service", "repository", "schemas"},
        "schemas": {"endpoints", "service", "repository"},
        "shapes": {"endpoints", "service", "repository", "schemas"},
        "repository": {"endpoints", "service", "schemas"},
        "service": {"endpoints"},
    }
    wrong = {
        f"{module.name} → {name}"
        for module in of("api")
        for name in module.imports
        if within(name, "api") and name.rpartition(".")[2] in above.get(module.kind, set())
    }
    assert wrong == set()


def test_only_those_who_compose_the_app_mount_endpoints() -> None:
    endpoints = {m.name for m in of("api") if m.kind == "endpoints"}
    assert endpoints
    assert arrows([m for m in MODULES.values() if m.name not in ROOTS], *endpoints) == set()


def test_sql_stays_out_of_endpoints_and_http_out_of_services() -> None:
    kinds = {"service", "repository", "models", "worker", "finish", "growing", "listing", "presenting"}
    assert arrows([m for m in of("api") if m.kind == "endpoints"], "sqlalchemy") == set()
    assert arrows([m for m in of("api") if m.kind in kinds], "fastapi", "starlette") == set()


def test_no_two_domains_know_each_other() -> None:
    inner = [m for m in of("api") if m.name not in ROOTS | BASICS | {"api", TABLES}]
    domains = {m.domain for m in inner}
    graph = {d: set[str]() for d in domains}
    for module in inner:
        known = {".".join(name.split(".")[:2]) for name in module.imports}
        graph[module.domain] |= (known & domains) - {module.domain}
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(f"a circle of domains: {' → '.join(error.args[1])}")


def test_the_environment_is_read_in_few_places() -> None:
    found = {
        module.name
        for module in MODULES.values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    }
    assert found <= READS_ENVIRONMENT


def test_the_time_is_asked_of_one_clock() -> None:
    found = {
        module.name
        for module in MODULES.values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        and f"{node.value.id}.{node.attr}" in {"datetime.now", "datetime.utcnow", "date.today", "datetime.today", "time.time"}
    }  # fmt: skip
    assert found <= READS_CLOCK
