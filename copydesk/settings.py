"""Settings: the environment (COPYDESK_*) over copydesk.toml over defaults. Wrong ones are named, never ignored."""

from __future__ import annotations

import os
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from stream.errors import CopydeskError

# Of tests, not of operators (stream/faults.py).
INTERNAL = {"COPYDESK_FAULT", "COPYDESK_CRASH_VERBOSE"}
USER_AGENT = "copydesk/0.1 (news feed reader)"


class SettingsError(CopydeskError):
    """A setting is wrong; the text names it, what it is and what it should be."""


class Settings(BaseSettings):
    """`host_interval` and `lease` are seconds. An empty `kafka` means the embedded log in the database.

    `kafka_options`: what else a client of that cluster needs, in librdkafka's names (security.protocol, sasl.*, ssl.*).
    """

    model_config = SettingsConfigDict(env_prefix="COPYDESK_", toml_file="copydesk.toml", extra="forbid", frozen=True)

    home: Path = Path("var")
    database_url: str = ""
    kafka: str = ""
    kafka_options: dict[str, str] = {}
    allow_networks: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode] = ()
    host_interval: float = Field(default=1.0, ge=0, le=3600)
    user_agent: str = Field(default=USER_AGENT, pattern=r"^[!-~][ -~]{2,299}$")  # one line of a header
    lease: float = Field(default=120.0, gt=0, le=3600)

    @field_validator("allow_networks", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return value.replace(",", " ").split() if isinstance(value, str) else value

    @field_validator("kafka")
    @classmethod
    def _servers(cls, value: str) -> str:
        for server in filter(None, (part.strip() for part in value.split(","))):
            host, _, port = server.rpartition(":")
            if not host or not port.isdigit() or not 0 < int(port) < 65536:
                raise ValueError(f"{server!r} is not host:port")
        return value

    @property
    def database(self) -> str:
        """The SQLAlchemy URL of the state: PostgreSQL when set, else SQLite in `home`."""
        return self.database_url or f"sqlite:///{self.home.absolute() / 'copydesk.db'}"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load() -> Settings:
    """The settings in force; raises SettingsError that names every wrong one."""
    known = {f"COPYDESK_{name.upper()}" for name in Settings.model_fields} | INTERNAL
    if strangers := sorted(name for name in os.environ if name.startswith("COPYDESK_") and name not in known):
        raise SettingsError(
            f"no such settings: {', '.join(strangers)}; there are {', '.join(sorted(known - INTERNAL))}"
        )
    try:
        return Settings()
    except ValidationError as error:
        wrong = "; ".join(f"{_name(e['loc'])}: {e['msg']} (is {e['input']!r})" for e in error.errors())
        raise SettingsError(f"wrong settings: {wrong}") from error
    except ValueError as error:  # copydesk.toml is no TOML, or a variable is no JSON where it should be
        raise SettingsError(f"wrong settings in copydesk.toml or the environment: {error}") from error


def _name(loc: tuple[int | str, ...]) -> str:
    """As it was written: the variable, or the line of copydesk.toml."""
    variable = f"COPYDESK_{str(loc[0]).upper()}" if loc else "settings"
    return variable if variable in os.environ or not loc else f"{loc[0]} in copydesk.toml"
