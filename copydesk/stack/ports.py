"""Ports of a home: chosen once, free ones, and kept, so that addresses (bookmarks, feed URLs) stay what they were."""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

HOST = "127.0.0.1"


def choose(file: Path, wanted: Mapping[str, int], fixed: Mapping[str, int] | None = None) -> dict[str, int]:
    """A port for every name of `wanted`: the one of the last run while it is free, else the wanted one, else any.

    0 wants any. `fixed` ones are taken as they are. The choice is written to `file`; another program may still take a
    port before it is used.
    """
    kept = _read(file)
    fixed = fixed or {}
    taken: list[socket.socket] = []
    try:
        ports = {name: _take([fixed.get(name, kept.get(name, 0)), port], taken) for name, port in wanted.items()}
    finally:
        for held in taken:
            held.close()
    file.write_text(json.dumps(kept | ports))
    return ports


def is_free(port: int) -> bool:
    """Whether nobody listens on the loopback port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as servers do: TIME_WAIT does not count
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def _take(choices: list[int], taken: list[socket.socket]) -> int:
    """Bind the first of `choices` that can be had, and hold it until all are chosen. 0 always can."""
    for port in [*(port for port in choices if port), 0]:
        held = socket.socket()
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with suppress(OSError):
            held.bind((HOST, port))
            taken.append(held)
            return int(held.getsockname()[1])
        held.close()
    raise OSError("no free port on the loopback interface")


def _read(file: Path) -> dict[str, int]:
    try:
        return {str(name): int(port) for name, port in json.loads(file.read_text()).items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}
