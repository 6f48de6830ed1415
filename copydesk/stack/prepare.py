"""`python -m copydesk.stack.prepare [OPML ...]`: bring the database up to date and import feed lists (files or our
newsroom's URL). What cannot be read is named; the step fails only when there is no feed at all to poll."""

from __future__ import annotations

import sys
import urllib.request
from pathlib import Path

from copydesk import pipeline, settings
from stream.errors import CopydeskError


def main(sources: list[str]) -> int:
    chosen = settings.load()
    pipeline.prepare(chosen)
    good = [_import(chosen, source) for source in sources]
    return int(not all(good) and not pipeline.report(chosen)["feeds"])


def _import(chosen: settings.Settings, source: str) -> bool:
    try:
        result = pipeline.import_feeds(chosen, _read(source))
    except (CopydeskError, OSError) as error:
        print(f"{source}: {error}", flush=True)
        return False
    print(
        f"{source}: {result['added']} feeds added, {result['known']} known", *result["problems"], sep="\n", flush=True
    )
    return True


def _read(source: str) -> bytes:
    if not source.startswith("http://localhost:"):
        return Path(source).read_bytes()
    with urllib.request.urlopen(source, timeout=10) as answer:
        return bytes(answer.read())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
