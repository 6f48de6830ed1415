"""The list of feeds as an operator handles it: add, list, export, explain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from copydesk import pipeline
from copydesk.pipeline import database
from copydesk.settings import Settings
from ingest.identity.urls import normalize
from ingest.state.feed_rows import NewFeed
from ingest.state.feed_store import FeedStore
from ingest.types import Feed, FeedState
from stream.errors import CopydeskError

SHOWN = 10


def new_feed(url: str, *, title: str | None = None, folder: str | None = None, backfill: bool = False) -> NewFeed:
    """A feed ready to be added. Raises IngestError bad_url."""
    return NewFeed(normalize(url), title, folder, backfill)


def add(settings: Settings, feeds: Sequence[NewFeed]) -> int:
    """How many of `feeds` were not known."""
    with database(settings) as engine:
        return FeedStore(engine).add(feeds, datetime.now(UTC))


def everything(settings: Settings) -> list[Feed]:
    with database(settings) as engine:
        return FeedStore(engine).all()


def failing(settings: Settings) -> list[Feed]:
    """Feeds whose last poll failed."""
    return [feed for feed in everything(settings) if feed.failures]


def as_row(feed: Feed) -> dict[str, Any]:
    """A feed for `feeds list --json`; times as RFC 3339, `interval` in seconds."""
    times = {name: value and value.isoformat(timespec="seconds") for name, value in _times(feed).items()}
    names = ("id", "url", "title", "folder", "shard", "state", "status", "detail", "failures", "etag", "last_modified")
    return {name: getattr(feed, name) for name in names} | {"interval": int(feed.interval.total_seconds())} | times


def export(settings: Settings) -> bytes:
    """All feeds as OPML."""
    from ingest.feeds.opml import OpmlFeed, write_opml

    return write_opml([OpmlFeed(f.url, f.title, f.folder, None) for f in everything(settings)])


def explain(settings: Settings, name: str) -> list[str]:
    """What is known of the feed with this URL or id (first digits will do), in sentences. CopydeskError: none such."""
    found = [f for f in everything(settings) if name in (f.url, f.id) or (len(name) >= 4 and f.id.startswith(name))]
    if len(found) != 1:
        problem = "no feed" if not found else f"{len(found)} feeds"
        raise CopydeskError(f"{problem} with the URL or id {name!r}; `copydesk feeds list` shows them")
    troubles = pipeline.troubles(settings, feed_id=found[0].id)
    lines = explained(found[0], datetime.now(UTC))
    if troubles:
        lines.append(f"{len(troubles)} of its entries are no articles (yet); the latest:")
        lines += [f"  {t.state} {t.reason}: {t.url} {t.detail}" for t in troubles[:SHOWN]]
    return lines


def explained(feed: Feed, now: datetime) -> list[str]:
    """Pure: the sentences."""
    lines = [f"{feed.title or 'untitled'} <{feed.url}> (id {feed.id}, shard {feed.shard:02})"]
    if feed.status == "damaged_row":
        lines.append(f"Its row in the database was damaged: {feed.detail}.")
    elif feed.polled_at is None:
        lines.append("It has never been polled.")
    else:
        lines.append(
            f"Last polled {_ago(now - feed.polled_at)} ago: {feed.status}{f', {feed.detail}' if feed.detail else ''}."
        )
    if feed.failures:
        good = (
            f"the last good answer came {_ago(now - feed.last_ok_at)} ago" if feed.last_ok_at else "none was good yet"
        )
        lines.append(f"That was failure {feed.failures} in a row; {good}.")
    lines.append(_due(feed, now))
    return lines


def _due(feed: Feed, now: datetime) -> str:
    if feed.state is FeedState.PARKED:
        return (
            "It is parked and will not be polled (410 Gone, or its row was damaged). `feeds add` with its URL wakes it."
        )
    if feed.next_poll_at is None or feed.next_poll_at <= now:
        return "It is due: the next run of the schedule polls it."
    wait = _ago(feed.next_poll_at - now)
    if feed.not_before is not None and feed.not_before > now:
        return f"Its publisher asked to wait (Retry-After); it is due in {wait}, not earlier."
    pace = _ago(feed.interval)
    return f"It is due in {wait} (asked every {pace} at present). `copydesk poll` would ask it now."


def _ago(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    for size, unit in ((86400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds // size} {unit}"
    return f"{seconds} seconds"


def _times(feed: Feed) -> dict[str, datetime | None]:
    return {"polled_at": feed.polled_at, "last_ok_at": feed.last_ok_at, "next_poll_at": feed.next_poll_at}
