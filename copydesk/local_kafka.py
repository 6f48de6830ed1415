"""A real Apache Kafka (KRaft, broker and controller in one) on loopback: `KAFKA=local` and the tests.

    with LocalKafka(fetch_jars(cache), data) as kafka:        # format, start, wait until it answers
        KafkaProducer(bootstrap_servers=kafka.bootstrap)
        kafka.kill()                                          # kill -9
        kafka.start(); kafka.wait_ready()                     # same ports, same data

After a kill -9 of a lone broker Kafka 4.4 can leave a committed transaction without its markers, for good: it comes up
as leader of old, loads the transaction, cannot reach itself yet, is fenced when its old session ends, finds no leader
for the partition, takes it for deleted and calls the transaction complete. Readers (read_committed) then stand still
there. So `start` has the dead broker fenced first, by a controller alone: then there is no old session.

The broker ends when the THREAD that started it ends, however that is (Linux): start it from the main thread. It listens
on 127.0.0.1 only. Data survive a kill -9, not always a power cut: Kafka does not fsync.
"""

from __future__ import annotations

import base64
import json
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from kafka import KafkaAdminClient
from kafka.errors import KafkaError

from copydesk.kafka_node import (
    HOST,
    LEASH,
    archive_of,
    as_text,
    controller_alone,
    has_fenced,
    ports_of_last_run,
    reserve,
    single_node,
)
from stream.errors import CopydeskError

LOG4J = Path(__file__).with_name("kafka") / "log4j2.xml"
JVM = (
    "-Xmx256m",
    "-XX:TieredStopAtLevel=1",
    "-XX:+UseSerialGC",
    "-Xshare:auto",
    "-Xlog:cds=off",
    "-Xlog:cds+dynamic=off",
)
FENCE_LOG4J = Path(__file__).with_name("kafka") / "fence-log4j2.xml"
CLEAN = ".kafka_cleanshutdown"  # a broker leaves it behind when it ends in order
FENCE_SECONDS = 10.0
READY_SECONDS = 60.0
STOP_SECONDS = 20.0


class BrokerError(CopydeskError):
    """The broker ended or did not answer in time; the text ends with the tail of its log."""


