"""Poll and collect are killed, or stopped and woken, at each of their points; every edition stands once on Kafka."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from copydesk.local_kafka import LocalKafka
from stream.kafka_config import KafkaConfig
from tests.crash.harness import Strike, World, trial
from tests.crash.ingest_subject import IngestSubject, ingest_subject
from tests.crash.subjects import strikes
from tests.support.kafka import empty_topics

pytestmark = [pytest.mark.crash, pytest.mark.kafka]
STOPPED = ("poll.response", "collect.extracted")  # all of them: make crash-report
ALL = strikes("poll") + strikes("collect")
HERE = [s for s in ALL if (s.signal == "KILL" and s.fault) or s.point in STOPPED] + [Strike("collect.at_random")]


@pytest.fixture(scope="module")
def world(kafka: LocalKafka, tmp_path_factory: pytest.TempPathFactory) -> World:
    empty_topics(KafkaConfig(kafka.bootstrap))
    return World(kafka, tmp_path_factory.mktemp("crash"))


@pytest.fixture(scope="module")
def desk(world: World) -> Iterator[IngestSubject]:
    with ingest_subject(world) as subject:
        yield subject


@pytest.mark.parametrize("strike", HERE, ids=lambda s: s.name)
def test_every_edition_stands_once_after(strike: Strike, desk: IngestSubject, world: World) -> None:
    outcome = trial(desk, strike, random.Random(strike.name), world.kafka)
    assert outcome.struck or not strike.fault
    assert outcome.verdict.good, outcome.verdict
    assert outcome.verdict.expected >= 2
