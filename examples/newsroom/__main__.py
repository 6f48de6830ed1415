"""`python -m examples.newsroom [--port N] [--pages DIR] [--speed X]`: serve until SIGTERM or Ctrl-C."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from examples.newsroom.server import Newsroom


def main(port: int, pages: Path | None, ready: Callable[[str], None], speed: float = 1.0) -> None:
    """Serve until SIGTERM or SIGINT; `ready` is given the address of the index, feeds.opml lies beside it.

    Raises OSError when the port is taken or `pages` is no folder.
    """
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    with Newsroom(port, pages, speed=speed, on_bad=lambda line: print(line, file=sys.stderr)) as newsroom:
        ready(newsroom.url)
        stop.wait()


def _cli() -> int:
    parser = argparse.ArgumentParser(prog="python -m examples.newsroom", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--pages", type=Path, help="a folder of saved pages instead of the sample press")
    parser.add_argument("--speed", type=float, default=1.0, help="2: everything happens twice as fast")
    options = parser.parse_args()
    if options.speed <= 0 or not 0 <= options.port <= 65535:
        parser.error("--speed must be above 0, --port between 0 and 65535")
    try:
        main(
            options.port,
            options.pages,
            lambda url: print(f"newsroom: {url} (feeds: {url}feeds.opml)", flush=True),
            options.speed,
        )
    except OSError as error:
        print(f"newsroom: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(_cli())
