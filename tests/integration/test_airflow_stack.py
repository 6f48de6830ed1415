"""The main job as a user starts it: `copydesk up` with a real Airflow on the sample newsroom and a real Kafka, one for
all tests here. Its counts are checked against the database and the topics, its page is looked at in a browser."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from sqlalchemy import func, select

from copydesk import pipeline
from copydesk.local_kafka import LocalKafka
from copydesk.settings import Settings
from copydesk.stack import airflow
from copydesk.stack.runs import DAG, Airflow
from stream.codec import decode
from stream.database import connect, log
from stream.kafka_config import KafkaConfig
from stream.kafka_log import KafkaLog
from stream.topics import ARTICLES, ENRICHED
from stream.types import Article, EnrichedArticle
from tests.support.kafka import empty_topics
from tests.support.need import missing
from tests.support.up import ROOT, Up

pytestmark = [pytest.mark.airflow, pytest.mark.kafka, pytest.mark.timeout(300)]
FIRST_SECONDS = 150


@pytest.fixture(scope="module")
def up(kafka: LocalKafka, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    if airflow.installed() is None:
        missing("Airflow", "make setup")
    empty_topics(KafkaConfig(kafka.bootstrap))
    running = Up(tmp_path_factory.mktemp("home"), "--kafka", kafka.bootstrap)
    yield running
    running.close()


@pytest.fixture(scope="module")
def run(up: Up) -> dict[str, Any]:
    """The first run, over."""
    line = up.wait_for(": success", FIRST_SECONDS)
    found: dict[str, Any] = Airflow(up.address).call(f"/dags/{DAG}/dagRuns/{line.split()[2].rstrip(':')}")
    return found


@pytest.fixture(scope="module")
def settings(up: Up, kafka: LocalKafka) -> Settings:
    return Settings(home=up.home, kafka=kafka.bootstrap)


def tasks(up: Up, run: dict[str, Any]) -> list[dict[str, Any]]:
    path = f"/dags/{DAG}/dagRuns/{run['dag_run_id']}/taskInstances"
    found: list[dict[str, Any]] = Airflow(up.address).call(path)["task_instances"]
    return found


def test_the_first_run_succeeds_with_every_task_on_its_first_try(up: Up, run: dict[str, Any]) -> None:
    assert run["state"] == "success"
    states = {(task["task_id"], task["map_index"]): task["state"] for task in tasks(up, run)}
    assert states.pop(("verdict", -1)) == "skipped"
    assert {name for name, _ in states} == {"due", "shards.poll", "shards.collect", "relay", "report"}
    assert set(states.values()) == {"success"}
    assert {task["try_number"] for task in tasks(up, run)} <= {0, 1}


def test_its_labels_say_which_shards(up: Up, run: dict[str, Any]) -> None:
    labels = {task["rendered_map_index"] for task in tasks(up, run) if task["map_index"] >= 0}
    assert labels
    assert all(label.startswith("shard") and "feeds" in label for label in labels)


def test_the_report_is_what_the_database_holds(up: Up, run: dict[str, Any], settings: Settings) -> None:
    path = f"/dags/{DAG}/dagRuns/{run['dag_run_id']}/taskInstances/report/xcomEntries/return_value"
    reported = json.loads(json.dumps(Airflow(up.address).call(path)["value"]))
    now = pipeline.status(settings)
    assert now["entries"] == now["articles"] + now["rejected"] + now["pending"]
    assert reported["total"]["feeds"] == now["feeds"] > 5
    assert reported["run"]["feeds"] == now["feeds"]
    assert 0 < reported["run"]["articles"] <= now["articles"]
    events = Airflow(up.address).call(f"/assets/events?source_dag_id={DAG}&limit=1&order_by=timestamp")
    assert events["asset_events"][0]["extra"] == reported


def test_every_version_stands_once_on_kafka_and_is_enriched(up: Up, run: dict[str, Any], settings: Settings) -> None:
    up.until(lambda: drained(settings), 60, "the relay or the processors do not catch up")
    with_kafka = KafkaLog(KafkaConfig(settings.kafka))
    try:
        records = [decode(Article, stored.value) for stored in with_kafka.read(ARTICLES.name)]
        enriched = [decode(EnrichedArticle, stored.value) for stored in with_kafka.read(ENRICHED.name)]
    finally:
        with_kafka.close()
    versions = [(record.id, record.version) for record in records]
    assert len(versions) == len(set(versions)) == in_database(settings)
    assert sorted((record.article_id, record.version) for record in enriched) == sorted(versions)
    assert len({record.id for record in records}) == pipeline.status(settings)["articles"]


def drained(settings: Settings) -> bool:
    with_kafka = KafkaLog(KafkaConfig(settings.kafka))
    try:
        counts = with_kafka.counts([ARTICLES.name, ENRICHED.name])
    finally:
        with_kafka.close()
    return set(counts.values()) == {in_database(settings)} and not pipeline.status(settings)["unpublished"]


def in_database(settings: Settings) -> int:
    engine = connect(settings.database)
    try:
        with engine.connect() as connection:
            query = select(func.count()).select_from(log).where(log.c.topic == ARTICLES.name)
            return int(connection.scalar(query) or 0)
    finally:
        engine.dispose()


def test_what_arrives_is_said_in_plain_lines(up: Up, run: dict[str, Any]) -> None:
    up.wait_for("enriched  ", 60)
    arrived = [line for line in up.lines if line.startswith("article   ")]
    assert arrived
    assert all("characters" in line and "lines removed" in line for line in arrived)
    assert any("language " in line for line in up.lines)
    assert all(line.isprintable() for line in up.lines)


def test_everything_listens_on_loopback_only(up: Up) -> None:
    listening = [
        address.laddr.ip
        for process in up.look()
        if process.is_running()
        for address in process.net_connections("tcp")
        if address.status == "LISTEN"
    ]
    assert up.address.startswith("http://127.0.0.1:")
    assert set(listening) - {"127.0.0.1"} <= {"0.0.0.0", "::"}, "Airflow's two log servers know no address to bind to"
    assert sum(ip != "127.0.0.1" for ip in listening) <= 4


@pytest.mark.browser
def test_the_page_of_the_run_shows_the_run_and_its_labels(up: Up, run: dict[str, Any], browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    try:
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(f"{up.address}/dags/{DAG}/runs/{run['dag_run_id']}")
        page.get_by_text(run["dag_run_id"]).first.wait_for()
        page.get_by_text("Which feeds are due").first.wait_for()
        page.get_by_text("Relay to Kafka").first.wait_for()
        label = next(task["rendered_map_index"] for task in tasks(up, run) if task["map_index"] == 0)
        page.get_by_text(label).first.wait_for()
        shots = ROOT / "var" / "screenshots"
        shots.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=shots / "airflow-run.png")
        assert not problems
    finally:
        page.close()


def test_ctrl_c_stops_every_process(up: Up, run: dict[str, Any]) -> None:
    assert len(up.look()) > 8
    assert up.stop(signal.SIGINT) == 0
    assert up.left() == []
    assert up.lines[-1].endswith("processes, none is left")
    assert "articles" in up.lines[-2]
    assert not Path(up.home, "stack", "sessions").exists()
