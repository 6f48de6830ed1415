"""Which processes belong to the stack of a home: those of the sessions it has begun, however deep.

Airflow's parts overwrite their environment and their tasks leave their process group, but nobody leaves his session
(setsid needs a fork and a wish). So the guard's session, in which every part runs, is written to a file of the home
before the first part starts: a stack whose two parents were killed at once is found and ended by the next start.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil

GONE_SECONDS = 5.0


def remember(file: Path, leader: int) -> None:
    """Add the session that `leader` leads; one line "SESSION CREATED" (seconds since the epoch)."""
    with file.open("a") as lines:
        print(leader, psutil.Process(leader).create_time(), file=lines)


def members(file: Path) -> list[psutil.Process]:
    """The living processes of the remembered sessions but this one; [] when the file is from before a boot."""
    return [process for process in _of_sessions(_remembered(file)) if process.pid != os.getpid()]


def end(file: Path) -> int:
    """Kill what is left of the remembered sessions, forget them; how many are still there after 5 s (0 but for zombies
    of somebody else and uninterruptible sleep)."""
    deadline = time.monotonic() + GONE_SECONDS
    while left := members(file):
        for process in left:
            with suppress(psutil.Error):
                process.kill()
        if time.monotonic() > deadline:
            return len(left)
        psutil.wait_procs(left, timeout=0.2)
    file.unlink(missing_ok=True)
    return 0


def _remembered(file: Path) -> dict[int, float]:
    if not file.exists() or file.stat().st_mtime < psutil.boot_time():
        return {}
    found = {}
    for line in file.read_text().splitlines():
        with suppress(ValueError):
            session, created = line.split()
            found[int(session)] = float(created)
    return found


def _of_sessions(sessions: dict[int, float]) -> Iterator[psutil.Process]:
    if not sessions:
        return
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            session = os.getsid(process.pid)
            if session in sessions and _ours(process, session, sessions[session]):
                yield process


def _ours(process: psutil.Process, session: int, created: float) -> bool:
    """The number of a session is free again once its last process has gone: make sure that it is still the same one."""
    if process.status() == psutil.STATUS_ZOMBIE or process.create_time() < created - 1:
        return False
    with suppress(psutil.NoSuchProcess):
        if abs(psutil.Process(session).create_time() - created) > 1:
            return False
    return os.path.basename(process.exe()) in ("java", os.path.basename(os.path.realpath(sys.executable)))
