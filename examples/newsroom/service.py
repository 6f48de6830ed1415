"""The newsroom as a service of its own, until somebody ends it."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from examples.newsroom.server import Newsroom


def main(port: int, pages: Path | None, ready: Callable[[str], None], speed: float = 1.0) -> None:
    """Serve until SIGTERM or SIGINT; `ready` is given the address of the index, feeds.opml lies beside it.

    What cannot be used in `pages` is named on stderr. Raises OSError when the port is taken or `pages` is no folder.
    """
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    with Newsroom(port, pages, speed=speed, on_bad=lambda line: print(line, file=sys.stderr)) as newsroom:
        ready(newsroom.url)
        stop.wait()
