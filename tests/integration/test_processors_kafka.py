"""The processors on a real Kafka: read_committed in, one transaction out, poison, members that come and go."""

from __future__ import annotations

import threading
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from copydesk.local_kafka import LocalKafka
from processors.runner import Service, run
from stream.codec import decode, to_record
from stream.kafka_config import KafkaConfig
from stream.kafka_log import KafkaLog
from stream.log import Record
from stream.topics import ARTICLES, BACKFILL, DLQ, ENRICHED
from stream.types import DeadLetter, EnrichedArticle
from tests.support.plugins import install
from tests.unit.processors.articles import article

pytestmark = pytest.mark.kafka


@pytest.fixture
def log(kafka_config: KafkaConfig) -> Iterator[KafkaLog]:
    opened = KafkaLog(kafka_config)
    yield opened
    opened.close()


@pytest.fixture
def service(kafka_config: KafkaConfig) -> Service:
    return Service("", kafka_config, group=f"processors-{uuid.uuid4().hex[:8]}")


def write(log: KafkaLog, *titles: str) -> None:
    log.append([to_record(ARTICLES, article("A body of a few words.", id=title, title=title)) for title in titles])


def versions(log: KafkaLog) -> Counter[str]:
    """How often each article stands in the enriched topic, for a read_committed reader."""
    return Counter(decode(EnrichedArticle, stored.value).article_id for stored in log.read(ENRICHED.name))


def test_all_that_is_there_is_enriched_once_and_then_there_is_nothing_to_do(log: KafkaLog, service: Service) -> None:
    titles = [f"a{n}" for n in range(250)]
    write(log, *titles)
    log.append([to_record(BACKFILL, article("old", id="old")), Record(ARTICLES.name, "bad", b"\xff")])

    first = run(service, threading.Event(), once=True)
    second = run(service, threading.Event(), once=True)

    assert first == {"processed": 252, "enriched": 251, "dead": 1, "retried": 0}
    assert second["processed"] == 0
    assert versions(log) == Counter([*titles, "old"])
    [letter] = [decode(DeadLetter, stored.value) for stored in log.read(DLQ.name)]
    assert (letter.key, letter.value, letter.where) == ("bad", b"\xff", "decode")


def test_a_message_that_kills_the_process_and_the_partition_moves_on(
    log: KafkaLog, service: Service, tmp_path: Path
) -> None:
    write(log, *(f"a{n}" for n in range(20)), "segfaults", *(f"b{n}" for n in range(20)))
    killed = Service("", service.kafka, service.group, deaths=2, environment=install(tmp_path / "plugins", "kills"))

    run(killed, threading.Event(), once=True)

    assert set(versions(log).values()) == {1}
    assert len(versions(log)) == 41
    [letter] = [decode(DeadLetter, stored.value) for stored in log.read(DLQ.name)]
    assert (letter.key, letter.where, letter.attempts) == ("segfaults", "kills", 2)
    assert "SIGSEGV" in letter.what


def test_two_members_share_the_group_and_the_broker_is_killed_meanwhile(
    log: KafkaLog, service: Service, kafka: LocalKafka
) -> None:
    stop, errors = threading.Event(), list[BaseException]()
    seen: Counter[str] = Counter()

    def serve() -> None:
        try:
            run(service, stop, once=False, on_counts=seen.update)
        except BaseException as error:
            errors.append(error)

    members = [threading.Thread(target=serve) for _ in range(2)]
    for member in members:
        member.start()
    try:
        write(log, *(f"a{n}" for n in range(300)))
        _until(lambda: seen["processed"] >= 1)
        kafka.kill()
        kafka.start()
        kafka.wait_ready()
        after = KafkaLog(KafkaConfig(kafka.bootstrap))
        write(after, *(f"b{n}" for n in range(300)))
        after.close()
        _until(lambda: len(versions(log)) == 600)
    finally:
        stop.set()
        for member in members:
            member.join(60)

    assert not errors
    assert set(versions(log).values()) == {1}
    assert len(versions(log)) == 600


def test_a_consumer_has_caught_up_when_it_owns_and_has_read_all(log: KafkaLog, service: Service) -> None:
    topics = [ARTICLES.name, BACKFILL.name]
    with log.consumer(service.group, topics) as consumer:
        assert not consumer.caught_up()
        _until(lambda: consumer.poll(0.2) == [] and consumer.caught_up())
        write(log, "one")
        assert not consumer.caught_up()
        _until(lambda: len(consumer.poll(0.2)) == 1)
        consumer.commit()
        assert consumer.caught_up()
        with log.consumer(service.group, topics) as other:
            _until(lambda: consumer.poll(0.2) == other.poll(0.2) and not consumer.caught_up())
            assert not other.caught_up()


def _until(true: object, seconds: float = 120.0) -> None:
    waiting = threading.Event()
    for _ in range(int(seconds * 2)):
        if true():  # type: ignore[operator]
            return
        waiting.wait(0.5)
    pytest.fail(f"not within {seconds:.0f} s")
