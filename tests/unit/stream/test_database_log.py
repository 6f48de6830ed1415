"""What only the database log does: append in somebody else's transaction, survive a hand in the tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from stream.database import connect, identity, metadata
from stream.database_log import DatabaseLog, append_in
from stream.errors import LogError
from stream.log import Record
from stream.topics import ARTICLES

A = ARTICLES.name


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = connect(f"sqlite:///{tmp_path / 'log.db'}")
    metadata.create_all(engine)
    yield engine
    engine.dispose()


def test_state_and_event_stand_or_fall_together(engine: Engine) -> None:
    log = DatabaseLog(engine)
    for fails in (True, False):
        try:
            with engine.begin() as connection:
                connection.execute(identity.insert().values(name="state", value="new"))
                append_in(connection, [Record(A, "k", b"event")])
                if fails:
                    raise KeyError
        except KeyError:
            pass
        with engine.connect() as connection:
            state = connection.execute(identity.select()).all()
        assert (len(state), log.counts([A])[A]) == ((0, 0) if fails else (1, 1))
    assert [s.offset for s in log.read(A)] == [0]  # what was rolled back left no gap


def test_two_members_one_wins_the_other_is_told(engine: Engine) -> None:
    log = DatabaseLog(engine)
    log.append([Record(A, "k", b"1")])
    first, second = log.consumer("g", [A]), log.consumer("g", [A])
    assert len(first.poll(0)) == len(second.poll(0)) == 1
    first.commit([Record(A, "out", b"")])
    with pytest.raises(LogError, match="another member") as caught:
        second.commit([Record(A, "out", b"")])
    assert caught.value.retriable
    assert log.counts([A]) == {A: 2}
    with pytest.raises(LogError, match="make a new one"):
        second.poll(0)


def test_a_busy_topic_does_not_starve_the_others(engine: Engine) -> None:
    log = DatabaseLog(engine)
    log.append([Record(A, "k", b"")] * 50)
    log.append([Record("news.feeds.v1", "k", b"")])
    consumer = log.consumer("g", [A, "news.feeds.v1"])
    polled = [stored.topic for _ in range(2) for stored in consumer.poll(0, 5)]
    assert "news.feeds.v1" in polled


def test_rows_spoilt_by_hand_are_delivered_all_the_same(engine: Engine) -> None:
    log = DatabaseLog(engine)
    log.append([Record(A, "a", b"one"), Record(A, "b", b"two", (("h", b"x"),))])
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE log SET headers = 'no json', value = 'text' WHERE id = 1")
    first, second = log.read(A)
    assert (first.value, first.headers) == (b"text", (("copydesk-damaged-headers", b"no json"),))
    assert second.headers == (("h", b"x"),)


def test_a_database_without_tables_is_an_error_of_the_log(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'empty.db'}")
    with pytest.raises(LogError, match="no such table"):
        DatabaseLog(engine).append([Record(A, "k", b"")])
    engine.dispose()
