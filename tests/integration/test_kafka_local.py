"""The broker that the project starts itself, and the topics on it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from kafka.admin import ConfigResource, ConfigResourceType

from copydesk import kafka_jars as jars_module
from copydesk.kafka_jars import MissingError, fetch_jars
from copydesk.local_kafka import BrokerError, LocalKafka
from stream import kafka_client
from stream.errors import LogError
from stream.kafka_admin import apply_topics, message_limits
from stream.kafka_client import admin
from stream.kafka_config import KafkaConfig
from stream.kafka_log import KafkaLog
from stream.log import Record
from stream.topics import ARTICLES, DLQ, MARKER, TOPICS
from tests.support.kafka import delete_topics

pytestmark = pytest.mark.kafka
A = ARTICLES.name


def test_produce_kill_restart_consume_and_the_same_ports_in_the_next_run(kafka_jars: Path, tmp_path: Path) -> None:
    with LocalKafka(kafka_jars, tmp_path, stable=True) as kafka:
        config = KafkaConfig(kafka.bootstrap)
        apply_topics(config)
        log = KafkaLog(config)
        for n in range(4):  # at once after a commit: its markers are not written yet (see copydesk.local_kafka)
            log.append([Record(A, str(n), b"x")])  # the producer finds the broker again
            kafka.restart()
            assert [s.key for s in sorted(log.read(A), key=lambda s: s.key or "")] == [str(i) for i in range(n + 1)]
        log.close()
        first = kafka.bootstrap
    with LocalKafka(kafka_jars, tmp_path, stable=True) as kafka:
        assert kafka.bootstrap == first
        log = KafkaLog(KafkaConfig(first))
        assert log.counts([A]) == {A: 4}
        log.close()


def test_a_paused_broker_goes_on(kafka: LocalKafka, kafka_config: KafkaConfig) -> None:
    log = KafkaLog(kafka_config)
    log.append([Record(A, "k", b"1")])
    kafka.pause()
    time.sleep(1.0)
    kafka.resume()
    log.append([Record(A, "k", b"2")])
    assert log.counts([A]) == {A: 2}
    log.close()


def test_the_broker_ends_with_the_one_who_started_it(kafka_jars: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from copydesk.local_kafka import LocalKafka\n"
        "kafka = LocalKafka(Path(sys.argv[1]), Path(sys.argv[2])); kafka.format(); kafka.start()\n"
        "print(kafka.pid, flush=True); sys.stdin.read()"
    )
    words = [sys.executable, "-c", code, str(kafka_jars), str(tmp_path)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        broker = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
    broker.wait(10)
    assert not broker.is_running()


def test_a_broker_that_cannot_start_says_why(kafka_jars: Path, tmp_path: Path) -> None:
    with pytest.raises(BrokerError, match=r"log\.segment\.bytes"):
        LocalKafka(kafka_jars, tmp_path, settings={"log.segment.bytes": "nonsense"}).__enter__()


@pytest.mark.parametrize(("present", "what"), [((), r"Java 17\+"), (("java",), "Maven")])
def test_missing_tools_are_named_with_how_to_get_them(
    present: tuple[str, ...], what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kafka_jars: Path
) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in present:
        (tools / name).symlink_to(jars_module.shutil.which(name) or "")
    monkeypatch.setenv("PATH", str(tools))
    with pytest.raises(MissingError, match=f"{what} is missing: .*apt-get install"):
        fetch_jars(tmp_path / "cache")
    assert not list((tmp_path / "cache").glob("*/jars"))


def test_an_old_java_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    java = tmp_path / "java"
    java.write_text("#!/bin/sh\necho 'openjdk version \"1.8.0_402\"' >&2\n")
    java.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(MissingError, match=r"Java 17\+ \(here: .*1\.8\.0_402"):
        jars_module.require_java()


# ---------------------------------------------------------------- topics


def test_topics_are_created_mended_and_reported(kafka_config: KafkaConfig) -> None:
    delete_topics(kafka_config, [A, DLQ.name])
    with admin(kafka_config) as client:
        client.create_topics({DLQ.name: {"num_partitions": 1, "replication_factor": 1}}, wait_for_metadata=True)
        spoilt = {"cleanup.policy": "delete", "max.message.bytes": "1000"}
        client.alter_configs([ConfigResource(ConfigResourceType.TOPIC, MARKER.name, spoilt)])
    reports = {report.name: report for report in apply_topics(kafka_config, replication=1)}
    assert set(reports) == set(TOPICS)
    assert reports[A].created
    assert set(reports[MARKER.name].changed) == {"cleanup.policy", "max.message.bytes"}
    assert "1 partitions" in reports[DLQ.name].differs[0]
    again = apply_topics(kafka_config)
    assert not any(report.created or report.changed for report in again)
    assert min(message_limits(kafka_config).values()) > 4 * 1024 * 1024


def test_a_log_without_its_topic_says_so(kafka_config: KafkaConfig) -> None:
    delete_topics(kafka_config, [A])
    log = KafkaLog(kafka_config)
    for call in (lambda: list(log.read(A)), lambda: log.consumer("g", [A])):
        with pytest.raises(LogError, match="topics apply"):
            call()
    log.close()


def test_a_cluster_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kafka_client, "BOOTSTRAP_MS", 500)
    config = KafkaConfig("127.0.0.1:9")
    log = KafkaLog(config)
    for call in (lambda: log.append([Record(A, "k", b"")]), lambda: list(log.read(A)), lambda: apply_topics(config)):
        with pytest.raises(LogError, match=r"127\.0\.0\.1:9") as caught:
            call()
        assert caught.value.retriable
