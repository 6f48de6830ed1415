"""`python -m copydesk.stack.prepare [OPML ...]`: bring the database up to date and import feed lists (files or our
newsroom's URL). What cannot be read is named; the step fails only when there is no feed at all to poll."""

from __future__ import annotations

import sys
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

from copydesk import pipeline, settings
from ingest.state.feed_store import FeedStore
from ingest.types import FeedState
from stream.errors import CopydeskError

NOT_SERVED = "not_served"


def main(sources: list[str]) -> int:
    chosen = settings.load()
    pipeline.prepare(chosen)
    _park_newsrooms(chosen)
    for source in sources:
        print(*_import(chosen, source), sep="\n", flush=True)
    if pipeline.status(chosen)["feeds_by_state"].get(FeedState.ACTIVE):
        return 0
    print("there is no feed to poll", flush=True)
    return 1


def _park_newsrooms(chosen: settings.Settings) -> None:
    """Feeds of newsrooms that earlier runs served, perhaps at another port; the import wakes those that are served."""
    with pipeline.database(chosen) as engine:
        store = FeedStore(engine)
        ours = [feed.id for feed in store.all() if (urlsplit(feed.url).hostname or "").endswith(".localhost")]
        store.park(ours, NOT_SERVED, "a newsroom of `copydesk up` that is not running now")


def _import(chosen: settings.Settings, source: str) -> list[str]:
    """What came of it, in lines."""
    try:
        result = pipeline.import_feeds(chosen, _read(source))
    except (CopydeskError, OSError) as error:
        return [f"{source}: {error}"]
    return [f"{source}: {result['added']} feeds added, {result['known']} known", *result["problems"]]


def _read(source: str) -> bytes:
    if not source.startswith("http://localhost:"):
        return Path(source).read_bytes()
    with urllib.request.urlopen(source, timeout=10) as answer:
        return bytes(answer.read())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
