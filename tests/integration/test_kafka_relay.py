"""The relay against a real broker: what it carries, bad rows, a second relay, a broker that is away, the service."""

from __future__ import annotations

import os
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest
from kafka.admin import ConfigResource, ConfigResourceType
from sqlalchemy import Engine, insert, update

from copydesk.local_kafka import LocalKafka
from stream import relay_turn
from stream.codec import decode
from stream.database import connect, log, metadata
from stream.database_log import DatabaseLog
from stream.errors import FencedError, LogError
from stream.kafka_client import admin
from stream.kafka_config import KafkaConfig
from stream.kafka_log import KafkaLog
from stream.lease import HeldError, acquire
from stream.log import Record, Stored
from stream.outbox import unpublished
from stream.relay import follow, relay_once
from stream.relay_turn import Limits, Relay
from stream.topics import ARTICLES, DLQ, FEEDS, MARKER
from stream.types import DeadLetter
from tests.support.kafka import delete_topics

pytestmark = pytest.mark.kafka
A = ARTICLES.name


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'copydesk.db'}"


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = connect(url)
    metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def outbox(engine: Engine) -> DatabaseLog:
    return DatabaseLog(engine)


def records(first: int, last: int, size: int = 100) -> list[Record]:
    return [Record(A, f"key-{n % 5}", b"%d " % n + b"x" * size, (("ce_id", b"%d" % n),)) for n in range(first, last)]


def on_kafka(config: KafkaConfig, topic: str = A) -> list[Stored]:
    log = KafkaLog(config)
    try:
        return list(log.read(topic))
    finally:
        log.close()


def numbers(stored: list[Stored]) -> list[int]:
    return sorted(int((s.value or b"").split()[0]) for s in stored)


def test_rows_arrive_as_they_were_written(url: str, outbox: DatabaseLog, kafka_config: KafkaConfig) -> None:
    outbox.append([*records(0, 700), Record(FEEDS.name, "feed", None)])
    counts = relay_once(url, kafka_config)
    assert counts == {"published": 701, "dead": 0, "recovered": 0, "by_other": 0, "left": 0}
    arrived = {(s.key, s.value, s.headers) for s in on_kafka(kafka_config)}
    assert arrived == {(s.key, s.value, s.headers) for s in outbox.read(A)}
    assert [(s.key, s.value) for s in on_kafka(kafka_config, FEEDS.name)] == [("feed", None)]
    assert relay_once(url, kafka_config)["published"] == 0


def test_a_broker_that_is_away_is_named_and_later_caught_up_with(
    url: str, outbox: DatabaseLog, kafka: LocalKafka, kafka_config: KafkaConfig
) -> None:
    outbox.append(records(0, 5))
    kafka.kill()
    try:
        with pytest.raises(LogError, match=kafka.bootstrap) as caught:
            relay_once(url, kafka_config)
        assert caught.value.retriable
        outbox.append(records(5, 9))
    finally:
        kafka.start()
        kafka.wait_ready()
    assert relay_once(url, kafka_config)["published"] == 9
    assert numbers(on_kafka(kafka_config)) == list(range(9))


def test_missing_topics_are_made_at_the_start(url: str, outbox: DatabaseLog, kafka_config: KafkaConfig) -> None:
    delete_topics(kafka_config, [A, MARKER.name])
    outbox.append(records(0, 3))
    assert relay_once(url, kafka_config)["published"] == 3


def test_a_batch_is_bounded_by_bytes_too(engine: Engine, outbox: DatabaseLog, kafka_config: KafkaConfig) -> None:
    outbox.append(records(0, 10, size=1000))
    with Relay(engine, kafka_config, Limits(bytes=2500)) as relay:
        assert [relay.turn().published for _ in range(6)] == [2, 2, 2, 2, 2, 0]
    outbox.append(records(10, 11, size=5000))
    with Relay(engine, kafka_config, Limits(bytes=2500)) as relay:
        assert relay.turn().published == 1


# ---------------------------------------------------------------- rows that Kafka does not take


def letters(config: KafkaConfig) -> list[DeadLetter]:
    return [decode(DeadLetter, stored.value) for stored in on_kafka(config, DLQ.name)]


def limit(config: KafkaConfig, topic: str, size: int) -> None:
    with admin(config) as client:
        client.alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic, {"max.message.bytes": str(size)})])


