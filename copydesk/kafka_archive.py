"""The class archive of the local Kafka: not needed, but it halves the time to start."""

from __future__ import annotations

import shutil
from pathlib import Path

from copydesk.kafka_jars import locked
from copydesk.kafka_node import archive_of
from copydesk.local_kafka import LocalKafka


def make_archive(jars: Path) -> None:
    """Dump the broker's classes beside its jars (54 MB, about 10 s): it then starts in half the time, for this Java.

    Without it, or under another path or Java, the broker starts all the same.
    """
    archive, home = archive_of(jars), jars.parent
    with locked(home / ".lock"):
        if archive.is_file():
            return
        data, dumped = home / "archive-run", home / "classes.tmp"
        with LocalKafka(jars, data, jvm=(f"-XX:ArchiveClassesAtExit={dumped}",)) as kafka:
            kafka.stop(timeout=60)
        shutil.rmtree(data)
        if dumped.is_file():
            dumped.rename(archive)
