"""From wishes to a plan: which parts, in which order, with which settings and ports."""

from __future__ import annotations

import socket
from ipaddress import ip_network
from pathlib import Path

import pytest

from copydesk.settings import Settings, SettingsError
from copydesk.stack import airflow, ports
from copydesk.stack.build import Wishes, build, environment
from copydesk.stack.parts import Part, PartEvent, Plan
from tests.support.need import missing


@pytest.fixture(autouse=True)
def _airflow_is_there() -> None:
    if airflow.installed() is None:
        missing("Airflow", "make setup")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path)


def parts(plan: Plan) -> dict[str, Part]:
    return {part.name: part for part in plan.parts}


def test_the_default_is_the_sample_newsroom_and_the_embedded_log(settings: Settings) -> None:
    stack = build(settings, Wishes())
    found = parts(stack.plan)
    assert set(found) == {
        "newsroom", "database", "processors",
        "airflow-db", "airflow-api", "airflow-dags", "airflow-scheduler", "airflow-triggerer",
    }  # fmt: skip
    assert stack.plan.env["COPYDESK_ALLOW_NETWORKS"] == "127.0.0.0/8"
    assert stack.plan.env["COPYDESK_HOST_INTERVAL"] == "0.05"
    assert stack.newsroom is not None


def test_own_feeds_are_polled_politely_and_only_from_public_addresses(settings: Settings, tmp_path: Path) -> None:
    stack = build(settings, Wishes(feeds=tmp_path / "my.opml"))
    assert "newsroom" not in parts(stack.plan)
    assert stack.newsroom is None
    assert stack.plan.env["COPYDESK_ALLOW_NETWORKS"] == ""
    assert stack.plan.env["COPYDESK_HOST_INTERVAL"] == "1.0"
    assert str(tmp_path / "my.opml") in parts(stack.plan)["database"].argv


def test_with_kafka_there_are_topics_and_a_relay(settings: Settings) -> None:
    found = parts(build(settings, Wishes(kafka="broker:9092")).plan)
    assert "kafka" not in found
    assert set(found["relay"].after) == {"database", "topics"}
    local = build(settings, Wishes(kafka="local"))
    assert parts(local.plan)["topics"].after == ("kafka",)
    assert local.plan.env["COPYDESK_KAFKA"] == f"127.0.0.1:{parts(local.plan)['kafka'].probe_port}"


def test_an_address_of_kafka_that_is_none_is_refused(settings: Settings) -> None:
    with pytest.raises(SettingsError, match="nonsense"):
        build(settings, Wishes(kafka="nonsense url"))


def test_every_part_waits_only_for_parts_that_are_there_and_the_order_has_no_circle(settings: Settings) -> None:
    for wishes in (Wishes(), Wishes(kafka="local"), Wishes(feeds=Path("my.opml")), Wishes(pages=Path())):
        found = parts(build(settings, wishes).plan)
        started: set[str] = set()
        while len(started) < len(found):
            due = {name for name, part in found.items() if name not in started and started.issuperset(part.after)}
            assert due
            started |= due


def test_tasks_lose_their_api_server_only_after_the_scheduler_has_stopped(settings: Settings) -> None:
    found = parts(build(settings, Wishes(kafka="local")).plan)
    ranks = [found[name].stop_rank for name in ("airflow-scheduler", "relay", "airflow-api", "kafka")]
    assert ranks == sorted(set(ranks))


def test_the_migration_is_a_step_of_the_first_start_only(settings: Settings, tmp_path: Path) -> None:
    build(settings, Wishes())
    (tmp_path / "airflow" / f"migrated-{airflow.installed()}").touch()
    (tmp_path / "airflow" / "airflow.db").touch()
    assert "airflow-db" not in parts(build(settings, Wishes()).plan)


def test_ports_and_secrets_stay_those_of_the_home(settings: Settings) -> None:
    first, second = build(settings, Wishes()), build(settings, Wishes())
    assert first.plan.env == second.plan.env
    assert first.newsroom == second.newsroom


def test_a_taken_port_is_named_or_gone_around(settings: Settings, tmp_path: Path) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        with pytest.raises(SettingsError, match=str(port)):
            build(settings, Wishes(port=port))
        chosen = ports.choose(tmp_path / "p.json", {"a": port, "b": 0})
        assert port not in chosen.values()
        assert len(set(chosen.values())) == 2


def test_a_port_that_was_asked_for_wins_over_the_one_of_the_last_run(tmp_path: Path) -> None:
    file = tmp_path / "p.json"
    first = ports.choose(file, {"a": 0})["a"]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        other = free.getsockname()[1]
    assert ports.choose(file, {"a": 0})["a"] == first
    assert ports.choose(file, {"a": 0}, {"a": other})["a"] == other


def test_a_damaged_port_file_is_no_trouble(tmp_path: Path) -> None:
    file = tmp_path / "p.json"
    file.write_text("[1, 2")
    assert ports.choose(file, {"a": 0})["a"] > 0


def test_settings_travel_as_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(
        home=tmp_path, kafka="k:9092", allow_networks=(ip_network("10.0.0.0/8"), ip_network("::1/128")), lease=7
    )
    for name, value in environment(settings).items():
        monkeypatch.setenv(name, value)
    again = Settings()
    assert again.model_copy(update={"database_url": ""}) == settings
    assert again.database == settings.database


def test_a_plan_survives_the_pipe() -> None:
    part = Part("a", "A", ("x", "y"), {"E": "1"}, ("b",), "port", 80, "", 2)
    plan = Plan("f", "c", {"S": "secret\nline"}, (part,))
    assert "\n" not in plan.to_json()
    assert Plan.from_json(plan.to_json()) == plan
    event = PartEvent("ended", "a", -9)
    assert PartEvent.from_json(event.to_json()) == event


def test_without_airflow_the_way_without_it_is_named(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(airflow, "installed", lambda: None)
    with pytest.raises(SettingsError, match=r"copydesk run --every 300"):
        build(settings, Wishes())
