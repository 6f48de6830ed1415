"""The state on real databases: one transaction for state and event, claims, accounts. SQLite and PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from copydesk import migrate
from ingest.errors import FetchError
from ingest.plan_collect import Collected, Seen, plan_failed, plan_rejected, plan_seen
from ingest.plan_poll import listing, plan_read
from ingest.plan_poll import plan_failed as plan_poll_failed
from ingest.state.accounts import accounts
from ingest.state.entry_store import EntryStore, Saved
from ingest.state.feed_rows import NewFeed
from ingest.state.feed_store import FeedStore
from ingest.state.turn import Turn
from ingest.state.upkeep import bury, faults
from ingest.types import Entry, Feed, FeedEntry, FeedState, Rejected
from stream.codec import decode
from stream.database import connect
from stream.database_log import DatabaseLog
from stream.topics import ARTICLES, FEEDS, LATEST
from stream.types import Article
from tests.support.flow import NOW, URL, document, extracted, item, page, response

LEASE = timedelta(minutes=2)
OTHER = "https://news.example.org/story/2"


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    sqlite = request.param == "sqlite"
    made = connect(f"sqlite:///{tmp_path}/state.db" if sqlite else request.getfixturevalue("new_database")())
    migrate.upgrade(made)
    yield made
    made.dispose()


@pytest.fixture
def feeds(engine: Engine) -> FeedStore:
    return FeedStore(engine)


@pytest.fixture
def entries(engine: Engine) -> EntryStore:
    return EntryStore(engine)


def turn(later: timedelta = timedelta(0), **fields: Any) -> Turn:
    return Turn(**({"holder": "elsewhere:1:1.00", "started": NOW + later, "lease": LEASE} | fields))


def the_feed(feeds: FeedStore, later: timedelta = timedelta(0)) -> Feed:
    feeds.add([NewFeed("https://news.example.org/feed")], NOW)
    now = turn(later)
    (feed,) = feeds.claim([due.id for due in feeds.due(now)], now, now.started).rows
    return feed


def polled(feeds: FeedStore, *items: FeedEntry) -> Feed:
    feed = the_feed(feeds)
    listed = listing(document(*items))
    seen = feeds.seen(feed, [e.id for e in listed])
    assert feeds.save(plan_read(feed, response(), document(*items), listed, feeds.listed(feed), seen))
    return feed


def claimed(entries: EntryStore, later: timedelta = timedelta(0)) -> list[Entry]:
    now = turn(later)
    return entries.claim([due.id for due in entries.due(now)], now, now.started).rows


def looked(entry: Entry, **content: Any) -> Collected:
    return plan_seen(entry, Seen(extracted(**content), page(entry.url), response()), None, "digest")


def versions(engine: Engine, topic: str = ARTICLES.name) -> list[Article]:
    return [decode(Article, stored.value) for stored in DatabaseLog(engine).read(topic)]


def test_a_poll_saves_feed_entries_and_event_together(engine: Engine, feeds: FeedStore) -> None:
    polled(feeds, item(URL), item(OTHER))
    books = accounts(engine, kafka=False)
    assert (books["entries"], books["pending"], books["articles"], books["rejected"]) == (2, 2, 0, 0)
    assert books["pending_by_reason"] == {"not tried yet": 2}
    assert books["log"] == {FEEDS.name: 1}
    (feed,) = feeds.all()
    assert (feed.status, feed.etag, feed.title) == ("ok", 'W/"1"', "The News")


def test_a_claimed_feed_is_nobody_elses_until_its_lease_ends(feeds: FeedStore) -> None:
    the_feed(feeds)
    assert feeds.due(turn()) == []
    assert len(feeds.due(turn(LEASE))) == 1


def test_a_result_of_an_outlived_claim_is_not_saved(feeds: FeedStore) -> None:
    slow = the_feed(feeds)
    quick = the_feed(feeds, later=LEASE)
    error = FetchError("timeout", "t", retriable=True)
    assert feeds.save(plan_poll_failed(quick, error, NOW + LEASE))
    assert not feeds.save(plan_poll_failed(slow, error, NOW + LEASE))
    assert feeds.all()[0].failures == 1


def test_what_a_dead_process_of_this_host_held_is_free_at_once(engine: Engine, feeds: FeedStore) -> None:
    from socket import gethostname

    feeds.add([NewFeed("https://news.example.org/feed")], NOW)
    dead = turn(holder=f"{gethostname()}:999999999:1.00")
    feeds.claim([due.id for due in feeds.due(dead)], dead, NOW)
    assert feeds.due(turn()) == []
    assert feeds.release_dead() == 1
    assert len(feeds.due(turn())) == 1


def test_an_article_is_saved_with_its_log_records(engine: Engine, feeds: FeedStore, entries: EntryStore) -> None:
    polled(feeds, item(URL))
    (entry,) = claimed(entries)
    assert entries.save(looked(entry)) is Saved.SAVED
    (article,) = versions(engine)
    assert article.id == entry.id
    assert article == versions(engine, LATEST.name)[0]
    known = entries.known(entry)
    assert known is not None
    assert known.article == article
    books = accounts(engine, kafka=True)
    assert (books["entries"], books["articles"], books["unpublished"]) == (1, 1, 3)


def test_the_same_entry_saved_twice_is_one_article(engine: Engine, feeds: FeedStore, entries: EntryStore) -> None:
    polled(feeds, item(URL))
    (slow,) = claimed(entries)
    (quick,) = claimed(entries, LEASE)
    assert entries.save(looked(quick)) is Saved.SAVED
    assert entries.save(looked(slow)) is Saved.LOST
    assert len(versions(engine)) == 1


def test_two_addresses_of_one_story_are_one_article(engine: Engine, feeds: FeedStore, entries: EntryStore) -> None:
    polled(feeds, item(URL), item(OTHER))
    first, second = sorted(claimed(entries), key=lambda e: e.url)
    assert entries.save(looked(first)) is Saved.SAVED
    assert entries.save(looked(second, canonical_url=first.url)) is Saved.DUPLICATE
    books = accounts(engine, kafka=False)
    assert (books["entries"], books["articles"], books["rejected_by_reason"]) == (2, 1, {"duplicate": 1})
    assert len(versions(engine)) == 1


def test_a_canonical_address_seen_first_is_found_later(engine: Engine, feeds: FeedStore, entries: EntryStore) -> None:
    polled(feeds, item(URL), item(OTHER))
    first, second = sorted(claimed(entries), key=lambda e: e.url)
    assert entries.save(looked(first, canonical_url=second.url)) is Saved.SAVED
    assert entries.save(looked(second)) is Saved.DUPLICATE
    assert len(versions(engine)) == 1


def test_every_end_of_an_entry_is_in_the_books(engine: Engine, feeds: FeedStore, entries: EntryStore) -> None:
    urls = [f"https://news.example.org/story/{n}" for n in range(3)]
    polled(feeds, *map(item, urls))
    article, rejected, failed = claimed(entries)
    entries.save(looked(article))
    entries.save(plan_rejected(rejected, Rejected("too_short"), None, NOW))
    entries.save(plan_failed(failed, FetchError("timeout", "t", retriable=True), None, NOW))
    books = accounts(engine, kafka=False)
    assert books["entries"] == books["articles"] + books["rejected"] + books["pending"] == 3
    assert books["rejected_by_reason"] == {"too_short": 1}
    assert books["pending_by_reason"] == {"timeout": 1}


def test_by_hand_everything_is_tried_once_but_retry_after_holds(feeds: FeedStore, entries: EntryStore) -> None:
    polled(feeds, item(URL), item(OTHER))
    patient, asked = claimed(entries)
    entries.save(plan_failed(patient, FetchError("timeout", "t", retriable=True), None, NOW))
    busy = FetchError("http_503", "b", status=503, retriable=True, retry_after=600.0)
    entries.save(plan_failed(asked, busy, None, NOW))
    soon = turn(timedelta(seconds=1))
    assert entries.due(soon) == []
    by_hand = turn(timedelta(seconds=1), by_hand=True)
    assert [due.id for due in entries.due(by_hand)] == [patient.id]


def test_an_entry_that_changes_in_its_feed_is_looked_at_again(feeds: FeedStore, entries: EntryStore) -> None:
    feed = polled(feeds, item(URL))
    (entry,) = claimed(entries)
    entries.save(plan_rejected(entry, Rejected("too_short"), None, NOW))
    now = turn(timedelta(hours=1))
    (feed,) = feeds.claim([feed.id], now, now.started).rows
    listed = listing(document(item(URL, title="New title")))
    feeds.save(plan_read(feed, response(), document(), listed, (), feeds.seen(feed, [entry.id])))
    (again,) = claimed(entries, timedelta(hours=1))
    assert again.item.title == "New title"
    assert again.attempts == 1


def test_a_damaged_row_is_named_and_the_others_go_on(engine: Engine, feeds: FeedStore, entries: EntryStore) -> None:
    polled(feeds, item(URL), item(OTHER))
    bad = entries.due(turn())[0].id
    with engine.begin() as connection:
        connection.execute(text("update entries set item = :junk where id = :id"), {"junk": b"{junk", "id": bad})
    assert [e.id for e in claimed(entries)] == [e.id for e in entries.due(turn(LEASE))]
    assert accounts(engine, kafka=False)["rejected_by_reason"] == {"damaged_row": 1}


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)  # PostgreSQL takes no text for a time
def test_a_damaged_feed_is_parked_and_wakes_when_added_again(engine: Engine, feeds: FeedStore) -> None:
    feeds.add([NewFeed("https://news.example.org/feed"), NewFeed("https://other.example.com/feed")], NOW)
    with engine.begin() as connection:
        connection.execute(text("update feeds set last_ok_at = 'yesterday' where url like '%other%'"))
    good, damaged = feeds.claim([due.id for due in feeds.due(turn())], turn(), NOW)
    assert len(damaged) == 1
    assert [feed.url for feed in good] == ["https://news.example.org/feed"]
    parked = next(feed for feed in feeds.all() if "other" in feed.url)
    assert (parked.state, parked.status) == (FeedState.PARKED, "damaged_row")
    feeds.add([NewFeed("https://other.example.com/feed")], NOW)
    assert [due.url for due in feeds.due(turn())] == ["https://other.example.com/feed"]


def test_a_story_taken_back_leaves_the_compacted_topic(engine: Engine, feeds: FeedStore, entries: EntryStore) -> None:
    polled(feeds, item(URL))
    (entry,) = claimed(entries)
    entries.save(looked(entry))
    (held,) = claimed(entries, timedelta(hours=1))
    gone = FetchError("http_410", "gone", status=410)
    entries.save(plan_failed(held, gone, entries.known(held), NOW + timedelta(hours=1)))
    assert [a.pub_status for a in versions(engine)] == ["usable", "canceled"]
    assert bury(engine, NOW + timedelta(days=1)) == 0
    assert bury(engine, NOW + timedelta(days=9)) == 1
    assert bury(engine, NOW + timedelta(days=9)) == 0
    assert [s.value is None for s in DatabaseLog(engine).read(LATEST.name)] == [False, False, True]


def test_faults_of_the_books_are_said_in_words(engine: Engine, feeds: FeedStore, entries: EntryStore) -> None:
    polled(feeds, item(URL))
    assert faults(engine, NOW, kafka=True) == []
    (entry,) = claimed(entries)
    entries.save(looked(entry))
    with engine.begin() as connection:
        connection.execute(text("delete from articles"))
    (said,) = faults(engine, NOW, kafka=True)
    assert said.startswith("1 entries are counted as articles but have none")


def test_migrations_give_what_the_tables_say(engine: Engine) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from stream.database import metadata

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": "copydesk_version"})
        assert compare_metadata(context, metadata) == []
