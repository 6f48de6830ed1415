"""A real Apache Kafka for tests: one broker per session, empty topics per test, a proxy to put in front of it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from copydesk.kafka_archive import make_archive
from copydesk.kafka_jars import MissingError, fetch_jars
from copydesk.local_kafka import LocalKafka
from stream.kafka_admin import apply_topics
from stream.kafka_client import admin
from stream.kafka_config import KafkaConfig
from stream.kafka_log import KafkaLog
from stream.log import Record
from stream.topics import ARTICLES, TOPICS
from tests.support.need import missing

CACHE = Path(__file__).parents[2] / "var" / "cache" / "kafka"


@pytest.fixture(scope="session")
def kafka_jars() -> Path:
    """The folder of the broker's jars, fetched once for all sessions."""
    try:
        jars = fetch_jars(CACHE)
    except MissingError as error:
        missing(f"Apache Kafka ({error.what})", error.how)
    make_archive(jars)
    return jars


@pytest.fixture(scope="session")
def kafka(kafka_jars: Path) -> Iterator[LocalKafka]:
    """The session's broker. A test that kills or pauses it leaves it running and ready."""
    with tempfile.TemporaryDirectory(prefix="copydesk-kafka-") as data, LocalKafka(kafka_jars, Path(data)) as broker:
        _settle(KafkaConfig(broker.bootstrap))
        yield broker


@pytest.fixture
def kafka_config(kafka: LocalKafka) -> KafkaConfig:
    """The session's broker with all topics there and empty. Group names are the test's own: use fresh ones."""
    config = KafkaConfig(kafka.bootstrap)
    empty_topics(config)
    return config


def empty_topics(config: KafkaConfig) -> None:
    """Delete all of our topics and make them anew (0.3 s)."""
    delete_topics(config, list(TOPICS))
    apply_topics(config)


def delete_topics(config: KafkaConfig, names: list[str]) -> None:
    """Delete those that are there, and wait until the broker no longer names them."""
    with admin(config) as client:
        while there := sorted(set(client.list_topics()) & set(names)):
            client.delete_topics(there, raise_errors=False)


def _settle(config: KafkaConfig) -> None:
    """Have the cluster make its own topics for groups and transactions: their leaders move in the first second."""
    apply_topics(config)
    log = KafkaLog(config)
    for _ in range(3):
        with log.consumer("settle", [ARTICLES.name]) as consumer:
            consumer.poll(1.0)
    log.append([Record(ARTICLES.name, "settle", b"")])
    log.close()
