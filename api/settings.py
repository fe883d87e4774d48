"""Everything that can be set, read once from the environment into one frozen object."""

from __future__ import annotations

import socket
from functools import cached_property
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Names are those of the environment, without prefix, as the contract fixes them."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    data_dir: Path = Path("var")
    database_url: str | None = None
    secrets_dir: Path | None = None
    rasa_port: int | None = None
    rasa_python: Path = ROOT / ".venv-rasa" / "bin" / "python"
    tip_silence: float = Field(default=900.0, gt=0)
    public_url: str | None = None
    # The service's own accounts, for the list of official ones.
    police_url: str = Field(default="https://polisen.se", pattern=r"^https://")
    telegram_url: str | None = None
    messenger_url: str | None = None
    tipline_live: bool = False
    # What comes faster is set aside for review; never refused.
    flood_per_minute: int = Field(default=20, ge=1)  # messages of one conversation
    flood_new_per_hour: int = Field(default=1000, ge=1)  # new conversations, in each process
    # How these three are written, bot/webchat/settings.py knows.
    leave_url: str = ""
    embed_origins: str = ""
    reading_hours: str = ""

    telegram_token: SecretStr | None = None
    telegram_base_url: str = "https://api.telegram.org/bot"
    telegram_base_file_url: str = "https://api.telegram.org/file/bot"
    telegram_webhook_secret: SecretStr | None = None
    messenger_app_secret: SecretStr | None = None
    messenger_page_token: SecretStr | None = None
    messenger_verify_token: SecretStr | None = None
    messenger_graph_url: str = "https://graph.facebook.com/v25.0"

    @cached_property
    def data(self) -> Path:
        return self.data_dir.resolve()

    @cached_property
    def secrets(self) -> Path:
        return (self.secrets_dir or self.data / "secrets").resolve()

    @cached_property
    def attachments(self) -> Path:
        """Where the sealed files lie."""
        return self.data / "attachments"

    @cached_property
    def store_url(self) -> str:
        """The store's SQLAlchemy address; SQLite in the data folder unless told otherwise."""
        url = self.database_url or f"sqlite:///{self.data / 'tipline.db'}"
        for scheme in ("postgresql://", "postgres://"):
            if url.startswith(scheme):
                return "postgresql+psycopg://" + url.removeprefix(scheme)
        return url

    @cached_property
    def keys_url(self) -> str:
        """Where the key store lies: a file of its own beside SQLite, a schema of its own in PostgreSQL."""
        return f"sqlite:///{self.data / 'keys.db'}" if self.store_url.startswith("sqlite") else self.store_url


def free_port() -> int:
    """A port on loopback that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
