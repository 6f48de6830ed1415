"""The relay is killed, or stopped and woken, at each of its points; every row then stands exactly once on Kafka."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from copydesk.local_kafka import LocalKafka
from stream.kafka_config import KafkaConfig
from tests.contract.backends import make_tables
from tests.crash.harness import Strike, World, trial
from tests.crash.relay_subject import RelaySubject, relay_subject
from tests.crash.subjects import strikes
from tests.support.kafka import empty_topics

pytestmark = [pytest.mark.crash, pytest.mark.kafka]
STOPPED = ("relay.taken", "relay.sent", "relay.committed")  # all of them: make crash-report
HERE = [s for s in strikes("relay") if s.signal == "KILL" or s.point in STOPPED]


@pytest.fixture(scope="module")
def world(kafka: LocalKafka, tmp_path_factory: pytest.TempPathFactory) -> World:
    empty_topics(KafkaConfig(kafka.bootstrap))
    return World(kafka, tmp_path_factory.mktemp("crash"))


@pytest.fixture(scope="module")
def relay(world: World) -> Iterator[RelaySubject]:
    with relay_subject(world) as subject:
        yield subject


@pytest.mark.parametrize("strike", HERE, ids=lambda s: s.name)
def test_every_row_stands_once_after(strike: Strike, relay: RelaySubject, world: World) -> None:
    outcome = trial(relay, strike, random.Random(strike.name), world.kafka)
    assert outcome.struck or not strike.fault
    assert outcome.verdict.good, outcome.verdict
    assert outcome.verdict.expected > 50


@pytest.mark.postgres
@pytest.mark.parametrize("point", ["relay.sent", "relay.committed"])
def test_on_postgresql_too(point: str, kafka: LocalKafka, new_database: Callable[[], str], tmp_path: Path) -> None:
    empty_topics(KafkaConfig(kafka.bootstrap))
    with relay_subject(World(kafka, tmp_path), url=make_tables(new_database())) as subject:
        outcome = trial(subject, Strike(point), random.Random(point), kafka)
    assert outcome.struck
    assert outcome.verdict.good, outcome.verdict


@pytest.mark.parametrize(
    ("variant", "point", "what"),
    [
        ("without transaction", "relay.half_sent", "doubled"),
        ("without marker", "relay.committed", "doubled"),
        ("marking first", "relay.sent", "lost"),
    ],
)
def test_the_harness_notices_a_wrong_relay(
    variant: str, point: str, what: str, kafka: LocalKafka, tmp_path: Path
) -> None:
    empty_topics(KafkaConfig(kafka.bootstrap))
    with relay_subject(World(kafka, tmp_path), variant) as subject:
        outcome = trial(subject, Strike(point), random.Random(variant), kafka)
    assert outcome.struck
    assert getattr(outcome.verdict, what) > 0
