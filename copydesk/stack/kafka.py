"""`python -m copydesk.stack.kafka JARS FOLDER PORT SESSIONS`: a local Kafka in the foreground, stopped by SIGTERM.

The broker lives in a session of its own, so this one is remembered too.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path

from copydesk.kafka_jars import fetch_jars
from copydesk.local_kafka import LocalKafka
from copydesk.stack import sessions
from stream.errors import CopydeskError


def main(jars: Path, folder: Path, port: int, remembered: Path) -> int:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    try:
        kafka = LocalKafka(fetch_jars(jars), folder, stable=True)
    except CopydeskError as error:
        print(error, flush=True)
        return 1
    if kafka.port != port:
        print(f"port {port} was taken meanwhile", flush=True)
        return 1
    return _serve(kafka, remembered, stop)


def _serve(kafka: LocalKafka, remembered: Path, stop: threading.Event) -> int:
    try:
        kafka.format()
        kafka.start()
        if kafka.pid:
            sessions.remember(remembered, kafka.pid)
        kafka.wait_ready()
        print(f"Kafka: {kafka.bootstrap}", flush=True)
        while not stop.wait(0.5):
            if kafka.pid and not _alive(kafka.pid):
                print("the broker ended", flush=True)
                return 1
        return 0
    except CopydeskError as error:
        print(error, flush=True)
        return 1
    finally:
        kafka.close()


def _alive(pid: int) -> bool:
    """A child that has ended is a zombie until it is waited for: waitid looks without taking it."""
    return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4])))
