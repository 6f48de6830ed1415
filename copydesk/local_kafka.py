"""A real Apache Kafka (KRaft, broker and controller in one) on loopback: `KAFKA=local` and the tests.

    with LocalKafka(fetch_jars(cache), data) as kafka:        # format, start, wait until it answers
        KafkaProducer(bootstrap_servers=kafka.bootstrap)
        kafka.kill()                                          # kill -9
        kafka.start(); kafka.wait_ready()                     # same ports, same data

The broker ends when the THREAD that started it ends, however that is (Linux, `setpriv --pdeathsig`): start it from the
main thread. It listens on 127.0.0.1 only. Data survive a kill -9, not always a power cut: Kafka does not fsync.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import signal
import socket
import subprocess
import time
import uuid
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from kafka import KafkaAdminClient
from kafka.errors import KafkaError

from copydesk.kafka_jars import locked
from stream.errors import CopydeskError

HOST = "127.0.0.1"
LOG4J = Path(__file__).with_name("kafka") / "log4j2.xml"
JVM = (
    "-Xmx256m",
    "-XX:TieredStopAtLevel=1",
    "-XX:+UseSerialGC",
    "-Xshare:auto",
    "-Xlog:cds=off",
    "-Xlog:cds+dynamic=off",
)
READY_SECONDS = 60.0
STOP_SECONDS = 20.0

SINGLE_NODE = {
    "node.id": "1",
    "process.roles": "broker,controller",
    "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
    "controller.listener.names": "CONTROLLER",
    "auto.create.topics.enable": "false",  # a mistyped topic is an error, not a new topic
    "offsets.topic.replication.factor": "1",
    "offsets.topic.num.partitions": "4",
    "transaction.state.log.replication.factor": "1",
    "transaction.state.log.min.isr": "1",
    "transaction.state.log.num.partitions": "4",
    "group.initial.rebalance.delay.ms": "0",
    "group.min.session.timeout.ms": "2000",  # how short a client may have its sessions; 6 s by default
    "broker.session.timeout.ms": "2000",  # how soon a killed broker is given up, and may register again
    "broker.heartbeat.interval.ms": "250",
    "transaction.abort.timed.out.transaction.cleanup.interval.ms": "1000",  # how soon a timeout is noticed
    "log.cleaner.dedupe.buffer.size": "4194304",  # 128 MiB of heap by default, taken at the start
    "log.segment.bytes": "67108864",
    "log.index.size.max.bytes": "1048576",
}


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
        wanted = _ports_of_last_run(self._data) if stable else (0, 0)
        self._held = [_reserve(port) for port in wanted]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def port(self) -> int:
        return int(self._held[0].getsockname()[1])

    @property
    def bootstrap(self) -> str:
        return f"{HOST}:{self.port}"

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def format(self) -> None:
        """Write the configuration and, where there is none, an empty log. Raises BrokerError."""
        properties = "".join(f"{key}={value}\n" for key, value in self._properties().items())
        (self._data / "server.properties").write_text(properties)
        (self._data / "ports.json").write_text(json.dumps([held.getsockname()[1] for held in self._held]))
        if (self._data / "log" / "meta.properties").exists():
            return  # older data, perhaps under new ports
        cluster = base64.urlsafe_b64encode(uuid.uuid4().bytes)[:22].decode()
        tool = self._java("kafka.tools.StorageTool", "format", "-t", cluster, "-c")
        done = subprocess.run(tool, capture_output=True, timeout=READY_SECONDS, check=False)
        if done.returncode:
            raise BrokerError(f"Kafka could not be formatted: {(done.stdout + done.stderr).decode(errors='replace')}")

    def start(self) -> None:
        with (self._data / "console.log").open("wb") as console:
            self._process = subprocess.Popen(
                self._java("kafka.Kafka"),
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=console,
                start_new_session=True,  # Ctrl-C is for the one who started it, who then stops it in order
            )

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
        self._signal(signal.SIGTERM)
        self._signal(signal.SIGCONT)
        try:
            self._process.wait(timeout)
            self._process = None
        except subprocess.TimeoutExpired:
            self.kill()

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

    def _java(self, *main: str) -> list[str]:
        archive = archive_of(self._jars)
        share = [f"-XX:SharedArchiveFile={archive}"] if archive.is_file() else []
        logs = [f"-Dkafka.logs.dir={self._data}", f"-Dlog4j2.configurationFile={LOG4J}"]
        classes = ":".join(sorted(str(jar) for jar in self._jars.glob("*.jar")))
        leash = ["setpriv", "--pdeathsig", "KILL"] if shutil.which("setpriv") else []
        return [*leash, "java", *self._jvm, *share, *logs, "-cp", classes, *main, str(self._data / "server.properties")]

    def _properties(self) -> dict[str, str]:
        port, controller = (int(held.getsockname()[1]) for held in self._held)
        return {
            **SINGLE_NODE,
            "controller.quorum.voters": f"1@{HOST}:{controller}",
            "listeners": f"PLAINTEXT://{HOST}:{port},CONTROLLER://{HOST}:{controller}",
            "advertised.listeners": f"PLAINTEXT://{HOST}:{self._advertise or port}",
            "log.dirs": str(self._data / "log"),
            **self._settings,
        }

    def _tail(self) -> str:
        return "\n".join(p.read_text(errors="replace")[-2000:] for p in sorted(self._data.glob("*.log")))


def archive_of(jars: Path) -> Path:
    return jars.with_name("classes.jsa")


def make_archive(jars: Path) -> None:
    """Dump the broker's classes beside its jars (54 MB, about 10 s): it then starts in half the time, for this Java.

    Without it, or under another path or Java, the broker starts all the same.
    """
    archive, home = archive_of(jars), jars.parent
    with locked(home / ".lock"):
        if archive.is_file():
            return
        data, dumped = home / "archive-run", home / "classes.tmp"
        with LocalKafka(jars, data, jvm=(f"-XX:ArchiveClassesAtExit={dumped}",)) as kafka:
            kafka.stop(timeout=60)
        shutil.rmtree(data)
        if dumped.is_file():
            dumped.rename(archive)


def _reserve(port: int) -> socket.socket:
    """A port, kept: bound but not listening, so that only a bind with SO_REUSEADDR (Kafka's) can have it.

    While a broker is down, a client that dials a port of the ephemeral range may connect to itself and so take it; the
    kernel gives out no port that is bound. `port` 0, or one that is taken: any free one.
    """
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        held.bind((HOST, port))
    except OSError:
        held.bind((HOST, 0))
    return held


def _ports_of_last_run(data: Path) -> tuple[int, int]:
    try:
        client, controller = json.loads((data / "ports.json").read_text())
        return int(client), int(controller)
    except (OSError, ValueError, TypeError):
        return 0, 0
