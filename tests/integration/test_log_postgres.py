"""The database log where transactions of several connections overlap: PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine

from stream.database import connect
from stream.database_log import DatabaseLog, append_in
from stream.errors import FencedError
from stream.lease import HeldError, acquire, renew
from stream.log import Record
from stream.outbox import mark, take
from stream.topics import ARTICLES, FEEDS
from tests.contract.backends import make_tables

pytestmark = pytest.mark.postgres
A, F = ARTICLES.name, FEEDS.name


@pytest.fixture
def engine(new_database: Callable[[], str]) -> Iterator[Engine]:
    engine = connect(make_tables(new_database()))
    yield engine
    engine.dispose()


def test_a_writer_that_commits_late_is_not_passed_by(engine: Engine) -> None:
    log = DatabaseLog(engine)
    consumer = log.consumer("g", [A, F])
    second = threading.Thread(target=log.append, args=([Record(A, "second", b""), Record(F, "second", b"")],))
    with engine.begin() as late:
        append_in(late, [Record(A, "late", b"")])
        second.start()
        log.append([Record(F, "free", b"")])  # another topic is not held up
        assert [s.key for s in consumer.poll(0.3)] == ["free"]
        consumer.commit()
        second.join(0.5)
        assert second.is_alive()  # it waits for the head of the first topic, so that offsets commit in order
    second.join(10)
    assert sorted((s.topic, s.offset, s.key) for s in consumer.poll(5)) == [
        (A, 0, "late"),
        (A, 1, "second"),
        (F, 1, "second"),
    ]


def test_the_relay_takes_a_row_that_commits_after_a_later_id(engine: Engine) -> None:
    log = DatabaseLog(engine)
    with engine.begin() as late:
        append_in(late, [Record(A, "late", b"")])
        log.append([Record(F, "early", b"")])
        first = take(engine, 10, 1000)
        assert [row.record.key for row in first] == ["early"]
        mark(engine, [row.id for row in first])
    second = take(engine, 10, 1000)
    assert [row.record.key for row in second] == ["late"]
    assert second[0].id < first[0].id


def test_a_lease_is_held_by_the_databases_clock(engine: Engine) -> None:
    old = acquire(engine, "relay", 60.0, holder="other-host/1/2.0")
    with pytest.raises(HeldError, match="other-host"):
        acquire(engine, "relay", 60.0)
    renew(engine, old)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE leases SET until = now() - interval '1 second'")
    acquire(engine, "relay", 60.0)
    with pytest.raises(FencedError):
        renew(engine, old)
