"""What is configured, what is reachable, what to do: one finding per line, nothing is changed."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

from copydesk import settings as config
from copydesk.settings import Settings, SettingsError
from stream.errors import CopydeskError
from stream.topics import TOPICS


@dataclass(frozen=True)
class Finding:
    """`ok` False: this must be mended before the pipeline can work as configured."""

    ok: bool
    what: str
    found: str
    todo: str = ""


def examine() -> list[Finding]:
    """All findings. Never raises: what cannot be examined is a finding."""
    try:
        settings = config.load()
    except SettingsError as error:
        return [Finding(False, "settings", str(error), "mend the environment or copydesk.toml")]
    checks: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
        _program,
        _home,
        _database,
        _log,
        _processors,
        _optional,
    )
    return [finding for check in checks for finding in _guarded(check, settings)]


def _guarded(check: Callable[[Settings], Iterator[Finding]], settings: Settings) -> list[Finding]:
    try:
        return list(check(settings))
    except CopydeskError as error:
        return [Finding(False, check.__name__.strip("_"), str(error), _advice(error))]


def _advice(error: CopydeskError) -> str:
    return "is it running, and is the address right?" if error.retriable else "mend the setting"


def _program(settings: Settings) -> Iterator[Finding]:
    yield Finding(True, "copydesk", f"{version('copydesk')} on Python {sys.version.split()[0]}")
    networks = ", ".join(map(str, settings.allow_networks)) or "public addresses only"
    yield Finding(True, "fetching", f"{networks}; {settings.host_interval:g} s between requests to a host")
    default = settings.user_agent == config.USER_AGENT
    todo = "set COPYDESK_USER_AGENT to a name and an address where publishers reach you" if default else ""
    yield Finding(True, "user agent", settings.user_agent, todo)


def _home(settings: Settings) -> Iterator[Finding]:
    home = settings.home.absolute()
    place = home if home.exists() else home.parent
    ok = os.access(place, os.W_OK)
    yield Finding(ok, "home", str(home), "" if ok else f"{place} cannot be written; set COPYDESK_HOME")


def _database(settings: Settings) -> Iterator[Finding]:
    from sqlalchemy.exc import SQLAlchemyError

    from copydesk import migrate
    from stream.database import connect, reading

    engine = connect(settings.database)
    shown = engine.url.render_as_string(hide_password=True)
    try:
        with reading(engine) as connection:
            at, head = migrate.current(connection), migrate.head()
        state = (
            "at the present schema"
            if at == head
            else f"at {at or 'no schema yet'}; {head} comes with the first command"
        )
        yield Finding(True, "database", f"{shown}, {state}")
    except SQLAlchemyError as error:
        yield Finding(
            False, "database", f"{shown}: {str(error).splitlines()[0]}", "start it or set COPYDESK_DATABASE_URL"
        )
    finally:
        engine.dispose()


def _log(settings: Settings) -> Iterator[Finding]:
    from copydesk.services import kafka_config

    kafka = kafka_config(settings)
    if kafka is None:
        yield Finding(True, "log", "embedded, in the database (COPYDESK_KAFKA is empty)")
        return
    if find_spec("kafka") is None:
        yield Finding(False, "log", settings.kafka, "install the extra copydesk[kafka]")
        return
    from stream.kafka_admin import message_limits

    present = message_limits(kafka)
    lacking = [name for name in TOPICS if name not in present]
    yield Finding(
        not lacking, "Kafka", settings.kafka, f"copydesk topics apply (lacks {', '.join(lacking)})" if lacking else ""
    )
    fast = find_spec("crc32c") is not None
    yield Finding(
        fast, "checksums", "crc32c" if fast else "pure Python, ten times slower", "" if fast else "install crc32c"
    )


def _processors(settings: Settings) -> Iterator[Finding]:
    from processors.registry import discover

    found = discover()
    yield Finding(
        not found.broken, "processors", ", ".join(p.name for p in found.processors) or "none", "; ".join(found.broken)
    )


def _optional(settings: Settings) -> Iterator[Finding]:
    try:
        yield Finding(True, "Airflow", version("apache-airflow"))
    except PackageNotFoundError:
        yield Finding(
            True, "Airflow", "not installed", "copydesk[airflow] to schedule with it; else `copydesk run --every 300`"
        )
    tools = {name: shutil.which(name) for name in ("java", "mvn")}
    lacking = ", ".join(name for name, path in tools.items() if path is None)
    yield Finding(True, "KAFKA=local", "possible" if not lacking else f"not possible: {lacking} is missing")
