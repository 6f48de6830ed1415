"""Each of our services of docker-compose.yml runs here, with exactly its command and its environment: real PostgreSQL,
real Kafka, real Airflow. What can be said without running them is in tests/unit/test_compose.py."""

from __future__ import annotations

import json
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from copydesk.local_kafka import LocalKafka
from stream.codec import decode, to_record
from stream.database import connect
from stream.database_log import DatabaseLog
from stream.kafka_client import admin
from stream.kafka_config import KafkaConfig
from stream.kafka_log import KafkaLog
from stream.topics import ARTICLES, ENRICHED, TOPICS
from stream.types import EnrichedArticle
from tests.support import compose
from tests.support.native import Native, native
from tests.unit.processors.articles import article

pytestmark = [pytest.mark.kafka, pytest.mark.postgres]


@pytest.fixture(scope="module")
def stack(postgres: Path, kafka: LocalKafka, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Native]:
    """What Compose would give the services: two databases as its PostgreSQL makes them, a Kafka without topics."""
    names = {name: f"t{uuid4().hex}" for name in ("copydesk", "airflow")}
    with psycopg.connect(host=str(postgres), user="postgres", autocommit=True) as connection:
        for name in names.values():
            connection.execute(f"create database {name}".encode())
        with admin(KafkaConfig(kafka.bootstrap)) as client:
            client.delete_topics(sorted(set(client.list_topics()) & set(TOPICS)))
        urls = {key: f"postgresql+psycopg://postgres@/{name}?host={postgres}" for key, name in names.items()}
        yield native(tmp_path_factory.mktemp("containers"), urls, kafka.bootstrap)
        for name in names.values():
            connection.execute(f"drop database {name} with (force)".encode())


@pytest.fixture(scope="module")
def topics(stack: Native) -> subprocess.CompletedProcess[str]:
    return stack.run("topics")


def test_topics_creates_them_all(stack: Native, topics: subprocess.CompletedProcess[str]) -> None:
    assert topics.returncode == 0, topics.stderr
    with admin(KafkaConfig(stack.kafka)) as client:
        assert set(client.list_topics()) >= set(TOPICS)


def test_relay_and_two_processors_bring_an_article_from_the_database_to_the_enriched_topic(
    stack: Native, topics: subprocess.CompletedProcess[str]
) -> None:
    text = "PARIS (AP) - The minister said on Monday that the new law would come into force in June. " * 5
    with ExitStack() as running:
        relay = running.enter_context(stack.running("relay"))
        processors = [running.enter_context(stack.running("processors")) for _ in range(2)]  # --scale processors=2
        engine = connect(stack.databases["copydesk"])
        running.callback(engine.dispose)
        _until(lambda: "log" in _tables(stack), "the services have migrated the database")
        DatabaseLog(engine).append([to_record(ARTICLES, article(text, id=f"a{n}", title="t")) for n in range(20)])
        log = KafkaLog(KafkaConfig(stack.kafka))
        running.callback(log.close)
        _until(lambda: log.counts([ENRICHED.name])[ENRICHED.name] == 20, "20 enriched articles", _logs(stack))
        found = [decode(EnrichedArticle, stored.value) for stored in log.read(ENRICHED.name)]
        assert sorted(each.article_id for each in found) == sorted(f"a{n}" for n in range(20))
        assert {e.processor for e in found[0].enrichments} == {"language", "agency"}
        assert all(process.poll() is None for process in (relay, *processors))
    assert [process.returncode for process in (relay, *processors)] == [0, 0, 0], _logs(stack)


def test_the_command_line_service_talks_to_the_same_database(
    stack: Native, topics: subprocess.CompletedProcess[str]
) -> None:
    done = subprocess.run(
        ["copydesk", "status", "--json"], env=stack.environment("copydesk"), cwd=stack.folder, capture_output=True
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["feeds"] == 0


@pytest.fixture(scope="module")
def apiserver(stack: Native, topics: subprocess.CompletedProcess[str]) -> Iterator[str]:
    """Airflow prepared by airflow-init, its API server running and healthy: the address."""
    for _ in range(2):  # at every `docker compose up` again
        done = stack.run("airflow-init")
        assert done.returncode == 0, done.stdout + done.stderr
    with stack.running("airflow-apiserver") as process:
        stack.wait_healthy("airflow-apiserver", process)
        yield f"http://127.0.0.1:{stack.ports[8080]}"


@pytest.mark.airflow
def test_nobody_gets_in_without_the_password(apiserver: str) -> None:
    right = compose.ANSWERS["AIRFLOW_ADMIN_PASSWORD"]
    assert _status(apiserver, "/api/v2/dags") == 401
    assert _token(apiserver, "wrong") is None
    token = _token(apiserver, right)
    assert token
    assert _status(apiserver, "/api/v2/dags", token) == 200
    pool = _get(apiserver, "/api/v2/pools/copydesk", token)
    assert pool["slots"] == 8


@pytest.mark.airflow
def test_the_other_parts_become_healthy_and_the_dags_are_read(stack: Native, apiserver: str) -> None:
    parts = ("airflow-scheduler", "airflow-dag-processor", "airflow-triggerer")
    token = _token(apiserver, compose.ANSWERS["AIRFLOW_ADMIN_PASSWORD"])
    assert token
    with ExitStack() as running:
        processes = {part: running.enter_context(stack.running(part)) for part in parts}
        for part, process in processes.items():
            stack.wait_healthy(part, process)
        _until(lambda: len(_get(apiserver, "/api/v2/dags", token)["dags"]) == 2, "two DAGs", _logs(stack))
        assert _get(apiserver, "/api/v2/importErrors", token)["total_entries"] == 0
    assert [process.returncode for process in processes.values()] == [0, 0, 0], _logs(stack)


def _until(reached: object, what: str, otherwise: str = "", *, within: float = 90) -> None:
    deadline = time.monotonic() + within
    while not reached():  # type: ignore[operator]
        assert time.monotonic() < deadline, f"{what}: not within {within:g} s\n{otherwise}"
        time.sleep(0.3)


def _tables(stack: Native) -> set[str]:
    engine = connect(stack.databases["copydesk"])
    with engine.connect() as connection:
        names = connection.exec_driver_sql("select tablename from pg_tables where schemaname = 'public'").scalars()
        found = set(names)
    engine.dispose()
    return found


def _logs(stack: Native) -> str:
    return "\n".join(f"--- {path.name}\n{path.read_text()[-3000:]}" for path in stack.folder.glob("*.log"))


def _status(address: str, path: str, token: str | None = None) -> int:
    try:
        with urllib.request.urlopen(_request(address, path, token), timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def _get(address: str, path: str, token: str) -> dict[str, object]:
    with urllib.request.urlopen(_request(address, path, token), timeout=30) as answer:
        found: dict[str, object] = json.load(answer)
    return found


def _request(address: str, path: str, token: str | None) -> urllib.request.Request:
    return urllib.request.Request(address + path, headers={"Authorization": f"Bearer {token}"} if token else {})


def _token(address: str, password: str) -> str | None:
    body = json.dumps({"username": "admin", "password": password}).encode()
    request = urllib.request.Request(f"{address}/auth/token", body, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return str(json.load(answer)["access_token"])
    except urllib.error.HTTPError:
        return None
