"""What can be set: RAPPORT_* in the environment, then rapport.toml, then these defaults."""

import os
import sys
from pathlib import Path
from typing import Annotated

from platformdirs import PlatformDirs
from pydantic import Field
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from typing_extensions import override

from ledger.access.tokens import Pepper
from ledger.erasure.suppression import SuppressionKey
from ledger.imports.options import Region

_DIRECTORIES = PlatformDirs("rapport", appauthor=False)


def _default_data() -> Path:
    # Root's own home is closed to the system user that PostgreSQL runs as.
    if sys.platform != "win32" and os.geteuid() == 0:
        return Path("/var/lib/rapport")
    return Path(_DIRECTORIES.user_data_dir)


class Settings(BaseSettings):
    """How this installation runs."""

    model_config = SettingsConfigDict(env_prefix="RAPPORT_", extra="ignore")

    data: Path = Field(default_factory=_default_data)
    """The folder that holds everything: the embedded database, its secrets, uploads."""
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8321
    database_url: str | None = Field(default=None, validation_alias="DATABASE_URL")
    """Your own PostgreSQL 16 or newer, instead of the one that comes along."""
    database_owner_url: str | None = Field(default=None, validation_alias="DATABASE_OWNER_URL")
    """On your own PostgreSQL, how whoever owns schema and views connects: for `migrate`."""
    signing_key_file: Path | None = None
    """The Ed25519 key (PEM) that signs checkpoints, instead of one made in the data folder."""
    region: Region | None = None
    """The country whose phone numbers you write without a code, as `DE`."""
    suppression_key_file: Path | None = None
    """The key of the list of handles that may not come in again; else in the data folder."""
    public_url: str | None = None
    """Where people reach the server, for links, as `https://rapport.example.org`."""
    access_key_file: Path | None = None
    """The key of the hashes of tokens and API keys, instead of one made in the data folder."""
    openid_issuer: str | None = None
    """Another site that says who somebody is, as `https://accounts.example.org`."""
    openid_client_id: str | None = None
    """What this server is called there."""
    openid_secret_file: Path | None = None
    """The file with the secret it has there."""
    workspace: str | None = None
    """The workspace that the command line is about, by id or name; else the first."""
    trusted_proxies: tuple[str, ...] = ()
    """Addresses of proxies before the server, whose `X-Forwarded-*` headers are believed."""
    upload_bytes_max: int = Field(default=1 << 30, ge=1)
    """The largest file an import takes over HTTP."""

    def link(self, path: str) -> str:
        """Return an absolute link; it is never made of what a request says its host is."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{(self.public_url or f'http://{host}:{self.port}').rstrip('/')}/{path}"

    @property
    def suppression_key(self) -> SuppressionKey:
        """The key of the list of handles that may not come in again."""
        beside = self.data / "keys" / "suppression.key"
        return SuppressionKey(self.suppression_key_file or beside)

    @property
    def pepper(self) -> Pepper:
        """The key of the hashes of tokens and API keys."""
        return Pepper(self.access_key_file or self.data / "keys" / "access.key")

    @property
    def erasures(self) -> Path:
        """Where erasures are kept outside the database, so that no backup undoes them."""
        return self.data / "erasures"

    @override
    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        toml = Path(_DIRECTORIES.user_config_dir) / "rapport.toml"
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, toml)
