"""The pipeline as plain functions: what the DAGs, the command line and the tests call. Each takes the settings.

Every function returns counts that fit into JSON. Heavy imports (trafilatura, aiohttp, kafka) happen inside, so that a
caller pays for what it uses.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine
from sqlalchemy.exc import ArgumentError

from copydesk import migrate
from copydesk.settings import Settings, SettingsError
from ingest.state.turn import Turn, holder
from stream.database import connect
from stream.errors import CopydeskError

if TYPE_CHECKING:
    from ingest.state.accounts import Trouble

GROUPS = 16
ITEMS_PER_GROUP = 25  # a mapped task costs about 0.6 CPU seconds whatever it does: small shards travel together


@contextmanager
def database(settings: Settings) -> Iterator[Engine]:
    """An engine on the present schema, disposed of at the end. Raises DatabaseError, SettingsError."""
    try:
        engine = connect(settings.database)
    except (ArgumentError, ImportError) as error:  # not a URL, or a driver that is not installed
        raise SettingsError(f"COPYDESK_DATABASE_URL: {error}") from error
    except OSError as error:
        raise SettingsError(f"COPYDESK_HOME or COPYDESK_DATABASE_URL: {error}") from error
    try:
        migrate.upgrade(engine)
        yield engine
    finally:
        engine.dispose()


def prepare(settings: Settings) -> None:
    """Make the home folder and bring the database to the present schema."""
    settings.home.mkdir(parents=True, exist_ok=True)
    with database(settings):
        pass


def turn(settings: Settings, shards: Sequence[int] | None = None, *, by_hand: bool = False) -> Turn:
    chosen = None if shards is None else tuple(shards)
    return Turn(holder(), datetime.now(UTC), timedelta(seconds=settings.lease), chosen, by_hand)


def due_groups(settings: Settings) -> list[dict[str, Any]]:
    """The shards with work, in at most 16 groups of about equal work: [{"label", "shards"}]."""
    from copydesk.grouping import grouped
    from ingest.state.entry_store import EntryStore
    from ingest.state.feed_store import FeedStore

    now = turn(settings)
    with database(settings) as engine:
        feeds = [due.shard for due in FeedStore(engine).due(now)]
        entries = [due.shard for due in EntryStore(engine).due(now, limit=100_000)]
    return grouped(feeds, entries, most=GROUPS, size=ITEMS_PER_GROUP)


def poll(settings: Settings, shards: Sequence[int] | None = None, *, by_hand: bool = False) -> dict[str, int]:
    """Poll the due feeds of `shards` (all when None)."""
    from ingest.poll import poll as stage
    from ingest.state.feed_store import FeedStore
    from ingest.web.fetch import Fetcher

    async def go(engine: Engine) -> dict[str, int]:
        async with Fetcher(**_fetcher(settings)) as fetcher:
            return dict(await stage(FeedStore(engine), fetcher, turn(settings, shards, by_hand=by_hand)))

    with database(settings) as engine:
        return asyncio.run(go(engine))


def collect(settings: Settings, shards: Sequence[int] | None = None, *, by_hand: bool = False) -> dict[str, int]:
    """Collect the due entries of `shards` (all when None)."""
    from ingest.collect import collect as stage
    from ingest.state.entry_store import EntryStore
    from ingest.web.fetch import Fetcher

    async def go(engine: Engine) -> dict[str, int]:
        async with Fetcher(**_fetcher(settings)) as fetcher:
            return dict(await stage(EntryStore(engine), fetcher, turn(settings, shards, by_hand=by_hand)))

    with database(settings) as engine:
        return asyncio.run(go(engine))


def relay(settings: Settings, kafka: dict[str, Any] | None = None) -> dict[str, Any]:
    """Bring the log to Kafka until it is drained: {"published": n}; {"relay": "embedded"} without Kafka.

    `kafka`: librdkafka-style settings (an Airflow Connection's extra); they win over COPYDESK_KAFKA.
    """
    from copydesk.services import kafka_config
    from stream.kafka_config import from_librdkafka

    config, ignored = from_librdkafka(kafka) if kafka else (kafka_config(settings), ())
    if config is None:
        return {"relay": "embedded"}
    from stream.relay import relay_once

    prepare(settings)
    counts: dict[str, Any] = dict(relay_once(settings.database, config))
    return counts | ({"ignored": ", ".join(ignored)} if ignored else {})


def import_feeds(settings: Settings, opml: bytes) -> dict[str, Any]:
    """Add the feeds of an OPML document: {"added", "known", "problems"}. Raises IngestError when it is not OPML."""
    from ingest.feeds.opml import read_opml
    from ingest.state.feed_rows import NewFeed
    from ingest.state.feed_store import FeedStore

    document = read_opml(opml)
    new = [NewFeed(feed.url, feed.title, feed.folder) for feed in document.feeds]
    with database(settings) as engine:
        added = FeedStore(engine).add(new, datetime.now(UTC))
    return {"added": added, "known": len(new) - added, "problems": list(document.problems)}


def report(settings: Settings) -> dict[str, int]:
    """The totals as flat numbers, for a task's XCom."""
    return {name: n for name, n in status(settings).items() if isinstance(n, int)}


def status(settings: Settings) -> dict[str, Any]:
    """How things stand; entries = articles + rejected + pending, always (one read transaction)."""
    from ingest.state.accounts import accounts

    with database(settings) as engine:
        return accounts(engine, kafka=_has_kafka(settings, engine))


class UpkeepError(CopydeskError):
    """The nightly checks found faults; the text names each and what to do."""


def maintain(settings: Settings) -> dict[str, int]:
    """Retention and checks: {"trimmed", "tombstones"}. Raises UpkeepError when a check fails, the work done."""
    from ingest.state.upkeep import bury, faults
    from stream.retention import trim

    now = datetime.now(UTC)
    with database(settings) as engine:
        kafka = _has_kafka(settings, engine)
        counts = {"tombstones": bury(engine, now), "trimmed": trim(engine, now, kafka=kafka)}
        found = faults(engine, now, kafka=kafka)
    if found:
        raise UpkeepError("; ".join(found))
    return counts


def fetch_page(settings: Settings, url: str) -> tuple[bytes, str]:
    """The body of one page and the address it was found at. Raises IngestError."""
    from ingest.identity.urls import normalize
    from ingest.types import NotModified, Request
    from ingest.web.fetch import Fetcher
    from ingest.web.page import to_page

    async def go() -> tuple[bytes, str]:
        async with Fetcher(**_fetcher(settings)) as fetcher:
            answer = await fetcher.fetch(Request(normalize(url)))
            assert not isinstance(answer, NotModified)  # the fetcher refuses a 304 that nobody asked for
            page = to_page(answer)
            return page.body, page.url

    return asyncio.run(go())


def troubles(settings: Settings, **which: Any) -> list[Trouble]:
    """Entries that are no articles (yet), with their reasons; `which`: see ingest.state.accounts.troubles."""
    from ingest.state import accounts

    with database(settings) as engine:
        return accounts.troubles(engine, **which)


def _has_kafka(settings: Settings, engine: Engine) -> bool:
    """Whether a relay carries this log: the settings say so, or one has (an Airflow Connection may name its Kafka)."""
    from stream.outbox import is_relayed

    return bool(settings.kafka) or is_relayed(engine)


def _fetcher(settings: Settings) -> dict[str, Any]:
    return {
        "user_agent": settings.user_agent,
        "host_interval": settings.host_interval,
        "allow_networks": settings.allow_networks,
    }