def test_a_row_too_large_for_its_topic_is_set_aside_and_the_rest_goes_on(
    url: str, outbox: DatabaseLog, kafka_config: KafkaConfig
) -> None:
    limit(kafka_config, A, 20_000)
    large = os.urandom(30_000)
    outbox.append([*records(0, 3), Record(A, "large", large, (("ce_id", b"\xff!"),)), *records(3, 6)])
    assert relay_once(url, kafka_config) == {"published": 7, "dead": 1, "recovered": 0, "by_other": 0, "left": 0}
    assert numbers(on_kafka(kafka_config)) == list(range(6))
    (letter,) = letters(kafka_config)
    assert (letter.topic, letter.offset, letter.key, letter.value, letter.where) == (A, 3, "large", large, "relay")
    assert "row 4" in letter.what
    assert "20000" in letter.what


def test_a_row_that_only_the_broker_refuses_is_found_among_the_others(
    engine: Engine, outbox: DatabaseLog, kafka_config: KafkaConfig
) -> None:
    with Relay(engine, kafka_config) as relay:
        limit(kafka_config, A, 20_000)  # after the relay has asked for the limits
        outbox.append([*records(0, 9), Record(A, "large", os.urandom(30_000)), *records(9, 12)])
        while relay.turn().more:
            pass
    assert unpublished(engine) == 0
    assert numbers(on_kafka(kafka_config)) == list(range(12))
    (letter,) = letters(kafka_config)
    assert (letter.key, letter.attempts) == ("large", 1)
    assert "MessageSizeTooLarge" in letter.what


def test_a_letter_too_large_for_its_topic_names_the_row_that_keeps_the_value(
    url: str, outbox: DatabaseLog, kafka_config: KafkaConfig
) -> None:
    limit(kafka_config, A, 20_000)
    limit(kafka_config, DLQ.name, 20_000)
    outbox.append([Record(A, "large", os.urandom(30_000)), *records(0, 1)])
    assert relay_once(url, kafka_config)["dead"] == 1
    (letter,) = letters(kafka_config)
    assert letter.value is None
    assert "30000 bytes) is only in row 1" in letter.what
    assert numbers(on_kafka(kafka_config)) == [0]


def test_rows_that_a_hand_has_spoilt_do_not_stop_the_others(
    url: str, engine: Engine, outbox: DatabaseLog, kafka_config: KafkaConfig
) -> None:
    outbox.append(records(0, 4))
    with engine.begin() as connection:
        connection.execute(update(log).where(log.c.id == 1).values(headers=b"{not json"))
        connection.exec_driver_sql("UPDATE log SET written_at = 'yesterday', value = CAST(value AS TEXT) WHERE id = 2")
        unknown = {"topic": "news.mistyped", "offset": 0, "key": "k", "value": b"v", "headers": b"[]"}
        connection.execute(insert(log).values(**unknown, written_at=datetime.now(UTC)))
    counts = relay_once(url, kafka_config)
    assert (counts["published"], counts["dead"], counts["left"]) == (5, 1, 0)
    assert numbers(on_kafka(kafka_config)) == list(range(4))
    (letter,) = letters(kafka_config)
    assert (letter.topic, letter.value) == ("news.mistyped", b"v")


# ---------------------------------------------------------------- a second relay


