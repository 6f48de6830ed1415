"""The way of an article as a subject of the kill tests: from a publisher's feed to Kafka, by `copydesk run --once`."""

from __future__ import annotations

import random
import subprocess
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ipaddress import ip_network

from copydesk import feed_list, pipeline
from copydesk.settings import Settings
from stream.codec import decode
from stream.kafka_config import KafkaConfig
from stream.kafka_log import KafkaLog
from stream.topics import ARTICLES
from stream.types import Article
from tests.crash.harness import Verdict, World, compare, spawn
from tests.support.site import Site, Story

LEASE = 2.0  # seconds: a stopped process keeps what it holds for so long
RECOVERY_SECONDS = 120


class IngestSubject:
    """New stories and edits of old ones on two sites (every point is passed at least twice); each edition must stand
    once on Kafka, in its order."""

    def __init__(self, settings: Settings, sites: Sequence[Site]) -> None:
        self._settings, self._sites = settings, sites

    def prepare(self, rng: random.Random, amount: int) -> None:
        for site in self._sites:
            old = list(site.stories)
            for story in rng.sample(old, min(len(old), rng.randint(1, 2))):
                site.edit(story)
            site.write(amount * rng.randint(1, 3))

    def start(self, fault: str) -> subprocess.Popen[bytes]:
        environment = {
            "COPYDESK_HOME": str(self._settings.home),
            "COPYDESK_KAFKA": self._settings.kafka,
            "COPYDESK_ALLOW_NETWORKS": "127.0.0.0/8",
            "COPYDESK_HOST_INTERVAL": "0",
            "COPYDESK_LEASE": str(LEASE),
            "COPYDESK_FAULT": fault,
        }
        return spawn("copydesk", "run", "--once", "--json", environment=environment)

    def recover(self) -> None:
        deadline = time.monotonic() + RECOVERY_SECONDS
        while time.monotonic() < deadline:
            self.start("").wait(RECOVERY_SECONDS)
            if self._settled():
                return
            time.sleep(0.2)
        raise AssertionError(f"the pipeline does not recover: {pipeline.status(self._settings)}")

    def verdict(self) -> Verdict:
        wanted = Counter((site.url(s), n) for site, s in self._stories() for n in range(1, s.edition + 1))
        seen = self._seen()
        versions: dict[str, list[int]] = defaultdict(list)
        for article in seen:
            versions[article.id].append(article.version)
        disordered = sum(found != sorted(found) for found in versions.values())
        return compare(wanted, Counter((a.url, a.version) for a in seen), disordered)

    def _seen(self) -> list[Article]:
        log = KafkaLog(KafkaConfig(self._settings.kafka))
        try:
            return [decode(Article, stored.value) for stored in log.read(ARTICLES.name)]
        finally:
            log.close()

    def _stories(self) -> list[tuple[Site, Story]]:
        return [(site, story) for site in self._sites for story in site.stories]

    def _settled(self) -> bool:
        """Every edition has been collected and relayed; a claim that somebody else holds is waited for."""
        books = pipeline.status(self._settings)
        editions = sum(story.edition for _, story in self._stories())
        done = books["log"].get(ARTICLES.name, 0) == editions and books["pending"] == 0
        return bool(done and books["unpublished"] == 0)


@contextmanager
def ingest_subject(world: World) -> Iterator[IngestSubject]:
    """Two publishers, a database in the world's folder, the world's Kafka."""
    with Site(random.Random(1)) as one, Site(random.Random(2), "127.0.0.2") as other:
        settings = Settings(
            home=world.folder / f"ingest-{one.base.rpartition(':')[2]}",
            kafka=world.kafka.bootstrap,
            allow_networks=(ip_network("127.0.0.0/8"),),
            host_interval=0.0,
            lease=LEASE,
        )
        feed_list.add(settings, [feed_list.new_feed(site.feed_url) for site in (one, other)])
        yield IngestSubject(settings, (one, other))
