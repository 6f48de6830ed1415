"""Serve the sample press, or a folder of saved pages, on loopback until SIGTERM or Ctrl-C."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from examples.newsroom.service import main


def _cli() -> int:
    parser = argparse.ArgumentParser(prog="python -m examples.newsroom", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--pages", type=Path, help="a folder of saved pages instead of the sample press")
    parser.add_argument("--speed", type=float, default=1.0, help="2: everything happens twice as fast")
    options = parser.parse_args()
    if options.speed <= 0 or not 0 <= options.port <= 65535:
        parser.error("--speed must be above 0, --port between 0 and 65535")
    try:
        main(options.port, options.pages, _announce, options.speed)
    except OSError as error:
        print(f"newsroom: {error}", file=sys.stderr)
        return 1
    return 0


def _announce(url: str) -> None:
    print(f"newsroom: {url} (feeds: {url}feeds.opml)", flush=True)


if __name__ == "__main__":
    raise SystemExit(_cli())
