"""The processors are killed, or stopped and woken, at each of their points, on both backends of the log; every version
of every article then stands exactly once in the enriched topic, and the versions of an article in their order."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from copydesk.local_kafka import LocalKafka
from stream.kafka_config import KafkaConfig
from tests.contract.backends import make_tables
from tests.crash.harness import Strike, World, trial
from tests.crash.process_subject import ProcessSubject, process_subject
from tests.crash.subjects import strikes
from tests.support.kafka import empty_topics

pytestmark = [pytest.mark.crash, pytest.mark.kafka]
ALL = strikes("process")
STOPPED = ("process.offsets_sent",)  # on Kafka 15 s each; all of them: make crash-report
ON_KAFKA = [s for s in ALL if s.signal == "KILL" or s.point in STOPPED]
# Inside its write transaction a stopped process holds SQLite's only lock: nobody can go on until it wakes or dies.
LOCKED = ("process.produced", "process.offsets_sent")
ON_DATABASE = [s for s in ALL if s.fault and (s.signal == "KILL" or s.point == "process.transformed")]


@pytest.fixture(scope="module")
def world(kafka: LocalKafka, tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(kafka, tmp_path_factory.mktemp("crash"))


@pytest.fixture(scope="module")
def on_kafka(world: World) -> Iterator[ProcessSubject]:
    empty_topics(KafkaConfig(world.kafka.bootstrap))
    with process_subject(world) as subject:
        yield subject


def strike_once(subject: ProcessSubject, strike: Strike, world: World) -> None:
    outcome = trial(subject, strike, random.Random(strike.name), world.kafka)
    assert outcome.struck or not strike.fault
    assert outcome.verdict.good, outcome.verdict
    assert outcome.verdict.expected > 50


@pytest.mark.parametrize("strike", ON_KAFKA, ids=lambda s: s.name)
def test_every_version_stands_once_on_kafka_after(strike: Strike, on_kafka: ProcessSubject, world: World) -> None:
    strike_once(on_kafka, strike, world)


@pytest.mark.parametrize("strike", ON_DATABASE, ids=lambda s: s.name)
def test_every_version_stands_once_on_sqlite_after(strike: Strike, world: World, tmp_path: Path) -> None:
    with process_subject(world, backend=make_tables(f"sqlite:///{tmp_path / 'log.db'}")) as subject:
        strike_once(subject, strike, world)


@pytest.mark.postgres
@pytest.mark.parametrize("point", LOCKED)
def test_every_version_stands_once_on_postgresql_after(
    point: str, world: World, new_database: Callable[[], str]
) -> None:
    with process_subject(world, backend=make_tables(new_database())) as subject:
        strike_once(subject, Strike(point), world)


@pytest.mark.parametrize(
    ("variant", "strike", "what"),
    [
        ("without transaction", Strike("process.produced"), "doubled"),
        ("offsets first", Strike("process.offsets_sent", turn=2), "lost"),  # the first is inside the real commit
    ],
)
def test_the_harness_notices_wrong_processors(
    variant: str, strike: Strike, what: str, world: World, tmp_path: Path
) -> None:
    backend = make_tables(f"sqlite:///{tmp_path / 'log.db'}")
    with process_subject(world, variant, backend) as subject:
        outcome = trial(subject, strike, random.Random(variant), world.kafka)
    assert outcome.struck
    assert getattr(outcome.verdict, what) > 0
