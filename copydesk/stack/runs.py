"""Airflow's REST API, as far as a start needs it: see the DAG, start its first run at once, watch how it goes."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from copydesk.stack.events import Note, RunSeen
from copydesk.stack.watch import Tell
from stream.errors import CopydeskError

DAG = "poll_feeds"
VISIBLE_SECONDS = 120.0
TRIGGER_TRIES = 10
EVERY = 0.5
OVER = ("success", "failed")


class AirflowError(CopydeskError):
    """Airflow did not do what it was asked; `status` is the HTTP status, 0 when there was no answer."""

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message, retriable=status == 0 or status >= 500)
        self.status = status


class Airflow:
    """A client of the API at `url`, without a login (loopback, everybody is admin)."""

    def __init__(self, url: str) -> None:
        self._url, self._token = url, ""

    def call(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """GET `path`, or POST `body` to it; the JSON answer. Raises AirflowError."""
        if not self._token:
            self._token = self._ask("/auth/token", None, {})["access_token"]
        return self._ask(f"/api/v2{path}", body, {"Authorization": f"Bearer {self._token}"})

    def _ask(self, path: str, body: dict[str, Any] | None, headers: dict[str, str]) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._url + path, data, headers | {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise AirflowError(f"Airflow answered {error.code} to {path}", error.code) from error
        except (OSError, ValueError) as error:
            raise AirflowError(f"Airflow did not answer {path}: {error}") from error


def warm(url: str) -> None:
    """Make the API server build what tasks talk to while the scheduler starts: else the first task waits 2-3 s."""
    with suppress(OSError):
        urllib.request.urlopen(f"{url}/execution/health/ping", timeout=30).close()


def first_run(airflow: Airflow, tell: Tell) -> str:
    """Start a run as soon as the DAG is seen; its id. A run that the schedule has just begun will do as well."""
    _until(lambda: _found(airflow, f"/dags/{DAG}"), VISIBLE_SECONDS, f"Airflow does not show the DAG {DAG}")
    for state in ("running", "queued"):
        if found := airflow.call(f"/dags/{DAG}/dagRuns?state={state}&limit=1")["dag_runs"]:
            return _told(tell, found[0])
    run = f"copydesk_up_{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%f}"
    return _told(tell, trigger(airflow, run))


def trigger(airflow: Airflow, run: str) -> dict[str, Any]:
    """Start the run with this id, once. On SQLite the API may answer 500 and have done it or not, so: ask again, and
    409 says that it is there."""
    for left in reversed(range(TRIGGER_TRIES)):
        try:
            started: dict[str, Any] = airflow.call(f"/dags/{DAG}/dagRuns", {"dag_run_id": run, "logical_date": None})
            return started
        except AirflowError as error:
            if error.status == 409:
                break
            if not error.retriable or not left:
                raise
            time.sleep(EVERY)
    there: dict[str, Any] = airflow.call(f"/dags/{DAG}/dagRuns/{run}")
    return there


def watch(airflow: Airflow, run: str, tell: Tell) -> str:
    """Tell how the run goes until it is over; its state."""
    state = "queued"
    while state not in OVER:
        time.sleep(EVERY)
        try:
            now = airflow.call(f"/dags/{DAG}/dagRuns/{run}")["state"]
        except AirflowError as error:
            if not error.retriable:
                raise
            continue
        if now != state:
            state = now
            tell(RunSeen(state, run))
    return state


def run_at_once(airflow: Airflow, tell: Tell) -> None:
    """The job of a thread: start the first run and tell how it goes; trouble is told, never raised."""
    try:
        watch(airflow, first_run(airflow, tell), tell)
    except CopydeskError as error:
        tell(Note(f"the first run was not started at once, the schedule will: {error}", "warning"))
        tell(RunSeen("unknown"))


def _told(tell: Tell, run: dict[str, Any]) -> str:
    tell(RunSeen("queued", str(run["dag_run_id"])))
    return str(run["dag_run_id"])


def _found(airflow: Airflow, path: str) -> bool:
    try:
        airflow.call(path)
    except AirflowError as error:
        if error.status == 404 or error.retriable:
            return False
        raise
    return True


def _until(done: Callable[[], bool], seconds: float, otherwise: str) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            raise AirflowError(otherwise)
        time.sleep(EVERY)
