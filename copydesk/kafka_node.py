"""What `copydesk.local_kafka` writes, reserves and reads: settings of a single node, ports, what a controller says."""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping, Sequence
from pathlib import Path

HOST = "127.0.0.1"
FENCED = b"fenced=1"  # in what the controller says of the broker's registration

# PR_SET_PDEATHSIG, SIGKILL; then look whether the parent was gone before that; then become java.
LEASH = (
    "import ctypes, os, sys; ctypes.CDLL(None).prctl(1, 9); "
    "os.getppid() == int(sys.argv[1]) and os.execvp(sys.argv[2], sys.argv[2:])"
)

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


def single_node(ports: Sequence[int], advertise: int | None, data: Path) -> dict[str, str]:
    """Server properties; `ports` of broker and controller, `advertise`: what clients are told instead."""
    port, controller = ports
    return {
        **SINGLE_NODE,
        "controller.quorum.voters": f"1@{HOST}:{controller}",
        "listeners": f"PLAINTEXT://{HOST}:{port},CONTROLLER://{HOST}:{controller}",
        "advertised.listeners": f"PLAINTEXT://{HOST}:{advertise or port}",
        "log.dirs": str(data),
    }


def controller_alone(port: int) -> dict[str, str]:
    """What differs when the controller runs without the broker, to give up a dead one soon."""
    return {
        "process.roles": "controller",
        "listeners": f"CONTROLLER://{HOST}:{port}",
        "advertised.listeners": f"CONTROLLER://{HOST}:{port}",
        "broker.session.timeout.ms": "300",
        "broker.heartbeat.interval.ms": "100",
    }


def archive_of(jars: Path) -> Path:
    return jars.with_name("classes.jsa")


def as_text(properties: Mapping[str, str]) -> str:
    return "".join(f"{key}={value}\n" for key, value in properties.items())


def reserve(port: int) -> socket.socket:
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


def ports_of_last_run(data: Path) -> tuple[int, int]:
    try:
        client, controller = json.loads((data / "ports.json").read_text())
        return int(client), int(controller)
    except (OSError, ValueError, TypeError):
        return 0, 0


def has_fenced(said: bytes) -> bool:
    """Whether the controller, once active, has given up the broker; before that it repeats what was long ago."""
    _, activated, since = said.rpartition(b"Performing controller activation")
    return bool(activated) and FENCED in since
