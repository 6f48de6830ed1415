"""The three ways in which kafka-python 3.0.12 was seen to lose records (docs/log.md), each closed.

Every test runs twice: with our guard, and without it (`guarded` False), where the loss must be seen. If one of the
latter stops failing in that way, the client has been mended and the guard may go.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from kafka.errors import KafkaError
from sqlalchemy import Engine

from copydesk.local_kafka import LocalKafka
from stream import kafka_client, kafka_producing, relay_turn
from stream.database import connect, metadata
from stream.database_log import DatabaseLog
from stream.errors import LogError
from stream.kafka_config import KafkaConfig
from stream.kafka_log import KafkaLog
from stream.kafka_producing import Transactions, confirm, send_all
from stream.log import Record
from stream.outbox import unpublished
from stream.topics import FEEDS
from stream.worker import STUCK
from tests.support.kafka import empty_topics
from tests.support.proxy import PRODUCE, Proxy

pytestmark = pytest.mark.kafka
KEY = "one key, so one partition"
guards = pytest.mark.parametrize("guarded", [True, False], ids=["guarded", "without the guard"])


@pytest.fixture(scope="module")
def behind(kafka_jars: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Proxy, KafkaConfig]]:
    """A broker whose clients go through a proxy."""
    with Proxy() as proxy:
        kafka = LocalKafka(kafka_jars, tmp_path_factory.mktemp("behind"), advertise=proxy.port)
        proxy.forward_to(kafka.port)
        with kafka:
            yield proxy, KafkaConfig(proxy.address)


@pytest.fixture
def proxy(behind: tuple[Proxy, KafkaConfig]) -> Proxy:
    return behind[0]


@pytest.fixture
def config(behind: tuple[Proxy, KafkaConfig], monkeypatch: pytest.MonkeyPatch) -> KafkaConfig:
    """Empty topics, and short limits: what takes 10 s in production takes 2 s here."""
    proxy, config = behind
    proxy.heal()
    empty_topics(config)
    monkeypatch.setattr(kafka_client, "PRODUCER_REQUEST_MS", 800)
    monkeypatch.setattr(kafka_client, "DELIVERY_MS", 2_000)
    monkeypatch.setattr(kafka_producing, "ABORT_SECONDS", 1.0)
    return config


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = connect(f"sqlite:///{tmp_path / 'log.db'}")
    metadata.create_all(engine)
    yield engine
    engine.dispose()


def large(number: int) -> Record:
    """Larger than a batch: every record is a request of its own."""
    return Record(FEEDS.name, KEY, b"%d " % number + b"x" * 300_000)


def numbers(config: KafkaConfig) -> list[int]:
    log = KafkaLog(config)
    found = [int((stored.value or b"").split()[0]) for stored in log.read(FEEDS.name)]
    log.close()
    return found


class AllButTheFirst:
    """Chooses every Produce request but the first: what a broker does whose leader goes away in mid-transaction."""

    def __init__(self) -> None:
        self.seen = 0

    def __call__(self, api: int) -> bool:
        self.seen += api == PRODUCE
        return api == PRODUCE and self.seen > 1


# ---------------------------------------------------------------- 1. a commit succeeds although sends have failed


@guards
def test_a_turn_with_a_failed_send_is_not_committed(
    guarded: bool, proxy: Proxy, config: KafkaConfig, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The guard is that every future is looked at. Without it: `flush()` and the commit both return normally."""

    def careful(producer: Any, records: Sequence[Record]) -> None:
        try:
            confirm_rows(producer, records)
        finally:
            proxy.heal()

    def careless(producer: Any, records: Sequence[Record]) -> None:
        send_all(producer, records)
        producer.flush()
        proxy.heal()

    confirm_rows = relay_turn._confirm_rows
    monkeypatch.setattr(relay_turn, "_confirm_rows", careful if guarded else careless)
    DatabaseLog(engine).append([large(n) for n in range(4)])
    with relay_turn.Relay(engine, config) as relay:
        proxy.swallow(AllButTheFirst())
        if guarded:
            with pytest.raises(LogError) as caught:
                relay.turn()
            assert caught.value.retriable
        else:
            assert relay.turn().published == 4
    if guarded:
        assert (numbers(config), unpublished(engine)) == ([], 4)
        with relay_turn.Relay(engine, config) as relay:
            assert relay.turn().published == 4
        assert numbers(config) == [0, 1, 2, 3]
    else:
        assert unpublished(engine) == 0
        assert len(numbers(config)) < 4, "marked as published, and not on Kafka: lost"