class LocalKafka:
    """One node with its data in `data`. Not thread-safe.

    `stable`: keep the ports over runs (written to `data`) as long as they are free. `advertise`: the port that clients
    are told, for a proxy in between. `settings` go into server.properties.
    """

    def __init__(
        self,
        jars: Path,
        data: Path,
        *,
        stable: bool = False,
        advertise: int | None = None,
        settings: Mapping[str, str] | None = None,
        jvm: tuple[str, ...] = (),
    ) -> None:
        self._jars, self._data, self._jvm = jars.absolute(), data.absolute(), (*JVM, *jvm)
        self._advertise, self._settings = advertise, dict(settings or {})
        self._data.mkdir(parents=True, exist_ok=True)
        wanted = ports_of_last_run(self._data) if stable else (0, 0)
        self._held = [reserve(port) for port in wanted]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def _ports(self) -> list[int]:
        """Of the broker and of the controller."""
        return [int(held.getsockname()[1]) for held in self._held]

    @property
    def port(self) -> int:
        return self._ports[0]

    @property
    def bootstrap(self) -> str:
        return f"{HOST}:{self.port}"

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def format(self) -> None:
        """Write the configuration and, where there is none, an empty log. Raises BrokerError."""
        (self._data / "server.properties").write_text(as_text(self._properties()))
        (self._data / "ports.json").write_text(json.dumps(self._ports))
        if (self._data / "log" / "meta.properties").exists():
            return  # older data, perhaps under new ports
        cluster = base64.urlsafe_b64encode(uuid.uuid4().bytes)[:22].decode()
        tool = self._java("kafka.tools.StorageTool", "format", "-t", cluster, "-c")
        done = subprocess.run(tool, capture_output=True, timeout=READY_SECONDS, check=False)
        if done.returncode:
            raise BrokerError(f"Kafka could not be formatted: {(done.stdout + done.stderr).decode(errors='replace')}")

    def start(self) -> None:
        """Start the broker; after an unclean end this takes about 2 s, then `wait_ready` takes less."""
        ran = self._data / "ran"
        if ran.exists() and not (self._data / "log" / CLEAN).exists():
            self._fence()
        ran.touch()
        with (self._data / "console.log").open("wb") as console:
            self._process = subprocess.Popen(
                self._java("kafka.Kafka"),
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=console,
                start_new_session=True,  # Ctrl-C is for the one who started it, who then stops it in order
            )

    def _fence(self) -> None:
        """Run the controller alone until it has given up the broker that was killed, if it ever knew that one."""
        config = self._data / "fence.properties"
        config.write_text(as_text(self._properties() | controller_alone(self._ports[1])))
        log = self._data / "fence.log"
        with log.open("wb") as console:
            process = subprocess.Popen(
                self._java("kafka.Kafka", config=config, logging=FENCE_LOG4J),
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=console,
                start_new_session=True,
            )
        try:
            deadline = time.monotonic() + FENCE_SECONDS
            while not has_fenced(log.read_bytes()) and process.poll() is None and time.monotonic() < deadline:
                time.sleep(0.02)
        finally:
            _end(process, STOP_SECONDS)  # in order: what it has decided must be on the disk

    def wait_ready(self, timeout: float = READY_SECONDS) -> None:
        """Wait until a client is told of the broker. Raises BrokerError."""
        deadline = time.monotonic() + timeout
        while not self._answers():
            if self._process is None or self._process.poll() is not None:
                code = self._process.returncode if self._process else None
                raise BrokerError(f"Kafka ended with status {code}\n{self._tail()}")
            if time.monotonic() > deadline:
                raise BrokerError(f"Kafka did not answer within {timeout:.0f} s\n{self._tail()}")
            time.sleep(0.05)

    def stop(self, timeout: float = STOP_SECONDS) -> None:
        """SIGTERM, and SIGKILL after `timeout` seconds. A paused broker is woken first."""
        if self._process is None:
            return
        _end(self._process, timeout)
        self._process = None

    def kill(self) -> None:
        if self._process is not None:
            self._signal(signal.SIGKILL)
            self._process.wait()
            self._process = None

    def pause(self) -> None:
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._signal(signal.SIGCONT)

    def restart(self) -> None:
        """Kill -9 and start again: same ports, same data."""
        self.kill()
        self.start()
        self.wait_ready()

    def close(self) -> None:
        self.stop()
        for held in self._held:
            held.close()

    def __enter__(self) -> LocalKafka:
        try:
            self.format()
            self.start()
            self.wait_ready()
        except BaseException:
            self.kill()
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _signal(self, number: int) -> None:
        if self._process is not None and self._process.poll() is None:
            os.kill(self._process.pid, number)

    def _answers(self) -> bool:
        try:
            socket.create_connection((HOST, self.port), 1.0).close()  # refused at once; a client would back off
            with KafkaAdminClient(bootstrap_servers=self.bootstrap, bootstrap_timeout_ms=1000) as admin:
                return bool(admin.describe_cluster()["brokers"])
        except (KafkaError, OSError):
            return False

    def _java(self, *main: str, config: Path | None = None, logging: Path = LOG4J) -> list[str]:
        archive = archive_of(self._jars)
        share = [f"-XX:SharedArchiveFile={archive}"] if archive.is_file() else []
        logs = [f"-Dkafka.logs.dir={self._data}", f"-Dlog4j2.configurationFile={logging}"]
        classes = ":".join(sorted(str(jar) for jar in self._jars.glob("*.jar")))
        leash = [sys.executable, "-ISc", LEASH, str(os.getpid())] if sys.platform == "linux" else []
        file = str(config or self._data / "server.properties")
        return [*leash, "java", *self._jvm, *share, *logs, "-cp", classes, *main, file]

    def _properties(self) -> dict[str, str]:
        return {**single_node(self._ports, self._advertise, self._data / "log"), **self._settings}

    def _tail(self) -> str:
        return "\n".join(p.read_text(errors="replace")[-2000:] for p in sorted(self._data.glob("*.log")))


def _end(process: subprocess.Popen[bytes], timeout: float) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        process.send_signal(signal.SIGCONT)
    try:
        process.wait(timeout)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
