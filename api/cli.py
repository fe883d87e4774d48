"""`tipline`: starting, tokens, backups, training, and a look at what is wrong."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from api.settings import Settings
from api.store.store import Store

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
STARTED = time.monotonic()


def fail(error: Exception) -> typer.Exit:
    typer.echo(f"tipline: {error}", err=True)
    return typer.Exit(1)


@contextmanager
def opened(settings: Settings) -> Iterator[Store]:
    """The store of an installation that was started before, or a new one."""
    from api import installation

    secrets = installation.secrets_of(settings)
    installation.bring_up_to_date(settings, settings.data / "backups")
    store = installation.open_store(settings, secrets)
    try:
        yield store
    finally:
        store.close()


@app.command()
def up() -> None:
    """Start the app and then Rasa; Ctrl-C ends both."""
    from api import installation, log, server

    log.configure()
    settings = Settings()
    if os.environ.get("TIPLINE_FOLLOW_PARENT"):
        server.end_with_parent()
    try:
        listener = server.listen(settings.host, settings.port)
        secrets = installation.secrets_of(settings)
        if installation.bring_up_to_date(settings, settings.data / "backups"):
            typer.echo("[up] the store's tables are up to date")
        bundles = installation.bundles_of(settings, secrets)
        bundle = installation.active_bundle(settings, bundles)
    except Exception as error:  # noqa: BLE001  said plainly instead of by a traceback
        raise fail(error) from None
    store = installation.open_store(settings, secrets)
    from api.app import build
    from api.runtime import Runtime, Understanding

    runtime = Runtime(settings, store, Understanding.of(settings, bundles, bundle))
    link = store.write_now(runtime.tokens.first_link)
    server.serve(build(runtime), listener, runtime.close_streams, lambda: welcome(settings, bundle.version, link))


def welcome(settings: Settings, version: str, link: str | None) -> None:
    base = f"http://{settings.host}:{settings.port}"
    lines = [
        f"[up] listening after {time.monotonic() - STARTED:.1f} s, bundle {version}; Rasa warms up (see {base}/readyz)",
        f"[up] chat   {base}/chat",
        f"[up] desk   {base}/desk",
        f"[up] API    {base}/docs",
    ]
    if link:
        lines.append(f"[up] first administrator, once: {base}/desk#login={link}")
    lines.append("[up] a token for the queue: .venv/bin/tipline token --role investigator --name NAME")
    typer.echo("\n".join(lines))
    sys.stdout.flush()


@app.command()
def token(
    role: Annotated[str, typer.Option(help="one of the contract's roles")],
    name: Annotated[str, typer.Option(help="whose it is")],
) -> None:
    """Issue an API token; it is printed once, as the last word."""
    from api.tokens.models import Role
    from api.tokens.service import NameUnusableError, TokenService

    try:
        wanted = Role(role)
    except ValueError:
        raise fail(ValueError(f"the role must be one of {', '.join(Role)}")) from None
    with opened(Settings()) as store:
        try:
            _, issued = store.write_now(lambda write: TokenService(store).issue(write, name, wanted))
        except NameUnusableError as error:
            raise fail(error) from None
    typer.echo(f"token for {name} ({wanted}): {issued}")


@app.command()
def tokens() -> None:
    """List tokens: id, role, name, when made, when revoked."""
    from api.tokens.service import TokenService

    with opened(Settings()) as store:
        for row in store.read_now(TokenService(store).listed):
            state = f"revoked {row['revoked_at']}" if row["revoked_at"] else f"since {row['created_at']}"
            typer.echo(f"{row['id']}  {row['role']:12}  {row['name']}  {state}")


@app.command()
def revoke(identity: Annotated[str, typer.Argument(help="a token's id, from `tipline tokens`")]) -> None:
    """Revoke a token and end its sessions."""
    from api.errors import NotFoundError
    from api.tokens.service import TokenService

    with opened(Settings()) as store:
        try:
            store.write_now(lambda write: TokenService(store).revoke(write, identity))
        except NotFoundError:
            raise fail(ValueError("there is no such token that is not revoked")) from None
    typer.echo("revoked")


@app.command()
def backup(folder: Annotated[Path | None, typer.Argument(help="default: DATA_DIR/backups")] = None) -> None:
    """Copy the store and replace the key store's copy. The secrets are not copied: keep them elsewhere."""
    from api import backup as backups

    settings = Settings()
    try:
        made = backups.back_up(settings, folder or settings.data / "backups")
    except (backups.BackupFailedError, OSError) as error:
        raise fail(error) from None
    typer.echo(f"backed up; keep {settings.secrets} apart from it, or it cannot be read: {made}")


@app.command()
def restore(
    folder: Annotated[Path, typer.Argument(help="a backup's own folder")],
    replace: Annotated[bool, typer.Option("--replace", help="overwrite an existing store")] = False,
) -> None:
    """Bring a backup back and rebuild its search indexes. The app must not be running."""
    from api import backup as backups

    settings = Settings()
    try:
        backups.bring_back(settings, folder, replace=replace)
    except (backups.BackupFailedError, OSError) as error:
        raise fail(error) from None
    with opened(settings) as store:
        typer.echo(f"restored; {backups.rebuild_indexes(store)} tips are findable again")


@app.command()
def train() -> None:
    """Train a bundle from nlu_data; it serves from the next start on."""
    from api import installation
    from api.bundles import training

    settings = Settings()
    bundles = installation.bundles_of(settings, installation.secrets_of(settings))
    try:
        bundle = training.train(settings, bundles, training.progress)
    except training.TrainingFailedError as error:
        raise fail(error) from None
    bundles.activate(bundle.version)
    typer.echo(f"bundle {bundle.version} serves from the next start on")


@app.command()
def evaluate(
    data: Annotated[str, typer.Argument(help="labelled lines: a .jsonl file or a folder of them")] = "",
    out: Annotated[str, typer.Argument(help="where the report goes")] = "",
) -> None:
    """Evaluate the active bundle on labelled lines (default: the project's own frozen set)."""
    from api import evaluating

    settings = Settings()
    source = Path(data or evaluating.OWN_SET)
    target = Path(out) if out else settings.data / "report.json"
    try:
        evaluating.evaluate(settings, source, target)
    except (evaluating.EvaluationFailedError, OSError, ValueError) as error:
        raise fail(error) from None
    typer.echo(f"report: {target}")


@app.command()
def doctor() -> None:
    """Say what is in order and what is not."""
    from api.doctor import examine

    healthy = True
    for name, state in examine(Settings()):
        healthy = healthy and state.startswith("ok")
        typer.echo(f"{name:12} {state}")
    if not healthy:
        raise typer.Exit(1)