# ---------------------------------------------------------------- 2. a request is dropped inside the client


@guards
def test_a_commit_that_never_returns_does_not_hold_us(
    guarded: bool, proxy: Proxy, config: KafkaConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The guard is the limit on the call (processors, append). Without it the thread waits for ever."""
    monkeypatch.setattr(kafka_producing, "CALL_SECONDS", 4.0)
    if not guarded:
        monkeypatch.setattr(kafka_producing, "limited", lambda call, *_: call())
    transactions = Transactions(config, "losses-2", 10_000)
    done: list[object] = []

    def refuse(_producer: Any) -> None:
        proxy.refuse()
        time.sleep(0.7)  # the client notices: what it has sent on a dead connection it would send again

    def append() -> None:
        try:
            transactions.run([Record(FEEDS.name, KEY, b"1 x")], refuse)
        except LogError as error:
            done.append(error)

    thread = threading.Thread(target=append, daemon=True)
    thread.start()
    _until(lambda: proxy._refusing)
    time.sleep(1.7)  # the commit is due, and nobody answers
    proxy.heal()
    thread.join(9.0)
    if not guarded:
        assert thread.is_alive()
        return
    assert "cannot be known" in str(done[0])
    Transactions(config, "losses-2", 10_000).run([Record(FEEDS.name, KEY, b"2 x")])  # a new producer goes on
    assert numbers(config) == [2]


@guards
def test_a_relay_that_is_blocked_in_its_commit_ends_and_the_next_goes_on(
    guarded: bool, kafka: LocalKafka, engine: Engine, tmp_path: Path
) -> None:
    """The guard is the deadline around the turn, which ends the process. Without it the relay stands still for ever.

    The broker is killed just before the commit, and comes back.
    """
    config = KafkaConfig(kafka.bootstrap)
    empty_topics(config)
    DatabaseLog(engine).append([Record(FEEDS.name, KEY, b"%d x" % n) for n in range(30)])
    words = [str(engine.url), config.bootstrap, "5" if guarded else "600", str(tmp_path)]
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.integration.blocked_relay", *words], stderr=subprocess.DEVNULL
    )
    try:
        _until((tmp_path / "due").exists)
        kafka.kill()
        time.sleep(0.5)  # the client notices
        (tmp_path / "go").touch()
        time.sleep(0.5)  # the commit is due, and nobody answers
        kafka.start()
        kafka.wait_ready()
        if not guarded:
            with pytest.raises(subprocess.TimeoutExpired):
                child.wait(9)
            return
        assert child.wait(30) == STUCK
    finally:
        child.kill()
        child.wait()
    with relay_turn.Relay(engine, config) as relay:
        while relay.turn().more:
            pass
    assert sorted(numbers(config)) == list(range(30))


# ---------------------------------------------------------------- 3. a producer whose batch failed is used again


@guards
def test_a_producer_whose_batch_failed_is_given_up(guarded: bool, proxy: Proxy, config: KafkaConfig) -> None:
    """The guard is a new producer after every error. Without it the next transactions fail, good aborts or not."""
    if guarded:
        log = KafkaLog(config)
        log.append([large(0)])
        proxy.swallow(AllButTheFirst())
        with pytest.raises(LogError):
            log.append([large(n) for n in (1, 2, 3)])
        proxy.heal()
        log.append([large(n) for n in (1, 2, 3)])
        log.close()
        assert numbers(config) == [0, 1, 2, 3]
        return
    producer = kafka_client.producer(config, "losses-3", 10_000)
    producer.init_transactions()
    producer.begin_transaction()
    proxy.swallow(AllButTheFirst())
    with pytest.raises(KafkaError):
        confirm(send_all(producer, [large(n) for n in (0, 1, 2)]))
    proxy.heal()
    with pytest.raises(KafkaError):
        _once_more(producer)
    kafka_producing.give_up(producer)


def _once_more(producer: Any) -> None:
    producer.abort_transaction()
    producer.begin_transaction()
    confirm(send_all(producer, [large(n) for n in (0, 1, 2)]))
    producer.commit_transaction()


def _until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)
