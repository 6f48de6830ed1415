"""Airflow on one machine: its environment and its parts. Loopback only, no login, all in one folder of the home."""

from __future__ import annotations

import importlib.metadata
import os
import secrets
import sys
from pathlib import Path

from copydesk.stack.parts import Part

SLOTS = 4  # tasks at once: ~30 MB each at rest, ~100 MB at work
API = "airflow-api"


def installed() -> str | None:
    """Airflow's version, None when the extra is not installed."""
    try:
        return importlib.metadata.version("apache-airflow-core")
    except importlib.metadata.PackageNotFoundError:
        return None


def environment(home: Path, dags: Path, port: int, log_port: int, trigger_log_port: int) -> dict[str, str]:
    """What every Airflow process needs; each line that is not obvious says why."""
    url, secret = f"http://127.0.0.1:{port}", _secret(home)
    settings: dict[str, object] = {
        "CORE__DAGS_FOLDER": dags,
        "CORE__PLUGINS_FOLDER": home / "plugins",
        "CORE__LOAD_EXAMPLES": False,
        "CORE__EXECUTOR": "LocalExecutor",
        "CORE__PARALLELISM": SLOTS,
        "CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": True,
        "CORE__EXECUTION_API_SERVER_URL": f"{url}/execution/",
        "API__HOST": "127.0.0.1",
        "API__PORT": port,
        "API__BASE_URL": url,
        "API__SECRET_KEY": secret[:64],
        "API_AUTH__JWT_SECRET": secret,
        # A REST write that meets a task's write blocks the API server for SQLite's timeout: keep that short.
        "DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{home}/airflow.db?timeout=2",
        # Both would listen on all interfaces at fixed ports: two stacks would collide.
        "LOGGING__WORKER_LOG_SERVER_PORT": log_port,
        "LOGGING__TRIGGER_LOG_SERVER_PORT": trigger_log_port,
        "SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": 1,
        # After a kill -9 tasks that were running are taken up again after 20 s, not 300.
        "SCHEDULER__ORPHANED_TASKS_CHECK_INTERVAL": 20,
        "DAG_PROCESSOR__REFRESH_INTERVAL": 10,
        "WORKERS__EXECUTION_API_TIMEOUT": 60,  # a cold API server needs more than the 5 s of the default
        "USAGE_DATA_COLLECTION__ENABLED": False,
    }
    return {f"AIRFLOW__{name}": str(value) for name, value in settings.items()} | {"AIRFLOW_HOME": str(home)}


def parts(home: Path, port: int, before_tasks: tuple[str, ...]) -> tuple[Part, ...]:
    """API server, DAG processor, scheduler and triggerer.

    The scheduler waits for the API server (a task that meets a cold one loses a try) and for `before_tasks`. Once it
    has stopped nobody needs the API server, which takes long to end. Nothing here defers, but without a triggerer
    Airflow's first page shows a red sign: it comes last, gives way to everything else, and is not waited for.
    """
    migrated = home / f"migrated-{installed()}"
    migrate = () if migrated.exists() and (home / "airflow.db").exists() else ("airflow-db",)
    step = Part(
        "airflow-db",
        "Airflow database",
        (sys.executable, "-m", "copydesk.stack.airflow_db", str(migrated)),
        probe="exit",
    )
    return (
        *((step,) if migrate else ()),
        Part(
            API,
            "Airflow API",
            _airflow("api-server"),
            after=migrate,
            probe="port",
            probe_port=port,
            stop_rank=2,
            patience=2,
        ),
        Part(
            "airflow-dags",
            "Airflow DAG processor",
            _airflow("dag-processor"),
            after=migrate,
            probe="health",
            probe_port=port,
            probe_key="dag_processor",
        ),
        Part(
            "airflow-scheduler",
            "Airflow scheduler",
            _airflow("scheduler"),
            after=(*migrate, API, *before_tasks),
            probe="health",
            probe_port=port,
            probe_key="scheduler",
        ),
        Part(
            "airflow-triggerer",
            "Airflow triggerer",
            ("nice", *_airflow("triggerer")),
            after=("airflow-scheduler",),
            stop_rank=2,
            patience=2,
        ),
    )


def _airflow(command: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "airflow", command)


def _secret(home: Path) -> str:
    """Once per home: a new one would void the tokens of tasks that survived a restart."""
    file = home / "secret"
    if not file.exists():
        file.touch(mode=0o600)
        with os.fdopen(os.open(file, os.O_WRONLY), "w") as out:
            out.write(secrets.token_hex(64))
    return file.read_text()
