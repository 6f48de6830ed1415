"""The services of docker-compose.yml as processes of this machine: command, environment, health check as written there.

What differs is only what a container would give: names of other services and folders become what they are here, through
the values of the environment, and ports that are fixed inside a container are free ones.
"""

from __future__ import annotations

import ctypes
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from tests.support import compose

BIN = Path(sys.executable).parent
FIXED = {  # container port -> the setting by which it can be another one here
    8080: "AIRFLOW__API__PORT",
    8974: "AIRFLOW__SCHEDULER__SCHEDULER_HEALTH_CHECK_SERVER_PORT",
    8793: "AIRFLOW__LOGGING__WORKER_LOG_SERVER_PORT",
    8794: "AIRFLOW__LOGGING__TRIGGER_LOG_SERVER_PORT",
}


@dataclass(frozen=True)
class Native:
    """`folder` stands for the containers' file systems; `databases`: name -> SQLAlchemy URL; `kafka`: host:port."""

    folder: Path
    databases: dict[str, str]
    kafka: str
    ports: dict[int, int]

    def environment(self, service: str) -> dict[str, str]:
        """The image's, then the service's, and nothing of this process's own but where programs and libraries are."""
        given = _of_image() | {key: str(value) for key, value in _service(service).get("environment", {}).items()}
        here = {key: self._here(value) for key, value in given.items()}
        here["PATH"] = f"{BIN}:{compose.ROOT / 'deploy'}:/usr/local/bin:/usr/bin:/bin"
        ports = {setting: str(self.ports[port]) for port, setting in FIXED.items()} if "airflow" in service else {}
        return here | ports | {"HOME": str(self.folder), "AIRFLOW__API__HOST": "127.0.0.1"}

    def run(self, service: str, *, timeout: float = 180) -> subprocess.CompletedProcess[str]:
        """A one-shot service to its end."""
        return subprocess.run(
            _service(service)["command"],
            env=self.environment(service),
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )

    @contextmanager
    def running(self, service: str) -> Iterator[subprocess.Popen[bytes]]:
        """The service while the block runs; then it is stopped as Docker would, and nothing of it is left."""
        with open(self.log(service), "ab") as log:
            process = subprocess.Popen(
                _service(service)["command"],
                env=self.environment(service),
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_end_with_parent,
            )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(seconds(_service(service)["stop_grace_period"]))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            _end_session(process.pid)

    def log(self, service: str) -> Path:
        return self.folder / f"{service}.log"

    def wait_healthy(self, service: str, process: subprocess.Popen[bytes]) -> None:
        """Asks by the service's own health check until it answers; fails with the service's log."""
        check = _service(service)["healthcheck"]
        command = [self._here(word) for word in check["test"][1:]]
        deadline = time.monotonic() + seconds(check["start_period"])
        while True:
            done = subprocess.run(command, env=self.environment(service), capture_output=True, text=True, check=False)
            if done.returncode == 0:
                return
            if process.poll() is not None or time.monotonic() > deadline:
                tail = self.log(service).read_text(errors="replace")[-4000:]
                raise AssertionError(f"{service} is not healthy: {done.stdout}{done.stderr}\n{tail}")
            time.sleep(0.5)

    def _here(self, value: str) -> str:
        value = re.sub(r"postgresql\+psycopg://\S+@postgres:5432/(\w+)", lambda m: self.databases[m[1]], value)
        value = value.replace("kafka:9092", self.kafka)
        value = re.sub(r"(?:localhost|airflow-apiserver):(\d+)", lambda m: f"127.0.0.1:{self.ports[int(m[1])]}", value)
        value = value.replace("/opt/copydesk/dags", str(compose.ROOT / "dags"))
        return re.sub(r"^/(opt/airflow|var/lib/copydesk)", lambda m: str(self.folder / m[1]), value)


def native(folder: Path, databases: dict[str, str], kafka: str) -> Native:
    """With the folders of the image made, and free ports chosen."""
    for path in ("opt/airflow/logs", "opt/airflow/auth", "var/lib/copydesk"):
        (folder / path).mkdir(parents=True)
    return Native(folder, databases, kafka, dict(zip(FIXED, _free_ports(len(FIXED)), strict=True)))


def seconds(span: str) -> float:
    """Compose's durations: 30s, 2m."""
    return float(span[:-1]) * {"s": 1, "m": 60}[span[-1]]


def _service(name: str) -> dict[str, Any]:
    service: dict[str, Any] = compose.project()["services"][name]
    return service


def _of_image() -> dict[str, str]:
    block = re.findall(r"^ENV ((?:.*\\\n)*.*)$", (compose.ROOT / "Dockerfile").read_text(), re.M)[-1]
    return dict(re.findall(r"(\w+)=(\S+)", block))


def _free_ports(count: int) -> list[int]:
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in held]
    for each in held:
        each.close()
    return ports


def _end_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def _end_session(session: int) -> None:
    """Airflow's tasks have process groups of their own; the session is the same for all."""
    for process in psutil.process_iter():
        try:
            if os.getsid(process.pid) == session:
                process.kill()
        except (psutil.Error, OSError):
            continue
