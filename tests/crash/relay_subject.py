"""The relay as a subject of the kill tests: rows on the database log, read back from Kafka."""

from __future__ import annotations

import random
import subprocess
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from stream.database import connect, metadata
from stream.database_log import DatabaseLog
from stream.kafka_config import KafkaConfig
from stream.kafka_log import KafkaLog
from stream.log import Record
from stream.outbox import unpublished
from stream.topics import ARTICLES, FEEDS
from tests.crash.harness import Verdict, World, compare, spawn

TOPICS = (ARTICLES.name, FEEDS.name)
CHILD = "tests.crash.relay_child"
KEYS = 7


class RelaySubject:
    """`variant`: see relay_child. `recovery` is always of the same variant: a wrong relay is wrong as a whole."""

    def __init__(self, url: str, engine: Engine, bootstrap: str, variant: str) -> None:
        self._url, self._engine, self._bootstrap, self._variant = url, engine, bootstrap, variant
        self._log = DatabaseLog(engine)
        self._number = 0

    def prepare(self, rng: random.Random, amount: int) -> None:
        left = amount * rng.randint(60, 140)
        while left:
            count = min(left, rng.randint(1, 30))
            self._log.append([self._record(rng) for _ in range(count)])
            left -= count

    def start(self, fault: str) -> subprocess.Popen[bytes]:
        words = (self._variant, self._url, self._bootstrap)
        return spawn(CHILD, *words, environment={"COPYDESK_FAULT": fault})

    def recover(self) -> None:
        for _ in range(6):  # a broker that was just killed may cost a run
            if self.start("").wait(120) == 0 and unpublished(self._engine) == 0:
                return
        raise AssertionError("the relay does not recover")

    def verdict(self) -> Verdict:
        log = KafkaLog(KafkaConfig(self._bootstrap))
        wanted, seen = [
            [(s.topic, s.key, s.value) for t in TOPICS for s in source.read(t)] for source in (self._log, log)
        ]
        log.close()
        return compare(Counter(wanted), Counter(seen), _disordered(seen))

    def _record(self, rng: random.Random) -> Record:
        self._number += 1
        value = b"%d %s" % (self._number, rng.randbytes(rng.randint(0, 800)))
        return Record(rng.choice(TOPICS), f"key-{self._number % KEYS}", value)


def _disordered(seen: list[tuple[str, str | None, bytes | None]]) -> int:
    """Keys whose values do not come in the order of their numbers."""
    numbers: dict[tuple[str, str | None], list[int]] = defaultdict(list)
    for topic, key, value in seen:
        numbers[topic, key].append(int((value or b"").split(b" ")[0]))
    return sum(found != sorted(found) for found in numbers.values())


@contextmanager
def relay_subject(world: World, variant: str = "whole", url: str | None = None) -> Iterator[RelaySubject]:
    """On SQLite in the world's folder, or on the database at `url`."""
    url = url or f"sqlite:///{world.folder / f'relay-{variant}.db'}"
    engine = connect(url)
    metadata.create_all(engine)
    try:
        yield RelaySubject(url, engine, world.kafka.bootstrap, variant)
    finally:
        engine.dispose()
