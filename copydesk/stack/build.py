"""From settings and wishes to a plan: which parts, in which environment, in which order."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path

from copydesk.services import kafka_config
from copydesk.settings import Settings, SettingsError
from copydesk.stack import airflow, ports
from copydesk.stack.parts import Part, Plan

ROOT = Path(__file__).parents[2]
LOOPBACK = ip_network("127.0.0.0/8")
SAMPLE_INTERVAL = 0.05  # seconds between requests to one host: the newsroom is ours
WANTED_PORTS = {"airflow": 8080, "worker_log": 0, "trigger_log": 0, "newsroom": 0, "kafka": 0, "controller": 0}
KAFKA_PORTS = "ports.json"  # LocalKafka(stable=True) takes the ports it finds there


@dataclass(frozen=True)
class Wishes:
    """What the caller of `up` asked for. `kafka`: "" as the settings say, "local", or host:port."""

    feeds: Path | None = None
    pages: Path | None = None
    kafka: str = ""
    port: int | None = None

    @property
    def newsroom(self) -> bool:
        """The newsroom serves the sample press, or PAGES; not when only the user's own feeds are polled."""
        return self.pages is not None or self.feeds is None


@dataclass(frozen=True)
class Stack:
    """A plan and what its front needs to know of it. Addresses are URLs, None where there is nothing."""

    plan: Plan
    settings: Settings
    airflow_port: int
    newsroom: str | None

    @property
    def airflow(self) -> str:
        return f"http://127.0.0.1:{self.airflow_port}"


def build(settings: Settings, wishes: Wishes) -> Stack:
    """Choose the ports, make the folders, put the plan together. Raises SettingsError for a wish that cannot be met."""
    _check(wishes)
    home = settings.home.absolute()
    for folder in ("stack", "airflow", "kafka"):
        (home / folder).mkdir(parents=True, exist_ok=True)
    fixed = {"airflow": wishes.port} if wishes.port else {}
    chosen = ports.choose(home / "stack" / "ports.json", WANTED_PORTS, fixed)
    inside = _settings(settings, wishes, chosen)
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}  # slow starts
    env |= airflow.environment(
        home / "airflow", ROOT / "dags", chosen["airflow"], chosen["worker_log"], chosen["trigger_log"]
    )
    plan = Plan(str(home / "stack"), str(ROOT), env | environment(inside), _parts(home, wishes, inside, chosen))
    newsroom = f"http://localhost:{chosen['newsroom']}/" if wishes.newsroom else None
    return Stack(plan, inside, chosen["airflow"], newsroom)


def environment(settings: Settings) -> dict[str, str]:
    """Every setting as the variable that says it, so that no part depends on its folder or on copydesk.toml."""
    values = settings.model_dump(mode="json") | {"home": settings.home.absolute(), "database_url": settings.database}
    return {
        f"COPYDESK_{name.upper()}": ",".join(map(str, value)) if isinstance(value, list) else str(value)
        for name, value in values.items()
    }


def _check(wishes: Wishes) -> None:
    if airflow.installed() is None:
        raise SettingsError(
            "Airflow is not installed. `make setup` in a clone installs everything; elsewhere `pip install "
            "'copydesk[airflow]'`. Without Airflow: `copydesk run --every 300`"
        )
    if not (ROOT / "dags" / "poll_feeds.py").is_file():
        raise SettingsError(
            f"there are no DAGs in {ROOT}: `copydesk up` runs from a clone. Without: `copydesk run --every 300`"
        )
    if wishes.port and not ports.is_free(wishes.port):
        raise SettingsError(f"port {wishes.port} is taken; leave --port away to get a free one")


def _settings(settings: Settings, wishes: Wishes, chosen: dict[str, int]) -> Settings:
    """The settings of the parts: the loopback may be fetched, and fast, only when our own newsroom is there.

    Raises SettingsError when Kafka's address is none.
    """
    kafka = f"{ports.HOST}:{chosen['kafka']}" if wishes.kafka == "local" else wishes.kafka or settings.kafka
    changed: dict[str, object] = {"kafka": kafka, "home": settings.home.absolute()}
    if wishes.newsroom:
        changed |= {"allow_networks": (*settings.allow_networks, LOOPBACK), "host_interval": SAMPLE_INTERVAL}
    inside = settings.model_copy(update=changed)
    kafka_config(inside)
    return inside


def _parts(home: Path, wishes: Wishes, settings: Settings, chosen: dict[str, int]) -> tuple[Part, ...]:
    found: list[Part] = []
    if wishes.newsroom:
        found.append(_newsroom(wishes, chosen["newsroom"]))
    served = ("newsroom",) if wishes.newsroom else ()
    opml = [str(wishes.feeds.absolute())] if wishes.feeds else []
    if wishes.newsroom:
        opml.append(f"http://localhost:{chosen['newsroom']}/feeds.opml")
    found.append(Part("database", "Database and feeds", _python("copydesk.stack.prepare", *opml), {}, served, "exit"))
    base: tuple[str, ...] = ("database",)
    if settings.kafka:
        found += _kafka(home, wishes, chosen)
        base = ("database", "topics")
        found.append(Part("relay", "Relay", _python("copydesk", "relay", "--follow"), after=base, stop_rank=1))
    found.append(Part("processors", "Processors", _python("copydesk", "process"), after=base, stop_rank=1))
    found += airflow.parts(home / "airflow", chosen["airflow"], base)
    return tuple(found)


def _newsroom(wishes: Wishes, port: int) -> Part:
    pages = ("--pages", str(wishes.pages.absolute())) if wishes.pages else ()
    argv = _python("examples.newsroom", "--port", str(port), *pages)
    title = "Saved pages" if wishes.pages else "Sample newsroom"
    return Part("newsroom", title, argv, probe="port", probe_port=port, stop_rank=3, patience=3)


def _kafka(home: Path, wishes: Wishes, chosen: dict[str, int]) -> list[Part]:
    apply = Part("topics", "Topics", _python("copydesk", "topics", "apply"), probe="exit")
    if wishes.kafka != "local":
        return [apply]
    folder = home / "kafka"
    (folder / KAFKA_PORTS).write_text(f"[{chosen['kafka']}, {chosen['controller']}]")
    jars = home / "cache" / "kafka"
    argv = _python(
        "copydesk.stack.kafka", str(jars), str(folder), str(chosen["kafka"]), str(home / "stack" / "sessions")
    )
    kafka = Part("kafka", "Kafka", argv, probe="port", probe_port=chosen["kafka"], stop_rank=3)
    return [kafka, Part(apply.name, apply.title, apply.argv, after=("kafka",), probe="exit")]


def _python(module: str, *arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", module, *arguments)
