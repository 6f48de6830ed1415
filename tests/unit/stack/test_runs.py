"""The first run over REST, against a server that answers as Airflow on SQLite does when it is busy."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from copydesk.stack import runs
from copydesk.stack.events import Event, Note, RunSeen

RUN = {"dag_run_id": "mine", "state": "queued"}


class Server(ThreadingHTTPServer):
    """`answers`: what is said to each method and path without its query, in turn; the last one for ever."""

    answers: dict[str, list[tuple[int, Any]]]
    asked: list[str]


class Handler(BaseHTTPRequestHandler):
    server: Server

    def answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        key = f"{self.command} {self.path.partition('?')[0].removeprefix('/api/v2/dags/poll_feeds')}"
        self.server.asked.append(key)
        left = self.server.answers[key]
        status, body = left.pop(0) if len(left) > 1 else left[0]
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = answer

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "EVERY", 0.01)
    monkeypatch.setattr(runs, "VISIBLE_SECONDS", 0.5)


@pytest.fixture
def server() -> Iterator[Server]:
    found = Server(("127.0.0.1", 0), Handler)
    found.asked = []
    found.answers = {
        "GET /auth/token": [(200, {"access_token": "t"})],
        "GET ": [(404, {}), (200, {})],
        "GET /dagRuns": [(200, {"dag_runs": []})],
        "POST /dagRuns": [(200, RUN)],
    }
    thread = threading.Thread(target=found.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield found
    found.shutdown()
    found.server_close()


@pytest.fixture
def told() -> list[Event]:
    return []


def client(server: Server) -> runs.Airflow:
    return runs.Airflow(f"http://127.0.0.1:{server.server_address[1]}")


def test_a_run_is_started_as_soon_as_the_dag_is_seen(server: Server, told: list[Event]) -> None:
    assert runs.first_run(client(server), told.append) == "mine"
    assert server.asked.count("GET ") == 2
    assert server.asked.count("POST /dagRuns") == 1
    assert told == [RunSeen("queued", "mine")]


def test_a_run_that_the_schedule_has_begun_will_do(server: Server, told: list[Event]) -> None:
    server.answers["GET /dagRuns"] = [(200, {"dag_runs": [{"dag_run_id": "scheduled", "state": "running"}]})]
    assert runs.first_run(client(server), told.append) == "scheduled"
    assert "POST /dagRuns" not in server.asked


def test_a_500_that_did_start_the_run_is_not_a_second_run(server: Server) -> None:
    server.answers["POST /dagRuns"] = [(500, {}), (500, {}), (409, {})]
    server.answers["GET /dagRuns/mine"] = [(200, RUN)]
    assert runs.trigger(client(server), "mine") == RUN
    assert server.asked.count("POST /dagRuns") == 3


def test_an_answer_that_is_final_is_final(server: Server) -> None:
    server.answers["POST /dagRuns"] = [(422, {})]
    with pytest.raises(runs.AirflowError, match="422"):
        runs.trigger(client(server), "mine")
    assert server.asked.count("POST /dagRuns") == 1


def test_it_is_watched_until_it_is_over_through_errors_of_the_server(server: Server, told: list[Event]) -> None:
    states = [(200, {"state": "queued"}), (500, {}), (200, {"state": "running"}), (200, {"state": "failed"})]
    server.answers["GET /dagRuns/mine"] = states
    assert runs.watch(client(server), "mine", told.append) == "failed"
    assert told == [RunSeen("running", "mine"), RunSeen("failed", "mine")]


def test_trouble_is_told_not_raised(server: Server, told: list[Event]) -> None:
    server.answers["GET "] = [(404, {})]
    runs.run_at_once(client(server), told.append)
    assert isinstance(told[0], Note)
    assert told[1] == RunSeen("unknown")
    assert "the schedule will" in told[0].text


def test_a_server_that_is_not_there_is_an_error_that_may_pass() -> None:
    with pytest.raises(runs.AirflowError) as caught:
        runs.Airflow("http://127.0.0.1:9").call("/dags")
    assert caught.value.retriable
