"""Bring the database to the present schema; safe to call at every start and from several processes at once."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from stream.database import reading
from stream.errors import CopydeskError

LOCK = 0x636F7079  # any number that nobody else uses for pg_advisory_xact_lock


class DatabaseError(CopydeskError):
    """The database cannot be reached or brought to the present schema; the text names it (without its password)."""

    retriable = True


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.set_main_option("path_separator", "os")
    return config


def current(connection: Connection) -> str | None:
    """The revision the database is at; None before the first."""
    return MigrationContext.configure(connection, opts={"version_table": "copydesk_version"}).get_current_revision()


def head() -> str | None:
    """The revision this version of the project needs."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def upgrade(engine: Engine) -> None:
    """Apply what is missing. Raises DatabaseError."""
    try:
        with reading(engine) as connection:
            if current(connection) == head():
                return
        with engine.begin() as connection:  # SQLite: BEGIN IMMEDIATE, so that one process does it and the others wait
            if connection.dialect.name == "postgresql":
                connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except SQLAlchemyError as error:
        where = engine.url.render_as_string(hide_password=True)
        raise DatabaseError(f"database {where}: {error.args[0] if error.args else error}") from error
