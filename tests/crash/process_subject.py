"""The processors as a subject of the kill tests: versions of articles in, one enriched article of each out."""

from __future__ import annotations

import random
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from stream.codec import decode, to_record
from stream.log import Record
from stream.topics import ARTICLES, BACKFILL, DLQ, ENRICHED
from stream.types import Article, EnrichedArticle
from tests.contract.backends import opened
from tests.crash.harness import Verdict, World, compare, spawn
from tests.unit.processors.articles import article

CHILD = "tests.crash.process_child"
ARTICLES_EACH = 40
Version = tuple[str, int]


class ProcessSubject:
    """`backend` as in tests.contract.backends; `variant`: see process_child."""

    def __init__(self, backend: str, variant: str) -> None:
        self._backend, self._variant, self._number = backend, variant, 0
        self._group = f"kill-{variant.replace(' ', '-')}"

    def prepare(self, rng: random.Random, amount: int) -> None:
        with opened(self._backend) as log:
            left = amount * rng.randint(60, 140)
            while left > 0:
                count = rng.randint(1, 30)
                log.append([self._record(rng) for _ in range(count)])
                left -= count

    def start(self, fault: str) -> subprocess.Popen[bytes]:
        words = (self._variant, self._backend, self._group)
        return spawn(CHILD, *words, environment={"COPYDESK_FAULT": fault})

    def recover(self) -> None:
        for _ in range(6):  # a broker that was just killed may cost a run
            if self.start("").wait(120) == 0:
                return
        raise AssertionError("the processors do not recover")

    def verdict(self) -> Verdict:
        wanted: dict[Version, int] = defaultdict(int)
        seen: dict[Version, int] = defaultdict(int)
        order: dict[str, list[int]] = defaultdict(list)
        with opened(self._backend) as log:
            for topic in (ARTICLES.name, BACKFILL.name):
                for stored in log.read(topic):
                    given = decode(Article, stored.value)
                    wanted[given.id, given.version] += 1
            for stored in log.read(ENRICHED.name):
                found = decode(EnrichedArticle, stored.value)
                seen[found.article_id, found.version] += 1
                order[found.article_id].append(found.version)
            assert not list(log.read(DLQ.name))
        return compare(wanted, seen, sum(versions != sorted(versions) for versions in order.values()))

    def _record(self, rng: random.Random) -> Record:
        """The next version of one of 40 articles, each of which stays in its topic."""
        self._number += 1
        which = self._number % ARTICLES_EACH
        body = f"PARIS (AP) — {'word ' * rng.randint(1, 500)}"
        topic = BACKFILL if which % 5 == 0 else ARTICLES
        return to_record(topic, article(body, id=f"article-{which}", version=self._number))


@contextmanager
def process_subject(world: World, variant: str = "whole", backend: str | None = None) -> Iterator[ProcessSubject]:
    """On the world's Kafka, whose topics are empty, or on the database log at the URL `backend`."""
    yield ProcessSubject(backend or f"kafka={world.kafka.bootstrap}", variant)
