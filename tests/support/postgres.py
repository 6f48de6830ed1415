"""A throw-away PostgreSQL: own data folder, Unix socket only, gone with the test run (also when that is killed).

PostgreSQL refuses to run as root; as root the server runs as `postgres` or `nobody`, without su or sudo.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from tests.support.need import missing

# Nothing here has to survive a power cut, and 100 connections would only cost memory.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "60"}


@pytest.fixture(scope="session")
def postgres() -> Iterator[Path]:
    """The folder of the server's socket; user `postgres`, no password."""
    folder = _binaries()
    if folder is None:
        missing("PostgreSQL", "apt-get install postgresql")
    who = _owner()
    home = Path(tempfile.mkdtemp(prefix="pg-"))  # short: the path of a socket has at most 107 bytes
    try:
        if who:
            os.chown(home, who["user"], who["group"])
        server = _start(folder, home, who)
        try:
            _wait(server, home)
            yield home
        finally:
            server.send_signal(signal.SIGINT)  # "fast": does not wait for clients
            server.wait(30)
    finally:
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def new_database(postgres: Path) -> Iterator[Callable[[], str]]:
    """A function that makes an empty database and returns its SQLAlchemy URL; dropped after the test."""
    names: list[str] = []
    with psycopg.connect(host=str(postgres), user="postgres", autocommit=True) as connection:

        def make() -> str:
            names.append(f"t{uuid4().hex}")
            connection.execute(f"create database {names[-1]}".encode())
            return f"postgresql+psycopg://postgres@/{names[-1]}?host={postgres}"

        yield make
        for name in names:
            connection.execute(f"drop database {name} with (force)".encode())


def _binaries() -> Path | None:
    """$POSTGRES_BIN, then PATH, then Debian's folder, newest first."""
    found = shutil.which("initdb")
    places = [
        os.environ.get("POSTGRES_BIN"),
        Path(found).resolve().parent if found else None,  # resolved: through a link it does not find its share/
        *sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: -float(p.parent.name)),
    ]
    return next((Path(p) for p in places if p and (Path(p) / "postgres").exists()), None)


def _owner() -> dict[str, Any]:
    """Keywords for subprocess: the user that may run PostgreSQL."""
    if os.getuid():
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    missing("A user to run PostgreSQL as (root may not)", "useradd --system postgres")


def _start(folder: Path, home: Path, who: dict[str, Any]) -> subprocess.Popen[bytes]:
    made = subprocess.run(
        [folder / "initdb", "-D", home / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=home,
        **who,
    )
    assert made.returncode == 0, made.stdout.decode()
    options = FAST | {"listen_addresses": "", "unix_socket_directories": str(home)}
    with open(home / "log", "wb") as log:
        return subprocess.Popen(
            [folder / "postgres", "-D", home / "data", *(x for k, v in options.items() for x in ("-c", f"{k}={v}"))],
            stdout=log,
            stderr=log,
            cwd=home,
            start_new_session=True,  # Ctrl-C is for pytest, which then stops the server in order
            preexec_fn=_end_with_parent,
            **who,
        )


def _end_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGINT)  # PR_SET_PDEATHSIG


def _wait(server: subprocess.Popen[bytes], home: Path) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            psycopg.connect(host=str(home), user="postgres").close()
            return
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"PostgreSQL did not start:\n{(home / 'log').read_text()}", pytrace=False)
            time.sleep(0.1)
