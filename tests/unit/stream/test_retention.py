"""What the database's log lets go of, with and without a Kafka behind it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, update

from stream.database import connect, log, metadata
from stream.database_log import DatabaseLog
from stream.log import Record
from stream.outbox import mark, take, unpublished
from stream.retention import AFTER_PUBLISHED, trim
from stream.topics import ARTICLES, ENRICHED, LATEST

LATER = datetime.now(UTC) + timedelta(days=365)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = connect(f"sqlite:///{tmp_path}/log.db")
    metadata.create_all(made)
    yield made
    made.dispose()


def values(engine: Engine, topic: str) -> list[bytes | None]:
    return [stored.value for stored in DatabaseLog(engine).read(topic)]


def test_what_waits_for_kafka_stays_however_old(engine: Engine) -> None:
    DatabaseLog(engine).append([Record(ARTICLES.name, "a", b"1"), Record(ARTICLES.name, "b", b"2")])
    mark(engine, [take(engine, 1, 1000)[0].id])
    assert trim(engine, datetime.now(UTC) + AFTER_PUBLISHED / 2, kafka=True) == 0
    assert trim(engine, LATER, kafka=True) == 1
    assert values(engine, ARTICLES.name) == [b"2"]


def test_without_kafka_a_topic_lives_as_long_as_it_says(engine: Engine) -> None:
    DatabaseLog(engine).append([Record(ARTICLES.name, "a", b"old"), Record(ARTICLES.name, "b", b"young")])
    with engine.begin() as connection:
        connection.execute(
            update(log).where(log.c.key == "a").values(written_at=datetime.now(UTC) - timedelta(days=31))
        )
    assert trim(engine, datetime.now(UTC), kafka=False) == 1
    assert values(engine, ARTICLES.name) == [b"young"]


def test_a_compacted_topic_keeps_the_last_of_each_key_and_no_tombstone(engine: Engine) -> None:
    said = [("a", b"1"), ("b", b"1"), ("a", b"2"), ("b", None)]
    DatabaseLog(engine).append([Record(LATEST.name, key, value) for key, value in said])
    trim(engine, datetime.now(UTC), kafka=False)
    assert values(engine, LATEST.name) == [b"2"]


def test_what_processors_said_on_the_embedded_log_is_not_carried_to_a_later_kafka(engine: Engine) -> None:
    DatabaseLog(engine).append([Record(ARTICLES.name, "a", b"1"), Record(ENRICHED.name, "a", b"2")])
    assert unpublished(engine) == 1
    assert [row.record.topic for row in take(engine, 10, 1000)] == [ARTICLES.name]