def test_two_relays_at_once_carry_every_row_once(url: str, outbox: DatabaseLog, kafka_config: KafkaConfig) -> None:
    outbox.append(records(0, 3000))
    counts: list[dict[str, int]] = []
    threads = [threading.Thread(target=lambda: counts.append(relay_once(url, kafka_config))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert sum(c["published"] for c in counts) == 3000
    assert numbers(on_kafka(kafka_config)) == list(range(3000))


def test_a_second_relay_says_who_holds_the_lease(engine: Engine, kafka_config: KafkaConfig) -> None:
    with Relay(engine, kafka_config), pytest.raises(HeldError, match=f"/{os.getpid()}/"):
        acquire(engine, relay_turn.LEASE, 60.0, holder="elsewhere/1/2.0")


def test_a_relay_that_lost_its_lease_is_fenced(
    engine: Engine, outbox: DatabaseLog, kafka_config: KafkaConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twice: by Kafka, when it comes to send; and by the lease, when it comes to renew."""
    for renewing in (False, True):
        with Relay(engine, kafka_config, Limits(lease=0.3)) as old:
            if not renewing:
                monkeypatch.setattr(old, "_hold_lease", lambda: None)
            time.sleep(0.4)
            with monkeypatch.context() as other:
                other.setattr("stream.lease.this_process", lambda: "elsewhere/1/2.0")
                new = Relay(engine, kafka_config)
            outbox.append(records(0, 10))
            with pytest.raises(FencedError if renewing else LogError):
                old.turn()
            with new:
                assert new.turn().published == 10
    assert len(on_kafka(kafka_config)) == 20


def test_databases_do_not_believe_each_others_markers(
    kafka_config: KafkaConfig, tmp_path: Path, engine: Engine, outbox: DatabaseLog, url: str
) -> None:
    second = connect(f"sqlite:///{tmp_path / 'second.db'}")
    metadata.create_all(second)
    DatabaseLog(second).append(records(100, 105))
    outbox.append(records(0, 5))
    assert relay_once(str(second.url), kafka_config)["published"] == 5
    second.dispose()
    assert relay_once(url, kafka_config) == {"published": 5, "dead": 0, "recovered": 0, "by_other": 0, "left": 0}


def test_a_database_from_a_backup_does_not_believe_an_old_marker(
    kafka_config: KafkaConfig, tmp_path: Path, url: str
) -> None:
    """Old ids now belong to new rows: taking them for published would lose these."""
    engine = connect(url)
    metadata.create_all(engine)
    DatabaseLog(engine).append(records(0, 2))
    relay_once(url, kafka_config)
    engine.dispose()
    shutil.copy(tmp_path / "copydesk.db", tmp_path / "backup.db")
    for first in (2, 10):  # what happened after the backup, and what happens after it was brought back
        engine = connect(url)
        DatabaseLog(engine).append(records(first, first + 3))
        assert relay_once(url, kafka_config)["published"] == 3
        engine.dispose()
        for file in tmp_path.glob("copydesk.db*"):
            file.unlink()
        shutil.copy(tmp_path / "backup.db", tmp_path / "copydesk.db")
    assert numbers(on_kafka(kafka_config)) == [0, 1, 2, 3, 4, 10, 11, 12]


# ---------------------------------------------------------------- the service


class Service:
    """`follow` in a thread, as `copydesk relay --follow` runs it."""

    def __init__(self, url: str, config: KafkaConfig, quiet: float) -> None:
        self.stop = threading.Event()
        self.failures: list[LogError] = []
        self.published = 0
        words = {"on_turn": self._turn, "on_failed": self.failures.append, "quiet": quiet}
        self._thread = threading.Thread(target=follow, args=(url, config, self.stop), kwargs=words)
        self._thread.start()

    def child(self) -> int:
        found: list[int] = []

        def look() -> bool:
            mine = (p for p in psutil.Process().children() if "stream.relay:serve" in p.cmdline())
            found[:] = [p.pid for p in mine]
            return bool(found)

        wait(look)
        return found[0]

    def __enter__(self) -> Service:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self._thread.join(60)
        assert not self._thread.is_alive()

    def _turn(self, counts: dict[str, int]) -> None:
        self.published += counts["published"] + counts["recovered"]


def wait(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_the_service_goes_on_after_kill_stop_and_a_broker_that_was_away(
    url: str, outbox: DatabaseLog, engine: Engine, kafka: LocalKafka, kafka_config: KafkaConfig
) -> None:
    with Service(url, kafka_config, quiet=8.0) as service:
        outbox.append(records(0, 50))
        wait(lambda: unpublished(engine) == 0)
        first = service.child()
        os.kill(first, signal.SIGKILL)
        outbox.append(records(50, 100))
        wait(lambda: unpublished(engine) == 0)
        second = service.child()
        os.kill(second, signal.SIGSTOP)
        outbox.append(records(100, 150))
        wait(lambda: unpublished(engine) == 0)
        assert len({first, second, service.child()}) == 3
        kafka.restart()
        outbox.append(records(150, 200))
        wait(lambda: unpublished(engine) == 0)
        last = service.child()
    assert not psutil.pid_exists(last)
    assert any("SIGKILL" in str(failure) for failure in service.failures)
    assert numbers(on_kafka(kafka_config)) == list(range(200))
    acquire(engine, relay_turn.LEASE, 1.0)  # given back at the end
