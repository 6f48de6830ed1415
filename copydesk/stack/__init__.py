"""`copydesk up`: everything on one machine, under Airflow, and nothing left behind.

Two processes besides the parts: the front (this one: terminal, live view), which Ctrl-C, TERM, HUP or kill -9 may end,
and the guard, which stops the parts when the front has gone. When both are killed at once, the next start ends what
they left.
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from copydesk.settings import Settings
from stream.errors import CopydeskError

STOPPING_SECONDS = 30.0


class StackError(CopydeskError):
    """The stack cannot be started; the text says what to do."""


def up(
    settings: Settings,
    *,
    feeds: Path | None = None,
    pages: Path | None = None,
    kafka: str = "",
    port: int | None = None,
    once: bool = False,
) -> int:
    """Run until stopped; the exit status: 0 stopped, 1 something ended by itself. Raises SettingsError, StackError.

    `feeds`: poll this OPML file instead of the sample newsroom. `pages`: serve this folder of saved pages. `kafka`:
    "local" starts one, host:port uses yours, "" does what the settings say. `once`: end after the first run.
    """
    from copydesk.stack import sessions
    from copydesk.stack.build import Wishes, build
    from copydesk.stack.front import Front

    if kafka == "local":
        from copydesk.kafka_jars import require_java

        require_java()
    folder = settings.home.absolute() / "stack"
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder / "lock") as lock:
        if left := sessions.end(folder / "sessions"):
            raise StackError(f"{left} processes of an earlier run cannot be ended; see {folder / 'sessions'}")
        return Front(build(settings, Wishes(feeds, pages, kafka, port)), lock, once=once).run()


@contextmanager
def _alone(file: Path) -> Iterator[int]:
    """Only one stack per home. The guard holds the lock (the descriptor given here) too: a stack whose front was killed
    and that is just stopping is waited for."""
    with file.open("w") as lock:
        deadline = time.monotonic() + STOPPING_SECONDS
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise StackError(f"another `copydesk up` runs in {file.parents[1]}") from None
                time.sleep(0.5)
        yield lock.fileno()
